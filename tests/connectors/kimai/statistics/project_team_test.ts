import assert from "node:assert/strict";
import fc from "fast-check";
import type { Booking } from "../../../../src/connectors/kimai/statistics/bookings.ts";
import { TeamTally } from "../../../../src/connectors/kimai/statistics/project_team.ts";
import { bookingsWith, pageOrders, pagesOf } from "./booking_support.ts";

function booking(user: number, activity: number, seconds: number): Booking {
  return {
    seconds,
    running: false,
    date: "2026-11-20",
    billable: activity === 1,
    project: { id: 1, name: "Website" },
    activity: { id: activity, name: `Activity ${activity}` },
    user: { id: user },
    tags: [],
  };
}

function teamSums(all: readonly Booking[], details: boolean) {
  const tally = new TeamTally(details);
  tally.add(all);
  return tally.sums();
}

const all = [booking(4, 1, 3600), booking(4, 2, 1800), booking(5, 1, 5400)];

Deno.test("people and activities each add up to the project, a person's activities to the person", () => {
  const sums = teamSums(all, true);
  assert.deepEqual(sums, {
    entries: 3,
    duration: 10_800,
    billable: 9000,
    billable_share: 83.3,
    people: [
      {
        id: 4,
        name: undefined,
        duration: 5400,
        entries: 2,
        share: 50,
        activities: [
          { id: 1, name: "Activity 1", duration: 3600, entries: 1, share: 66.7 },
          { id: 2, name: "Activity 2", duration: 1800, entries: 1, share: 33.3 },
        ],
      },
      {
        id: 5,
        name: undefined,
        duration: 5400,
        entries: 1,
        share: 50,
        activities: [{ id: 1, name: "Activity 1", duration: 5400, entries: 1, share: 100 }],
      },
    ],
    activities: [
      { id: 1, name: "Activity 1", duration: 9000, entries: 2, share: 83.3 },
      { id: 2, name: "Activity 2", duration: 1800, entries: 1, share: 16.7 },
    ],
  });
});

Deno.test("without details people come without their activities", () => {
  assert(teamSums(all, false).people.every((person) => person.activities === undefined));
});

Deno.test("of very many people the last row stands for the others, and the sum stays", () => {
  const many = Array.from({ length: 150 }, (_, index) => booking(index + 1, 1, 60));
  const { people, duration } = teamSums(many, true);
  assert.equal(people.length, 100);
  assert.deepEqual([people.at(-1)!.name, people.at(-1)!.entries], ["51 others", 51]);
  assert.equal(people.reduce((sum, person) => sum + person.duration, 0), duration);
});

Deno.test("whatever pages bookings come in, and in whatever order, the project comes to the same as all at once", () => {
  const some = bookingsWith(fc.boolean());
  fc.assert(fc.property(some, pageOrders, fc.boolean(), (all, order, details) => {
    const tally = new TeamTally(details);
    for (const page of pagesOf(all, order)) tally.add(page);
    assert.deepEqual(tally.sums(), teamSums(all, details));
    assert.equal(tally.running, all.filter((one) => one.running).length);
    assert.equal(tally.people().length, new Set(all.map((one) => one.user.id)).size);
  }));
});
