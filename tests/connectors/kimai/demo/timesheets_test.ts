import assert from "node:assert/strict";
import { createWorld, HARBOUR, hour } from "../../../contract/world.ts";

Deno.test("an edit that changes nothing is no modification", async () => {
  const world = createWorld();
  await world.run([...HARBOUR, hour("user", "2026-03-09", 8, { description: "a" })]);
  const modified = () => world.kimai.state.timesheets.get(1)!.modifiedAt;
  const before = modified();
  world.now = "2026-03-10T10:00:00Z";
  await world.ask("user", "PATCH /timesheets/1", { description: "a" });
  assert.equal(modified(), before);
  await world.ask("user", "PATCH /timesheets/1", { description: "b" });
  assert.equal(modified(), Date.parse(world.now));
});
