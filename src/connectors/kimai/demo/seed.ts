/**
 * What an embedded Kimai starts with: nothing but five users, or a small agency around today.
 * The agency is the same for the same day: its dice are thrown from the date.
 */
import { CONTRACTS_PLUGIN } from "./public_holidays.ts";
import { dayOf, instantOf } from "./dates.ts";
import { newMaster } from "./masters.ts";
import { applyEarnings } from "./rates.ts";
import type { Absence, Customer, MasterKind, Project, Timesheet, User } from "./records.ts";
import {
  ACTIVITIES,
  COMMENTS,
  CUSTOMERS,
  DAY_PLANS,
  DESCRIPTIONS,
  HOLIDAYS,
  PEOPLE,
  type Person,
  PROJECTS,
  type Seed,
  TAGS,
  WORK,
} from "./seed_tables.ts";
import { seedInvoices } from "./seed_invoices.ts";
import type { DemoState } from "./state.ts";
import { newDraft } from "./tracking.ts";
import { newUser } from "./users.ts";

/** Adds users with a token each. */
function addUsers(state: DemoState, people: Person[]): void {
  for (const person of people) {
    const user = state.users.add({
      ...newUser(),
      enabled: true,
      email: `${person.username}@example.com`,
      ...person,
      id: state.users.nextId(),
    });
    state.accessTokens.add({
      id: state.accessTokens.nextId(),
      user: user.id,
      token: `token_${user.username}`,
      expiresAt: null,
    });
  }
}

/** The five users of an empty installation; answers the default user's name. */
export function seedEmpty(state: DemoState): string {
  addUsers(state, [
    { username: "super", roles: ["ROLE_SUPER_ADMIN"] },
    { username: "admin", roles: ["ROLE_ADMIN"] },
    { username: "lead", roles: ["ROLE_TEAMLEAD"] },
    { username: "user" },
    { username: "user2", timezone: "America/New_York" },
  ]);
  return "lead";
}

/** Dice that fall the same way for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

function addMasters(state: DemoState, kind: MasterKind, seeds: Seed<Customer & Project>[]): void {
  for (const [index, { teams, ...seed }] of seeds.entries()) {
    state.masters(kind).add({
      ...newMaster(kind) as Customer & Project,
      ...seed,
      id: index + 1,
      number: String(index + 2).padStart(4, "0"),
      teams: new Set(teams),
    });
  }
}

/** Adds a record; its money is computed as for any other. */
function addRecord(state: DemoState, user: User, fields: Partial<Timesheet>): void {
  const record = { ...newDraft(state, user), ...fields } as Timesheet;
  record.id = state.timesheets.nextId();
  record.duration = record.end === null ? 0 : (record.end - record.begin) / 1000;
  const project = state.projects.get(record.project)!;
  record.billable = project.billable && state.activities.get(record.activity)!.billable;
  record.modifiedAt = record.end ?? record.begin;
  applyEarnings(state, record);
  state.timesheets.save(record);
}

/** One person's six months, a record for each part of each weekday. */
function addWork(state: DemoState, user: User, skipped: string | undefined): void {
  const today = Temporal.PlainDate.from(dayOf(state.now(), user.timezone));
  const work = WORK[user.username!];
  for (let day = today.subtract({ months: 6 }); !isAfter(day, today); day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5 || day.toString() === skipped) continue;
    const roll = dice(day.year * 372 + day.month * 31 + day.day + user.id * 1_000_003);
    const midnight = day.toPlainDateTime("00:00");
    for (const [from, to] of DAY_PLANS[roll(DAY_PLANS.length)]) {
      const shift = roll(3) * 5;
      const begin = instantOf(midnight.add({ minutes: from + shift }), user.timezone);
      const end = instantOf(midnight.add({ minutes: to + shift }), user.timezone);
      if (end > state.now()) continue;
      const [project, activity] = work[roll(2) === 0 ? roll(2) : roll(work.length)];
      const texts = DESCRIPTIONS[state.activities.get(activity)!.name!];
      addRecord(state, user, {
        project,
        activity,
        begin,
        end,
        description: texts[roll(texts.length)],
        tags: roll(5) === 0 ? [1 + roll(4)] : [],
      });
    }
  }
}

const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) > 0;

/** The last weekday before a day. */
function weekdayBefore(day: Temporal.PlainDate): Temporal.PlainDate {
  const before = day.subtract({ days: 1 });
  return before.dayOfWeek > 5 ? weekdayBefore(before) : before;
}

/** A small agency with six months of work around the clock's today; answers the default user. */
export function seedAgency(state: DemoState): string {
  addUsers(state, PEOPLE);
  const [owner, , lead, ben] = [...state.users.values()];
  for (
    const [name, members] of Object.entries({ "Web team": [3, 4, 5], "Health team": [2, 3, 4] })
  ) {
    state.teams.add({
      id: state.teams.nextId(),
      name,
      color: null,
      members: members.map((user, index) => ({ user, teamlead: index === 0 })),
    });
  }
  addMasters(state, "customer", CUSTOMERS);
  addMasters(state, "project", PROJECTS);
  addMasters(state, "activity", ACTIVITIES as Seed<Customer & Project>[]);
  const today = Temporal.PlainDate.from(dayOf(state.now(), lead.timezone));
  // The trade fair is over as well as hidden.
  state.projects.get(6)!.end = today.subtract({ months: 2 }).toString();
  for (const [name, color, visible] of TAGS) {
    state.tags.add({ id: state.tags.nextId(), name, color, visible });
  }
  const rates: [MasterKind, number, number | null, number, number][] = [
    ["customer", 1, null, 95, 55],
    ["customer", 2, null, 120, 60],
    ["project", 2, null, 105, 55],
    ["project", 1, ben.id, 88, 50],
  ];
  for (const [kind, master, user, rate, internalRate] of rates) {
    const id = state.rates[kind].nextId();
    state.rates[kind].add({ id, kind, master, user, rate, internalRate, isFixed: false });
  }
  addHistory(state, today, lead, ben);
  for (const [kind, master, message, pinned] of COMMENTS) {
    const id = state.comments[kind].nextId();
    const createdAt = state.now() - (10 - id) * 86_400_000;
    state.comments[kind].add({ id, kind, master, message, pinned, createdBy: owner.id, createdAt });
  }
  seedInvoices(state, owner.id);
  return lead.username!;
}

/** The work of everybody, with what real time sheets have: a gap, an overlap, a forgotten timer. */
function addHistory(state: DemoState, today: Temporal.PlainDate, lead: User, ben: User): void {
  const yesterday = weekdayBefore(today);
  const gap = weekdayBefore(weekdayBefore(weekdayBefore(yesterday)));
  for (const user of state.users.values()) {
    addWork(state, user, user === lead ? gap.toString() : undefined);
  }
  const at = (day: Temporal.PlainDate, time: string) =>
    instantOf(day.toPlainDateTime(time), lead.timezone);
  addRecord(state, lead, {
    project: 4,
    activity: 9,
    begin: at(weekdayBefore(yesterday), "10:00"),
    end: at(weekdayBefore(yesterday), "11:30"),
    description: "Shop down: helped over the phone",
    tags: [3],
  });
  addRecord(state, ben, {
    project: 1,
    activity: 1,
    begin: at(today.subtract({ days: 1 }), "17:40"),
    end: null,
    description: "Deployment, waiting for the import",
  });
}

/** Installs the plugin for work contracts: public holidays, and absences in the coming weeks. */
export function seedContracts(state: DemoState): void {
  state.plugins.push({ name: CONTRACTS_PLUGIN, version: "1.23.0" });
  const today = Temporal.PlainDate.from(dayOf(state.now(), "Europe/Berlin"));
  state.holidayGroups.add({ id: 1, name: "Germany" });
  for (const year of [today.year - 1, today.year, today.year + 1]) {
    for (const [day, name] of HOLIDAYS) {
      const id = state.publicHolidays.nextId();
      state.publicHolidays.add({ id, group: 1, date: `${year}-${day}`, name, halfDay: false });
    }
  }
  const soon: [user: number, days: number, type: string, status: Absence["status"]][] = [
    [3, 14, "holiday", "approved"],
    [3, 15, "holiday", "approved"],
    [4, 21, "time_off", "requested"],
    [5, 7, "holiday", "new"],
  ];
  for (const [user, days, type, status] of soon) {
    const date = weekdayBefore(today.add({ days: days + 1 })).toString();
    const id = state.absences.nextId();
    state.absences.add({
      id,
      user,
      date,
      duration: 8 * 3600,
      type,
      status,
      halfDay: false,
      comment: null,
    });
  }
}
