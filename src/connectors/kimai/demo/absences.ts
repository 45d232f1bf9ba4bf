/**
 * Absences of the paid plugin for work contracts, from API.md 7.1.
 * Unrecorded: no answer of a running plugin was ever seen, so shapes and rules here are second-hand.
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Handler, type Route } from "./call.ts";
import { CONTRACTS_PLUGIN, event, within } from "./public_holidays.ts";
import { formatMoment, startOfDay } from "./dates.ts";
import { checkFields, submit } from "./forms.ts";
import { ID, type Query } from "./query.ts";
import type { Absence, User } from "./records.ts";
import type { Json } from "./serialize.ts";

/** Types with their labels. */
const TYPES: Record<string, string> = {
  holiday: "Holiday",
  time_off: "Time off",
  sickness: "Sickness",
  sickness_child: "Sickness of a child",
  other: "Other",
  parental: "Parental leave",
  unpaid_vacation: "Unpaid vacation",
};

/** Approved as soon as they are told. */
const SELF_APPROVED = ["sickness", "sickness_child"];

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const FULL_DAY = 8 * 3600;

/** May the caller see and decide about this user's absences? */
const mayDecide = (call: Call, user: User): boolean =>
  call.holds("contract_other_profile") ||
  (call.caller.id !== user.id && call.state.leads(call.caller.id, user.id));

/** Seconds that a user works on a day: by contract, else eight hours from Monday to Friday. */
function workedSeconds({ state }: Call, user: User, date: string): number {
  const group = user.preferences.get("public_holiday_group");
  const holiday = [...state.publicHolidays.values()]
    .find((row) => row.date === date && String(row.group) === group);
  const weekday = Temporal.PlainDate.from(date).dayOfWeek - 1;
  const byContract = user.preferences.get("work_contract_type") === "day";
  const seconds = byContract
    ? Number(user.preferences.get(`work_${WEEKDAYS[weekday]}`) ?? 0)
    : weekday < 5
    ? FULL_DAY
    : 0;
  return holiday ? (holiday.halfDay ? seconds / 2 : 0) : seconds;
}

const isLockedMonth = ({ state }: Call, user: number, date: string): boolean =>
  state.lockedMonths.has(`${user}/${date.slice(0, 7)}`);

function show(call: Call, absence: Absence): Json {
  const zone = call.state.users.get(absence.user)!.timezone;
  return {
    id: absence.id,
    user: call.json.user(absence.user),
    date: formatMoment(startOfDay(absence.date, zone), zone),
    duration: absence.duration,
    type: absence.type,
    status: absence.status,
    halfDay: absence.halfDay,
  };
}

/** Whose absences are asked for; others' need a right. */
function userOf(call: Call, query: Query): User {
  const id = query.number("user");
  if (id === undefined) return call.caller;
  const user = found(call.state.users.get(id));
  allow(user.id === call.caller.id || mayDecide(call, user));
  return user;
}

/** Statuses by the word of the query. */
const STATUSES: Record<string, string[]> = {
  approved: ["approved"],
  open: ["new", "requested"],
  all: ["new", "requested", "approved"],
};

function absencesOf(call: Call): Absence[] {
  const query = call.check({
    user: { pattern: ID },
    begin: {},
    end: {},
    status: { pattern: /^(?:approved|open|all)$/ },
  });
  const user = userOf(call, query);
  const statuses = STATUSES[query.get("status") ?? "approved"];
  return within(call, query, call.state.absences.values())
    .filter((row) => row.user === user.id && statuses.includes(row.status));
}

const list = (call: Call): Answer => ok(absencesOf(call).map((row) => show(call, row)));

const calendar = (call: Call): Answer =>
  ok(
    absencesOf(call).map((row) => {
      const { timezone } = call.state.users.get(row.user)!;
      return event(TYPES[row.type], row.date, timezone, "#ffa500");
    }),
  );

const types = (): Answer => ok(TYPES);

/** The days of a range, both ends included. */
function daysOf(date: string, end: string): string[] {
  const days: string[] = [];
  const last = Temporal.PlainDate.from(end);
  let day = Temporal.PlainDate.from(date);
  while (Temporal.PlainDate.compare(day, last) <= 0) {
    days.push(day.toString());
    day = day.add({ days: 1 });
  }
  return days;
}

/** One row for each working day; at most 30 days, and never over the end of a year. */
function create(call: Call): Answer {
  const { state, caller } = call;
  const submission = submit(state.tables.forms.absence, call.form(), {
    verb: "create",
    choose: (field, raw) => {
      if (field === "type") return Object.hasOwn(TYPES, raw) ? raw : undefined;
      const user = state.users.get(Number(raw));
      return user && (user.id === caller.id || mayDecide(call, user)) ? user.id : undefined;
    },
  });
  const values = submission.values as Partial<Absence> & { end?: string };
  checkFields(submission, values);
  submission.errors.throwIfAny();
  const { date, end = date, type, halfDay = false, comment = null } = values as Required<
    typeof values
  >;
  const days = daysOf(date, end);
  const allowed = days.length > 0 && days.length <= 30 && date.slice(0, 4) === end.slice(0, 4);
  const user = state.users.get(values.user ?? caller.id)!;
  if (!allowed || days.some((day) => isLockedMonth(call, user.id, day))) throw refusal(400);
  const rows = days.flatMap((day) => {
    const worked = workedSeconds(call, user, day);
    if (worked === 0) return [];
    return state.absences.add({
      id: state.absences.nextId(),
      user: user.id,
      date: day,
      duration: values.duration ?? (halfDay ? worked / 2 : worked),
      type,
      status: SELF_APPROVED.includes(type) ? "approved" : "new",
      halfDay,
      comment,
    });
  });
  return ok(rows.map((row) => show(call, row)));
}

/** The absence of the path; `decide` takes the right to decide, else it may be one's own. */
function absenceOf(call: Call, decide: boolean): Absence {
  const absence = found(call.state.absences.get(call.id()));
  const user = call.state.users.get(absence.user)!;
  allow(mayDecide(call, user) || (!decide && user.id === call.caller.id));
  return absence;
}

/** Moves an absence along: from these statuses to that one. */
function move(from: Absence["status"][], to: Absence["status"], decide: boolean): Handler {
  return (call) => {
    const absence = absenceOf(call, decide);
    if (!from.includes(absence.status)) throw refusal(400);
    absence.status = to;
    return ok(show(call, absence));
  };
}

function remove(call: Call): Answer {
  const absence = absenceOf(call, false);
  allow(!isLockedMonth(call, absence.user, absence.date));
  call.state.absences.delete(absence.id);
  return gone();
}

/** The routes of absences. */
export const absenceRoutes: Route[] = [
  ["GET", "/absences", list, CONTRACTS_PLUGIN],
  ["POST", "/absences", create, CONTRACTS_PLUGIN],
  ["GET", "/absences/types", types, CONTRACTS_PLUGIN],
  ["GET", "/absences/calendar", calendar, CONTRACTS_PLUGIN],
  ["DELETE", "/absences/{id}", remove, CONTRACTS_PLUGIN],
  ["PATCH", "/absences/{id}/request", move(["new"], "requested", false), CONTRACTS_PLUGIN],
  [
    "PATCH",
    "/absences/{id}/confirm",
    move(["new", "requested"], "approved", true),
    CONTRACTS_PLUGIN,
  ],
  ["PATCH", "/absences/{id}/reject", move(["requested", "new"], "new", true), CONTRACTS_PLUGIN],
];
