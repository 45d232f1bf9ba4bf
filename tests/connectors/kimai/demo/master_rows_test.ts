import assert from "node:assert/strict";
import { nextNumber } from "../../../../src/connectors/kimai/demo/master_rows.ts";
import { counts } from "../../../contract/switches.ts";
import { createWorld, HARBOUR, hour } from "../../../contract/world.ts";

Deno.test("a number is the count of rows and two, past those in use", async () => {
  const world = createWorld();
  await world.run(HARBOUR);
  const { state } = world.kimai;
  assert.equal(nextNumber(state, "project"), "0005");
  state.projects.get(1)!.number = "0005";
  assert.equal(nextNumber(state, "project"), "0006");
});

Deno.test("a customer takes everything along", async () => {
  const world = createWorld();
  await world.run([
    ...HARBOUR,
    hour("user", "2026-03-09", 8),
    ["super", "POST /customers/1/comments", { message: "a" }],
    ["super", "POST /projects/1/rates", { rate: 1 }],
    ["super", "DELETE /customers/1"],
  ]);
  const { customers, projects, activities, timesheet, customers_comments, projects_rates } = counts(
    world.kimai,
  );
  assert.deepEqual(
    { customers, projects, activities, timesheet, customers_comments, projects_rates },
    {
      customers: 1,
      projects: 1,
      activities: 2,
      timesheet: 0,
      customers_comments: 0,
      projects_rates: 0,
    },
  );
});
