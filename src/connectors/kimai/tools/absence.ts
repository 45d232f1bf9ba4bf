/** Absences of Kimai's plugin for work contracts: list, statistics, create, decide, who is there. */

import { z } from "zod";
import { UserError } from "../../../mcp/errors.ts";
import { textLimit } from "../../../mcp/result.ts";
import {
  absenceData,
  type AbsencesRead,
  type Asked,
  createAbsence,
  day,
  explain,
  explainFully,
  labelOf,
  partName,
  rangeName,
  readAbsences,
  readTypes,
  requirePlugin,
  unread,
  type Verb,
} from "../absences.ts";
import { attendance, attendanceOn, attendanceText } from "../attendance.ts";
import { batch, batchResult, failureLines } from "../batch.ts";
import { firstLines } from "../compat.ts";
import { dayName, hours } from "../dates.ts";
import { nameWithId } from "../directory.ts";
import { flag, id, ids } from "../fields.ts";
import { absence as record } from "../records.ts";
import { ref } from "../refs.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import {
  type DayRange,
  groupLeaves,
  type Leave,
  leaveDays,
  leaveOf,
  overviewOf,
  sumsOf,
  topGroups,
} from "../statistics/absences.ts";

const people = {
  user_scope: z.enum(["self", "all", "specific"]).optional()
    .describe("default self; statistics, attendance: all"),
  user: ref("user").optional(),
};
const filters = z.strictObject({
  ...people,
  begin: day().optional(),
  end: day("inclusive").optional(),
  status: z.enum(["approved", "open", "all"]).optional().describe("default all"),
});

/** An absence in an answer. Days with two decimals, durations in seconds. */
const shown = z.object({
  id: z.int(),
  user: z.int().optional(),
  date: z.string(),
  end: z.string().optional(),
  type: z.string(),
  days: z.number(),
  duration: z.int().optional(),
  half_day: z.literal(true).optional(),
  status: z.string(),
  comment: z.string().optional(),
});
type Shown = z.infer<typeof shown>;

const sums = { days: z.number(), duration: z.int(), entries: z.int() };

/** What was asked, and who could not be read: the head of every list. */
const about = {
  of: z.string(),
  period: z.string().optional(),
  ...sums,
  unread: z.array(unread).optional(),
  notes: z.array(z.string()).optional(),
};

const list = z.object({
  ...about,
  /** With everybody's or somebody else's. */
  people: z.array(z.object({ id: z.int().optional(), name: z.string().optional(), ...sums }))
    .optional(),
  absences: z.array(shown),
  /** How many follow. */
  more: z.int().optional(),
});
type List = z.infer<typeof list>;

const group = z.object({
  id: z.int().optional(),
  name: z.string().optional(),
  label: z.string().optional(),
  ...sums,
  people: z.int(),
  share: z.number(),
});
type Group = z.infer<typeof group>;

const ranked = group.extend({
  types: z.array(group.pick({ name: true, label: true, days: true })),
});

/** Days and hours of the period; each grouping adds up to the total, its last row may stand for others. */
const statistics = z.object({
  ...about,
  people: z.int(),
  average_days: z.number(),
  group_by: z.enum(["type", "user", "month"]),
  groups: z.array(group),
  statuses: z.array(group),
  /** Those with the most days. */
  top: z.array(ranked),
  months: z.array(group).optional(),
});
type Statistics = z.infer<typeof statistics>;

async function languageOf({ me }: KimaiSession): Promise<string> {
  return (await me()).language ?? "en";
}

function show(leave: Leave, own: boolean): Shown {
  return {
    id: leave.id,
    user: own ? undefined : leave.person.id,
    date: leave.first,
    end: leave.last === leave.first ? undefined : leave.last,
    type: leave.type,
    days: sumsOf(leaveDays([leave])).days,
    duration: leave.seconds || undefined,
    half_day: leave.half ? true : undefined,
    status: leave.status,
    comment: leave.comment,
  };
}

/** `7 Fri 4 Dec 2026: Holiday, 1 day, 8:00 h, approved` */
function line(one: Shown, label: string): string {
  const span = dayName(one.date) + (one.end ? ` - ${dayName(one.end)}` : "");
  const time = one.duration === undefined ? "" : `, ${hours(one.duration)} h`;
  const comment = one.comment ? `: ${one.comment.replace(/\s+/g, " ")}` : "";
  return `${one.id} ${span}: ${label}, ${dayCount(one.days)}${time}, ${
    one.half_day ? "half day, " : ""
  }${one.status}${comment}`;
}

function dayCount(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

/** `2.5 days, 20:00 h in 3 entries` */
function sumText({ days, duration, entries }: Pick<Group, "days" | "duration" | "entries">) {
  const time = duration > 0 ? `, ${hours(duration)} h` : "";
  return `${dayCount(days)}${time} in ${entries === 1 ? "1 entry" : `${entries} entries`}`;
}

function headOf(read: AbsencesRead, asked: DayRange) {
  const { begin, end } = asked;
  return {
    of: read.of,
    period: begin || end ? rangeName(asked) : undefined,
    unread: read.unread.length > 0 ? read.unread : undefined,
    notes: read.notes.length > 0 ? read.notes : undefined,
  };
}

/** Notes, and who was not read: never passed over, because they would count as having none. */
function noteLines({ notes = [], unread = [] }: Pick<List, "notes" | "unread">): string[] {
  return [
    ...notes.map((note) => `Note: ${note}`),
    ...unread.map((one) => `Not read, in no number here: ${nameWithId(one)}: ${one.why}`),
  ];
}

async function listAbsences(asked: Asked, session: KimaiSession): Promise<List> {
  const read = await readAbsences(asked, "self", session);
  const days = leaveDays(read.leaves);
  const answer: List = {
    ...headOf(read, asked),
    ...sumsOf(days),
    people: read.own ? undefined : groupLeaves(days, "user").map(
      ({ id, name, days, duration, entries }) => ({ id, name, days, duration, entries }),
    ),
    absences: inOrder(read).map((leave) => show(leave, read.own)),
  };
  const all = answer.absences.length;
  answer.absences = fitting(answer, await languageOf(session));
  if (answer.absences.length < all) answer.more = all - answer.absences.length;
  return answer;
}

/** By person, then by day. */
function inOrder({ people, leaves }: AbsencesRead): Leave[] {
  const place = new Map(people.map(({ id }, index) => [id, index]));
  return leaves.toSorted((one, other) =>
    place.get(one.person.id)! - place.get(other.person.id)! ||
    (one.first < other.first ? -1 : one.first > other.first ? 1 : one.id - other.id)
  );
}

/** As many absences as a text can show. */
function fitting(answer: List, language: string): Shown[] {
  let room = textLimit - listText({ ...answer, absences: [] }, language).length - 200;
  const headings = answer.people?.map((one) => personLine(one).length + 1) ?? [];
  room -= headings.reduce((total, length) => total + length, 0);
  const index = answer.absences.findIndex((one) =>
    (room -= line(one, labelOf(one.type, language)).length + 1) < 0
  );
  return index < 0 ? answer.absences : answer.absences.slice(0, index);
}

function listText(answer: List, language: string): string {
  const title = `${answer.of}${answer.period ? ` (${answer.period})` : ""}`;
  const { entries, absences, people = [], more } = answer;
  if (entries === 0) {
    return [`No absences found for ${title}`, ...noteLines(answer)].join("\n");
  }
  const byPerson = Map.groupBy(absences, (one) => one.user);
  return [
    `Found ${entries} absence(s) for ${title}: ${sumText(answer)}`,
    ...noteLines(answer),
    ...[...byPerson].flatMap(([user, own]) => {
      const person = people.find((one) => one.id === user);
      return [
        person ? personLine(person) : "",
        ...own.map((one) => line(one, labelOf(one.type, language))),
      ];
    }),
    more && `\n${more} more: narrow filters.begin and filters.end, or ask for one user`,
  ].filter((part) => part !== undefined).join("\n");
}

function personLine(person: NonNullable<List["people"]>[number]): string {
  return `\n${nameWithId({ id: person.id!, name: person.name })}: ${sumText(person)}`;
}

/** Rows of a grouping at the most. */
const mostRows = 150;

async function statisticsOf(
  asked: Asked,
  group_by: "type" | "user" | "month",
  byMonth: boolean,
  session: KimaiSession,
): Promise<Statistics> {
  const read = await readAbsences(asked, "all", session);
  const days = leaveDays(read.leaves, asked);
  const language = await languageOf(session);
  const labelled = <T extends { name?: string }>(one: T) => ({
    ...one,
    label: labelOf(one.name ?? "", language),
  });
  const byUser = groupLeaves(days, "user");
  const groups = group_by === "user" ? byUser : groupLeaves(days, group_by);
  return {
    ...headOf(read, asked),
    ...overviewOf(days),
    group_by,
    groups: topGroups(group_by === "type" ? groups.map(labelled) : groups, mostRows),
    statuses: groupLeaves(days, "status"),
    top: byUser.slice(0, 5).map((person) => {
      const own = days.filter(({ leave }) => leave.person.id === person.id);
      const types = groupLeaves(own, "type").map(({ name, days }) => labelled({ name, days }));
      return { ...person, types };
    }),
    months: byMonth ? groupLeaves(days, "month") : undefined,
  };
}

const titles = { type: "By type", user: "By user", month: "By month" };

function statisticsText(result: Statistics): string {
  const { of, period, entries, people, average_days, group_by, groups, statuses, top } = result;
  const title = `${of}${period ? ` (${period})` : ""}`;
  if (entries === 0) return [`No absences found for ${title}`, ...noteLines(result)].join("\n");
  const each = `${people === 1 ? "1 person" : `${people} people`}, ${dayCount(average_days)} each`;
  return [
    `Absence statistics for ${title}: ${sumText(result)}, ${each}`,
    ...noteLines(result),
    `\n${titles[group_by]}`,
    ...groups.map(groupLine),
    "\nBy status",
    ...statuses.map(groupLine),
    ...(group_by === "user" ? [] : ["\nMost days", ...top.map(rankedLine)]),
    ...(result.months && group_by !== "month"
      ? [`\n${titles.month}`, ...result.months.map(groupLine)]
      : []),
  ].join("\n");
}

/** `- Urlaub: 10 days, 80:00 h in 10 entries, 80 %, 2 people` */
function groupLine(one: Group): string {
  const title = one.label ?? (one.id === undefined ? one.name : nameWithId({ ...one, id: one.id }));
  return `- ${title}: ${sumText(one)}, ${one.share} %` +
    (one.id === undefined && one.people > 1 ? `, ${one.people} people` : "");
}

function rankedLine(one: z.infer<typeof ranked>): string {
  const types = one.types.map(({ label, days }) => `${label} ${days}`).join(", ");
  return `${groupLine(one)} (${types})`;
}

/** What creating came to; the absences that Kimai made of it, by id. */
const created = z.object({
  type: z.string(),
  label: z.string(),
  user: z.int(),
  begin: z.string(),
  end: z.string(),
  /** From begin to end. */
  calendar_days: z.int(),
  ids: z.array(z.int()),
  days: z.number(),
  duration: z.int(),
  half_day: z.literal(true).optional(),
  status: z.string().optional(),
  /** Requests that it took, if more than one. */
  parts: z.int().optional(),
  notes: z.array(z.string()).optional(),
});
type Created = z.infer<typeof created>;

async function create(
  data: z.output<typeof absenceData>,
  onFailure: "keep" | "undo",
  session: KimaiSession,
): Promise<Created> {
  const { leaves, parts, empty, owner, language } = await createAbsence(data, onFailure, session);
  const { days, duration } = sumsOf(leaveDays(leaves));
  const { date, end = date, type } = data;
  return {
    type,
    label: labelOf(type, language),
    user: owner,
    begin: date.toString(),
    end: end.toString(),
    calendar_days: date.until(end).days + 1,
    ids: leaves.map((leave) => leave.id),
    days,
    duration,
    half_day: data.halfDay ? true : undefined,
    status: leaves.length > 0
      ? [...new Set(leaves.map((leave) => leave.status))].join(", ")
      : undefined,
    parts: parts.length > 1 ? parts.length : undefined,
    notes: empty.length === 0
      ? undefined
      : empty.map((part) =>
        `Kimai made no absence of ${
          partName(part)
        }: nothing is worked then (weekend, public holiday or work contract)`
      ),
  };
}

function createdText(result: Created): string {
  const { ids, type, begin, end, calendar_days, parts, status, notes = [] } = result;
  if (ids.length === 0) return notes.join("\n");
  const first = ids.length === 1 && !parts
    ? firstLines.absence(ids[0], type, result.half_day ?? false, begin, end)
    : firstLines.absences(ids, type, begin, end, calendar_days);
  const time = result.duration > 0 ? `, ${hours(result.duration)} h` : "";
  return [
    first,
    parts && firstLines.absenceSplit,
    `${result.label}: ${dayCount(result.days)}${time}, ${status}`,
    ...notes,
  ].filter((line) => line !== undefined).join("\n");
}

/** Kimai's words for deciding. */
const routes = { approve: "confirm", reject: "reject", request: "request" } as const;

/** An absence that was moved along; Kimai tells what it is now. */
const moved = z.object({ absence: shown, user: z.string(), label: z.string() });

async function move(
  verb: keyof typeof routes,
  id: number,
  session: KimaiSession,
): Promise<z.infer<typeof moved>> {
  // Before the write: a look-up that fails afterwards would hide it.
  const { id: self, language } = await session.me();
  const path = ["absences", id, routes[verb]];
  const answer = await session.kimai.request("PATCH", path, { answer: record })
    .catch(explainFully(verb, session));
  const leave = leaveOf(answer, { id: self });
  return {
    absence: show(leave, false),
    user: nameWithId(leave.person),
    label: labelOf(leave.type, language),
  };
}

function movedText(
  verb: keyof typeof routes,
  { absence, user, label }: z.infer<typeof moved>,
): string {
  const text = line(absence, label).replace(/^\d+ /, "");
  return `${firstLines.absenceMoved(verb, absence.id)}\n${user}, ${text}`;
}

/** The three decisions differ in their words alone. */
function moving(verb: keyof typeof routes, summary: string) {
  return action({
    summary,
    effect: "update",
    input: z.object({ id: id() }),
    output: moved,
    run: ({ id }, session) => move(verb, id, session),
    text: (result) => movedText(verb, result),
  });
}

/** What a batch does with each absence. */
const batches = {
  Delete: { verb: "delete", method: "DELETE", route: [] },
  Approve: { verb: "approve", method: "PATCH", route: [routes.approve] },
  Reject: { verb: "reject", method: "PATCH", route: [routes.reject] },
} as const satisfies Record<string, { verb: Verb; method: "DELETE" | "PATCH"; route: string[] }>;

function batching(title: keyof typeof batches, summary: string) {
  const { verb, method, route } = batches[title];
  return action({
    summary,
    effect: verb === "delete" ? "delete" : "update",
    input: z.object({ ids }),
    output: batchResult,
    run: async ({ ids }, session) => {
      const one = (id: number) =>
        session.kimai.request(method, ["absences", id, ...route]).catch(explain(verb));
      const result = await batch(ids, one, session);
      if (result.done.length > 0) return result;
      await requirePlugin(session);
      throw new UserError(
        `Nothing was done: ${title} failed for all absences${failureLines(result)}`,
      );
    },
    text: (result) =>
      firstLines.batch(title, result.done.length, "absences", result.failed.length) +
      failureLines(result),
  });
}

/** @throws {UserError} when two different days are named */
function dayAsked(date?: Temporal.PlainDate, nested?: Temporal.PlainDate) {
  if (date && nested && !date.equals(nested)) {
    throw new UserError(
      `Cannot tell which day is meant: date is ${date}, data.date is ${nested}, leave one out`,
    );
  }
  return date ?? nested;
}

export const absence = tool({
  name: "absence",
  title: "Absences",
  description:
    "Absences of Kimai's work contract plugin. create needs data.date, type, comment; long ones are split (30 days, year end). Days are YYYY-MM-DD.",
  actions: {
    list: action({
      summary: "absences with totals",
      effect: "read",
      input: z.object({ filters: filters.optional() }),
      output: list,
      run: ({ filters = {} }, session) => listAbsences(filters, session),
      text: async (result, session) => listText(result, await languageOf(session)),
    }),
    statistics: action({
      summary: "sums",
      effect: "read",
      input: z.object({
        filters: filters.optional(),
        group_by: z.enum(["type", "user", "month"]).optional(),
        breakdown_by_month: flag().optional(),
      }),
      output: statistics,
      run: ({ filters = {}, group_by = "type", breakdown_by_month = false }, session) =>
        statisticsOf(filters, group_by, breakdown_by_month, session),
      text: statisticsText,
    }),
    types: action({
      summary: "types with labels",
      effect: "read",
      input: z.object({
        language: z.string().trim().regex(/^[a-z]{2,3}([-_][a-z]{2,4})?$/i, {
          error: "a language is wanted, such as en or de",
        }).optional().describe("of labels, default en"),
      }),
      output: z.object({
        language: z.string(),
        types: z.array(z.object({ type: z.string(), label: z.string() })),
      }),
      run: async ({ language = "en" }, session) => {
        const types = await readTypes(language, session);
        return {
          language,
          types: Object.entries(types).map(([type, label]) => ({ type, label })),
        };
      },
      text: ({ language, types }) =>
        types.length === 0 ? "No absence types available" : [
          `Available absence types (${language}):`,
          ...types.map(({ type, label }) => `- ${type}: ${label}`),
        ].join("\n"),
    }),
    create: action({
      summary: "create from `data`",
      effect: "create",
      input: z.object({
        data: absenceData,
        on_failure: z.enum(["keep", "undo"]).optional()
          .describe("parts created before one fails; default keep"),
      }),
      output: created,
      run: ({ data, on_failure = "keep" }, session) => create(data, on_failure, session),
      text: createdText,
    }),
    delete: action({
      summary: "delete for good",
      effect: "delete",
      input: z.object({ id: id() }),
      output: z.object({ deleted: z.int() }),
      run: async ({ id }, session) => {
        await session.kimai.request("DELETE", ["absences", id])
          .catch(explainFully("delete", session));
        return { deleted: id };
      },
      text: ({ deleted }) => firstLines.absenceMoved("delete", deleted),
    }),
    approve: moving("approve", "approve"),
    reject: moving("reject", "reject"),
    request: moving("request", "ask for approval"),
    attendance: action({
      summary: "who is there on `date` (default today)",
      effect: "read",
      input: z.object({
        date: day().optional(),
        data: z.strictObject({ date: day().optional() }).optional(),
        filters: z.strictObject(people).optional(),
      }),
      output: attendance,
      run: ({ date, data, filters = {} }, session) =>
        attendanceOn(dayAsked(date, data?.date), filters, session),
      text: async (result, session) => attendanceText(result, await languageOf(session)),
    }),
    batch_delete: batching("Delete", "delete `ids`"),
    batch_approve: batching("Approve", "approve `ids`"),
    batch_reject: batching("Reject", "reject `ids`"),
  },
});
