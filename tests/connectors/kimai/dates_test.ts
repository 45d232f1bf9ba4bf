import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dayName,
  hours,
  instantOf,
  kimaiTime,
  localTime,
  periodName,
  readMoment,
  wallClock,
} from "../../../src/connectors/kimai/dates.ts";
import { UserError } from "../../../src/mcp/errors.ts";

function local(text: string, zone = "Europe/Berlin", edge?: "begin" | "end"): string {
  return kimaiTime(localTime(readMoment(text), zone, edge));
}

Deno.test("dates are read in every ISO 8601 spelling that the reference took", () => {
  const spellings = {
    "2026-11-20": "2026-11-20T00:00:00",
    "20261120": "2026-11-20T00:00:00",
    "2026-W47-5": "2026-11-20T00:00:00",
    "2026W475": "2026-11-20T00:00:00",
    "2026-2-5": "2026-02-05T00:00:00",
    "2026-11-5": "2026-11-05T00:00:00",
    "2026-1-20T09:30": "2026-01-20T09:30:00",
    "2026-11-20T09:30": "2026-11-20T09:30:00",
    "2026-11-20 09:30:15": "2026-11-20T09:30:15",
    "20261120T093015": "2026-11-20T09:30:15",
    "2026-11-20T09:30:15.999": "2026-11-20T09:30:15",
    " 2026-11-20T09:30 ": "2026-11-20T09:30:00",
  };
  for (const [text, expected] of Object.entries(spellings)) {
    assert.equal(local(text), expected, text);
  }
});

Deno.test("an offset is translated into the zone that is asked for", () => {
  assert.equal(local("2026-11-20T08:30:00Z"), "2026-11-20T09:30:00");
  assert.equal(local("2026-11-20T13:30+05"), "2026-11-20T09:30:00");
  assert.equal(local("2026-07-20T08:30:00+0000"), "2026-07-20T10:30:00");
  assert.equal(local("2026-11-20T08:30:00-05:00", "Asia/Kolkata"), "2026-11-20T19:00:00");
});

Deno.test("a day alone begins at its first second and ends at its last", () => {
  assert.equal(local("2026-11-20", "UTC", "begin"), "2026-11-20T00:00:00");
  assert.equal(local("2026-11-20", "UTC", "end"), "2026-11-20T23:59:59");
  assert.equal(local("2026-11-20T10:00", "UTC", "end"), "2026-11-20T10:00:00");
});

Deno.test("what is no date is refused with what would be readable", () => {
  for (const text of ["yesterday", "", "2026-11", "20.11.2026", "2026-11-20T9", "x".repeat(1000)]) {
    assert.throws(() => readMoment(text), (error) => {
      assert(error instanceof UserError);
      return error.message.startsWith("Cannot read ") && error.message.length < 200 &&
        error.message.endsWith("write 2026-11-20, 2026-11-20T09:30 or 2026-11-20T09:30:00+01:00");
    });
  }
});

Deno.test("days and times that do not exist are refused", () => {
  for (
    const text of [
      "2026-02-30",
      "2026-13-01",
      "2026-11-20T24:30",
      "2026-11-20T10:61",
      "2026-W54-1",
      "2025-W53-1",
    ]
  ) {
    assert.throws(() => readMoment(text), /^UserError: Cannot use .* does not exist$/, text);
  }
});

Deno.test("every instant survives being written with an offset and read in any zone", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
  const instant = fc.date({
    min: new Date("2000-01-01"),
    max: new Date("2040-01-01"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(
      instant,
      fc.constantFrom(...zones),
      fc.constantFrom(...zones),
      (date, from, zone) => {
        const time = Temporal.Instant.fromEpochMilliseconds(
          Math.floor(date.getTime() / 1000) * 1000,
        );
        const written = time.toString({ timeZone: from, smallestUnit: "second" });
        assert.equal(
          local(written, zone),
          kimaiTime(time.toZonedDateTimeISO(zone).toPlainDateTime()),
        );
      },
    ),
  );
});

Deno.test("Kimai's offsets without colon are understood", () => {
  assert.equal(instantOf("2026-03-02T09:00:00+0100").toString(), "2026-03-02T08:00:00Z");
  assert.equal(instantOf("2026-03-02T09:00:00-0330").toString(), "2026-03-02T12:30:00Z");
  assert.equal(instantOf("2026-03-02T09:00:00+01:00").toString(), "2026-03-02T08:00:00Z");
  assert.deepEqual(wallClock("2026-03-02T09:05:00+0100"), { date: "2026-03-02", time: "09:05" });
});

Deno.test("seconds are shown as hours and minutes, rounded to the minute", () => {
  const shown = {
    0: "0:00",
    5400: "1:30",
    59: "0:01",
    29: "0:00",
    360_000: "100:00",
    [-5400]: "-1:30",
  };
  for (const [seconds, text] of Object.entries(shown)) assert.equal(hours(Number(seconds)), text);
});

Deno.test("periods are named by their days, and with times where they are not whole days", () => {
  const time = (text: string) => Temporal.PlainDateTime.from(text);
  assert.equal(dayName("2026-11-20"), "Fri 20 Nov 2026");
  assert.equal(
    periodName(time("2026-11-16T00:00:00"), time("2026-11-22T23:59:59")),
    "Mon 16 Nov 2026 - Sun 22 Nov 2026",
  );
  assert.equal(
    periodName(time("2026-11-16T00:00:00"), time("2026-11-16T23:59:59")),
    "Mon 16 Nov 2026",
  );
  assert.equal(
    periodName(time("2026-11-16T09:00:00"), time("2026-11-16T10:00:00")),
    "Mon 16 Nov 2026 09:00 - Mon 16 Nov 2026 10:00",
  );
  assert.equal(periodName(time("2026-11-16T00:00:00")), "from Mon 16 Nov 2026");
  assert.equal(periodName(undefined, time("2026-11-16T23:59:59")), "until Mon 16 Nov 2026");
  assert.equal(periodName(), "all time");
});
