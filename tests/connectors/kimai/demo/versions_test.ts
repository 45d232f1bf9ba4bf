import assert from "node:assert/strict";
import { FORMS } from "../../../../src/connectors/kimai/demo/form_tables.ts";
import { createDemoKimai, type DemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";
import { asVersion } from "../../../../src/connectors/kimai/demo/versions.ts";
import { DIFFERENCES } from "../../../../src/connectors/kimai/demo/versions_table.ts";
import { asker, furnished } from "./versions_support.ts";

Deno.test("2.66 is the embedded Kimai as it is", async () => {
  const { demo } = await furnished();
  const plain = asker(demo.fetch);
  const last = asker(asVersion(demo.fetch, "2.66.0", demo.state));
  const requests: [request: string, user: string, body?: unknown][] = [
    ["GET /version", "user"],
    ["GET /timesheets?full=1", "user"],
    ["GET /timesheets?size=1000&page=2", "user"],
    ["GET /timesheets/1/stop", "user"],
    ["GET /customers?full=1", "admin"],
    ["GET /customers/1/comments", "admin"],
    ["GET /teams/1", "admin"],
    ["GET /users/me", "lead"],
    ["GET /users/me", "nobody"],
    ["POST /customers", "super", { nmae: "x", language: "de" }],
    ["PUT /timesheets/1", "user"],
    ["GET /nowhere", "user"],
    ["HEAD /timesheets", "user"],
  ];
  for (const [request, ...rest] of requests) {
    const [expected, found] = [await plain(request, ...rest), await last(request, ...rest)];
    assert.deepEqual(
      { ...found, headers: [...found.headers] },
      { ...expected, headers: [...expected.headers] },
      request,
    );
  }
});

Deno.test("a version that cannot be imitated is refused in a sentence", () => {
  const { fetch } = createDemoKimai({ seed: "empty" });
  for (const version of ["1.30.0", "2.67.0", "3.0.0", "2", "2.40.0-beta", "latest", ""]) {
    assert.throws(() => asVersion(fetch, version), {
      name: "RangeError",
      message: `Cannot behave as Kimai "${version}": give a version from 2.0.0 to 2.66`,
    });
  }
});

/** A status, and for a 405 the methods that there are. */
const routes: [version: string, request: string, expected: number | string][] = [
  ["2.17.0", "GET /config/colors", 404],
  ["2.18.0", "GET /config/colors", 200],
  ["2.17.0", "GET /tags/find?name=", 404],
  ["2.18.0", "GET /tags/find?name=", 200],
  ["2.20.0", "GET /invoices", 404],
  ["2.20.0", "GET /invoices/1", 404],
  ["2.22.0", "GET /invoices", 200],
  ["2.22.0", "DELETE /invoices/1", "GET"],
  ["2.20.0", "DELETE /customers/9", "GET, PATCH"],
  ["2.24.0", "DELETE /projects/9", "GET, PATCH"],
  ["2.24.99", "DELETE /activities/9", "GET, PATCH"],
  ["2.25.0", "DELETE /activities/9", 404],
  ["2.35.0", "DELETE /export/1", 404],
  ["2.39.0", "PATCH /users/4/preferences", 404],
  ["2.40.0", "PATCH /users/4/preferences", 200],
  ["2.55.0", "GET /invoices/1/download", 404],
  ["2.56.1", "GET /customers/1/comments", 404],
  ["2.57.0", "GET /customers/1/comments", 200],
  ["2.56.0", "PATCH /projects/1/comments/1/pin", 404],
  ["2.57.0", "PATCH /projects/1/comments", "GET, POST"],
  ["2.57.0", "POST /projects/1/team", 404],
  ["2.63.0", "GET /favorites/timesheets", 404],
  ["2.65.9", "GET /favorites/timesheets/", 404],
  ["2.65.9", "POST /favorites/timesheets/1", 404],
  ["2.65.9", "DELETE /favorites/timesheets/1", 404],
  ["2.66.0", "GET /favorites/timesheets", 200],
  ["2.63.0", "POST /projects/1/duplicate", 404],
  ["2.63.0", "HEAD /favorites/timesheets", 404],
  ["2.57.0", "POST /timesheets/1/stop", "PATCH, GET"],
  ["2.57.0", "PUT /timesheets", "GET, POST"],
];

for (const [version, request, expected] of routes) {
  Deno.test(`${version} answers ${request} with ${expected}`, async () => {
    const { at } = await furnished();
    const { status, headers } = await at(version)(request);
    assert.equal(status === 405 ? headers.get("Allow") : status, expected);
  });
}

Deno.test("a route that is not there yet is a 404 for whoever asks", async () => {
  const { at } = await furnished();
  const { status, json, headers } = await at("2.56.0")("GET /customers/1/comments", "nobody");
  assert.deepEqual([status, json], [404, { code: 404, message: "Not Found" }]);
  assert.equal(headers.get("Allow"), null);
});

Deno.test("GET stops and restarts a timer until 2.57", async () => {
  const { at } = await furnished();
  const old = at("2.57.0");
  const started = await old("GET /timesheets/1/restart", "user");
  assert.deepEqual([started.status, started.json.id, started.json.end], [200, 2, null]);
  const stopped = await old("GET /timesheets/2/stop", "user");
  assert.deepEqual([stopped.status, stopped.json.end === null], [200, false]);
  for (const verb of ["stop", "restart"]) {
    const { status, headers } = await at("2.58.0")(`GET /timesheets/1/${verb}`, "user");
    assert.deepEqual([status, headers.get("Allow")], [405, "PATCH"]);
  }
  const { status } = await at("2.0.9")("GET /timesheets/1/stop", "user");
  assert.equal(status, 405);
});

Deno.test("before 2.14 a token counts as no credentials", async () => {
  const { at } = await furnished();
  const { status, json } = await at("2.13.0")("GET /version");
  assert.deepEqual([status, json], [401, { code: 401, message: "Unauthorized" }]);
  assert.equal((await at("2.13.0")("GET /nowhere")).status, 404);
  assert.equal((await at("2.14.0")("GET /version")).status, 200);
});

Deno.test("a field that a form does not have yet is an extra field, and is not among its children", async () => {
  const { at, demo } = await furnished();
  const body = { name: "New", language: "de" };
  const { status, json } = await at("2.62.0")("POST /customers", "super", body);
  assert.deepEqual([status, json.errors.errors], [400, [
    "This form should not contain extra fields.",
  ]]);
  assert(!("language" in json.errors.children) && !("invoiceEmail" in json.errors.children));
  assert("buyerReference" in json.errors.children);
  assert.equal(demo.state.customers.size, 1);
  const snake = await at("2.62.0")("PATCH /customers/1", "super", { invoice_email: "a@b.de" });
  assert.equal(snake.status, 400);
  assert.equal((await at("2.63.0")("PATCH /customers/1", "super", body)).json.language, "de");
});

Deno.test("fields that a form has are taken as ever, beside an absent one in a refusal", async () => {
  const { at } = await furnished();
  const fine = await at("2.20.0")("PATCH /customers/1", "super", { name: "Acme Corp" });
  assert.deepEqual([fine.status, fine.json.name], [200, "Acme Corp"]);
  const refused = await at("2.20.0")("POST /customers", "super", { name: "x" });
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.json.errors.children.name.errors, [
    "This value is too short. It should have 2 characters or more.",
  ]);
  assert(!("addressLine1" in refused.json.errors.children));
});

Deno.test("the lines of an address are snake_case in 2.41 and 2.42, and unknown before", async () => {
  const { at } = await furnished();
  const then = { address_line1: "Street 1", postcode: "20095" };
  const now = { addressLine1: "Street 2" };
  const statuses = async (version: string) => [
    (await at(version)("PATCH /customers/1", "super", then)).status,
    (await at(version)("PATCH /customers/1", "super", now)).status,
  ];
  assert.deepEqual(await statuses("2.40.0"), [400, 400]);
  assert.deepEqual(await statuses("2.42.0"), [200, 400]);
  const { json } = await at("2.66.0")("GET /customers/1");
  assert.deepEqual([json.addressLine1, json.postCode], ["Street 1", "20095"]);
  const { errors } = (await at("2.42.0")("PATCH /customers/1", "super", now)).json;
  assert("address_line1" in errors.children && !("addressLine1" in errors.children));
  assert.equal((await at("2.43.0")("PATCH /customers/1", "super", now)).status, 200);
});

Deno.test("break is a field since 2.30 and a key since 2.45", async () => {
  const { at, demo } = await furnished();
  demo.configure("timesheet.rules.break_time_active", "1");
  const body = { break: "0:15" };
  const before = await at("2.29.0")("PATCH /timesheets/1", "user", body);
  assert.deepEqual([before.status, "break" in before.json.errors.children], [400, false]);
  const since = await at("2.30.0")("PATCH /timesheets/1", "user", body);
  assert.deepEqual([since.status, since.json.duration, "break" in since.json], [200, 2700, false]);
  assert.equal((await at("2.45.0")("GET /timesheets/1", "user")).json.break, 900);
});

Deno.test("a form may come url-encoded, and a broken body stays broken", async () => {
  const { demo } = await furnished();
  const fetch = asVersion(demo.fetch, "2.62.0");
  const post = async (type: string, body: string) => {
    const headers = { Authorization: "Bearer token_super", "Content-Type": type };
    const init = { method: "POST", headers, body };
    const response = await fetch("https://kimai.test/api/customers", init);
    return [response.status, (await response.json()).message ?? "made"];
  };
  const form = "application/x-www-form-urlencoded";
  assert.deepEqual(await post(form, "name=Two"), [200, "made"]);
  assert.deepEqual(await post(form, "name=Two&language=de"), [400, "Validation Failed"]);
  assert.deepEqual(await post("application/json", "{"), [400, "Bad Request"]);
  assert.deepEqual(await post("application/json", "[]"), [400, "Validation Failed"]);
});

Deno.test("full is no parameter of customers before 2.62", async () => {
  const { at } = await furnished();
  const hasCity = async (version: string) =>
    "city" in (await at(version)("GET /customers?full=1")).json[0];
  assert.deepEqual([await hasCity("2.61.0"), await hasCity("2.62.0")], [false, true]);
  assert.equal((await at("2.61.0")("GET /customers?full=perhaps")).status, 200);
  assert.equal((await at("2.62.0")("GET /customers?full=perhaps")).status, 400);
});

/** 620 more entries of `user`, put in past the API. */
function addEntries({ state }: DemoKimai): void {
  const model = state.timesheets.get(1)!;
  for (let count = 0; count < 620; count++) {
    const [begin, end] = [model.begin, model.end!].map((at) => at - (count + 1) * 7_200_000);
    state.timesheets.save({ ...model, id: state.timesheets.nextId(), begin, end });
  }
}

Deno.test("a page has any size before 2.42 and 500 rows since", async () => {
  const { at, demo } = await furnished();
  addEntries(demo);
  const page = async (version: string, query: string) => {
    const { status, json, headers } = await at(version)(`GET /timesheets?${query}`, "user");
    const facts = ["Page", "Per-Page", "Total-Count", "Total-Pages"]
      .map((name) => Number(headers.get(`X-${name}`)));
    const ids = status === 200 ? json.map(({ id }: { id: number }) => id) : [];
    return { status, rows: ids.length, first: ids[0], last: ids.at(-1), facts };
  };
  const whole = { status: 200, rows: 621, first: 1, last: 621, facts: [1, 1000, 621, 1] };
  assert.deepEqual(await page("2.41.0", "size=1000"), whole);
  assert.deepEqual(await page("2.41.0", "size=550&page=2"), {
    status: 200,
    rows: 71,
    first: 551,
    last: 621,
    facts: [2, 550, 621, 2],
  });
  assert.equal((await page("2.41.0", "size=550&page=3")).status, 404);
  assert.equal((await page("2.41.0", "size=550&order=down")).status, 400);
  assert.equal((await page("2.41.0", "size=20&page=2")).rows, 20);
  assert.deepEqual(await page("2.42.0", "size=1000"), {
    status: 200,
    rows: 500,
    first: 1,
    last: 500,
    facts: [1, 500, 621, 2],
  });
});

Deno.test("a contract that is not stored yet cannot be set before 2.61", async () => {
  const { at, demo } = await furnished();
  const body = [{ name: "work_monday", value: "28800" }];
  const set = async (version: string) =>
    (await at(version)("PATCH /users/4/preferences", "super", body)).status;
  assert.equal(await set("2.60.0"), 404);
  assert.equal(demo.state.users.get(4)!.preferences.has("work_monday"), false);
  assert.equal(await set("2.61.0"), 200);
  assert.equal(await set("2.60.0"), 200);
});

Deno.test("a preflight is answered as ever", async () => {
  const { demo } = await furnished();
  const headers = { Origin: "https://app.test", "Access-Control-Request-Method": "GET" };
  const init = { method: "OPTIONS", headers };
  const url = "https://kimai.test/api/favorites/timesheets";
  assert.equal((await asVersion(demo.fetch, "2.20.0")(url, init)).status, 200);
});

Deno.test("a request that was cancelled is not made", async () => {
  const { demo } = await furnished();
  const fetch = asVersion(demo.fetch, "2.40.0");
  const signal = AbortSignal.abort(new Error("Enough"));
  await assert.rejects(fetch("https://kimai.test/api/ping", { signal }), { message: "Enough" });
});

Deno.test("every row of the table is about something there is, ends after it begins, and has a source", async () => {
  const { demo } = await furnished();
  const exists = async (route: string) => {
    const [method, path] = route.split(" ");
    const url = `https://kimai.test/api${path.replaceAll("{id}", "1").replaceAll("{word}", "x")}`;
    const { headers } = await demo.fetch(url, { method: "UNKNOWN" });
    return headers.get("Allow")?.split(", ").includes(method) ?? false;
  };
  const number = (version: string) =>
    version.split(".").reduce((sum, part) => sum * 100 + Number(part), 0);
  const forms: string[] = Object.values(FORMS).flat().map(({ name }) => name);
  for (const row of DIFFERENCES) {
    const text = JSON.stringify(row);
    assert.match(row.source, /^(?:history (?:HEAD|2\.\d+)|API\.md \d)/, text);
    assert(number(row.since ?? "2.0.0") < number(row.until), text);
    if (row.kind === "no route") {
      for (const route of row.routes) assert(await exists(route), route);
    }
    if (row.kind === "former route") {
      assert(await exists(row.route.replace("GET", row.method)), text);
      assert.equal(await exists(row.route), false, text);
    }
    if (row.kind === "no field") assert(row.fields.every((name) => forms.includes(name)), text);
    if (row.kind === "former field") assert(forms.includes(row.field), text);
  }
});
