import assert from "node:assert/strict";
import {
  maySetTimes,
  newDraft,
  start,
  stop,
  trackingMode,
} from "../../../../src/connectors/kimai/demo/tracking.ts";
import type { Timesheet } from "../../../../src/connectors/kimai/demo/records.ts";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

const world = createWorld();
await world.run(HARBOUR);
const { state } = world.kimai;
const caller = state.userByName("user")!;
const draft = () => ({ ...newDraft(state, caller), project: 1, activity: 1 });

Deno.test("an unknown mode is said aloud", () => {
  state.configure("timesheet.mode", "stopwatch");
  assert.throws(() => trackingMode(state), /stopwatch/);
  state.configure("timesheet.mode", "punch");
  assert.deepEqual([maySetTimes(state, caller), maySetTimes(state, state.userByName("lead")!)], [
    false,
    true,
  ]);
  state.configure("timesheet.mode", null);
});

Deno.test("a second start stops the first", () => {
  const context = { state, caller };
  const first = start(context, draft()) as Timesheet;
  const second = start(context, draft()) as Timesheet;
  assert.deepEqual([first.end === null, second.end], [false, null]);
  assert.deepEqual(stop(context, second), []);
  assert.equal(second.duration, 60);
});
