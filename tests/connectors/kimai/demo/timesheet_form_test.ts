import assert from "node:assert/strict";
import { createWorld, HARBOUR, hour } from "../../../contract/world.ts";

Deno.test("what a record is booked on may always be sent back", async () => {
  const world = createWorld();
  await world.run([
    ...HARBOUR,
    hour("user", "2026-03-09", 8),
    ["super", "PATCH /projects/1", { visible: false }],
  ]);
  const kept = await world.ask("user", "PATCH /timesheets/1", { project: 1, activity: 1 });
  const other = await world.ask("user", "POST /timesheets", { project: 1, activity: 1 });
  assert.deepEqual([kept.status, other.status], [200, 400]);
});
