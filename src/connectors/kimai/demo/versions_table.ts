/**
 * How older releases of Kimai differ from 2.66, one row each with where it is known from: "history"
 * is the comparison of the releases' sources, "API.md" the description of the API.
 * No test of its own: versions_test.ts tests what each kind of row does.
 *
 * Before 2.14 there are no API tokens and with them no answers but 401, 404 and 405; so of what
 * changed until then only the routes are here. Not imitated: the teams that `POST /projects/{id}/team`
 * and its like made from 2.58 to 2.64, the missing second order of pages before 2.63, names with
 * `< > " =` before 2.54, any value of `globals` before 2.28, contracts that their owner might change
 * before 2.63, and permission checks that no default role notices (teams, 2.54 to 2.65).
 */

/** What a row is true for: releases from `since` (default: the first) up to, but without, `until`. */
interface Span {
  since?: string;
  until: string;
  source: string;
}

/** What is described in an answer. */
export type Model =
  | "timesheet"
  | "customer"
  | "project"
  | "activity"
  | "user"
  | "team"
  | "membership"
  | "member"
  | "tag"
  | "rate"
  | "comment"
  | "invoice";

/** Where an object stands in an answer: inside another one, in a list of its kind, or alone. */
export type Level = "embed" | "list" | "entity";

/** One difference. Routes are `METHOD /path` with `{id}` (digits) and `{word}` segments. */
export type Difference =
  & Span
  & (
    /** Does not exist yet. */
    | { kind: "no route"; routes: string[] }
    /** Exists, and does what another method on the same path does. */
    | { kind: "former route"; route: string; method: string }
    /** Is not declared yet, so it is ignored. */
    | { kind: "no parameter"; route: string; parameter: string }
    /** Are extra fields of these forms. */
    | { kind: "no field"; routes: string[]; fields: string[] }
    /** Is called `then` in these forms; the later name is an extra field. */
    | { kind: "former field"; routes: string[]; field: string; then: string }
    /** Are absent from answers, at all levels unless some are named. */
    | { kind: "no key"; models: Model[]; keys: string[]; levels?: Level[] }
    /** Are shown to everybody who gets the object alone (rates: anywhere), whatever he may see later. */
    | { kind: "shown to all"; what: "rates" | "budgets" }
    /** Is not sent yet. */
    | { kind: "no header"; header: string }
    /** A rule that holds instead of a later one. */
    | { kind: "rule"; rule: Rule }
  );

export type Rule =
  /** Bearer tokens count as no credentials. */
  | "no tokens"
  /** A page may have any size. */
  | "pages of any size"
  /** A preference of the work contract that is not stored yet cannot be set. */
  | "contract as stored"
  /** Whoever may see invoices may see one of any customer. */
  | "invoices of all customers";

const CUSTOMER_FORM = ["POST /customers", "PATCH /customers/{id}"];
const TIMESHEET_FORM = ["POST /timesheets", "PATCH /timesheets/{id}"];
const MASTERS: Model[] = ["customer", "project", "activity"];

/** Every difference, newest last. */
export const DIFFERENCES: readonly Difference[] = [
  {
    kind: "former route",
    route: "GET /timesheets/{id}/stop",
    method: "PATCH",
    since: "2.0.10",
    until: "2.58.0",
    source: "history 2.0.10, 2.58.0",
  },
  {
    kind: "former route",
    route: "GET /timesheets/{id}/restart",
    method: "PATCH",
    since: "2.0.15",
    until: "2.58.0",
    source: "history 2.0.15, 2.58.0",
  },
  { kind: "rule", rule: "no tokens", until: "2.14.0", source: "API.md 1.2, 8" },
  {
    kind: "no route",
    routes: ["DELETE /users/api-token/{id}"],
    until: "2.14.0",
    source: "history 2.14.0",
  },
  {
    kind: "no route",
    routes: ["GET /config/colors", "GET /tags/find"],
    until: "2.18.0",
    source: "history 2.18.0",
  },
  {
    kind: "no key",
    models: ["tag"],
    keys: ["color-safe"],
    until: "2.18.0",
    source: "history 2.18.0",
  },
  {
    kind: "no route",
    routes: ["GET /invoices", "GET /invoices/{id}"],
    until: "2.22.0",
    source: "history 2.22.0",
  },
  {
    kind: "no route",
    routes: ["DELETE /activities/{id}", "DELETE /customers/{id}", "DELETE /projects/{id}"],
    until: "2.25.0",
    source: "history 2.25.0",
  },
  {
    kind: "no field",
    routes: TIMESHEET_FORM,
    fields: ["break"],
    until: "2.30.0",
    source: "history 2.30.0",
  },
  { kind: "no route", routes: ["DELETE /export/{id}"], until: "2.36.0", source: "history 2.36.0" },
  {
    kind: "no key",
    models: ["project"],
    keys: ["orderNumber"],
    levels: ["embed", "list"],
    until: "2.38.0",
    source: "history 2.38.0",
  },
  {
    kind: "no route",
    routes: ["PATCH /users/{id}/preferences"],
    until: "2.40.0",
    source: "history 2.40.0",
  },
  {
    kind: "no key",
    models: ["customer"],
    keys: ["company", "country"],
    levels: ["embed", "list"],
    until: "2.40.0",
    source: "history 2.40.0",
  },
  {
    kind: "no key",
    models: ["customer"],
    keys: ["currency"],
    levels: ["embed"],
    until: "2.40.0",
    source: "history 2.40.0",
  },
  {
    kind: "no key",
    models: ["customer"],
    keys: ["fax", "homepage", "mobile", "phone", "timezone"],
    levels: ["list"],
    until: "2.40.0",
    source: "history 2.40.0",
  },
  {
    kind: "no key",
    models: ["project"],
    keys: ["start", "end"],
    levels: ["embed"],
    until: "2.40.0",
    source: "history 2.40.0",
  },
  {
    kind: "no key",
    models: ["user"],
    keys: ["avatar"],
    levels: ["embed", "list"],
    until: "2.40.0",
    source: "history 2.40.0",
  },
  {
    kind: "no key",
    models: ["customer"],
    keys: ["addressLine1", "addressLine2", "addressLine3", "buyerReference", "city", "postCode"],
    until: "2.41.0",
    source: "history 2.41.0",
  },
  {
    kind: "no field",
    routes: CUSTOMER_FORM,
    fields: ["addressLine1", "addressLine2", "addressLine3", "buyerReference", "city", "postCode"],
    until: "2.41.0",
    source: "history 2.41.0",
  },
  ...[
    ["addressLine1", "address_line1"],
    ["addressLine2", "address_line2"],
    ["addressLine3", "address_line3"],
    ["postCode", "postcode"],
  ].map(([field, then]): Difference => ({
    kind: "former field",
    routes: CUSTOMER_FORM,
    field,
    then,
    since: "2.41.0",
    until: "2.43.0",
    source: "history 2.41.0, 2.43.0",
  })),
  { kind: "rule", rule: "pages of any size", until: "2.42.0", source: "API.md 2.1, 8" },
  {
    kind: "no key",
    models: ["timesheet"],
    keys: ["break"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: ["user"],
    keys: ["email", "systemAccount"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: ["user"],
    keys: ["language", "locale", "timezone"],
    levels: ["embed", "list"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: [...MASTERS, "user", "team"],
    keys: ["color-safe"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: MASTERS,
    keys: ["metaFields"],
    levels: ["embed"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: ["customer"],
    keys: ["fax", "homepage", "mobile", "phone", "timezone"],
    levels: ["embed"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: ["project"],
    keys: ["orderDate"],
    levels: ["embed", "list"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: ["invoice"],
    keys: ["overdue"],
    until: "2.45.0",
    source: "history 2.45.0",
  },
  {
    kind: "no key",
    models: [...MASTERS, "user", "team", "tag"],
    keys: ["color"],
    since: "2.45.0",
    until: "2.46.0",
    source: "history 2.45.0, 2.46.0",
  },
  {
    kind: "rule",
    rule: "invoices of all customers",
    until: "2.51.0",
    source: "history 2.51.0",
  },
  {
    kind: "no route",
    routes: ["GET /invoices/{id}/download", "PATCH /invoices/{id}/custom-fields"],
    until: "2.56.0",
    source: "history 2.56.0",
  },
  {
    kind: "no key",
    models: ["invoice"],
    keys: ["invoiceFilename"],
    until: "2.56.0",
    source: "history 2.56.0",
  },
  {
    kind: "no route",
    routes: ["/customers/{id}/comments", "/projects/{id}/comments"].flatMap((path) => [
      `GET ${path}`,
      `POST ${path}`,
      `PATCH ${path}/{id}/pin`,
      `DELETE ${path}/{id}`,
    ]),
    until: "2.57.0",
    source: "history 2.57.0",
  },
  {
    kind: "no route",
    routes: ["POST /activities/{id}/team", "POST /customers/{id}/team", "POST /projects/{id}/team"],
    until: "2.58.0",
    source: "history 2.58.0",
  },
  { kind: "rule", rule: "contract as stored", until: "2.61.0", source: "API.md 7.1, 8" },
  {
    kind: "no parameter",
    route: "GET /customers",
    parameter: "full",
    until: "2.62.0",
    source: "history 2.62.0",
  },
  {
    kind: "no field",
    routes: CUSTOMER_FORM,
    fields: ["invoiceEmail", "language"],
    until: "2.63.0",
    source: "history 2.63.0",
  },
  {
    kind: "no key",
    models: ["customer"],
    keys: ["invoiceEmail", "language"],
    until: "2.63.0",
    source: "history 2.63.0",
  },
  {
    kind: "no header",
    header: "Access-Control-Expose-Headers",
    until: "2.63.0",
    source: "API.md 1.1, 8",
  },
  {
    kind: "no route",
    routes: [
      "DELETE /dashboard/widgets",
      "DELETE /favorites/timesheets/{id}",
      "DELETE /invoices/documents/{word}",
      "DELETE /invoices/templates/{id}",
      "DELETE /invoices/{id}",
      "DELETE /users/roles/{id}",
      "GET /favorites/timesheets",
      "POST /dashboard/widgets/{word}",
      "POST /favorites/timesheets/{id}",
      "POST /projects/{id}/duplicate",
    ],
    until: "2.66.0",
    source: "history HEAD",
  },
  { kind: "shown to all", what: "rates", until: "2.66.0", source: "history HEAD, API.md 3.1" },
  { kind: "shown to all", what: "budgets", until: "2.66.0", source: "history HEAD, API.md 3.2" },
  {
    kind: "no key",
    models: MASTERS,
    keys: ["budget", "timeBudget", "budgetType"],
    levels: ["list"],
    until: "2.66.0",
    source: "history HEAD, API.md 3.2",
  },
];

/** What an object embeds, by key: one object or a list of them. */
export const EMBEDDED: Record<Model, Record<string, Model>> = {
  timesheet: { user: "user", project: "project", activity: "activity" },
  customer: { teams: "team" },
  project: { customer: "customer", teams: "team" },
  activity: { project: "project", teams: "team" },
  user: { supervisor: "user", teams: "team", memberships: "membership" },
  team: { members: "member", customers: "customer", projects: "project", activities: "activity" },
  membership: { team: "team" },
  member: { user: "user" },
  tag: {},
  rate: { user: "user" },
  comment: { createdBy: "user" },
  invoice: { customer: "customer", user: "user" },
};

/** What the routes below a path answer; the first row that fits counts. */
export const ANSWERS: readonly [path: RegExp, model: Model][] = [
  [/^\/(?:customers|projects|activities)\/\d+\/rates/, "rate"],
  [/^\/(?:customers|projects)\/\d+\/comments/, "comment"],
  [/^\/(?:favorites\/)?timesheets/, "timesheet"],
  [/^\/customers/, "customer"],
  [/^\/projects/, "project"],
  [/^\/activities/, "activity"],
  [/^\/users/, "user"],
  [/^\/teams/, "team"],
  [/^\/tags/, "tag"],
  [/^\/invoices/, "invoice"],
];
