import assert from "node:assert/strict";
import { earningsOf } from "../../../../src/connectors/kimai/demo/rates.ts";
import type { Timesheet } from "../../../../src/connectors/kimai/demo/records.ts";
import { createWorld, HARBOUR, hour } from "../../../contract/world.ts";

Deno.test("a running record earns nothing and keeps its rate open", async () => {
  const world = createWorld();
  await world.run([
    ...HARBOUR,
    ["super", "POST /projects/1/rates", { rate: 30 }],
    hour("user", "2026-03-09", 8),
  ]);
  const { state } = world.kimai;
  const record: Timesheet = { ...state.timesheets.get(1)!, hourlyRate: null };
  assert.deepEqual(earningsOf(state, record), {
    rate: 30,
    internalRate: 30,
    hourlyRate: 30,
    fixedRate: null,
  });
  assert.equal(earningsOf(state, record, 1800).rate, 15);
  assert.equal(earningsOf(state, { ...record, end: null }).hourlyRate, null);
});
