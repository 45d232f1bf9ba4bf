import assert from "node:assert/strict";
import { createDemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";
import { isLocked, modify } from "../../../../src/connectors/kimai/demo/lockdown.ts";

const from = Temporal.PlainDateTime.from("2026-03-31T10:20:30");

Deno.test("relative dates as PHP reads them", () => {
  const texts = [
    "first day of last month 00:00:00",
    "last day of last month 23:59:59",
    "first day of this month midnight",
    "+3 days",
    "2026-01-05 12:30",
    "",
  ];
  assert.deepEqual(texts.map((text) => modify(from, text).toString()), [
    "2026-02-01T00:00:00",
    "2026-02-28T23:59:59",
    "2026-03-01T00:00:00",
    "2026-04-03T10:20:30",
    "2026-01-05T12:30:00",
    "2026-03-31T10:20:30",
  ]);
});

/** Whether a time is locked on 20 November, when October was closed, in a zone or in that of the user (New York). */
function lockedIn(zone: string | null, begin: string): boolean {
  const kimai = createDemoKimai({
    seed: "empty",
    now: () => Temporal.Instant.from("2026-11-20T09:00:30Z"),
  });
  kimai.configure("timesheet.rules.lockdown_period_start", "first day of last month 00:00:00");
  kimai.configure("timesheet.rules.lockdown_period_end", "last day of last month 23:59:59");
  kimai.configure("timesheet.rules.lockdown_grace_period", "+3 days");
  kimai.configure("timesheet.rules.lockdown_period_timezone", zone);
  return isLocked(kimai.state, kimai.state.userByName("user2")!, Date.parse(begin));
}

Deno.test("a period is locked up to its last second, in its own zone", () => {
  assert.equal(lockedIn("UTC", "2026-10-31T23:59:59Z"), true);
  assert.equal(lockedIn("UTC", "2026-11-01T00:00:00Z"), false);
  assert.equal(lockedIn("Asia/Tokyo", "2026-10-31T14:59:59Z"), true);
  assert.equal(lockedIn("Asia/Tokyo", "2026-10-31T15:00:00Z"), false);
});

Deno.test("without a zone of its own a period is in that of the user", () => {
  assert.equal(lockedIn(null, "2026-11-01T03:59:59Z"), true);
  assert.equal(lockedIn(null, "2026-11-01T04:00:00Z"), false);
});

Deno.test("what cannot be read is a bug of the configuration, said aloud", () => {
  assert.throws(() => modify(from, "some day"), /some day/);
});
