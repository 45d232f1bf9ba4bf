import assert from "node:assert/strict";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("writing one field gives the object all of them", async () => {
  const world = createWorld();
  await world.run(HARBOUR);
  world.kimai.state.metaFields.project = [
    { name: "berth", visible: true },
    { name: "depth", visible: true },
  ];
  const { body } = await world.ask("super", "PATCH /projects/1/meta", { name: "depth", value: 4 });
  assert.deepEqual(body.metaFields, [
    { name: "berth", value: null },
    { name: "depth", value: "4" },
  ]);
});
