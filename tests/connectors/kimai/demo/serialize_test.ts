import assert from "node:assert/strict";
import { Serializer } from "../../../../src/connectors/kimai/demo/serialize.ts";
import { createWorld, HARBOUR, hour } from "../../../contract/world.ts";

Deno.test("rates are for those who may see them, embedded objects are shared", async () => {
  const world = createWorld();
  await world.run([...HARBOUR, hour("user", "2026-03-09", 8)]);
  const { state } = world.kimai;
  const record = state.timesheets.get(1)!;
  const keys = (who: string) =>
    Object.keys(new Serializer(state, state.userByName(who)!).timesheet(record, { entity: true }));
  assert.equal(keys("user").includes("rate"), false);
  assert.deepEqual(keys("lead").slice(-4), ["rate", "internalRate", "fixedRate", "hourlyRate"]);
  const json = new Serializer(state, state.userByName("user")!);
  const [one, two] = [1, 2].map(() => json.timesheet(record, { expanded: true }));
  assert.equal(one.project, two.project);
});
