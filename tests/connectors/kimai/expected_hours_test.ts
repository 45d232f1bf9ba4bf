import assert from "node:assert/strict";
import { expectationOf, measured } from "../../../src/connectors/kimai/expected_hours.ts";
import { hundredthsOf, type Leave } from "../../../src/connectors/kimai/statistics/absences.ts";

const hour = 3600;
const usualWeek = [7, 7, 7, 7, 7, 0, 0].map((hours) => hours * hour);
const contract = [
  { name: "work_contract_type", value: "day" },
  { name: "work_monday", value: `${8 * hour}` },
  { name: "work_tuesday", value: `${4 * hour}` },
];
const me = { id: 4, preferences: contract };

Deno.test("one's own contract counts before the setting, of others Kimai tells none", () => {
  assert.deepEqual(expectationOf(4, me, usualWeek), {
    week: [8 * hour, 4 * hour, 0, 0, 0, 0, 0],
    first: undefined,
    last: undefined,
    source: "contract",
  });
  const other = { week: usualWeek, source: "setting" };
  assert.deepEqual(expectationOf(5, me, usualWeek), other);
  assert.deepEqual(expectationOf(4, { id: 4, preferences: [] }, usualWeek), other);
});

Deno.test("where nobody says what is to be worked nothing is expected", () => {
  assert.equal(expectationOf(5, me, undefined), undefined);
  const none = [{ name: "work_contract_type", value: "none" }, ...contract.slice(1)];
  assert.equal(expectationOf(4, { id: 4, preferences: none }, undefined), undefined);
});

Deno.test("hours off are measured against the day that they are taken on, of several the mean", () => {
  const leave: Leave = {
    id: 1,
    person: { id: 4 },
    type: "time_off",
    status: "approved",
    first: "2026-11-17",
    last: "2026-11-17",
    half: false,
    seconds: 4 * hour,
  };
  const expected = expectationOf(4, me, undefined);
  const parts = (changes: Partial<Leave>) =>
    hundredthsOf(measured({ ...leave, ...changes }, expected));
  assert.equal(parts({}), 100);
  assert.equal(parts({ first: "2026-11-16", last: "2026-11-16" }), 50);
  assert.equal(parts({ first: "2026-11-18", last: "2026-11-18", seconds: 3 * hour }), 50);
  assert.equal(parts({ first: "2026-11-16", seconds: 12 * hour }), 200);
  assert.equal(hundredthsOf(measured(leave, undefined)), 50);
});
