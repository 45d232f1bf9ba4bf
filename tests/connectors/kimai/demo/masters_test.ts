import assert from "node:assert/strict";
import { masterRoutes, newMaster } from "../../../../src/connectors/kimai/demo/masters.ts";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("the three have the same routes, and projects one more", () => {
  assert.equal(masterRoutes().length, 3 * 7 + 1);
});

Deno.test("a new row is visible and billable", () => {
  const { visible, billable, number } = newMaster("activity");
  assert.deepEqual([visible, billable, number], [true, true, null]);
});

Deno.test("an edit keeps what was not sent", async () => {
  const world = createWorld();
  await world.run(HARBOUR);
  const { body } = await world.ask("super", "PATCH /projects/2", { comment: "heavy" });
  assert.deepEqual([body.comment, body.name, body.teams[0].name], ["heavy", "Crane", "Quay"]);
});
