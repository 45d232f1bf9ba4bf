import assert from "node:assert/strict";
import fc from "fast-check";
import { Rates, sumOfAmounts } from "../../../../src/connectors/kimai/money.ts";
import type { Booking } from "../../../../src/connectors/kimai/statistics/bookings.ts";
import {
  type Dimension,
  dimensionNames,
  GroupTally,
  isInTime,
  sharesOf,
  topOf,
  weekOf,
} from "../../../../src/connectors/kimai/statistics/timesheets.ts";
import { booking, bookings, hour, total } from "./booking_support.ts";

function groupBy(all: readonly Booking[], dimension: Dimension) {
  const tally = new GroupTally();
  for (const one of all) tally.add(one);
  return tally.groups(dimension);
}

for (const dimension of dimensionNames) {
  Deno.test(`whatever was booked, the groups by ${dimension} add up to the total, cut or not`, () => {
    fc.assert(fc.property(bookings, fc.integer({ min: 2, max: 12 }), (all, count) => {
      const duration = total(all.map((one) => one.seconds));
      const groups = groupBy(all, dimension);
      for (const list of [groups, topOf(groups, count, dimension)]) {
        assert.equal(total(list.map((one) => one.duration)), duration);
        assert.equal(total(list.map((one) => one.entries)), all.length);
        const share = Math.round(total(list.map((one) => one.share)) * 10) / 10;
        assert.equal(share, duration === 0 ? 0 : 100);
      }
      assert(topOf(groups, count, dimension).length <= count);
    }));
  });
}

/** Of each dimension what a group's key is, told in another way than the tally tells it. */
const keys: Record<Dimension, (one: Booking) => unknown> = {
  projects: (one) => one.project.id,
  activities: (one) => one.activity?.id ?? "without activity",
  customers: (one) => one.customer?.id ?? "without customer",
  users: (one) => one.user.id,
  tags: (one) => one.tags.toSorted().join(", ") || "untagged",
  days: (one) => one.date,
  weeks: (one) => weekOf(one.date),
  months: (one) => /^\d+-\d+/.exec(one.date)![0],
  years: (one) => /^\d+/.exec(one.date)![0],
};

Deno.test("a tally comes to what the bookings come to when they are sorted into groups", () => {
  fc.assert(fc.property(bookings, fc.constantFrom(...dimensionNames), (all, dimension) => {
    const tallied = groupBy(all, dimension)
      .map(({ id, name, duration, entries }) => [id ?? name, duration, entries] as const);
    const sorted = [...Map.groupBy(all, keys[dimension])]
      .map(([key, own]) => [key, total(own.map((one) => one.seconds)), own.length] as const);
    assert.deepEqual(new Set(tallied.map(String)), new Set(sorted.map(String)));
    assert.equal(tallied.length, sorted.length);
  }));
});

Deno.test("a tally of some dimensions has no groups by others", () => {
  const tally = new GroupTally("users");
  tally.add(booking());
  assert.deepEqual([tally.groups("users").length, tally.groups("weeks")], [1, []]);
});

Deno.test("shares are rounded so that they add up: a third thrice is 33.4, 33.3 and 33.3", () => {
  assert.deepEqual(sharesOf([1, 1, 1]), [33.4, 33.3, 33.3]);
  assert.deepEqual(sharesOf([hour, 0]), [100, 0]);
  assert.deepEqual(sharesOf([0, 0]), [0, 0]);
  assert.deepEqual(sharesOf([]), []);
});

Deno.test("two projects of one name are two groups, the longest first", () => {
  const groups = groupBy([
    booking(),
    booking({ project: { id: 2, name: "Website" }, seconds: 3 * hour }),
  ], "projects");
  assert.deepEqual(groups, [
    { id: 2, name: "Website", duration: 3 * hour, entries: 1, share: 75 },
    { id: 1, name: "Website", duration: hour, entries: 1, share: 25 },
  ]);
});

Deno.test("an entry with two tags counts once, under both together", () => {
  const all = [booking({ tags: ["b", "a"] }), booking({ tags: ["a", "b"] }), booking()];
  assert.deepEqual(groupBy(all, "tags").map(({ name, entries }) => [name, entries]), [
    ["a, b", 2],
    ["untagged", 1],
  ]);
});

Deno.test("ISO weeks cross the year as ISO 8601 has it, months and years do not", () => {
  assert.equal(weekOf("2026-12-31"), "2026-W53");
  assert.equal(weekOf("2027-01-01"), "2026-W53");
  assert.equal(weekOf("2025-12-29"), "2026-W01");
  const all = [booking({ date: "2027-01-01" }), booking({ date: "2026-12-31" })];
  assert.deepEqual(groupBy(all, "weeks").map((one) => one.name), ["2026-W53"]);
  assert.deepEqual(groupBy(all, "months").map((one) => one.name), ["2026-12", "2027-01"]);
  assert.deepEqual(groupBy(all, "years").map((one) => one.name), ["2026", "2027"]);
});

Deno.test("of many days the last ones stay, of many projects the longest", () => {
  const days = ["16", "17", "18", "19"].map((day) => booking({ date: `2026-11-${day}` }));
  assert.deepEqual(topOf(groupBy(days, "days"), 3, "days").map((one) => one.name), [
    "2 earlier",
    "2026-11-18",
    "2026-11-19",
  ]);
  const projects = [1, 2, 3].map((id) => booking({ project: { id }, seconds: id * hour }));
  assert.deepEqual(
    topOf(groupBy(projects, "projects"), 2, "projects").map(({ id, name }) => id ?? name),
    [3, "2 others"],
  );
  assert.equal(isInTime("weeks") && !isInTime("tags"), true);
});

for (const dimension of dimensionNames) {
  Deno.test(`amounts by ${dimension} add up to the total in every currency, cut or not`, () => {
    fc.assert(fc.property(bookings, fc.integer({ min: 2, max: 12 }), (all, count) => {
      const rates = new Rates();
      for (const one of all) rates.add(one.money);
      const groups = groupBy(all, dimension);
      for (const list of [groups, topOf(groups, count, dimension)]) {
        assert.deepEqual(sumOfAmounts(list.map((one) => one.amounts)), rates.amounts());
      }
    }));
  });
}

Deno.test("a week from Sunday on is told by its days, and has the days of no other", () => {
  assert.equal(weekOf("2026-11-14", 7), "2026-11-08/2026-11-14");
  assert.equal(weekOf("2026-11-15", 7), "2026-11-15/2026-11-21");
  assert.equal(weekOf("2026-01-01", 7), "2025-12-28/2026-01-03");
  const tally = new GroupTally();
  for (const date of ["2026-11-15", "2026-11-21", "2026-11-22"]) tally.add(booking({ date }));
  assert.deepEqual(
    tally.groups("weeks", 7).map(({ name, entries }) => [name, entries]),
    [["2026-11-15/2026-11-21", 2], ["2026-11-22/2026-11-28", 1]],
  );
  assert.deepEqual(tally.groups("weeks").map(({ name }) => name), ["2026-W46", "2026-W47"]);
});
