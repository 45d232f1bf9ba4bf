/**
 * Every type and action of `entity`: by whom, what Kimai receives, the first line of the answer, and what
 * Kimai holds afterwards. `tools/entity_test.ts` runs the rows, each on a Kimai of its own.
 */

import type { DemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";

export interface Parity {
  user: string;
  type: string;
  action: string;
  args?: Record<string, unknown>;
  /** Exactly these requests, in this order; the look-up of the caller only where it is for more than his language. */
  received: string[];
  line: string;
  /** A path, and some of what Kimai answers there. */
  holds?: [path: string, part: unknown];
}

/** What the rows need beside the usual: an invoice, a team, the plugin for contracts with a holiday, custom fields. */
export function prepare({ state }: DemoKimai): void {
  state.plugins.push({ name: "WorkContractBundle", version: "1.23.0" });
  state.holidayGroups.add({ id: 1, name: "DE-BY" });
  state.publicHolidays.add({
    id: 1,
    group: 1,
    date: "2026-12-25",
    name: "Christmas Day",
    halfDay: false,
  });
  state.teams.add({ id: 1, name: "Web", color: null, members: [{ user: 2, teamlead: true }] });
  state.invoices.add({
    id: 1,
    customer: 1,
    user: 1,
    invoiceNumber: "2026/001",
    comment: null,
    createdAt: Date.parse("2026-11-10T09:00:00Z"),
    timezone: "Europe/Berlin",
    total: 119,
    tax: 19,
    currency: "EUR",
    dueDays: 14,
    vat: 19,
    status: "pending",
    invoiceFilename: "2026-001.pdf",
    paymentDate: null,
    meta: new Map(),
  });
  for (const kind of ["customer", "project", "activity"] as const) {
    state.metaFields[kind].push({ name: "cc", visible: true });
  }
}

export const parity: Parity[] = [
  {
    user: "user",
    type: "project",
    action: "list",
    args: { filters: { customer: 1, term: "Web", order_by: "name", order: "DESC" } },
    received: [
      "GET /customers?visible=3",
      "GET /projects?customer=1&term=Web&order=DESC&orderBy=name&ignoreDates=1",
    ],
    line: "Found 1 projects",
  },
  {
    user: "admin",
    type: "project",
    action: "get",
    args: { id: 1 },
    received: ["GET /projects/1"],
    line: "Project: Website (ID: 1)",
  },
  {
    user: "admin",
    type: "project",
    action: "create",
    args: { data: { name: "App", customer: 1, start: "2026-12-01", timeBudget: "10h" } },
    received: [
      `POST /projects {"name":"App","customer":1,"start":"2026-12-01","timeBudget":"36000s"}`,
    ],
    line: "Created Project: App (ID: 3)",
    holds: ["/projects/3", { start: "2026-12-01", timeBudget: 36_000, visible: true }],
  },
  {
    user: "admin",
    type: "project",
    action: "update",
    args: { id: 1, data: { end: "2026-12-31", visible: false } },
    received: [`PATCH /projects/1 {"end":"2026-12-31T00:00:00","visible":false}`],
    line: "Updated Project: Website (ID: 1)",
    holds: ["/projects/1", { name: "Website", end: "2026-12-31", visible: false }],
  },
  {
    user: "admin",
    type: "project",
    action: "duplicate",
    args: { id: 1 },
    received: ["POST /projects/1/duplicate"],
    line: "Duplicated project ID 1 -> New Project: Website [COPY] (ID: 3)",
    holds: ["/activities?project=3&visible=3", [{ name: "Design" }, { name: "Review" }]],
  },
  {
    user: "admin",
    type: "project",
    action: "delete",
    args: { id: 2, confirm: true },
    received: [
      "GET /projects/2",
      "GET /activities?visible=3",
      "GET /timesheets?project=2&user=all&page=1&size=500",
      "DELETE /projects/2",
    ],
    line: "Deleted project ID 2: Shop, with it 1 activity",
    holds: ["/projects", [{ id: 1 }]],
  },
  {
    user: "user",
    type: "activity",
    action: "list",
    args: { filters: { project: 1, visible: 3, globals: "0" } },
    received: [
      "GET /projects?visible=3&ignoreDates=1",
      "GET /activities?project=1&globals=0&visible=3",
    ],
    line: "Found 2 activities",
  },
  {
    user: "admin",
    type: "activity",
    action: "get",
    args: { id: "2" },
    received: ["GET /activities/2"],
    line: "Activity: Review (ID: 2)",
  },
  {
    user: "lead",
    type: "activity",
    action: "create",
    args: { data: { name: "Testing", project: 1, billable: false } },
    received: [`POST /activities {"name":"Testing","project":1,"billable":false}`],
    line: "Created Activity: Testing (ID: 4)",
    holds: ["/activities/4", { project: 1, billable: false, visible: true }],
  },
  {
    user: "admin",
    type: "activity",
    action: "update",
    args: { id: 2, data: { project: "" } },
    received: [`PATCH /activities/2 {"project":null}`],
    line: "Updated Activity: Review (ID: 2)",
    holds: ["/activities/2", { name: "Review", project: null }],
  },
  {
    user: "admin",
    type: "activity",
    action: "delete",
    args: { id: 2 },
    received: [
      "GET /activities/2",
      "GET /timesheets?activity=2&user=all&page=1&size=500",
      "DELETE /activities/2",
    ],
    line: "Deleted activity ID 2: Review",
    holds: ["/activities", [{ id: 1 }, { id: 3 }]],
  },
  {
    user: "user",
    type: "customer",
    action: "list",
    args: { filters: { full: true } },
    received: ["GET /customers?full=1"],
    line: "Found 1 customers",
  },
  {
    user: "admin",
    type: "customer",
    action: "get",
    args: { id: 1 },
    received: ["GET /customers/1"],
    line: "Customer: ACME (ID: 1)",
  },
  {
    user: "admin",
    type: "customer",
    action: "create",
    args: { data: { name: "Beta", country: "ch", currency: "chf", city: "Bern", budget: "99,5" } },
    received: [
      `POST /customers {"name":"Beta","city":"Bern","country":"CH","currency":"CHF","budget":99.5}`,
    ],
    line: "Created Customer: Beta (ID: 2)",
    holds: ["/customers/2", { country: "CH", currency: "CHF", city: "Bern", budget: 99.5 }],
  },
  {
    user: "admin",
    type: "customer",
    action: "update",
    args: { id: 1, data: { metaFields: [{ name: "cc", value: 42 }] } },
    received: [
      "GET /customers/1",
      "GET /customers?visible=3",
      `PATCH /customers/1/meta {"name":"cc","value":"42"}`,
      "GET /customers/1",
    ],
    line: "Updated Customer: ACME (ID: 1)",
    holds: ["/customers/1", { metaFields: [{ name: "cc", value: "42" }] }],
  },
  {
    user: "admin",
    type: "customer",
    action: "delete",
    args: { id: 1, confirm: "true" },
    received: [
      "GET /customers/1",
      "GET /projects?visible=3&ignoreDates=1",
      "GET /activities?visible=3",
      "GET /timesheets?customer=1&user=all&page=1&size=500",
      "GET /invoices?customers%5B%5D=1&page=1&size=1",
      "DELETE /customers/1",
    ],
    line: "Deleted customer ID 1: ACME, with it 2 projects, 2 activities, 1 invoice",
    holds: ["/customers", []],
  },
  {
    user: "super",
    type: "user",
    action: "list",
    args: { filters: { visible: 3, term: "user", order_by: "username" } },
    received: ["GET /users?term=user&visible=3&orderBy=username"],
    line: "Found 2 users",
  },
  {
    user: "user",
    type: "user",
    action: "get",
    args: { id: 4 },
    received: ["GET /users/4"],
    line: "User: user (ID: 4)",
  },
  {
    user: "super",
    type: "user",
    action: "create",
    args: { data: { username: "anna", email: "anna@example.com", plainPassword: "longenough" } },
    received: [
      `POST /users {"enabled":true,"username":"anna","email":"anna@example.com","plainPassword":"longenough"}`,
    ],
    line: "Created User: anna (ID: 6)",
    holds: ["/users/6", { enabled: true, roles: [] }],
  },
  {
    user: "super",
    type: "user",
    action: "update",
    args: { id: 4, data: { alias: "Uwe", roles: ["role_teamlead"], enabled: "false" } },
    received: [`PATCH /users/4 {"alias":"Uwe","roles":["ROLE_TEAMLEAD"],"enabled":false}`],
    line: "Updated User: user (ID: 4)",
    holds: ["/users/4", { alias: "Uwe", roles: ["ROLE_TEAMLEAD"], enabled: false }],
  },
  {
    user: "admin",
    type: "user",
    action: "lock_month",
    args: { id: 4, month: "2026-01" },
    received: ["DELETE /work-contract/lock/4/2026-01-01"],
    line: "Locked working time months up to and including 2026-01-01 for user ID 4",
  },
  {
    user: "admin",
    type: "user",
    action: "unlock_month",
    args: { ids: [4, 5], month: "2026-01-31" },
    received: [
      "DELETE /work-contract/unlock/4/2026-01-31",
      "DELETE /work-contract/unlock/5/2026-01-31",
    ],
    line: "Unlocked month 2026-01-31 for 2 users",
  },
  {
    user: "super",
    type: "user",
    action: "set_preferences",
    args: { id: 4, preferences: [{ name: "vacation_days", value: 30 }] },
    received: [`PATCH /users/4/preferences [{"name":"holidays","value":"30"}]`],
    line: "Updated preferences for user (ID: 4)",
  },
  {
    user: "admin",
    type: "team",
    action: "list",
    args: { filters: { term: "WEB" } },
    received: ["GET /teams"],
    line: "Found 1 teams",
  },
  {
    user: "admin",
    type: "team",
    action: "get",
    args: { id: 1 },
    received: ["GET /teams/1"],
    line: "Team: Web (ID: 1)",
  },
  {
    user: "admin",
    type: "team",
    action: "create",
    args: { data: { name: "Shop", members: [{ user: 4, teamlead: true }, { user: 5 }] } },
    received: [`POST /teams {"name":"Shop","members":[{"user":4,"teamlead":true},{"user":5}]}`],
    line: "Created Team: Shop (ID: 2)",
    holds: ["/teams/2", { members: [{ teamlead: true }, { teamlead: false }] }],
  },
  {
    user: "admin",
    type: "team",
    action: "update",
    args: { id: 1, data: { name: "Webteam" } },
    received: [`PATCH /teams/1 {"name":"Webteam"}`],
    line: "Updated Team: Webteam (ID: 1)",
    holds: ["/teams/1", { name: "Webteam", members: [{ teamlead: true }] }],
  },
  {
    user: "admin",
    type: "team",
    action: "delete",
    args: { id: 1 },
    received: ["GET /teams/1", "GET /users/me", "DELETE /teams/1"],
    line: "Deleted team ID 1: Web",
    holds: ["/teams", []],
  },
  {
    user: "user",
    type: "tag",
    action: "list",
    received: ["GET /tags/find?name="],
    line: "Found 1 tags",
  },
  {
    user: "user",
    type: "tag",
    action: "create",
    args: { data: { name: "remote" } },
    received: [`POST /tags {"visible":true,"name":"remote"}`],
    line: "Created Tag: remote (ID: 2)",
    holds: ["/tags/find?name=rem", [{ id: 2, visible: true }]],
  },
  {
    user: "lead",
    type: "tag",
    action: "delete",
    args: { id: 1 },
    received: ["DELETE /tags/1"],
    line: "Deleted tag ID 1",
    holds: ["/tags/find?name=", []],
  },
  {
    user: "lead",
    type: "invoice",
    action: "list",
    args: {
      filters: { begin: "2026-11-01", end: "2026-11-10", customers: [1], status: ["pending"] },
    },
    received: [
      "GET /customers?visible=3",
      "GET /invoices?begin=2026-11-01T00%3A00%3A00&end=2026-11-10T23%3A59%3A59" +
      "&customers%5B%5D=1&status%5B%5D=pending&page=1&size=500",
    ],
    line: "Found 1 invoices: 119.00 EUR",
  },
  {
    user: "lead",
    type: "invoice",
    action: "get",
    args: { id: 1 },
    received: ["GET /invoices/1"],
    line: "Invoice: 2026/001 (ID: 1)",
  },
  {
    user: "user",
    type: "holiday",
    action: "list",
    args: { filters: { begin: "2026-12-25", end: "2026-12-25" } },
    received: [
      "GET /public-holidays?begin=2026-12-25T00%3A00%3A00&end=2026-12-25T23%3A59%3A59",
    ],
    line: "Found 1 holidays",
  },
  {
    user: "admin",
    type: "holiday",
    action: "delete",
    args: { id: 1 },
    received: ["DELETE /public-holidays/1"],
    line: "Deleted holiday ID 1",
    holds: ["/public-holidays", []],
  },
  {
    user: "admin",
    type: "tag",
    action: "batch_delete",
    args: { ids: [1, 9] },
    received: ["DELETE /tags/1", "DELETE /tags/9"],
    line: "Batch Delete Complete",
    holds: ["/tags/find?name=", []],
  },
];

/** What Kimai does not offer, and what is said then. */
export const absent: [type: string, action: string, sentence: string][] = [
  [
    "tag",
    "update",
    "Cannot update a tag: Kimai offers that for project, activity, customer, user, team; delete it and create it again",
  ],
  [
    "tag",
    "get",
    "Cannot get a tag: Kimai offers that for project, activity, customer, user, team, invoice; list shows all there is to know",
  ],
  [
    "user",
    "delete",
    "Cannot delete a user: Kimai offers that for project, activity, customer, team, tag, invoice, holiday; update it with enabled=false",
  ],
  [
    "user",
    "batch_delete",
    "Cannot delete a user: Kimai offers that for project, activity, customer, team, tag, invoice, holiday; update it with enabled=false",
  ],
  [
    "invoice",
    "create",
    "Cannot create an invoice: Kimai offers that for project, activity, customer, user, team, tag; make it in Kimai",
  ],
  [
    "holiday",
    "update",
    "Cannot update a holiday: Kimai offers that for project, activity, customer, user, team",
  ],
  ["team", "duplicate", "Cannot duplicate a team: Kimai offers that for project"],
  ["project", "lock_month", "Cannot lock months of a project: Kimai offers that for user"],
  ["team", "set_preferences", "Cannot set preferences of a team: Kimai offers that for user"],
];
