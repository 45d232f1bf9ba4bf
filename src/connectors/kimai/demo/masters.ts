/**
 * Customers, projects and activities: one set of handlers over a table of what differs
 * (API.md 2.3-2.5).
 */
import { type Answer, gone, ok, Refusal } from "./answers.ts";
import { allow, type Call, found, type Handler, type Route } from "./call.ts";
import { dayOf, parseDay } from "./dates.ts";
import { refusal } from "./answers.ts";
import { checkFields, type Submission, submit } from "./forms.ts";
import { isCountry, isCurrency, isLanguage, isTimezone } from "./locales.ts";
import { numberUsed, TEXTS } from "./messages.ts";
import { applyMeta } from "./meta.ts";
import { byText } from "./order.ts";
import { hasAccess, mayMaster } from "./permissions.ts";
import { runsOn } from "./projects.ts";
import { DIRECTION, FLAG, ID, type ParamTable, type Query, VISIBLE, WIDE_FLAG } from "./query.ts";
import type { Activity, Customer, MasterKind, Project } from "./records.ts";
import { searchTest } from "./search.ts";
import type { DemoState } from "./state.ts";

type AnyMaster = Customer | Project | Activity;

const COMMON = {
  name: null,
  number: null,
  comment: null,
  invoiceText: null,
  visible: true,
  billable: true,
  color: null,
  budget: 0,
  timeBudget: 0,
  budgetType: null,
};

/** A new, empty row of a kind, with the server's defaults (API.md 2.5). */
const NEW: Record<MasterKind, () => object> = {
  customer: () => ({
    ...COMMON,
    name: "",
    company: null,
    vatId: null,
    contact: null,
    address: null,
    addressLine1: null,
    addressLine2: null,
    addressLine3: null,
    postCode: null,
    city: null,
    country: "DE",
    language: "en",
    currency: "EUR",
    phone: null,
    fax: null,
    mobile: null,
    email: null,
    homepage: null,
    timezone: "Europe/Berlin",
    invoiceTemplate: null,
    invoiceEmail: null,
    buyerReference: null,
  }),
  project: () => ({
    ...COMMON,
    customer: null,
    orderNumber: null,
    orderDate: null,
    start: null,
    end: null,
    globalActivities: true,
  }),
  activity: () => ({ ...COMMON, project: null }),
};

/** A new row as the form fills it. */
export const newMaster = (kind: MasterKind): AnyMaster =>
  ({ ...NEW[kind](), id: 0, meta: new Map(), teams: new Set() }) as unknown as AnyMaster;

const COMMON_PARAMS: ParamTable = {
  visible: { pattern: VISIBLE },
  order: { pattern: DIRECTION },
  term: { lenient: true },
};

/** The declared query parameters of each list. */
const LISTS: Record<MasterKind, ParamTable> = {
  customer: {
    ...COMMON_PARAMS,
    orderBy: { pattern: /^(?:id|name)$/ },
    full: { pattern: FLAG },
  },
  project: {
    ...COMMON_PARAMS,
    customer: { pattern: ID },
    customers: { list: true, pattern: ID },
    start: {},
    end: {},
    ignoreDates: { pattern: /^1$/ },
    globalActivities: { pattern: FLAG },
    orderBy: { pattern: /^(?:id|name|customer)$/ },
  },
  activity: {
    ...COMMON_PARAMS,
    project: { pattern: ID },
    projects: { list: true, pattern: ID },
    globals: { pattern: WIDE_FLAG },
    orderBy: { pattern: /^(?:id|name|project)$/ },
  },
};

type Test = (row: AnyMaster) => boolean;

/** A day of a query; the clock's when neither bound is given (API.md 2.3). */
function dayOfQuery(query: Query, name: string): string | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const day = parseDay(text, { day: true, moment: true });
  if (day === undefined) throw refusal(400);
  return day;
}

/** The ids that exist; one that teams close to the caller is a 403 (recordings 1742, 1791). */
export function openIds(call: Call, kind: MasterKind, ids: number[]): number[] {
  const rows = ids.flatMap((id) => (call.state.masters(kind).get(id) as AnyMaster) ?? []);
  for (const row of rows) allow(hasAccess(call.state, call.caller, kind, row));
  return rows.map((row) => row.id);
}

/** What each list filters beside visibility, term and teams. */
const FILTERS: Record<MasterKind, (call: Call, query: Query) => Test[]> = {
  customer: () => [],
  project: (call, query) => {
    const { caller, now } = call;
    const tests: Test[] = [];
    const customers = openIds(call, "customer", query.ids("customer", "customers"));
    if (customers.length > 0) {
      tests.push((row) => customers.includes((row as Project).customer));
    }
    const start = dayOfQuery(query, "start");
    const end = dayOfQuery(query, "end");
    if (query.get("ignoreDates") === undefined) {
      const today = dayOf(now, caller.timezone);
      const days = start === undefined && end === undefined ? [today] : [start, end];
      for (const day of days) {
        if (day !== undefined) tests.push((row) => runsOn(row as Project, day));
      }
    }
    const globals = query.flag("globalActivities");
    if (globals !== undefined) {
      tests.push((row) => (row as Project).globalActivities === globals);
    }
    return tests;
  },
  activity: (call, query) => {
    const { state } = call;
    if (query.flag("globals")) return [(row) => (row as Activity).project === null];
    const projects = openIds(call, "project", query.ids("project", "projects"));
    if (projects.length === 0) return [];
    const globals = projects.length > 1 || state.projects.get(projects[0])!.globalActivities;
    return [(row) => {
      const project = (row as Activity).project;
      return project === null ? globals : projects.includes(project);
    }];
  },
};

/** The chain of what a row belongs to, itself first. */
function chainOf(state: DemoState, kind: MasterKind, row: AnyMaster): AnyMaster[] {
  if (kind === "customer") return [row];
  if (kind === "project") return [row, state.customers.get((row as Project).customer)!];
  const project = (row as Activity).project;
  return project === null
    ? [row]
    : [row, ...chainOf(state, "project", state.projects.get(project)!)];
}

/** `visible`: 1 shows what is visible with all it belongs to, 2 what is hidden, 3 everything. */
function isShown(state: DemoState, kind: MasterKind, row: AnyMaster, visible: string): boolean {
  if (visible === "3") return true;
  if (visible === "2") return !row.visible;
  return chainOf(state, kind, row).every((link) => link.visible);
}

const TEXT_FIELDS: Record<MasterKind, string[]> = {
  customer: [
    "name",
    "comment",
    "company",
    "vatId",
    "number",
    "contact",
    "phone",
    "email",
    "address",
  ],
  project: ["name", "comment", "orderNumber", "number"],
  activity: ["name", "comment", "number"],
};

/** The name of what a row belongs to. */
const parentName = (state: DemoState, kind: MasterKind, row: AnyMaster): string | null =>
  chainOf(state, kind, row)[1]?.name ?? null;

function list(kind: MasterKind): Handler {
  return (call) => {
    const { state, caller } = call;
    const query = call.check(LISTS[kind]);
    const matches = searchTest(query.get("term"));
    const tests: Test[] = [
      (row) => isShown(state, kind, row, query.get("visible") ?? "1"),
      (row) => hasAccess(state, caller, kind, row),
      (row) =>
        matches({
          texts: TEXT_FIELDS[kind].map((field) =>
            (row as unknown as Record<string, string | null>)[field]
          ),
          meta: row.meta,
        }),
      ...FILTERS[kind](call, query),
    ];
    const rows = [...state.masters(kind).values()].filter((row) =>
      tests.every((test) => test(row))
    );
    const order = query.get("orderBy") ?? "name";
    rows.sort((a, b) => {
      if (order === "id") return a.id - b.id;
      if (order !== "name") {
        const parents = byText(parentName(state, kind, a), parentName(state, kind, b));
        if (parents !== 0) return parents;
      }
      return byText(a.name, b.name) || a.id - b.id;
    });
    if (query.get("order") === "DESC") rows.reverse();
    const full = kind === "customer" && query.flag("full") === true;
    return ok(rows.map((row) =>
      kind === "customer"
        ? call.json.customer(
          row as Customer,
          full && mayMaster(state, caller, "details", "customer", row),
        )
        : call.json.master(kind, row)
    ));
  };
}

/** The row of the path. */
export const masterOf = (call: Call, kind: MasterKind): AnyMaster =>
  found(call.state.masters(kind).get(call.id()) as AnyMaster | undefined);

/** The row of the path, if the caller may do `action` with it. */
export function masterFor(call: Call, kind: MasterKind, action: string): AnyMaster {
  const row = masterOf(call, kind);
  allow(mayMaster(call.state, call.caller, action, kind, row));
  return row;
}

/** What may be chosen in the forms of the three. */
function choices(call: Call) {
  const { state, caller } = call;
  const reach = (kind: MasterKind, raw: string) => {
    const row = state.masters(kind).get(Number(raw)) as AnyMaster | undefined;
    return row && hasAccess(state, caller, kind, row) ? row.id : undefined;
  };
  const choosers: Record<string, (raw: string) => unknown> = {
    customer: (raw) => reach("customer", raw),
    project: (raw) => reach("project", raw),
    teams: (raw) => state.teams.get(Number(raw))?.id,
    country: (raw) => isCountry(raw) ? raw : undefined,
    language: (raw) => isLanguage(raw) ? raw : undefined,
    currency: (raw) => isCurrency(raw) ? raw : undefined,
    timezone: (raw) => isTimezone(raw) ? raw : undefined,
  };
  return (field: string, raw: string) => choosers[field]?.(raw);
}

function readForm(call: Call, kind: MasterKind, stored?: AnyMaster): Submission {
  const { state, caller } = call;
  return submit(state.tables.forms[kind], call.form(), {
    verb: stored ? "edit" : "create",
    choose: choices(call),
    needs: (need) => {
      // The old single address is offered only where one is stored; a global activity stays so.
      if (need === "address") return Boolean((stored as Customer | undefined)?.address);
      if (need === "movable") return !stored || (stored as Activity).project !== null;
      return stored ? mayMaster(state, caller, need, kind, stored) : call.holds(`${need}_${kind}`);
    },
  });
}

/** Moves what the form read into the row. */
function fill(draft: AnyMaster, { values }: Submission): void {
  const { teams, ...rest } = values;
  Object.assign(draft, rest);
  draft.budget ??= 0;
  draft.timeBudget ??= 0;
  if (teams !== undefined) draft.teams = new Set(teams as number[]);
}

/** Rows that exist + 2, padded to four, then the next free one (ADDENDA, fact 1). */
function nextNumber(state: DemoState, kind: MasterKind): string {
  const rows = [...state.masters(kind).values()] as AnyMaster[];
  for (let number = rows.length + 2;; number++) {
    const text = String(number).padStart(4, "0");
    if (!rows.some((row) => row.number === text)) return text;
  }
}

/** The rules on the row itself, as one 400 with what the form found. */
function checkForm(call: Call, kind: MasterKind, draft: AnyMaster, submission: Submission): void {
  const rows = [...call.state.masters(kind).values()] as AnyMaster[];
  checkFields(submission, draft);
  const taken = draft.number !== null &&
    rows.some((row) => row.id !== draft.id && row.number === draft.number);
  if (taken) submission.errors.add("number", numberUsed(draft.number!));
  submission.errors.throwIfAny();
}

function create(kind: MasterKind): Handler {
  return (call) => {
    call.require(`create_${kind}`);
    const { state } = call;
    const draft = newMaster(kind);
    const submission = readForm(call, kind);
    fill(draft, submission);
    draft.number ??= nextNumber(state, kind);
    checkForm(call, kind, draft, submission);
    draft.id = state.masters(kind).nextId();
    state.fillMeta(kind, draft);
    state.masters(kind).add(draft);
    return ok(call.json.master(kind, draft));
  };
}

function edit(kind: MasterKind): Handler {
  return (call) => {
    const row = masterFor(call, kind, "edit");
    const draft = { ...row } as AnyMaster;
    const submission = readForm(call, kind, row);
    fill(draft, submission);
    checkForm(call, kind, draft, submission);
    Object.assign(row, draft);
    call.state.fillMeta(kind, row);
    return ok(call.json.master(kind, row));
  };
}

const read = (kind: MasterKind): Handler => (call) =>
  ok(call.json.master(kind, masterFor(call, kind, "view")));

function setMeta(kind: MasterKind): Handler {
  return (call) => {
    const row = masterFor(call, kind, "edit");
    applyMeta(call, kind, row);
    return ok(call.json.master(kind, row));
  };
}

/** What a row takes along when it is deleted (recordings, the `note` lines from 2877). */
function cascade(state: DemoState, kind: MasterKind, id: number): void {
  if (kind === "customer") {
    for (const row of state.projects.values()) {
      if (row.customer === id) cascade(state, "project", row.id);
    }
    for (const row of state.invoices.values()) {
      if (row.customer === id) state.invoices.delete(row.id);
    }
  }
  if (kind === "project") {
    for (const row of state.activities.values()) {
      if (row.project === id) cascade(state, "activity", row.id);
    }
  }
  if (kind !== "customer") {
    for (const row of [...state.timesheets.values()]) {
      if (row[kind] === id) state.timesheets.delete(row.id);
    }
  }
  for (const row of state.rates[kind].values()) {
    if (row.master === id) state.rates[kind].delete(row.id);
  }
  if (kind !== "activity") {
    for (const row of state.comments[kind].values()) {
      if (row.master === id) state.comments[kind].delete(row.id);
    }
  }
  state.masters(kind).delete(id);
}

function remove(kind: MasterKind): Handler {
  return (call) => {
    const row = masterFor(call, kind, "delete");
    cascade(call.state, kind, row.id);
    return gone();
  };
}

/** POST /{kind}/{id}/team, which 2.65 took away. */
function removedTeam(): Answer {
  throw new Refusal({ status: 410, body: { code: 410, message: TEXTS.teamEndpointRemoved } });
}

function copyRates(state: DemoState, kind: MasterKind, from: number, to: number): void {
  for (const rate of [...state.rates[kind].values()]) {
    if (rate.master !== from) continue;
    state.rates[kind].add({ ...rate, id: state.rates[kind].nextId(), master: to });
  }
}

/** A copy with its activities, without their numbers (ADDENDA, fact 16). */
function duplicateProject(call: Call): Answer {
  const { state } = call;
  const source = masterFor(call, "project", "edit") as Project;
  call.require("create_project");
  call.require("create_activity");
  const copy: Project = {
    ...source,
    id: state.projects.nextId(),
    name: `${source.name} [COPY]`,
    number: nextNumber(state, "project"),
    teams: new Set(source.teams),
    meta: new Map(source.meta),
  };
  // A project that ends is continued where it ends (recordings 2704).
  if (source.end !== null) Object.assign(copy, { start: source.end, end: null });
  state.projects.add(copy);
  copyRates(state, "project", source.id, copy.id);
  for (const activity of [...state.activities.values()]) {
    if (activity.project !== source.id) continue;
    const id = state.activities.nextId();
    state.activities.add({
      ...activity,
      id,
      project: copy.id,
      number: null,
      teams: new Set(activity.teams),
      meta: new Map(activity.meta),
    });
    copyRates(state, "activity", activity.id, id);
  }
  return { status: 201, body: call.json.project(copy) };
}

const PATHS: [MasterKind, string][] = [
  ["customer", "/customers"],
  ["project", "/projects"],
  ["activity", "/activities"],
];

/** The routes of the three. */
export function masterRoutes(): Route[] {
  const routes = PATHS.flatMap(([kind, path]): Route[] => [
    ["GET", path, list(kind)],
    ["POST", path, create(kind)],
    ["GET", `${path}/{id}`, read(kind)],
    ["PATCH", `${path}/{id}`, edit(kind)],
    ["DELETE", `${path}/{id}`, remove(kind)],
    ["PATCH", `${path}/{id}/meta`, setMeta(kind)],
    ["POST", `${path}/{id}/team`, removedTeam],
  ]);
  return [...routes, ["POST", "/projects/{id}/duplicate", duplicateProject]];
}
