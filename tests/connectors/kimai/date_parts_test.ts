import assert from "node:assert/strict";
import fc from "fast-check";
import { localTime } from "../../../src/connectors/kimai/dates.ts";
import { isTimed, present, readPart } from "../../../src/connectors/kimai/date_parts.ts";
import { readPoint } from "../../../src/connectors/kimai/date_words.ts";
import { calendar, friday, sight, when, zones } from "./date_support.ts";

/** [spellings, the moment], seen from Friday 20 November 2026, 10:00:30. */
const moments: [string, string][] = [
  [
    "last friday 8:00|letzten Freitag um 8 Uhr|13.11. 8:00|13. November, 8.00 Uhr|8:00 last friday",
    "2026-11-13T08:00",
  ],
  [
    "gestern 14 Uhr|yesterday 2pm|yesterday at 14:00|14 Uhr gestern|2 pm yesterday|gestern um 14",
    "2026-11-19T14:00",
  ],
  [
    "yesterday at 8am|8am yesterday|gestern 8 Uhr|gestern um 8|yesterday, 8:00|at 8 yesterday",
    "2026-11-19T08:00",
  ],
  [
    "heute 9.30 Uhr|9:30|9.30 Uhr|today at 9:30 am|9 Uhr 30|um 9:30|2026-11-20 9:30",
    "2026-11-20T09:30",
  ],
  ["noon|mittag|today noon|heute Mittag|12 Uhr|12pm", "2026-11-20T12:00"],
  [
    "2026-11-20T09:30|2026-11-20 09:30|20261120T0930|20.11.2026 9:30|Fri 20 Nov 2026 09:30",
    "2026-11-20T09:30",
  ],
  [
    "vor 3 Tagen 8:00|3 days ago at 8:00|am 17.11. um 8 Uhr|tuesday 8 o'clock|Di. 8 a.m.",
    "2026-11-17T08:00",
  ],
  ["8 am monday|monday 8 am|8 Uhr am Montag|am Montag um 8", "2026-11-16T08:00"],
  ["now|jetzt|right now|NOW", "2026-11-20T10:00:30+01:00"],
  ["-20min|20 minutes ago|vor 20 Minuten|20min ago", "2026-11-20T09:40:30+01:00"],
  ["+1h|in 1 hour|in einer Stunde|in 60 minutes|+60min", "2026-11-20T11:00:30+01:00"],
  ["half an hour ago|vor einer halben Stunde|-30 min|-0,5h", "2026-11-20T09:30:30+01:00"],
  ["1h30 ago|vor 1h 30m|-1,5h|vor anderthalb Stunden|90 min ago", "2026-11-20T08:30:30+01:00"],
  ["2026-11-20T08:30:00Z", "2026-11-20T08:30+00:00"],
];

Deno.test("a moment is read in both languages and every spelling", () => {
  for (const [spellings, expected] of moments) {
    for (const text of spellings.split("|")) assert.equal(when(text), expected, text);
  }
});

Deno.test("what may be a duration or an hour is refused", () => {
  for (const text of ["14h", "8h30", "2h", "90 min"]) {
    assert.throws(() => when(text), /: it is a duration; write yesterday 14:00, /, text);
  }
  for (const text of ["midnight", "yesterday midnight", "Mitternacht"]) {
    assert.throws(() => when(text), /: midnight may begin or end the day; write /, text);
  }
  for (
    const text of ["-20", "vor 8:00", "in 9", "KW 47 8:00", "heute morgen", "yesterday 9", "25:00"]
  ) {
    assert.throws(() => when(text), /^UserError: Cannot read /, text);
  }
});

Deno.test("now and what is counted from it are the same instant in every zone", () => {
  const berlin = readPoint("-20min", friday);
  assert.equal(localTime(berlin, "Asia/Kolkata").toString(), "2026-11-20T14:10:30");
  // 02:30 the second time: half an hour ago it was 02:00 the second time, an hour and a half ago the first.
  const now = Temporal.ZonedDateTime.from("2026-10-25T02:30+01:00[Europe/Berlin]");
  assert.equal(when("30 min ago", { now, firstWeekday: 1 }), "2026-10-25T02:00+01:00");
  assert.equal(when("vor 90 Minuten", { now, firstWeekday: 1 }), "2026-10-25T02:00+02:00");
});

Deno.test("so many minutes ago is so many minutes ago, whatever the clocks did", () => {
  const seconds = fc.integer({ min: 0, max: 3_000_000_000 });
  fc.assert(
    fc.property(seconds, fc.constantFrom(...zones), fc.nat(10_000), (epoch, zone, minutes) => {
      const now = Temporal.Instant.fromEpochMilliseconds(epoch * 1000).toZonedDateTimeISO(zone);
      const { date, time, offset } = readPoint(`vor ${minutes} Minuten`, { now, firstWeekday: 1 });
      const read = Temporal.Instant.from(`${date}T${time}${offset}`);
      assert.equal(read.epochMilliseconds, (epoch - minutes * 60) * 1000);
    }),
  );
});

Deno.test("a side of a range has days, a time, or both", () => {
  assert.deepEqual(Object.keys(readPart("monday", sight())!), ["days"]);
  assert.deepEqual(Object.keys(readPart("9:00", sight())!), ["time"]);
  assert.deepEqual(Object.keys(readPart("monday 9", sight(), true)!), ["days", "time"]);
  assert.equal(readPart("monday 9", sight()), undefined);
  assert(isTimed(present(sight(calendar("2026-11-20T10:00:30.999")))));
  assert.equal(present(sight(calendar("2026-11-20T10:00:30.999"))).time.toString(), "10:00:30");
});
