import assert from "node:assert/strict";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("hidden rows are listed with what is visible only when asked for", async () => {
  const world = createWorld();
  await world.run([...HARBOUR, ["super", "PATCH /projects/1", { visible: false }]]);
  const names = async (visible: number) =>
    (await world.ask("super", `GET /projects?visible=${visible}`)).body
      .map((row: { name: string }) => row.name);
  assert.deepEqual(await Promise.all([1, 2, 3].map(names)), [
    ["Crane", "Lamp"],
    ["Pier"],
    ["Crane", "Lamp", "Pier"],
  ]);
});
