import assert from "node:assert/strict";
import { type KimaiTest, type KimaiTestOptions, withKimai } from "../../../support/kimai.ts";
import { assertPart, requestsOf } from "../../../contract/parity/row.ts";
import { absent, parity, prepare } from "../parity_entity.ts";

async function prepared(options: KimaiTestOptions = {}): Promise<KimaiTest> {
  const test = await withKimai({ user: "admin", ...options });
  prepare(test.demo);
  return test;
}

for (const { user, type, action, args, received, line, holds } of parity) {
  Deno.test(`${user}: ${action} of ${type} asks Kimai for just that`, async () => {
    await using test = await prepared({ user });
    const { text, isError } = await test.call("entity", { type, action, ...args });
    assert(!isError, text);
    assert.equal(text.split("\n")[0], line);
    assert.deepEqual(requestsOf(test, received), received);
    if (holds) assertPart(await test.kimai(holds[0]), holds[1]);
  });
}

Deno.test("what Kimai does not offer is refused with what it does, before anything is sent", async () => {
  await using test = await prepared();
  const rest: Record<string, unknown> = {
    batch_delete: { ids: [1] },
    create: { data: { name: "x" } },
    update: { id: 1, data: { name: "x" } },
    lock_month: { id: 1, month: "2026-01" },
    set_preferences: { id: 1, preferences: [{ name: "x", value: "1" }] },
  };
  for (const [type, action, sentence] of absent) {
    const args = { type, action, ...rest[action] ?? { id: 1 } };
    assert.equal(await test.refusal("entity", args), sentence);
  }
  assert.deepEqual(test.requests, []);
});

Deno.test("the reference's README works as printed, a team without members too: you lead it", async () => {
  await using test = await prepared();
  const printed = [
    { type: "project", action: "list", filters: { customer: 1 } },
    { type: "project", action: "get", id: 1 },
    { type: "activity", action: "list", filters: { project: 1 } },
  ];
  for (const args of printed) await test.result("entity", args);
  const { text } = await test.call("entity", {
    type: "team",
    action: "create",
    data: { name: "Development Team", color: "#3498db" },
  });
  assert.equal(
    text,
    [
      "Created Team: Development Team (ID: 2)",
      "Color: #1e90ff",
      "Members: admin (2, lead)",
      "#3498db is not in Kimai's palette, the nearest is #1e90ff (Dodger)",
    ].join("\n"),
  );
  const batch = { type: "activity", action: "batch_delete", ids: [2, 3, 99] };
  assert.match(
    (await test.call("entity", batch)).text,
    /^Batch Delete Complete\n✓ Deleted: 2 activities\n✗ Failed: 1\n {2}- ID 99: Kimai has no record/,
  );
  await using boss = await test.as("super");
  await boss.result("entity", { type: "user", action: "list" });
});

Deno.test("one entity shows all that is set, with names beside ids", async () => {
  await using test = await prepared({ user: "super" });
  await test.kimai("/projects/1", "super", {
    method: "PATCH",
    body: JSON.stringify({ budget: 1000, budgetType: "month", timeBudget: "2h", comment: "Hi" }),
  });
  await test.kimai("/teams/1/projects/1", "super", { method: "POST" });
  const { text, structured } = await test.call("entity", { type: "project", action: "get", id: 1 });
  assert.equal(
    text,
    [
      "Project: Website (ID: 1)",
      "Customer: ACME (1)",
      "Status: Active",
      "Billable: Yes",
      "Global Activities: Yes",
      "Number: 0002",
      "Budget: 1,000.00 per month",
      "Time Budget: 2:00 h per month",
      "Teams: Web (1)",
      "Comment: Hi",
    ].join("\n"),
  );
  assert.deepEqual((structured?.result as { item: unknown }).item, {
    id: 1,
    name: "Website",
    customer: { id: 1, name: "ACME" },
    number: "0002",
    visible: true,
    billable: true,
    budget: 1000,
    timeBudget: 7200,
    budgetType: "month",
    teams: [{ id: 1, name: "Web" }],
    comment: "Hi",
    globalActivities: true,
  });
});

Deno.test("a user is shown with e-mail, roles, teams, supervisor and preferences", async () => {
  await using test = await prepared({ user: "super" });
  await test.kimai("/users/2", "super", { method: "PATCH", body: `{"supervisor":1}` });
  const { text } = await test.call("entity", { type: "user", action: "get", id: 2 });
  assert.match(text, /^User: admin \(ID: 2\)\nName: admin\nStatus: Active\n/);
  assert.match(text, /^Email: admin@example\.com\nRoles: ROLE_ADMIN\nSupervisor: super \(1\)\n/m);
  assert.match(text, /^Teams: Web \(1, lead\)\nPreferences:\n {2}- work_contract_type: none\n/m);
});

Deno.test("an invoice is shown with its currency", async () => {
  await using test = await prepared();
  const { text } = await test.call("entity", { type: "invoice", action: "get", id: 1 });
  assert.match(text, /^Total: 119\.00 EUR\nTax: 19\.00 EUR \(19 %\)\nCreated: 2026-11-10\n/m);
  const list = await test.call("entity", { type: "invoice", action: "list" });
  assert.match(list.text, /\n1 2026\/001, ACME \(1\), 119\.00 EUR, pending, 2026-11-10$/);
});

Deno.test("ended projects are left out and counted, and shown when they are asked for", async () => {
  await using test = await prepared({ user: "user" });
  await test.kimai("/projects/2", "super", {
    method: "PATCH",
    body: `{"end":"2026-11-19T00:00:00"}`,
  });
  const list = (filters: Record<string, unknown>) =>
    test.call("entity", { type: "project", action: "list", filters }).then(({ text }) => text);
  assert.equal(
    await list({}),
    [
      "Found 1 projects",
      `Note: 1 more ended or did not begin yet: filters {"ignoreDates":true} shows them`,
      "",
      "1 Website, ACME (1), no. 0002",
    ].join("\n"),
  );
  const shop = /\n2 Shop, ACME \(1\), no\. 0003, until 2026-11-19(\n|$)/;
  assert.match(await list({ ignoreDates: true }), shop);
  assert.match(await list({ visible: 3 }), shop);
  await test.kimai("/projects/2", "super", { method: "PATCH", body: `{"visible":false}` });
  assert.match(
    await list({ visible: "2" }),
    /^Found 1 projects\n\n2 Shop, .* until 2026-11-19 \[hidden\]$/,
  );
});

Deno.test("a project that ends today is running, in the zone of whoever asks", async () => {
  await using test = await prepared({ user: "user", now: "2026-11-20T23:30:00Z" });
  const init = { method: "PATCH", body: `{"end":"2026-11-20T00:00:00"}` };
  await test.kimai("/projects/2", "super", init);
  const args = { type: "project", action: "list" };
  assert.equal((await test.result("entity", args)).total, 1);
  await using newYork = await test.as("user2");
  assert.equal((await newYork.result("entity", args)).total, 2);
});

Deno.test("a long list is totalled, shown as far as it fits, and read to its end by the calls it names", async () => {
  await using test = await prepared();
  const customer = test.demo.state.customers.get(1)!;
  for (let id = 2; id <= 800; id++) {
    test.demo.state.customers.add({ ...customer, id, number: `N${id}`, name: `Customer ${id}` });
  }
  const seen = new Set<number>();
  let call: Record<string, unknown> | undefined = {
    type: "customer",
    action: "list",
    filters: { term: "Customer" },
  };
  let calls = 0;
  while (call) {
    const { text, structured } = await test.call("entity", call);
    const { total, items, more, next } = structured!.result as {
      total: number;
      items: { id: number }[];
      more?: number;
      next?: Record<string, unknown>;
    };
    assert(text.length <= 20_000 && text.startsWith("Found 799 customers\n"));
    assert.equal(total, 799);
    assert.equal(seen.size + items.length + (more ?? 0), 799);
    if (next) assert(text.endsWith(`; the next ones: entity ${JSON.stringify(next)}`));
    for (const { id } of items) seen.add(id);
    call = next;
    calls++;
  }
  assert.equal(seen.size, 799);
  assert(calls > 1 && calls < 6, `${calls} calls`);
});

Deno.test("a page that is asked for is that page, and one past the end is refused", async () => {
  await using test = await prepared();
  const list = { type: "activity", action: "list" };
  const second = await test.result("entity", { ...list, filters: { page: 2, size: 2 } });
  assert.deepEqual(second.items.map(({ id }: { id: number }) => id), [3]);
  assert.equal(second.total, 3);
  assert.equal(second.next, undefined);
  const first = await test.result("entity", { ...list, filters: { size: 2 } });
  assert.deepEqual(first.next, { ...list, filters: { page: 2, size: 2 } });
  const why = await test.refusal("entity", { ...list, filters: { page: 3, size: 2 } });
  assert.equal(why, "There is no page 3: the list ends before it");
  const past = { type: "invoice", action: "list", filters: { page: 2 } };
  assert.match(await test.refusal("entity", past), /^There is no page 2/);
});

Deno.test("invoices come from all pages, with the sum of each currency", async () => {
  await using test = await prepared();
  const invoice = test.demo.state.invoices.get(1)!;
  for (let id = 2; id <= 501; id++) {
    test.demo.state.invoices.add({ ...invoice, id, total: 0.1, currency: id % 2 ? "EUR" : "USD" });
  }
  const answer = await test.result("entity", { type: "invoice", action: "list" });
  assert.equal(answer.total, 501);
  assert.deepEqual(answer.sums, [
    { currency: "EUR", total: 144, count: 251 },
    { currency: "USD", total: 25, count: 250 },
  ]);
  const pages = test.requests.filter((request) => request.startsWith("GET /invoices"));
  assert.deepEqual(pages, ["GET /invoices?page=1&size=500", "GET /invoices?page=2&size=500"]);
});

Deno.test("lists that a role may not read say who may", async () => {
  await using test = await prepared({ user: "user" });
  const sentences = {
    user: "Cannot list users: by default Kimai lets system administrators do that",
    team: "Cannot list teams: by default Kimai lets administrators do that",
    invoice: "Cannot list invoices: by default Kimai lets team leads and administrators do that",
  };
  for (const [type, sentence] of Object.entries(sentences)) {
    const why = await test.refusal("entity", { type, action: "list" });
    assert(why.startsWith(sentence), why);
  }
  const write = { type: "project", action: "create", data: { name: "New", customer: 1 } };
  assert.equal(
    await test.refusal("entity", write),
    "Cannot create a project: by default Kimai lets administrators do that (permission create_project)",
  );
});

Deno.test("a customer's address is missing from a full list where Kimai does not give it", async () => {
  await using test = await prepared({ user: "user" });
  const full = { type: "customer", action: "list", filters: { full: true } };
  const note = /^Note: no address came back: none is set, or it takes Kimai 2\.62/m;
  assert.match((await test.call("entity", full)).text, note);
  await test.kimai("/customers/1", "super", { method: "PATCH", body: `{"city":"Bern"}` });
  await using admin = await test.as("admin");
  assert.match((await admin.call("entity", full)).text, /^1 ACME, no\. 0002, DE, Bern$/m);
});

Deno.test("filters are taken for what a type really filters, under both spellings, and refused by name otherwise", async () => {
  await using test = await prepared();
  const filters = { orderBy: "id", order: "desc", term: null, project: "" };
  await test.result("entity", { type: "customer", action: "list", filters });
  assert.deepEqual(test.requests, ["GET /customers?order=DESC&orderBy=id", "GET /users/me"]);
  const byName = { type: "tag", action: "list", filters: { name: "urg" } };
  assert.equal((await test.result("entity", byName)).total, 1);
  const refusals: [string, Record<string, unknown>, RegExp][] = [
    [
      "team",
      { visible: 2 },
      /^Cannot run entity list team: "visible" is not a field of "filters", which takes term, page, size$/,
    ],
    ["project", { globals: 1 }, /"globals" is not a field of "filters"/],
    ["activity", { customer: 1 }, /"customer" is not a field of "filters", which takes term, /],
    ["invoice", { term: "2026" }, /"term" is not a field of "filters"/],
    ["customer", { begin: "2026-01-01" }, /"begin" is not a field of "filters"/],
    ["project", { order_by: "age" }, /"filters\.order_by" is "age": .*"id"\|"name"\|"customer"/],
    [
      "activity",
      { project: 99 },
      /^Cannot filter by project 99: there is none that is open to you$/,
    ],
    ["invoice", { customers: [99] }, /^Cannot filter by customer 99/],
    ["invoice", { begin: "2026-11-02", end: "2026-11-01" }, /the end is before the begin$/],
    ["invoice", { status: ["lost"] }, /"filters\.status\.0" is "lost"/],
  ];
  for (const [type, filters, sentence] of refusals) {
    assert.match(await test.refusal("entity", { type, action: "list", filters }), sentence);
  }
});

Deno.test("a filter that leaves nothing out is ignored where a type has no use for it, and that is told", async () => {
  await using test = await prepared({ user: "lead" });
  const list = (type: string, filters: Record<string, unknown>) =>
    test.call("entity", { type, action: "list", filters });
  const { text } = await list("tag", { visible: "3", order: "ASC", orderBy: "name", full: null });
  assert.equal(
    text,
    "Found 1 tags\nNote: ignored: visible, order, order_by (of no use for tags)\n\n1 urgent",
  );
  assert.match((await list("project", { globals: "0" })).text, /^Note: ignored: globals /m);
  assert.equal((await list("invoice", { customer: "ACME" })).structured?.action, "list");
  assert.match(test.requests.at(-1)!, /^GET \/invoices\?customers\[\]=1&|customers%5B%5D=1/);
  const holidays = await list("holiday", { term: "CHRIST" });
  assert.match(holidays.text, /^Found 1 holidays\n\n1 Christmas Day, /);
  assert.match((await list("holiday", { term: "Easter" })).text, /^Found 0 holidays$/);
});

Deno.test("a search word with a colon is searched as words, not in custom fields", async () => {
  await using test = await prepared();
  await test.result("entity", { type: "project", action: "list", filters: { term: "web:site" } });
  assert.match(test.requests[0], /^GET \/projects\?term=web\+site&/);
});

Deno.test("a day as end includes that day, and an offset is translated", async () => {
  await using test = await prepared({ user: "lead" });
  const total = async (filters: Record<string, unknown>) =>
    (await test.result("entity", { type: "invoice", action: "list", filters })).total;
  assert.equal(await total({ begin: "2026-11-10", end: "2026-11-10" }), 1);
  assert.equal(await total({ end: "2026-11-09" }), 0);
  assert.equal(await total({ begin: "2026-11-10T09:00:00Z" }), 1);
  assert.equal(await total({ begin: "2026-11-10T09:00:01Z" }), 0);
});

Deno.test("months are locked for everybody who is active, with a team or without, and each failure is told", async () => {
  await using test = await prepared({
    user: "super",
    intercept: (request, next) =>
      request.url.endsWith("/lock/3/2026-01-01")
        ? Promise.resolve(Response.json({ code: 403, message: "Forbidden" }, { status: 403 }))
        : next(),
  });
  await test.kimai("/users/5", "super", { method: "PATCH", body: `{"enabled":false}` });
  const lock = { type: "user", action: "lock_month", month: "2026-01-01" };
  const { text } = await test.call("entity", { ...lock, user_scope: "all", ids: [5], id: 5 });
  assert.match(
    text,
    /^Locked month 2026-01-01 for 3 users, 1 failed:\n {2}- ID 3: Kimai forbids .*\nDone: admin \(2\), super \(1\), user \(4\)$/,
  );
  assert.deepEqual([...test.demo.state.lockedMonths].sort(), [
    "1/2026-01",
    "2/2026-01",
    "4/2026-01",
  ]);
});

Deno.test("months need somebody, a month, and a Kimai that knows them", async () => {
  await using test = await prepared({ user: "user" });
  const lock = { type: "user", action: "lock_month" };
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ month: "2026-01" }, /^Cannot lock_month: name the user with id, several with ids, or/],
    [{ id: 4 }, /"month" is missing/],
    [{ id: 4, month: "2026-13" }, /"month" is "2026-13": a month is wanted, such as 2026-01/],
    [{ user_scope: "all", month: "2026-01" }, /^Cannot tell who all users are: Kimai shows your/],
    [{ ids: [4, 5], month: "2026-01" }, /^Nothing was done: lock_month failed for all users\n.*\n/],
    [{ id: 4, month: "2026-01" }, /^Kimai forbids DELETE \/work-contract\/lock\/4\/2026-01-01/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("entity", { ...lock, ...args }), sentence);
  }
  test.demo.state.plugins.length = 0;
  const why = await test.refusal("entity", { ...lock, id: 4, month: "2026-01" });
  assert.match(why, /\(404\): .* a plugin that is not installed/);
});

Deno.test("holidays show day and group", async () => {
  await using test = await prepared({ user: "user" });
  const { text } = await test.call("entity", { type: "holiday", action: "list" });
  assert.equal(text, "Found 1 holidays\n\n1 Christmas Day, 2026-12-25, DE-BY (1)");
});
