import assert from "node:assert/strict";
import { bookInKimai, type KimaiTest, withKimai } from "../../../support/kimai.ts";

type Owner = "customer" | "project" | "activity" | "timesheet" | "invoice";

function define(test: KimaiTest, owner: Owner, ...names: string[]): void {
  test.demo.state.metaFields[owner].push(...names.map((name) => ({ name, visible: true })));
}

const fieldsOf = ({ metaFields }: { metaFields: { name: string; value: unknown }[] }) =>
  Object.fromEntries(metaFields.map(({ name, value }) => [name, value]));

for (
  const [entity, path] of [["customer", "customers"], ["project", "projects"], [
    "activity",
    "activities",
  ]] as const
) {
  Deno.test(`custom fields of a ${entity} are set one by one, as Kimai takes them (K-13)`, async () => {
    await using test = await withKimai({ user: "admin" });
    define(test, entity, "ticket", "place");
    const data = [{ name: "ticket", value: "X-1" }, { name: "place", value: 7 }];
    const { text } = await test.call("meta", { entity, entity_id: 1, action: "update", data });
    const name = { customer: "ACME", project: "Website", activity: "Design" }[entity];
    assert.equal(text, `Updated 2 meta field(s) for ${entity} ID 1 (${name}): ticket, place`);
    assert.deepEqual(test.requests.slice(-2), [
      `PATCH /${path}/1/meta {"name":"ticket","value":"X-1"}`,
      `PATCH /${path}/1/meta {"name":"place","value":"7"}`,
    ]);
    assert.deepEqual(fieldsOf(await test.kimai(`/${path}/1`)), { ticket: "X-1", place: "7" });
  });
}

Deno.test("a time record's fields are set without naming the one action there is", async () => {
  await using test = await withKimai();
  define(test, "timesheet", "ticket");
  const entity_id = await bookInKimai(test, {});
  const data = [{ name: "ticket", value: "X-1" }];
  const { text } = await test.call("meta", { entity: "timesheet", entity_id, data });
  assert.equal(text, "Updated 1 meta field(s) for timesheet ID 1: ticket");
  assert.deepEqual(fieldsOf(await test.kimai("/timesheets/1")), { ticket: "X-1" });
});

/** An invoice, which the API itself cannot make. */
function addInvoice(test: KimaiTest): void {
  const { state } = test.demo;
  state.invoices.add({
    id: state.invoices.nextId(),
    invoiceNumber: "2026/001",
    comment: null,
    customer: 1,
    user: 1,
    total: 119,
    tax: 19,
    currency: "EUR",
    dueDays: 14,
    vat: 19,
    status: "new",
    invoiceFilename: "2026-001.html",
    paymentDate: null,
    createdAt: state.now(),
    timezone: "UTC",
    meta: new Map(),
  });
}

Deno.test("an invoice's fields are set at once, in a list (K-13)", async () => {
  await using test = await withKimai({ user: "admin" });
  define(test, "invoice", "cost_centre", "paid_by");
  addInvoice(test);
  const data = [{ name: "cost_centre", value: "4711" }, { name: "paid_by", value: "card" }];
  const { text } = await test.call("meta", { entity: "invoice", entity_id: 1, data });
  assert.equal(text, "Updated 2 meta field(s) for invoice ID 1: cost_centre, paid_by");
  assert.deepEqual(test.requests, [`PATCH /invoices/1/custom-fields ${JSON.stringify(data)}`]);
  assert.deepEqual(fieldsOf(await test.kimai("/invoices/1")), {
    cost_centre: "4711",
    paid_by: "card",
  });
});

Deno.test("an unknown field of an invoice is named, beside an older Kimai as the other reason", async () => {
  await using test = await withKimai({ user: "admin" });
  define(test, "invoice", "cost_centre");
  addInvoice(test);
  await test.result("meta", {
    entity: "invoice",
    entity_id: 1,
    data: [{ name: "cost_centre", value: "1" }],
  });
  const data = [{ name: "cost_centre", value: "2" }, { name: "mood", value: "good" }];
  assert.equal(
    await test.refusal("meta", { entity: "invoice", entity_id: 1, data }),
    'Cannot set custom fields "cost_centre", "mood" of invoice ID 1: Kimai knows no such custom field "mood", it shows cost_centre, or this Kimai is older than 2.56 (nothing set)',
  );
});

Deno.test("what was set before a refusal is said, and what was not tried (B-22)", async () => {
  await using test = await withKimai({ user: "admin" });
  define(test, "project", "ticket", "place");
  const data = ["ticket", "mood", "place"].map((name) => ({ name, value: "1" }));
  assert.equal(
    await test.refusal("meta", { entity: "project", entity_id: 1, data }),
    'Cannot set custom field "mood" of project ID 1 (Website): Kimai knows no such custom field "mood", it shows ticket, place (ticket set, place not tried)',
  );
  assert.deepEqual(fieldsOf(await test.kimai("/projects/1")), { ticket: "1", place: null });
});

Deno.test("a record that is not there is told from a field that is not defined: Kimai says 404 to both", async () => {
  await using test = await withKimai({ user: "admin" });
  const data = [{ name: "ticket", value: "1" }];
  assert.equal(
    await test.refusal("meta", { entity: "project", entity_id: 99, data }),
    'Cannot set custom field "ticket" of project ID 99: Kimai has no project 99 (nothing set)',
  );
  assert.equal(
    await test.refusal("meta", { entity: "project", entity_id: 1, data }),
    'Cannot set custom field "ticket" of project ID 1 (Website): Kimai knows no such custom field "ticket", an administrator defines them in Kimai (nothing set)',
  );
});

Deno.test("true and false become 1 and 0, numbers text, null empties (B-22)", async () => {
  await using test = await withKimai({ user: "admin" });
  define(test, "customer", "a", "b", "c", "d");
  const values = [true, false, 1.5, null];
  const data = ["a", "b", "c", "d"].map((name, index) => ({ name, value: values[index] }));
  await test.result("meta", { entity: "customer", entity_id: 1, data });
  assert.deepEqual(fieldsOf(await test.kimai("/customers/1")), { a: "1", b: "0", c: "1.5", d: "" });
});

Deno.test("a plain user is told that he may not, and that nothing was set", async () => {
  await using test = await withKimai();
  define(test, "project", "ticket");
  const why = await test.refusal("meta", {
    entity: "project",
    entity_id: 1,
    data: [{ name: "ticket", value: "1" }],
  });
  assert.match(why, /^Cannot set custom field "ticket" .*permission.*\(nothing set\)$/);
});

Deno.test("wrong input is refused by name before anything is sent", async () => {
  await using test = await withKimai();
  const subject = { entity: "project", entity_id: 1 };
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ ...subject }, /"data" is missing/],
    [{ ...subject, data: [] }, /"data" is missing/],
    [{ ...subject, data: [{ name: "x" }] }, /"data\.0\.value" is missing/],
    [{ ...subject, data: [{ name: "x", value: ["a"] }] }, /"data\.0\.value" is \["a"\]: text/],
    [{ entity: "tag", entity_id: 1, data: [] }, /"entity" is "tag"/],
    [{ ...subject, action: "delete", data: [{ name: "x", value: "1" }] }, /"action"/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("meta", args), sentence);
  }
  assert.deepEqual(test.requests, []);
});
