/** Bookings for tests of sums: one with changes, many of every kind, and cut into pages. */

import fc from "fast-check";
import type { Booking } from "../../../../src/connectors/kimai/statistics/bookings.ts";

export const hour = 3600;

export function booking(fields: Partial<Booking> = {}): Booking {
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

/** Finished bookings; some of them run where `running` says so. */
export const bookingsWith = (running: fc.Arbitrary<boolean>) =>
  fc.array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 400_000 }),
      running,
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
      money: fc.option(
        fc.record({
          currency: fc.constantFrom("EUR", "CHF"),
          parts: fc.integer({ min: 1, max: 9_999_999 }),
        }),
        { nil: undefined },
      ),
    }).map(booking),
    { maxLength: 80 },
  );
export const bookings = bookingsWith(fc.constant(false));

/** How pages come: how long each is, and its place in the order. */
export const pageOrders = fc.array(
  fc.record({ length: fc.nat(30), place: fc.integer({ min: -1000, max: 1000 }) }),
  { maxLength: 10 },
);

/** Rows in pages of these lengths and what is left in another one, as they come. */
export function pagesOf<T>(
  rows: readonly T[],
  order: readonly { length: number; place: number }[],
): T[][] {
  let until = 0;
  const pages = [...order, { length: Infinity, place: 0 }].map(({ length, place }) => ({
    rows: rows.slice(until, until += length),
    place,
  }));
  return pages.sort((one, other) => one.place - other.place).map(({ rows }) => rows);
}

export const total = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
