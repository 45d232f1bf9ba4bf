import assert from "node:assert/strict";
import { asVersion } from "../../../../src/connectors/kimai/demo/versions.ts";
import { type Answer, asker, clock, furnished, keys, type Kimai } from "./versions_support.ts";

Deno.test("GET /version tells the release, a minor alone its first", async () => {
  const { at } = await furnished();
  const expected = [
    ["2.20.0", "2.20.0", 22000],
    ["2.40", "2.40.0", 24000],
    ["2.57.2", "2.57.2", 25702],
    ["2.66.3", "2.66.3", 26603],
  ] as const;
  for (const [given, version, versionId] of expected) {
    const copyright = `Kimai ${version} by Kevin Papst.`;
    assert.deepEqual((await at(given)("GET /version")).json, { version, versionId, copyright });
  }
});

/** Which keys a release does not have yet, compared with 2.66. */
async function missing(
  kimai: Kimai,
  version: string,
  request: string,
  pick: (json: Answer["json"]) => object,
): Promise<string[]> {
  const [then, last] = [await kimai.at(version)(request), await kimai.at("2.66.0")(request)];
  assert.deepEqual([then.status, last.status], [200, 200]);
  const had = keys(pick(then.json));
  return keys(pick(last.json)).filter((key) => !had.includes(key));
}

const FULL = "GET /timesheets?full=1&user=4";

/** Keys that 2.66 shows a super admin and the release does not; blanks between them. */
const absent: [version: string, request: string, keys: string, where?: string][] = [
  ["2.40.0", "GET /timesheets?user=4", "break"],
  ["2.57.0", "GET /timesheets?user=4", ""],
  [
    "2.20.0",
    "GET /customers/1",
    "addressLine1 addressLine2 addressLine3 buyerReference city color-safe invoiceEmail language postCode",
  ],
  ["2.41.0", "GET /customers/1", "color-safe invoiceEmail language"],
  ["2.45.0", "GET /customers/1", "color invoiceEmail language"],
  ["2.57.0", "GET /customers/1", "invoiceEmail language"],
  ["2.63.0", "GET /customers/1", ""],
  [
    "2.20.0",
    "GET /customers",
    "budget budgetType color-safe company country fax homepage language mobile phone timeBudget timezone",
  ],
  ["2.40.0", "GET /customers", "budget budgetType color-safe language timeBudget"],
  ["2.63.0", "GET /customers", "budget budgetType timeBudget"],
  ["2.20.0", "GET /projects/1", "color-safe"],
  [
    "2.37.0",
    "GET /projects",
    "budget budgetType color-safe orderDate orderNumber timeBudget",
  ],
  ["2.40.0", "GET /projects", "budget budgetType color-safe orderDate timeBudget"],
  ["2.57.0", "GET /projects", "budget budgetType timeBudget"],
  ["2.57.0", "GET /activities", "budget budgetType timeBudget"],
  ["2.20.0", "GET /users", "avatar color-safe email language locale systemAccount timezone"],
  ["2.40.0", "GET /users?full=1", "color-safe email systemAccount"],
  ["2.40.0", "GET /users/4", "color-safe email systemAccount"],
  ["2.57.0", "GET /users", ""],
  ["2.17.0", "GET /teams/1", "color-safe"],
  [
    "2.17.0",
    "GET /teams/1",
    "avatar color-safe email language locale systemAccount timezone",
    "members.0.user",
  ],
  [
    "2.40.0",
    "GET /teams/1",
    "color-safe email language locale systemAccount timezone",
    "members.0.user",
  ],
  ["2.20.0", FULL, "avatar color-safe email language locale systemAccount timezone", "user"],
  ["2.40.0", FULL, "color-safe metaFields", "activity"],
  ["2.20.0", FULL, "color-safe end metaFields orderDate orderNumber start", "project"],
  ["2.40.0", FULL, "color-safe metaFields orderDate", "project"],
  [
    "2.20.0",
    FULL,
    "color-safe company country currency fax homepage language metaFields mobile phone timezone",
    "project.customer",
  ],
  [
    "2.40.0",
    FULL,
    "color-safe fax homepage language metaFields mobile phone timezone",
    "project.customer",
  ],
  ["2.57.0", FULL, "language", "activity.project.customer"],
  ["2.63.0", FULL, "", "activity.project.customer"],
  ["2.18.0", "GET /tags/find?name=", ""],
];

for (const [version, request, expected, where] of absent) {
  const what = where ? `${where} of ${request}` : request;
  Deno.test(`${version} answers ${what} without ${expected || "nothing missing"}`, async () => {
    const pick = (json: Answer["json"]) =>
      (where?.split(".") ?? []).reduce((at, key) => at[key], Array.isArray(json) ? json[0] : json);
    const found = await missing(await furnished(), version, request, pick);
    assert.equal(found.join(" "), expected);
  });
}

Deno.test("the computed colour of a tag came with 2.18, its chosen one was away in 2.45", async () => {
  const { at } = await furnished();
  const made = async (version: string, name: string) =>
    keys((await at(version)("POST /tags", "super", { name })).json);
  assert.deepEqual(await made("2.17.0", "one"), ["color", "id", "name", "visible"]);
  assert.deepEqual(await made("2.18.0", "two"), ["color", "color-safe", "id", "name", "visible"]);
  assert.deepEqual(await made("2.45.0", "three"), ["color-safe", "id", "name", "visible"]);
  assert.deepEqual(await made("2.46.0", "four"), ["color", "color-safe", "id", "name", "visible"]);
});

Deno.test("rates are for everybody before 2.66", async () => {
  const { at, demo } = await furnished();
  const { fixedRate, hourlyRate, internalRate, rate } =
    (await at("2.65.0")("GET /timesheets/1", "user")).json;
  assert.deepEqual({ fixedRate, hourlyRate, internalRate, rate }, {
    fixedRate: null,
    hourlyRate: 60,
    internalRate: 60,
    rate: 60,
  });
  const [listed] = (await at("2.65.0")("GET /timesheets?full=1", "user")).json;
  assert.deepEqual([listed.rate, listed.internalRate, "hourlyRate" in listed], [60, 60, false]);
  const last = (await at("2.66.0")("GET /timesheets/1", "user")).json;
  assert(!("rate" in last) && !("hourlyRate" in last));
  const withoutRows = asker(asVersion(demo.fetch, "2.65.0"));
  assert(!("rate" in (await withoutRows("GET /timesheets/1", "user")).json));
});

Deno.test("budgets are for everybody who gets the object before 2.66, and in no list", async () => {
  const { at, demo } = await furnished();
  // Somebody who may see projects, but no budgets: no role is so by default.
  const lead = new Map([["view_project", true], ["budget_project", false]]);
  demo.state.roleSwitches.set("ROLE_TEAMLEAD", lead);
  const then = (await at("2.65.0")("GET /projects/1", "lead")).json;
  assert.deepEqual([then.budget, then.timeBudget, then.budgetType], [500, 0, null]);
  assert(!("budget" in (await at("2.66.0")("GET /projects/1", "lead")).json));
  assert(!("budget" in (await at("2.65.0")("GET /projects", "super")).json[0]));
  assert("budget" in (await at("2.66.0")("GET /projects", "super")).json[0]);
});

Deno.test("the paging headers are exposed to other origins since 2.63", async () => {
  const { demo } = await furnished();
  const header = async (version: string) => {
    const ask = asker(asVersion(demo.fetch, version), { Origin: "https://app.test" });
    const { headers } = await ask("GET /timesheets", "user");
    return [
      headers.get("Access-Control-Allow-Origin"),
      headers.has("Access-Control-Expose-Headers"),
    ];
  };
  assert.deepEqual(await header("2.62.0"), ["https://app.test", false]);
  assert.deepEqual(await header("2.63.0"), ["https://app.test", true]);
});

Deno.test("an invoice of a customer whose team one is not in is shown before 2.51", async () => {
  const { at, demo } = await furnished();
  demo.state.invoices.add({
    id: 1,
    customer: 1,
    user: 1,
    invoiceNumber: "2026/001",
    comment: null,
    createdAt: clock.epochMilliseconds,
    timezone: "UTC",
    total: 119,
    tax: 19,
    currency: "EUR",
    dueDays: 14,
    vat: 19,
    status: "new",
    invoiceFilename: "1.pdf",
    paymentDate: null,
    meta: new Map(),
  });
  const members = [{ user: 2, teamlead: true }];
  await at("2.66.0")("POST /teams", "super", { name: "Others", members });
  assert.equal((await at("2.66.0")("POST /teams/2/customers/1")).status, 200);
  const seen = async (version: string, user: string) =>
    (await at(version)("GET /invoices/1", user)).status;
  assert.deepEqual([await seen("2.50.0", "lead"), await seen("2.51.0", "lead")], [200, 403]);
  assert.deepEqual([await seen("2.50.0", "user"), await seen("2.50.0", "nobody")], [403, 401]);
  const { json } = await at("2.40.0")("GET /invoices/1", "lead");
  assert.deepEqual(["overdue", "invoiceFilename"].filter((key) => key in json), []);
  assert(!("language" in json.customer) && !("email" in json.user));
});
