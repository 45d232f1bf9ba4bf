import assert from "node:assert/strict";
import { projectWindow, runsAt } from "../../../../src/connectors/kimai/demo/projects.ts";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("a project runs from the first to the last second of its days", async () => {
  const world = createWorld();
  await world.run([...HARBOUR, ["super", "PATCH /projects/1", {
    start: "2026-03-01T00:00:00",
    end: "2026-03-31T00:00:00",
  }]]);
  const { state } = world.kimai;
  const pier = state.projects.get(1)!;
  const { start, end } = projectWindow(state, pier);
  assert.deepEqual([start, end].map((at) => new Date(at!).toISOString()), [
    "2026-02-28T23:00:00.000Z",
    "2026-03-31T21:59:59.000Z",
  ]);
  assert.deepEqual(
    [start! - 1, start!, end!, end! + 1].map((at) => runsAt(state, pier, at, "Europe/Berlin")),
    [
      false,
      true,
      true,
      false,
    ],
  );
});
