import assert from "node:assert/strict";
import fc from "fast-check";
import type { Booking } from "../../../../src/connectors/kimai/statistics/bookings.ts";
import { TimesheetTally } from "../../../../src/connectors/kimai/statistics/overview.ts";
import { dimensionNames } from "../../../../src/connectors/kimai/statistics/timesheets.ts";
import {
  booking,
  bookings,
  bookingsWith,
  hour,
  pageOrders,
  pagesOf,
  total,
} from "./booking_support.ts";

function tallyOf(...pages: Booking[][]): TimesheetTally {
  const tally = new TimesheetTally();
  for (const page of pages) tally.add(page);
  return tally;
}

const overviewOf = (all: Booking[]) => tallyOf(all).overview();
const yearsOf = (all: Booking[]) => tallyOf(all).years();

Deno.test("whatever pages bookings come in, and in whatever order, they come to the same as all at once", () => {
  const everything = (tally: TimesheetTally) => ({
    overview: tally.overview(),
    years: tally.years(),
    running: tally.running,
    groups: dimensionNames.map((name) => tally.groups(name)),
  });
  fc.assert(fc.property(bookingsWith(fc.boolean()), pageOrders, (all, order) => {
    assert.deepEqual(everything(tallyOf(...pagesOf(all, order))), everything(tallyOf(all)));
  }));
});

Deno.test("an overview comes to what the bookings come to one by one", () => {
  fc.assert(fc.property(bookings, (all) => {
    const { entries, duration, billable, working_days } = overviewOf(all);
    assert.deepEqual([entries, duration, billable, working_days], [
      all.length,
      total(all.map((one) => one.seconds)),
      total(all.filter((one) => one.billable).map((one) => one.seconds)),
      Map.groupBy(all, (one) => JSON.stringify([one.date, one.user.id])).size,
    ]);
  }));
});

Deno.test("a running booking is in no other number", () => {
  const tally = tallyOf([booking(), booking({ running: true, seconds: 60 })]);
  assert.deepEqual(tally.running, { entries: 1, duration: 60 });
  assert.deepEqual(tally.overview(), overviewOf([booking()]));
  assert.equal(tally.groups("users")[0].entries, 1);
});

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
