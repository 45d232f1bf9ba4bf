/**
 * Who may do what: each request with what every role gets. The world is HARBOUR with one record of
 * each user, comments, rates, tags and an invoice.
 */
import { type Ask, createWorld, HARBOUR, hour, type Step, type Who, type World } from "./world.ts";
import type { Tables } from "../../src/connectors/kimai/demo/state.ts";

/** In the order of the outcomes: a member of team 1, a stranger to it, its lead, and the admins. */
const WHO: Who[] = ["user", "user2", "lead", "admin", "super"];

/** A request, what to look for in its answer, and per role the status and the keys that are seen. */
export interface RoleRow {
  request: string;
  body?: unknown;
  given?: Step[];
  keys?: string[];
  /** `status key key` for user, user2, lead, admin, super. */
  outcomes: [string, string, string, string, string];
}

const BUDGETS = ["budget", "timeBudget", "budgetType"];
const ALL_BUDGETS = "200 budget timeBudget budgetType";
const RATES = ["rate", "internalRate", "fixedRate", "hourlyRate"];
const ALL_RATES = "200 rate internalRate fixedRate hourlyRate";
const DAY = "2026-03-09";

const row = (
  request: string,
  outcomes: string,
  more: Omit<RoleRow, "request" | "outcomes"> = {},
): RoleRow => {
  const list = outcomes.split(" | ");
  return { request, outcomes: list as RoleRow["outcomes"], ...more };
};

/** A same outcome for everybody but some. */
const ADMINS = "403 | 403 | 403 | 200 | 200";
const SUPER = "403 | 403 | 403 | 403 | 200";
const LEADS = "403 | 403 | 200 | 200 | 200";
const LEAD_OF_TEAM = LEADS;
const EVERYBODY = "200 | 200 | 200 | 200 | 200";
const GONE_ADMINS = ADMINS.replaceAll("200", "204");

/** The record of `user` is 1, of `user2` 2, of `lead` 3, of `admin` 4, of `super` 5. */
const RECORDS: Ask[] = [
  hour("user", DAY, 8),
  hour("user2", DAY, 8),
  hour("lead", DAY, 8),
  hour("admin", DAY, 8),
  hour("super", DAY, 8),
];

const EXTRAS: Step[] = [
  ["super", "POST /tags", { name: "Wet", visible: true }],
  ["super", "POST /customers/1/comments", { message: "Tides" }],
  ["super", "POST /customers/2/comments", { message: "Lamps" }],
  ["super", "POST /projects/1/comments", { message: "Rails" }],
  ["super", "POST /projects/2/comments", { message: "Cables" }],
  ["super", "POST /customers/2/rates", { rate: 40 }],
  ["super", "POST /projects/2/rates", { rate: 50 }],
  ["super", "POST /activities/2/rates", { rate: 60 }],
  ({ kimai }) =>
    void kimai.state.invoices.add({
      id: 1,
      customer: 1,
      user: 1,
      invoiceNumber: "7",
      comment: null,
      createdAt: Date.parse("2026-03-01T08:00:00Z"),
      timezone: "Europe/Berlin",
      total: 119,
      tax: 19,
      currency: "EUR",
      dueDays: 14,
      vat: 19,
      status: "new",
      invoiceFilename: "7.pdf",
      paymentDate: null,
      meta: new Map(),
    }),
  ({ kimai }) => void kimai.state.metaFields.invoice.push({ name: "cost centre", visible: true }),
  ({ kimai }) => void kimai.state.metaFields.timesheet.push({ name: "berth", visible: true }),
];

const master = (name: string) => ({ name, customer: 1 });
const field = { name: "berth", value: "B" };
const exported: Step = ["super", "PATCH /timesheets/3", { exported: true }];

/** Gives a role a permission, or takes it away. */
const switched =
  (allowed: boolean, permission: string, ...roles: string[]): Step => ({ kimai }) => {
    for (const role of roles) {
      const switches = kimai.state.roleSwitches.get(role) ?? new Map();
      kimai.state.roleSwitches.set(role, switches.set(permission, allowed));
    }
  };
const grant = (role: string, permission: string) => switched(true, permission, role);
const revoke = (permission: string, ...roles: string[]) => switched(false, permission, ...roles);

/** Makes `user2`, a plain user, a lead of team 1: teams alone give no rights. */
const promoted: Step = ({ kimai }) =>
  void kimai.state.teams.get(1)!.members.push({ user: 5, teamlead: true });

const LOCKED: Step = {
  "timesheet.rules.lockdown_period_start": "2026-03-01",
  "timesheet.rules.lockdown_period_end": "2026-03-09 23:59:59",
};

export const ROLE_ROWS: RoleRow[] = [
  // System
  row("GET /ping", EVERYBODY),
  row("GET /version", EVERYBODY),
  row("GET /plugins", EVERYBODY),
  row("GET /config/timesheet", EVERYBODY),
  row("GET /users/me", EVERYBODY),
  row("GET /tags", EVERYBODY),
  row("GET /favorites/timesheets", EVERYBODY),
  // Own and other records
  row("GET /timesheets", EVERYBODY),
  row("GET /timesheets/active", EVERYBODY),
  row("GET /timesheets/recent", EVERYBODY),
  row("POST /timesheets", `200 | 200 | ${ALL_RATES} | ${ALL_RATES} | ${ALL_RATES}`, {
    body: { project: 1, activity: 1 },
    keys: RATES,
  }),
  row("GET /timesheets/1", `200 | 403 | ${ALL_RATES} | ${ALL_RATES} | ${ALL_RATES}`, {
    keys: RATES,
  }),
  row("GET /timesheets/2", `403 | 200 | ${ALL_RATES} | ${ALL_RATES} | ${ALL_RATES}`, {
    keys: RATES,
  }),
  row("GET /timesheets/3", `403 | 403 | ${ALL_RATES} | ${ALL_RATES} | ${ALL_RATES}`, {
    keys: RATES,
  }),
  row("PATCH /timesheets/1", "200 | 403 | 200 | 200 | 200", { body: { description: "x" } }),
  row("PATCH /timesheets/3", "403 | 403 | 200 | 200 | 200", { body: { description: "x" } }),
  row("PATCH /timesheets/1", "400 | 403 | 200 | 200 | 200", { body: { billable: false } }),
  row("PATCH /timesheets/3", "403 | 403 | 200 | 200 | 200", { body: { billable: false } }),
  row("PATCH /timesheets/1", "400 | 403 | 200 | 200 | 200", { body: { exported: false } }),
  row("PATCH /timesheets/3", "403 | 403 | 200 | 200 | 200", { body: { exported: false } }),
  row("PATCH /timesheets/1", "400 | 403 | 400 | 200 | 200", { body: { hourlyRate: 5 } }),
  row("PATCH /timesheets/4", "403 | 403 | 400 | 200 | 200", { body: { hourlyRate: 5 } }),
  row("PATCH /timesheets/3", "403 | 403 | 403 | 200 | 200", {
    body: { description: "x" },
    given: [exported],
  }),
  row("PATCH /timesheets/1", "403 | 403 | 403 | 200 | 200", {
    body: { description: "x" },
    given: [LOCKED],
  }),
  row("POST /timesheets", "400 | 400 | 200 | 200 | 200", {
    body: { project: 1, activity: 1, user: 4 },
  }),
  row("POST /timesheets", "400 | 400 | 400 | 200 | 200", {
    body: { project: 1, activity: 1, hourlyRate: 5 },
  }),
  row("POST /timesheets", "400 | 400 | 200 | 200 | 200", {
    body: { project: 1, activity: 1, billable: false },
  }),
  row("POST /timesheets", "400 | 400 | 200 | 200 | 200", {
    body: { project: 1, activity: 1, exported: false },
  }),
  row("PATCH /timesheets/2", "403 | 200 | 200 | 200 | 200", { body: { description: "x" } }),
  row("DELETE /timesheets/2", "403 | 204 | 204 | 204 | 204"),
  row("PATCH /timesheets/2/stop", "403 | 200 | 200 | 200 | 200"),
  row("PATCH /timesheets/2/restart", "403 | 200 | 200 | 200 | 200"),
  row("PATCH /timesheets/2/export", "403 | 403 | 200 | 200 | 200"),
  row("DELETE /timesheets/1", "204 | 403 | 204 | 204 | 204"),
  row("DELETE /timesheets/3", "403 | 403 | 204 | 204 | 204"),
  row("PATCH /timesheets/1/stop", "200 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/3/stop", "403 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/1/restart", "200 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/3/restart", "403 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/1/duplicate", "200 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/3/duplicate", "403 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/1/export", "403 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/3/export", "403 | 403 | 200 | 200 | 200"),
  row("PATCH /timesheets/3/export", "403 | 403 | 403 | 200 | 200", { given: [exported] }),
  row("PATCH /timesheets/1/meta", "200 | 403 | 200 | 200 | 200", { body: field }),
  row("POST /favorites/timesheets/1", "204 | 403 | 403 | 403 | 403"),
  row("GET /timesheets?user=5", "200 | 200 | 200 | 200 | 200"),
  row("GET /timesheets?user=2", "200 | 200 | 403 | 200 | 200"),
  row("GET /timesheets?project=2", "200 | 403 | 200 | 200 | 200"),
  // Customers, projects, activities
  row("GET /customers", `200 | 200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS}`, { keys: BUDGETS }),
  row("GET /projects?term=Pier", `200 | 200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS}`, {
    keys: BUDGETS,
  }),
  row(
    "GET /customers?term=Lighthouse",
    `200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    { keys: BUDGETS },
  ),
  row(
    "GET /activities?term=Painting",
    `200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    { keys: BUDGETS },
  ),
  row(
    "GET /activities?globals=1&term=Welding",
    `200 | 200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    {
      keys: BUDGETS,
    },
  ),
  row(
    "GET /projects?term=Crane",
    `200 timeBudget budgetType | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    { keys: BUDGETS },
  ),
  row("GET /customers?full=1&term=Harbour", "200 | 200 | 200 | 200 vatId | 200 vatId", {
    keys: ["vatId"],
  }),
  row("GET /customers?full=1&term=Lighthouse", "200 | 200 | 200 vatId | 200 vatId | 200 vatId", {
    keys: ["vatId"],
  }),
  row("GET /customers/1", `403 | 403 | 403 | ${ALL_BUDGETS} | ${ALL_BUDGETS}`, { keys: BUDGETS }),
  row(
    "GET /customers/2",
    `403 | 403 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    { keys: BUDGETS },
  ),
  row("GET /projects/1", ADMINS),
  row("GET /projects/2", `403 | 403 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`, {
    keys: BUDGETS,
  }),
  row("GET /projects/3", LEAD_OF_TEAM),
  row("GET /activities/1", ADMINS),
  row("GET /activities/2", `403 | 403 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`, {
    keys: BUDGETS,
  }),
  row("POST /customers", ADMINS, { body: { name: "New" } }),
  row("POST /projects", ADMINS, { body: master("New") }),
  row("POST /activities", LEADS, { body: { name: "New" } }),
  row("PATCH /customers/1", ADMINS, { body: { comment: "x" } }),
  row("PATCH /customers/2", ADMINS, { body: { comment: "x" } }),
  row("PATCH /projects/1", ADMINS, { body: { comment: "x" } }),
  row("PATCH /projects/2", ADMINS, { body: { comment: "x" } }),
  row("PATCH /activities/1", ADMINS, { body: { comment: "x" } }),
  row("PATCH /activities/2", LEAD_OF_TEAM, { body: { comment: "x" } }),
  row("PATCH /activities/2", LEAD_OF_TEAM, { body: { timeBudget: "1:00" } }),
  row("POST /activities", "403 | 403 | 400 | 200 | 200", { body: { name: "New", budget: 5 } }),
  row("POST /activities", "403 | 403 | 400 | 200 | 200", {
    body: { name: "New", timeBudget: "5" },
  }),
  row("DELETE /customers/1", GONE_ADMINS),
  row("DELETE /projects/2", GONE_ADMINS),
  row("DELETE /activities/2", GONE_ADMINS),
  row("POST /projects/2/duplicate", "403 | 403 | 403 | 201 | 201"),
  row("GET /customers/2/rates", ADMINS),
  row("POST /projects/2/rates", ADMINS, { body: { rate: 9, user: 4 } }),
  row("GET /activities/2/rates", LEAD_OF_TEAM),
  row("GET /customers/1/comments", ADMINS),
  row("GET /customers/2/comments", LEAD_OF_TEAM),
  row("GET /projects/1/comments", ADMINS),
  row("GET /projects/2/comments", LEAD_OF_TEAM),
  row("POST /projects/2/comments", LEAD_OF_TEAM, { body: { message: "x" } }),
  row("PATCH /projects/2/comments/2/pin", ADMINS),
  row("DELETE /customers/2/comments/2", GONE_ADMINS),
  // Tags
  row("POST /tags", EVERYBODY, { body: { name: "Dry" } }),
  row("DELETE /tags/1", "403 | 403 | 204 | 204 | 204"),
  // Teams
  row("GET /teams", ADMINS),
  row("GET /teams/1", ADMINS),
  row("POST /teams", ADMINS, { body: { name: "Dock", members: [{ user: 3, teamlead: true }] } }),
  row("PATCH /teams/1", ADMINS, { body: { name: "Dock" } }),
  row("DELETE /teams/1", GONE_ADMINS),
  row("POST /teams/1/members/5", ADMINS),
  row("DELETE /teams/1/members/4", ADMINS),
  row("POST /teams/1/customers/1", ADMINS),
  row("DELETE /teams/1/customers/2", ADMINS),
  row("POST /teams/1/projects/1", ADMINS),
  row("DELETE /teams/1/projects/2", ADMINS),
  row("POST /teams/1/activities/1", ADMINS),
  row("DELETE /teams/1/activities/2", ADMINS),
  // Users
  row("GET /users", SUPER),
  row("GET /users/4", "200 | 403 | 403 | 403 | 200"),
  row("POST /users", SUPER, {
    body: { username: "diver", email: "diver@example.com", plainPassword: "under water" },
  }),
  row("PATCH /users/4", "200 | 403 | 403 | 403 | 200", { body: { title: "x" } }),
  row("PATCH /users/4", "400 | 403 | 403 | 403 | 200", { body: { supervisor: 3 } }),
  row("PATCH /users/4", "400 | 403 | 403 | 403 | 200", { body: { roles: [] } }),
  row("PATCH /users/1", "403 | 403 | 403 | 403 | 200", { body: { supervisor: 3 } }),
  row("PATCH /users/1", "403 | 403 | 403 | 403 | 200", { body: { roles: ["ROLE_ADMIN"] } }),
  row("PATCH /users/4/preferences", "200 | 403 | 403 | 403 | 200", {
    body: [{ name: "first_weekday", value: "sunday" }],
  }),
  row("PATCH /users/4/preferences", "403 | 403 | 403 | 403 | 200", {
    body: [{ name: "hourly_rate", value: "9" }],
  }),
  row("PATCH /users/3/preferences", "403 | 403 | 200 | 403 | 200", {
    body: [{ name: "hourly_rate", value: "9" }],
  }),
  row("PATCH /users/2/preferences", "403 | 403 | 403 | 200 | 200", {
    body: [{ name: "holidays", value: "30" }],
  }),
  row("DELETE /users/api-token/4", "200 | 403 | 403 | 403 | 200"),
  row("DELETE /users/roles/1", "403 | 403 | 403 | 403 | 404"),
  // Invoices and what belongs to pages
  row("GET /invoices", LEADS),
  row("GET /invoices/1", LEADS),
  row("GET /invoices/1/download", "403 | 403 | 404 | 404 | 404"),
  row("PATCH /invoices/1/custom-fields", LEADS, {
    body: [{ name: "cost centre", value: "7" }],
  }),
  row("DELETE /invoices/1", "403 | 403 | 403 | 403 | 403"),
  row("DELETE /invoices/documents/x", "403 | 403 | 403 | 404 | 404"),
  row("DELETE /export/1", "403 | 403 | 403 | 404 | 404"),
  // A plain user who leads a team
  row("GET /customers/2", LEADS, { given: [promoted] }),
  row("GET /projects/2", LEADS, { given: [promoted] }),
  row("GET /activities/2", LEADS, { given: [promoted] }),
  row("PATCH /activities/2", LEADS, { given: [promoted], body: { comment: "x" } }),
  row("GET /customers/2/comments", LEADS, {
    given: [promoted, grant("ROLE_USER", "view_teamlead_customer")],
  }),
  row("GET /projects/2/comments", LEADS, {
    given: [promoted, grant("ROLE_USER", "view_teamlead_project")],
  }),
  row("GET /customers?full=1&term=Lighthouse", "200 | 200 | 200 vatId | 200 vatId | 200 vatId", {
    given: [promoted],
    keys: ["vatId"],
  }),
  row(
    "GET /customers?term=Lighthouse",
    `200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    { given: [promoted], keys: BUDGETS },
  ),
  row(
    "GET /activities?term=Painting",
    `200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    { given: [promoted], keys: BUDGETS },
  ),
  row(
    "GET /projects?term=Crane",
    `200 | 200 | ${ALL_BUDGETS} | ${ALL_BUDGETS} | ${ALL_BUDGETS}`,
    { given: [promoted, revoke("time_team_project", "ROLE_USER")], keys: BUDGETS },
  ),
  row("PATCH /users/4/preferences", "403 | 403 | 403 | 403 | 200", {
    body: [{ name: "holidays", value: "30" }],
  }),
  // What only counts beside another permission, which is given or taken for the purpose
  row("GET /timesheets/2", `200 | 200 | ${ALL_RATES} | ${ALL_RATES} | ${ALL_RATES}`, {
    given: [grant("ROLE_USER", "view_other_timesheet")],
    keys: RATES,
  }),
  row("PATCH /timesheets/2", "400 | 400 | 200 | 200 | 200", {
    given: [grant("ROLE_USER", "edit_other_timesheet")],
    body: { billable: false },
  }),
  row("PATCH /timesheets/2", "400 | 400 | 200 | 200 | 200", {
    given: [grant("ROLE_USER", "edit_other_timesheet")],
    body: { exported: false },
  }),
  row("PATCH /timesheets/2", "400 | 400 | 400 | 200 | 200", {
    given: [grant("ROLE_USER", "edit_other_timesheet")],
    body: { fixedRate: 5 },
  }),
  row("PATCH /timesheets/2/duplicate", "403 | 200 | 200 | 200 | 200", {
    given: [grant("ROLE_USER", "start_other_timesheet")],
  }),
  row("PATCH /timesheets/1", "403 | 403 | 403 | 200 | 200", {
    body: { description: "x" },
    given: [
      LOCKED,
      revoke("lockdown_override_timesheet", "ROLE_ADMIN", "ROLE_SUPER_ADMIN"),
    ],
  }),
  row("PATCH /timesheets/1", "403 | 403 | 403 | 200 | 200", {
    body: { description: "x" },
    given: [LOCKED, revoke("lockdown_grace_timesheet", "ROLE_ADMIN", "ROLE_SUPER_ADMIN")],
  }),
  row("POST /tags", "403 | 403 | 200 | 200 | 200", {
    body: { name: "Dry" },
    given: [
      revoke("create_tag", "ROLE_USER", "ROLE_TEAMLEAD", "ROLE_ADMIN", "ROLE_SUPER_ADMIN"),
    ],
  }),
  row("POST /tags", EVERYBODY, {
    body: { name: "Dry" },
    given: [revoke("manage_tag", "ROLE_TEAMLEAD", "ROLE_ADMIN", "ROLE_SUPER_ADMIN")],
  }),
  row("GET /customers/2/comments", LEAD_OF_TEAM, {
    given: [grant("ROLE_USER", "view_team_customer")],
  }),
  row("GET /projects/2/comments", LEAD_OF_TEAM, {
    given: [grant("ROLE_USER", "view_team_project")],
  }),
  row("DELETE /teams/1/customers/2", ADMINS, { given: [grant("ROLE_TEAMLEAD", "edit_team")] }),
  row("DELETE /teams/1/projects/2", ADMINS, { given: [grant("ROLE_TEAMLEAD", "edit_team")] }),
  row("DELETE /teams/1/activities/2", ADMINS, { given: [grant("ROLE_TEAMLEAD", "edit_team")] }),
  row("PATCH /users/4", "400 | 403 | 403 | 400 | 200", {
    body: { supervisor: 3 },
    given: [grant("ROLE_ADMIN", "edit_other_profile")],
  }),
  row("PATCH /users/4", "400 | 403 | 403 | 400 | 200", {
    body: { roles: [] },
    given: [grant("ROLE_ADMIN", "edit_other_profile")],
  }),
  row("PATCH /users/4/preferences", "200 | 403 | 403 | 403 | 200", {
    body: [{ name: "first_weekday", value: "sunday" }],
    given: [grant("ROLE_ADMIN", "edit_other_profile")],
  }),
  row("PATCH /users/4/preferences", "403 | 403 | 403 | 403 | 200", {
    body: [{ name: "hourly_rate", value: "9" }],
    given: [
      grant("ROLE_ADMIN", "edit_other_profile"),
      grant("ROLE_ADMIN", "preferences_other_profile"),
    ],
  }),
  row("PATCH /invoices/1/custom-fields", LEADS, {
    body: [{ name: "cost centre", value: "7" }],
    given: [grant("ROLE_USER", "view_invoice")],
  }),
];

async function prepared(given: Step[] | undefined, tables?: Partial<Tables>): Promise<World> {
  const world = createWorld();
  await world.run([...HARBOUR, ...RECORDS, ...EXTRAS, ...given ?? []]);
  // The tables count from here on, so that a changed one cannot keep the world from being made.
  if (tables) Object.assign(world.kimai.state.tables, tables);
  return world;
}

/** What a role gets: the status, and which of the keys the (first) object of the answer has. */
export async function outcomeOf(one: RoleRow, who: Who, tables?: Partial<Tables>): Promise<string> {
  const world = await prepared(one.given, tables);
  const { status, body } = await world.ask(who, one.request, one.body);
  const object = Array.isArray(body) ? body[0] : body;
  const seen = (one.keys ?? []).filter((key) => object && Object.hasOwn(object, key));
  return [status, ...seen].join(" ");
}

/** The outcomes of a row for all roles. */
export async function outcomesOf(one: RoleRow, tables?: Partial<Tables>): Promise<string[]> {
  const outcomes: string[] = [];
  for (const who of WHO) outcomes.push(await outcomeOf(one, who, tables));
  return outcomes;
}
