import assert from "node:assert/strict";
import { withKimai } from "../../../support/kimai.ts";

const acme = { entity: "customer", entity_id: 1 };

Deno.test("rates are added for everybody and for one, listed with names, and deleted", async () => {
  await using test = await withKimai({ user: "admin" });
  const none = await test.call("rate", { action: "list", ...acme });
  assert.equal(none.text, "No rates configured for customer ID 1 (ACME)");
  const everybody = await test.call("rate", { action: "add", ...acme, data: { rate: "75,5" } });
  assert.equal(
    everybody.text,
    "Added rate ID 1 for all users to customer ID 1\nRate ID: 1, all users: 75.50 an hour",
  );
  const data = { rate: 600, user: "4", internal_rate: 40, is_fixed: true };
  const own = await test.call("rate", { action: "add", ...acme, data });
  assert.equal(
    own.text,
    "Added rate ID 2 for user user to customer ID 1\nRate ID: 2, user (4): 600.00 fixed, internal 40.00",
  );
  const { text, structured } = await test.call("rate", { action: "list", ...acme });
  assert.equal(
    text,
    [
      "Found 2 rate(s) for customer ID 1 (ACME):",
      "Rate ID: 1, all users: 75.50 an hour",
      "Rate ID: 2, user (4): 600.00 fixed, internal 40.00",
    ].join("\n"),
  );
  assert.deepEqual(JSON.parse(JSON.stringify(structured)).result, {
    ...acme,
    name: "ACME",
    rates: [
      { id: 1, rate: 75.5, is_fixed: false },
      { id: 2, user: { id: 4, name: "user" }, rate: 600, internal_rate: 40, is_fixed: true },
    ],
  });
  const deleted = await test.call("rate", { action: "delete", ...acme, rate_id: 1 });
  assert.equal(
    deleted.text,
    "Deleted rate ID 1 from customer ID 1\nRate ID: 1, all users: 75.50 an hour",
  );
  assert.deepEqual((await test.kimai("/customers/1/rates")).map(({ id }: { id: number }) => id), [
    2,
  ]);
});

Deno.test("projects and activities have rates too", async () => {
  await using test = await withKimai({ user: "admin" });
  for (const [entity, path] of [["project", "/projects/1"], ["activity", "/activities/1"]]) {
    const args = { action: "add", entity, entity_id: 1, data: { rate: 80 } };
    assert.match((await test.call("rate", args)).text, new RegExp(`to ${entity} ID 1\n`));
    assert.equal((await test.kimai(`${path}/rates`))[0].rate, 80);
  }
});

Deno.test("internalRate and isFixed, as Kimai spells them, are not lost (B-13)", async () => {
  await using test = await withKimai({ user: "admin" });
  const data = { rate: 90, internalRate: 50, isFixed: "true" };
  await test.result("rate", { action: "add", ...acme, data });
  const [{ internalRate, isFixed }] = await test.kimai("/customers/1/rates");
  assert.deepEqual([internalRate, isFixed], [50, true]);
});

Deno.test("an hourly rate is sent as false, never as a text or null that Kimai takes for true (K-18)", async () => {
  await using test = await withKimai({ user: "admin" });
  await test.result("rate", { action: "add", ...acme, data: { rate: 90, is_fixed: 0 } });
  assert.match(test.requests[1], /\{"rate":90,"isFixed":false\}$/);
  assert.equal((await test.kimai("/customers/1/rates"))[0].isFixed, false);
});

Deno.test("a second rate of one user is refused with the one that is there, Kimai says only that it is used", async () => {
  await using test = await withKimai({ user: "admin" });
  await test.result("rate", { action: "add", ...acme, data: { rate: 75 } });
  await test.result("rate", { action: "add", ...acme, data: { rate: 95, user: 4 } });
  const again = { action: "add", ...acme };
  assert.equal(
    await test.refusal("rate", { ...again, data: { rate: 80 } }),
    "Cannot add the rate to customer ID 1 (ACME): there is one already (Rate ID: 1, all users: 75.00 an hour), Kimai keeps one for each user and one for all users, and changes none; delete that one first",
  );
  assert.match(
    await test.refusal("rate", { ...again, data: { rate: 80, user: 4 } }),
    /there is one already \(Rate ID: 2, user \(4\): 95\.00 an hour\)/,
  );
  assert.match(
    await test.refusal("rate", { ...again, data: { rate: 80, user: 99 } }),
    /Kimai has no user 99 that is open to you$/,
  );
  assert.equal((await test.kimai("/customers/1/rates")).length, 2);
});

Deno.test("a rate that is not there is not deleted, and those that are there are named", async () => {
  await using test = await withKimai({ user: "admin" });
  const args = { action: "delete", ...acme, rate_id: 7 };
  assert.equal(
    await test.refusal("rate", args),
    "Cannot delete rate 7: customer ID 1 (ACME) has no such rate (it has none)",
  );
  await test.result("rate", { action: "add", ...acme, data: { rate: 75 } });
  assert.match(
    await test.refusal("rate", args),
    /\(Rate ID: 1, all users: 75\.00 an hour\)$/,
  );
});

Deno.test("a missing or impossible rate is refused before anything is sent: nobody wants 0 by accident", async () => {
  await using test = await withKimai({ user: "admin" });
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ action: "add", ...acme, data: {} }, /"data\.rate" is missing/],
    [{ action: "add", ...acme, data: { user: 4 } }, /"data\.rate" is missing/],
    [{ action: "add", ...acme }, /"data" is missing/],
    [{ action: "add", ...acme, data: { rate: -1 } }, /"data\.rate" is -1: an amount not below/],
    [{ action: "add", ...acme, data: { rate: "free" } }, /"data\.rate" is "free"/],
    [{ action: "add", ...acme, data: { rate: 1, hourly: 2 } }, /"hourly" is not a field of "data"/],
    [{ action: "delete", ...acme }, /"rate_id" is missing/],
    [{ action: "list", entity: "timesheet", entity_id: 1 }, /"entity" is "timesheet"/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("rate", args), sentence);
  }
  assert.deepEqual(test.requests, []);
});

Deno.test("who may not manage rates, or names what is not there, is told", async () => {
  await using test = await withKimai();
  assert.match(await test.refusal("rate", { action: "list", ...acme }), /permission/);
  await using admin = await test.as("admin");
  const args = { action: "list", entity: "project", entity_id: 99 };
  assert.match(await admin.refusal("rate", args), /\(404\)/);
});
