/**
 * Lists of customers, projects and activities: parameters, filters, order (API.md 2.3-2.5).
 */
import { ok, refusal } from "./answers.ts";
import { allow, type Call, type Handler } from "./call.ts";
import { parseExact } from "./dates.ts";
import type { AnyMaster } from "./master_rows.ts";
import { byText } from "./order.ts";
import { hasAccess, mayMaster } from "./permissions.ts";
import { runsAt } from "./projects.ts";
import { DIRECTION, FLAG, ID, type ParamTable, type Query, VISIBLE, WIDE_FLAG } from "./query.ts";
import type { Activity, Customer, MasterKind, Project } from "./records.ts";
import { searchTest } from "./search.ts";
import type { DemoState } from "./state.ts";

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

/** A day or a moment of a query in the caller's zone; a day is its midnight. */
function instantOfQuery(query: Query, name: string, zone: string): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const instant = parseExact(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text, zone);
  if (instant === undefined) throw refusal(400);
  return instant;
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
    // Running at both bounds, or now when neither is given (API.md 2.3; recordings 2822).
    const bounds = ["start", "end"].map((name) => instantOfQuery(query, name, caller.timezone))
      .filter((instant) => instant !== undefined);
    if (query.get("ignoreDates") === undefined) {
      for (const instant of bounds.length > 0 ? bounds : [now]) {
        tests.push((row) => runsAt(call.state, row as Project, instant, caller.timezone));
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

/** GET of the list of a kind. */
export function listMasters(kind: MasterKind): Handler {
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
