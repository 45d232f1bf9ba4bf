import assert from "node:assert/strict";
import { withKimai } from "../../../support/kimai.ts";

Deno.test("a name is looked up everywhere, with ready arguments", async () => {
  await using test = await withKimai({ user: "super" });
  const { text } = await test.call("find", { text: "re" });
  assert.equal(text, `activity 2: Website / Review {"activity":2}`);
  assert.equal(
    (await test.call("find", { text: "acme / SHOP" })).text,
    `project 2: ACME / Shop {"project":2}`,
  );
  assert.equal((await test.call("find", { text: "user2" })).text, `user 5: user2 {"user":5}`);
  assert.equal((await test.call("find", { text: "urgent" })).text, `tag 1: urgent {"tag":1}`);
});

Deno.test("users and teams are found with one request for the teams", async () => {
  await using test = await withKimai();
  await test.call("find", { text: "re" });
  const teams = test.requests.filter((request) => request === "GET /teams");
  assert.equal(teams.length, 1);
});

Deno.test("what fits nothing shows the nearest, and a type narrows the search", async () => {
  await using test = await withKimai();
  const { found, nearest } = await test.result("find", { text: "Payroll", type: "customer" });
  assert.deepEqual([found, nearest.map(({ name }: { name: string }) => name)], [[], ["ACME"]]);
  assert.equal(test.requests.join(), "GET /customers?visible=3,GET /users/me");
});

Deno.test("hidden ones are found where nothing visible fits, and marked", async () => {
  await using test = await withKimai({ user: "admin" });
  const body = JSON.stringify({ visible: false });
  await test.kimai("/projects/2", "super", { method: "PATCH", body });
  assert.match(
    (await test.call("find", { text: "shop" })).text,
    /^project 2: ACME \/ Shop \(hidden\)/,
  );
});

Deno.test("more than fit are counted", async () => {
  await using test = await withKimai();
  const { found, more } = await test.result("find", { text: "s", size: 1, type: "project" });
  assert.deepEqual([found.length, more], [1, undefined]);
  assert.match(await test.refusal("find", { text: " " }), /"text" is/);
});
