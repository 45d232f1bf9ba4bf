/**
 * What a real Kimai is compared with: an embedded one of the same release, in which every kind of
 * record is there at least twice: with everything filled in, and with nothing that may be empty.
 */
import assert from "node:assert/strict";
import { createDemoKimai, type DemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";

/** The user of each role, who has a token `token_<name>`. */
export const ROLES: Record<string, string> = {
  ROLE_SUPER_ADMIN: "super",
  ROLE_ADMIN: "admin",
  ROLE_TEAMLEAD: "lead",
};

const COLOUR = "#008000";
const TEXT = "some text";

/** Custom fields: one with a value, and one without. */
const custom = () =>
  new Map([
    ["berth", { value: TEXT, visible: true }],
    ["anchor", { value: null, visible: true }],
  ]);

/** What the API itself leaves empty, or cannot empty, of a user, a customer, a project, an activity. */
const FILLED = {
  user: { alias: TEXT, title: TEXT, accountNumber: TEXT, color: COLOUR, supervisor: 3 },
  any: { number: TEXT, comment: TEXT, color: COLOUR, budgetType: "month" },
  customer: Object.fromEntries(
    [
      ...["company", "vatId", "contact", "address", "addressLine1", "addressLine2", "addressLine3"],
      ...["postCode", "city", "phone", "fax", "mobile", "email", "homepage", "invoiceEmail"],
      "buyerReference",
    ].map((name) => [name, TEXT]),
  ),
  project: { orderDate: "2026-01-05", start: "2026-01-01", end: "2090-12-31", orderNumber: TEXT },
  activity: {},
};
const EMPTY = { number: null, comment: null, color: null, budgetType: null };

/** Fills in the first of each, empties the second, and adds what hangs on the first. */
function fill({ state }: DemoKimai): void {
  Object.assign(state.users.get(4)!, FILLED.user);
  state.teams.get(1)!.color = COLOUR;
  for (const kind of ["customer", "project", "activity"] as const) {
    const [first, second] = state.masters(kind).values();
    Object.assign(first, FILLED.any, FILLED[kind], { meta: custom(), teams: new Set([1, 2]) });
    Object.assign(second, EMPTY, { teams: new Set([1]) });
    for (const [index, user] of [null, 1, 4].entries()) {
      const rate = { kind, master: 1, rate: 50, isFixed: false, internalRate: user };
      state.rates[kind].add({ ...rate, id: index + 1, user });
    }
  }
  for (const kind of ["customer", "project"] as const) {
    for (const [index, createdBy] of [1, 4].entries()) {
      const comment = { kind, master: 1, message: TEXT, pinned: false, createdAt: state.now() };
      state.comments[kind].add({ ...comment, id: index + 1, createdBy });
    }
  }
  state.plugins.push({ name: "ExampleBundle", version: "1.0" });
}

/** On an activity of the empty project, of none, and of the filled project. */
const BOOKED = [[2, 3], [2, 2], [1, 1]].map(([project, activity]) => ({ project, activity }));

/** What a record has by itself, and a filled one beside it. */
const PLAIN = {
  description: null,
  tags: [],
  exported: false,
  billable: true,
  break: 0,
  rate: 0,
  fixedRate: null,
  hourlyRate: null,
  internalRate: null,
  timezone: "Europe/Berlin",
};
const RICH = {
  description: TEXT,
  tags: [1],
  rate: 9,
  fixedRate: 9,
  hourlyRate: 8,
  internalRate: 7,
};

const HOUR = 3_600_000;

/** Five records for each user of a role: a filled one, three others, and one that runs. */
function addRecords({ state }: DemoKimai): void {
  const midnight = Math.floor(state.now() / (24 * HOUR)) * 24 * HOUR;
  for (const user of [1, 2, 3, 4]) {
    for (let day = 1; day <= 5; day++) {
      const begin = midnight - day * 24 * HOUR + 8 * HOUR;
      const [runs, isRich] = [day === 5, day === 1];
      state.timesheets.save({
        ...PLAIN,
        ...isRich ? RICH : {},
        ...BOOKED[day % BOOKED.length],
        id: state.timesheets.nextId(),
        user,
        begin,
        end: runs ? null : begin + day * HOUR,
        duration: runs ? 0 : day * 3600,
        exported: day === 2,
        billable: day !== 3,
        meta: isRich ? custom() : new Map(),
        modifiedAt: begin,
      });
    }
    state.favorites.set(user, [user * 5]);
  }
}

function addInvoices({ state }: DemoKimai): void {
  for (const id of [1, 2]) {
    state.invoices.add({
      id,
      customer: id,
      user: id === 1 ? 4 : 1,
      invoiceNumber: `R-${id}`,
      comment: id === 1 ? TEXT : null,
      createdAt: Date.parse("2026-02-01T08:00:00Z") + id * 86_400_000,
      timezone: "Europe/Berlin",
      total: 119,
      tax: 19,
      currency: "EUR",
      dueDays: 14,
      vat: 19,
      status: id === 1 ? "paid" : "pending",
      invoiceFilename: `R-${id}.pdf`,
      paymentDate: id === 1 ? "2026-02-20" : null,
      meta: id === 1 ? custom() : new Map(),
    });
  }
}

/** Makes such a Kimai: customers, projects, activities and teams 1 (filled in) and 2 (empty). */
export async function createTwin(): Promise<DemoKimai> {
  const kimai = createDemoKimai({ seed: "empty" });
  const headers = { Authorization: "Bearer token_super", "Content-Type": "application/json" };
  const members = (user: number) => [{ user: 3, teamlead: true }, { user, teamlead: false }];
  const requests: [path: string, body: object][] = [
    ["/teams", { name: "First", members: members(4) }],
    ["/teams", { name: "Second", members: members(1) }],
    ["/customers", { name: "First customer" }],
    ["/customers", { name: "Second customer" }],
    ["/projects", { name: "First project", customer: 1 }],
    ["/projects", { name: "Second project", customer: 2 }],
    ["/projects", { name: "Over", customer: 2, end: "2020-01-01" }],
    ["/activities", { name: "First activity", project: 1 }],
    ["/activities", { name: "Second activity" }],
    ["/activities", { name: "Third activity", project: 2 }],
    ["/tags", { name: "first", color: COLOUR, visible: true }],
    ["/tags", { name: "second", visible: true }],
  ];
  for (const [path, body] of requests) {
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const { status } = await kimai.fetch(`https://kimai.test/api${path}`, init);
    assert.equal(status, 200, `POST ${path}`);
  }
  fill(kimai);
  addRecords(kimai);
  addInvoices(kimai);
  return kimai;
}
