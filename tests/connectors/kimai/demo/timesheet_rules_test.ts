import assert from "node:assert/strict";
import { violations } from "../../../../src/connectors/kimai/demo/timesheet_rules.ts";
import { newDraft } from "../../../../src/connectors/kimai/demo/tracking.ts";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("several rules speak at once, in Kimai's order", async () => {
  const world = createWorld();
  await world.run([...HARBOUR, { "timesheet.rules.allow_future_times": "0" }]);
  const { state } = world.kimai;
  const caller = state.userByName("user")!;
  const begin = Date.parse("2026-03-12T10:00:00Z");
  const draft = { ...newDraft(state, caller), project: 1, activity: 1, begin, end: begin - 1000 };
  assert.deepEqual(violations(draft, { state, caller }).map(({ path }) => path), [
    "end_date",
    "duration",
    "begin_date",
    "end_date",
  ]);
});
