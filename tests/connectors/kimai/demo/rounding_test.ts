import assert from "node:assert/strict";
import { roundBegin, roundFinished } from "../../../../src/connectors/kimai/demo/rounding.ts";
import { newDraft } from "../../../../src/connectors/kimai/demo/tracking.ts";
import type { Timesheet } from "../../../../src/connectors/kimai/demo/records.ts";
import { createWorld } from "../../../contract/world.ts";

const world = createWorld();
const { state } = world.kimai;
const record = (begin: string, end: string | null) =>
  ({
    ...newDraft(state, state.userByName("user")!),
    begin: Date.parse(begin),
    end: end && Date.parse(end),
  }) as Timesheet;

Deno.test("a begin is cut to its minute", () => {
  const begin = roundBegin(state, record("2026-03-09T08:00:59Z", null));
  assert.equal(new Date(begin).toISOString(), "2026-03-09T08:00:00.000Z");
});

Deno.test("a finished record is rounded at both ends and counted", () => {
  const finished = record("2026-03-09T08:00:59Z", "2026-03-09T08:10:01Z");
  roundFinished(state, finished);
  assert.equal(finished.duration, 660);
});

Deno.test("a break is taken off what was worked", () => {
  const finished = { ...record("2026-03-09T08:00:00Z", "2026-03-09T10:00:00Z"), break: 1800 };
  roundFinished(state, finished);
  assert.equal(finished.duration, 5400);
});

Deno.test("a running one lasts 0", () => {
  const running = { ...record("2026-03-09T08:00:59Z", null), duration: 5 };
  roundFinished(state, running);
  assert.equal(running.duration, 0);
});
