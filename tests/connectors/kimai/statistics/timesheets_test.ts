import assert from "node:assert/strict";
import fc from "fast-check";
import { timesheet } from "../../../../src/connectors/kimai/records.ts";
import {
  type Booking,
  bookingsOf,
  dimensionNames,
  groupBy,
  isInTime,
  overviewOf,
  sharesOf,
  topOf,
  weekOf,
  yearsOf,
} from "../../../../src/connectors/kimai/statistics/timesheets.ts";

const hour = 3600;

function booking(fields: Partial<Booking> = {}): Booking {
  return {
    seconds: hour,
    running: false,
    date: "2026-11-20",
    billable: true,
    project: { id: 1, name: "Website" },
    activity: { id: 1, name: "Design" },
    customer: { id: 1, name: "ACME" },
    user: { id: 4, name: "Ann" },
    tags: [],
    ...fields,
  };
}

const bookings = fc.array(
  fc.record({
    seconds: fc.integer({ min: 0, max: 400_000 }),
    date: fc.date({
      min: new Date("2019-12-20"),
      max: new Date("2027-01-10"),
      noInvalidDate: true,
    }).map((date) => date.toISOString().slice(0, 10)),
    billable: fc.boolean(),
    project: fc.record({ id: fc.integer({ min: 1, max: 40 }) }),
    activity: fc.option(fc.record({ id: fc.integer({ min: 1, max: 9 }) }), { nil: undefined }),
    customer: fc.option(fc.record({ id: fc.integer({ min: 1, max: 5 }) }), { nil: undefined }),
    user: fc.record({ id: fc.integer({ min: 1, max: 6 }) }),
    tags: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 3 }),
  }).map(booking),
  { maxLength: 80 },
);

const total = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

for (const dimension of dimensionNames) {
  Deno.test(`whatever was booked, the groups by ${dimension} add up to the total, cut or not`, () => {
    fc.assert(fc.property(bookings, fc.integer({ min: 2, max: 12 }), (all, count) => {
      const { duration, entries } = overviewOf(all);
      const groups = groupBy(all, dimension);
      for (const list of [groups, topOf(groups, count, dimension)]) {
        assert.equal(total(list.map((one) => one.duration)), duration);
        assert.equal(total(list.map((one) => one.entries)), entries);
        const share = Math.round(total(list.map((one) => one.share)) * 10) / 10;
        assert.equal(share, duration === 0 ? 0 : 100);
      }
      assert(topOf(groups, count, dimension).length <= count);
    }));
  });
}

Deno.test("the years add up to the total as well, and their changes to the last year", () => {
  fc.assert(fc.property(bookings, (all) => {
    const years = yearsOf(all);
    assert.equal(total(years.map((year) => year.duration)), overviewOf(all).duration);
    assert.equal(total(years.map((year) => year.working_days)), overviewOf(all).working_days);
    const [first, ...later] = years;
    if (!first) return;
    const grown = total(later.map((year) => year.change!.duration));
    assert.equal(first.duration + grown, years.at(-1)!.duration);
  }));
});

Deno.test("shares are rounded so that they add up: a third thrice is 33.4, 33.3 and 33.3", () => {
  assert.deepEqual(sharesOf([1, 1, 1]), [33.4, 33.3, 33.3]);
  assert.deepEqual(sharesOf([hour, 0]), [100, 0]);
  assert.deepEqual(sharesOf([0, 0]), [0, 0]);
  assert.deepEqual(sharesOf([]), []);
});

Deno.test("a record counts with Kimai's duration, its break taken off, on the day it began (B-14, K-2)", () => {
  const record = timesheet.parse({
    id: 1,
    begin: "2026-11-19T22:00:00-0500",
    end: "2026-11-20T06:30:00-0500",
    duration: 28_800,
    break: 1800,
    project: { id: 1, name: "Website", customer: { id: 7, name: "ACME" } },
    activity: null,
    user: { id: 4, username: "ann", alias: "Ann" },
    tags: ["urgent"],
    billable: false,
  });
  assert.deepEqual(bookingsOf([record], Temporal.Instant.from("2026-11-20T12:00:00Z")), [{
    seconds: 28_800,
    running: false,
    date: "2026-11-19",
    billable: false,
    project: { id: 1, name: "Website" },
    activity: undefined,
    customer: { id: 7, name: "ACME" },
    user: { id: 4, name: "Ann" },
    tags: ["urgent"],
  }]);
});

Deno.test("a record that Kimai gives with ids alone is grouped by them", () => {
  const record = timesheet.parse({
    id: 1,
    begin: "2026-11-20T09:00:00+0100",
    end: null,
    project: 2,
    activity: 3,
    user: 5,
  });
  const [one] = bookingsOf([record], Temporal.Instant.from("2026-11-20T09:00:00Z"));
  assert.deepEqual([one.project, one.activity, one.user], [{ id: 2 }, { id: 3 }, { id: 5 }]);
  assert.deepEqual([one.customer, one.running, one.seconds], [undefined, true, hour]);
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

Deno.test("a day on which two people worked is two working days, so the average is one person's", () => {
  const all = [booking(), booking({ user: { id: 5 }, seconds: 3 * hour }), booking()];
  assert.deepEqual(overviewOf(all), {
    entries: 3,
    duration: 5 * hour,
    billable: 5 * hour,
    billable_share: 100,
    working_days: 2,
    average_day: 2.5 * hour,
  });
});

Deno.test("without records everything is zero and nothing is divided by it", () => {
  assert.deepEqual(overviewOf([]), {
    entries: 0,
    duration: 0,
    billable: 0,
    billable_share: 0,
    working_days: 0,
    average_day: 0,
  });
  assert.deepEqual(yearsOf([]), []);
});

Deno.test("a year is compared with the one before, and growth from nothing has no per cent", () => {
  const [, second, third] = yearsOf([
    booking({ date: "2024-05-02", seconds: 0 }),
    booking({ date: "2025-05-02", seconds: 4 * hour }),
    booking({ date: "2026-05-04", billable: false }),
    booking({ date: "2026-05-05", project: { id: 2, name: "Shop" }, seconds: 2 * hour }),
  ]);
  assert.deepEqual(second.change, { duration: 4 * hour, share: undefined, working_days: 0 });
  assert.deepEqual(third.change, { duration: -hour, share: -25, working_days: 1 });
  assert.deepEqual(third.top, { id: 2, name: "Shop" });
  assert.equal(third.billable_share, 66.7);
});
