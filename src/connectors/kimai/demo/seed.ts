/**
 * What an embedded Kimai starts with: nothing but five users, or a small agency around today.
 * The agency is the same for the same day: its dice are thrown from the date.
 */
import { dayOf, instantOf } from "./dates.ts";
import { newMaster } from "./masters.ts";
import { applyEarnings } from "./rates.ts";
import type { Activity, Customer, MasterKind, Project, Timesheet, User } from "./records.ts";
import { DESCRIPTIONS } from "./seed_texts.ts";
import type { DemoState } from "./state.ts";
import { newDraft } from "./tracking.ts";
import { newUser } from "./users.ts";

type Person = Partial<User> & { username: string };

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

const PEOPLE: Person[] = [
  { username: "olivia", alias: "Olivia Brandt", title: "Owner", roles: ["ROLE_SUPER_ADMIN"] },
  { username: "adrian", alias: "Adrian Koch", title: "Office", roles: ["ROLE_ADMIN"] },
  { username: "lena", alias: "Lena Fischer", title: "Team lead", roles: ["ROLE_TEAMLEAD"] },
  { username: "ben", alias: "Ben Okafor", title: "Developer" },
  { username: "maya", alias: "Maya Torres", title: "Designer", timezone: "America/New_York" },
];

/** A row of each table without what the server fills in. */
type Seed<Row> = Partial<Omit<Row, "id" | "meta" | "teams">> & { name: string; teams?: number[] };

const CUSTOMERS: Seed<Customer>[] = [
  { name: "Northwind Outdoor", company: "Northwind Outdoor GmbH", city: "Hamburg" },
  { name: "Bluebird Health", company: "Bluebird Health Inc.", country: "US", currency: "USD" },
  { name: "In-house", billable: false, comment: "Our own time" },
];

const PROJECTS: Seed<Project>[] = [
  { name: "Website relaunch", customer: 1, timeBudget: 900 * 3600, color: "#1e90ff" },
  { name: "Mobile app", customer: 1, budget: 60_000, orderNumber: "NW-2041", teams: [1] },
  { name: "Patient portal", customer: 2, timeBudget: 400 * 3600, teams: [2] },
  { name: "Support", customer: 1, budget: 4_000, budgetType: "month" },
  { name: "Office", customer: 3, billable: false },
  { name: "Trade fair stand", customer: 1, visible: false },
];

const ACTIVITIES: Seed<Activity>[] = [
  { name: "Development" },
  { name: "Meeting" },
  { name: "Project management" },
  { name: "Documentation" },
  { name: "UX design", project: 1, color: "#ee82ee" },
  { name: "Content migration", project: 1 },
  { name: "App development", project: 2 },
  { name: "Interviews", project: 3 },
  { name: "Ticket triage", project: 4 },
  { name: "Accounting", project: 5, billable: false },
];

const TAGS: [string, string | null, boolean][] = [
  ["remote", "#00bfff", true],
  ["on-site", "#ffa500", true],
  ["urgent", "#ff0000", true],
  ["follow-up", null, true],
  ["old-system", null, false],
];

/** What each person works on: pairs of project and activity, the first ones more often. */
const WORK: Record<string, [project: number, activity: number][]> = {
  olivia: [[5, 3], [1, 2], [2, 3], [3, 2]],
  adrian: [[5, 10], [5, 3], [4, 9], [5, 2]],
  lena: [[1, 1], [1, 3], [2, 2], [1, 2], [3, 3], [4, 9]],
  ben: [[1, 1], [2, 7], [1, 1], [3, 1], [4, 9], [1, 2]],
  maya: [[1, 5], [1, 5], [2, 7], [1, 6], [1, 2], [5, 4]],
};

/** The parts of a working day as minutes after midnight: begin and end. */
const DAY_PLANS: [begin: number, end: number][][] = [
  [[540, 720], [765, 1020]],
  [[510, 600], [600, 735], [780, 1005]],
  [[525, 750], [795, 900], [900, 1020]],
  [[555, 630], [630, 750], [810, 1050]],
  [[480, 705], [750, 930]],
];

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

const COMMENTS: ["customer" | "project", number, string, boolean][] = [
  ["customer", 1, "Prefers calls before noon. Invoices go to Ms. Harms.", true],
  ["customer", 2, "Eight hours behind; write rather than call.", false],
  ["project", 1, "Launch moved by two weeks, budget stays.", true],
  ["project", 1, "Images come from the client, in three sizes.", false],
  ["project", 2, "Store accounts belong to the client.", false],
  ["project", 3, "Nothing with patient data on test systems.", true],
];

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
