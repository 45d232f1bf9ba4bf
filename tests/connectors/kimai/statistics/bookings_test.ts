import assert from "node:assert/strict";
import { timesheet } from "../../../../src/connectors/kimai/records.ts";
import { bookingsOf } from "../../../../src/connectors/kimai/statistics/bookings.ts";

Deno.test("a record counts with Kimai's duration, its break taken off, on the day it began (B-14, K-2)", () => {
  const record = timesheet.parse({
    id: 1,
    begin: "2026-11-19T22:00:00-0500",
    end: "2026-11-20T06:30:00-0500",
    duration: 28_800,
    break: 1800,
    project: { id: 1, name: "Website", customer: { id: 7, name: "ACME", currency: "EUR" } },
    activity: null,
    user: { id: 4, username: "ann", alias: "Ann" },
    tags: ["urgent"],
    billable: false,
    rate: 93.7512,
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
    money: { currency: "EUR", parts: 937_512 },
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
  assert.deepEqual([one.customer, one.running, one.seconds], [undefined, true, 3600]);
  assert.equal(one.money, undefined);
});
