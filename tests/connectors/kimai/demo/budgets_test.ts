import assert from "node:assert/strict";
import { budgetProblems } from "../../../../src/connectors/kimai/demo/budgets.ts";
import { createWorld, HARBOUR, hour } from "../../../contract/world.ts";

/** What is said of record 1, made longer by an hour, with two hours of a budget of 2:30 used. */
async function problems(who: "user" | "super", more: object): Promise<string[]> {
  const world = createWorld();
  await world.run([
    ...HARBOUR,
    hour("user", "2026-03-09", 8),
    hour("lead", "2026-03-09", 8),
    ["super", "PATCH /projects/1", { timeBudget: "2:30" }],
    { "timesheet.rules.allow_overbooking_budget": "0" },
  ]);
  const { state } = world.kimai;
  const stored = state.timesheets.get(1)!;
  const draft = { ...stored, end: stored.end! + 3_600_000, ...more };
  const caller = state.userByName(who)!;
  return [...budgetProblems(draft, { state, caller, stored })].map(({ message }) => message);
}

Deno.test("an hour beyond the budget is told with the numbers", async () => {
  assert.deepEqual(await problems("user", {}), [
    "The budget is used up. Of the available 2:30, 2:00 has been booked so far, 0:30 can still be used.",
  ]);
});

Deno.test("the own hours of an edited record do not count twice", async () => {
  assert.deepEqual(await problems("super", { end: Date.parse("2026-03-09T08:30:00Z") }), []);
});

Deno.test("what is not billable is never over budget", async () => {
  assert.deepEqual(await problems("super", { billable: false }), []);
});
