import assert from "node:assert/strict";
import { seedContracts } from "../../../../src/connectors/kimai/demo/seed.ts";
import { createWorld } from "../../../contract/world.ts";

Deno.test("a lock takes a year's months up to one, an unlock those from one on", async () => {
  const world = createWorld();
  const { state } = world.kimai;
  seedContracts(state);
  await world.ask("admin", "DELETE /work-contract/lock/4/2026-03-15");
  assert.deepEqual([...state.lockedMonths], ["4/2026-01", "4/2026-02", "4/2026-03"]);
  await world.ask("admin", "DELETE /work-contract/unlock/4/2026-02-01");
  assert.deepEqual([...state.lockedMonths], ["4/2026-01"]);
});

Deno.test("a calendar goes with its days", async () => {
  const world = createWorld();
  seedContracts(world.kimai.state);
  await world.run([["admin", "DELETE /public-holidays/group/1"]]);
  assert.deepEqual((await world.ask("user", "GET /public-holidays/calendar")).body, []);
});
