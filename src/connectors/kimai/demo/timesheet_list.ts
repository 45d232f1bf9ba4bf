/**
 * Lists of time records: filters, order, pages, and the two lists about the caller only.
 */
import { type Answer, ok, refusal } from "./answers.ts";
import { allow, type Call } from "./call.ts";
import { parseExact, wholeSecond } from "./dates.ts";
import { hasAccess, mayAccessUser, seesAll } from "./permissions.ts";
import { DIRECTION, FLAG, ID, type ParamTable, type Query, WIDE_FLAG } from "./query.ts";
import type { MasterKind, Timesheet } from "./records.ts";
import { searchTest } from "./search.ts";

const LIST: ParamTable = {
  user: { pattern: /^(?:\d+|all)$/ },
  users: { list: true, pattern: ID },
  customer: { pattern: ID },
  customers: { list: true, pattern: ID },
  project: { pattern: ID },
  projects: { list: true, pattern: ID },
  activity: { pattern: ID },
  activities: { list: true, pattern: ID },
  page: { pattern: ID },
  size: { pattern: ID },
  tags: { list: true },
  orderBy: { pattern: /^(?:id|begin|end|rate)$/ },
  order: { pattern: DIRECTION },
  begin: {},
  end: {},
  exported: { pattern: FLAG },
  active: { pattern: FLAG },
  billable: { pattern: FLAG },
  full: { pattern: WIDE_FLAG },
  term: { lenient: true },
  modified_after: {},
};

/** A page of rows with Kimai's four headers; beyond the last page is a 404 (API.md 2.1). */
export function paged<Row>(
  query: Query,
  rows: readonly Row[],
  show: (row: Row) => unknown,
): Answer {
  const size = Math.min(query.number("size") || 50, 500);
  const page = query.number("page") || 1;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  if (page > pages) throw refusal(404);
  return {
    status: 200,
    body: rows.slice((page - 1) * size, page * size).map(show),
    headers: {
      "X-Page": String(page),
      "X-Total-Count": String(rows.length),
      "X-Total-Pages": String(pages),
      "X-Per-Page": String(size),
    },
  };
}

/** A date-time of a query in the given zone; undefined when empty, 400 in any other shape. */
export function momentOf(query: Query, name: string, zone: string): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const instant = parseExact(text, zone);
  if (instant === undefined) throw refusal(400);
  return instant;
}

/** Whose records are meant: user ids, or undefined for all the caller may see. */
function usersOf(call: Call, query: Query): number[] | undefined {
  const { state, caller } = call;
  if (!call.holds("view_other_timesheet")) return [caller.id];
  if (query.get("user") === "all") {
    if (seesAll(state, caller)) return undefined;
    return [...state.users.keys()].filter((id) => id === caller.id || state.leads(caller.id, id));
  }
  const ids = query.ids("user", "users").filter((id) => state.users.has(id));
  for (const id of ids) allow(mayAccessUser(state, caller, state.users.get(id)!));
  return ids.length === 0 ? [caller.id] : [...new Set(ids)];
}

const PARAMS: [MasterKind, string][] = [
  ["customer", "customers"],
  ["project", "projects"],
  ["activity", "activities"],
];

type Test = (record: Timesheet) => boolean;

/** Tests of the three objects: unknown ids are dropped, closed ones are a 403 (traps 3 and 5). */
function* masterTests(call: Call, query: Query): Iterable<Test> {
  const { state, caller } = call;
  for (const [kind, list] of PARAMS) {
    const rows = query.ids(kind, list).flatMap((id) => state.masters(kind).get(id) ?? []);
    if (rows.length === 0) continue;
    for (const row of rows) allow(hasAccess(state, caller, kind, row));
    const ids = new Set(rows.map((row) => row.id));
    if (kind === "customer") {
      yield (record) => ids.has(state.projects.get(record.project)!.customer);
    } else yield (record) => ids.has(record[kind]);
  }
}

/** Records on closed projects and activities are left out, even one's own (ADDENDA, fact 3). */
function openTest(call: Call): Test | undefined {
  const { state, caller } = call;
  if (seesAll(state, caller) || state.teams.size === 0) return undefined;
  const open = new Map<string, boolean>();
  const isOpen = (kind: "project" | "activity", id: number) => {
    const key = `${kind} ${id}`;
    let answer = open.get(key);
    if (answer === undefined) {
      open.set(key, answer = hasAccess(state, caller, kind, state.masters(kind).get(id)!));
    }
    return answer;
  };
  return (record) => isOpen("project", record.project) && isOpen("activity", record.activity);
}

/** Records with one of the named tags; only visible tags are known, and one must be. */
function tagTest(call: Call, query: Query): Test | undefined {
  const names = query.list("tags");
  if (names.length === 0) return undefined;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const ids = [...call.state.tags.values()]
    .filter((tag) => tag.visible && wanted.has(tag.name!.toLowerCase())).map((tag) => tag.id);
  if (ids.length === 0) throw refusal(400);
  return (record) => record.tags.some((id) => ids.includes(id));
}

/** All tests of a list request. */
function testsOf(call: Call, query: Query): Test[] {
  const zone = call.caller.timezone;
  const begin = momentOf(query, "begin", zone);
  const end = momentOf(query, "end", zone);
  // An empty `modified_after` means now (recordings 683).
  const modified = query.sent("modified_after")
    ? momentOf(query, "modified_after", "UTC") ?? call.now
    : undefined;
  const exported = query.flag("exported");
  const active = query.flag("active");
  const billable = query.flag("billable");
  const term = query.get("term");
  const matches = searchTest(term);
  const tests: (Test | undefined)[] = [
    ...masterTests(call, query),
    openTest(call),
    tagTest(call, query),
    begin === undefined ? undefined : (record) => record.begin >= begin,
    end === undefined ? undefined : (record) => record.begin <= end,
    modified === undefined ? undefined : (record) => record.modifiedAt >= modified,
    exported === undefined ? undefined : (record) => record.exported === exported,
    active === undefined ? undefined : (record) => (record.end === null) === active,
    billable === undefined ? undefined : (record) => record.billable === billable,
    term === undefined
      ? undefined
      : (record) => matches({ texts: [record.description], meta: record.meta }),
  ];
  return tests.filter((test) => test !== undefined);
}

/** What lists can be ordered by, ascending; ties go by id in the same direction. */
const ORDERS: Record<string, (record: Timesheet) => number> = {
  id: (record) => record.id,
  end: (record) => record.end ?? -Infinity,
  rate: (record) => record.rate,
};

/** GET /timesheets */
export function listTimesheets(call: Call): Answer {
  if (!call.holds("view_own_timesheet")) call.require("view_other_timesheet");
  const query = call.check(LIST);
  const tests = testsOf(call, query);
  let rows = call.state.timesheets.ordered(usersOf(call, query));
  if (tests.length > 0) rows = rows.filter((row) => tests.every((test) => test(row)));
  const key = ORDERS[query.get("orderBy") ?? "begin"];
  if (key) rows = rows.toSorted((a, b) => key(a) - key(b) || a.id - b.id);
  if (query.get("order") !== "ASC") rows = rows.toReversed();
  const expanded = query.flag("full");
  return paged(query, rows, (row) => call.json.timesheet(row, { expanded }));
}

/** GET /timesheets/active: the caller's running records, newest first. */
export function listActive(call: Call): Answer {
  call.require("view_own_timesheet");
  const rows = call.state.timesheets.running(call.caller.id).toReversed();
  return ok(rows.map((row) => call.json.timesheet(row, { expanded: true })));
}

/** GET /timesheets/recent: the highest id per project and activity (ADDENDA, correction 3). */
export function listRecent(call: Call): Answer {
  call.require("view_own_timesheet");
  const query = call.check({ size: { pattern: ID }, begin: {} });
  // An empty begin means now (recordings 665).
  const begin = query.sent("begin")
    ? momentOf(query, "begin", call.caller.timezone) ?? wholeSecond(call.now)
    : -Infinity;
  const isOpen = openTest(call);
  const newest = new Map<string, Timesheet>();
  for (const row of call.state.timesheets.ordered([call.caller.id])) {
    if (row.begin < begin || isOpen?.(row) === false) continue;
    const key = `${row.project}/${row.activity}`;
    if (row.id > (newest.get(key)?.id ?? 0)) newest.set(key, row);
  }
  // The highest ids count, and are then shown by their end (recordings 656).
  const rows = [...newest.values()]
    .sort((a, b) => b.id - a.id)
    .slice(0, query.get("size") === undefined ? 10 : query.number("size"))
    .sort((a, b) => (b.end ?? -Infinity) - (a.end ?? -Infinity) || b.id - a.id);
  return ok(rows.map((row) => call.json.timesheet(row, { expanded: true })));
}
