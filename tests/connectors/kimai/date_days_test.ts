import assert from "node:assert/strict";
import fc from "fast-check";
import { lengthOf, nearest, oneDay, readDay } from "../../../src/connectors/kimai/date_days.ts";
import { calendar, friday, shown, sight, when, zones } from "./date_support.ts";
import { readWhen } from "../../../src/connectors/kimai/date_words.ts";

/** [spellings, the day], seen from Friday 20 November 2026. */
const days: [string, string][] = [
  [
    "today|heute|TODAY| Heute |20 November|20. November 2026|Nov 20|20.11.|20.11.2026",
    "2026-11-20",
  ],
  ["20.11.26|2026-11-20|20261120|2026-W47-5|2026W475|2026/11/20|20th of November", "2026-11-20"],
  ["november 20, 2026|20. Nov. 2026|Fri 20 Nov 2026|Freitag, 20.11.|fr 20.11.2026", "2026-11-20"],
  ["friday|fri|Freitag|Fr|fr.|on friday|am Freitag|this friday|diesen Freitag", "2026-11-20"],
  ["yesterday|gestern|a day ago|1 day ago|vor einem Tag|-1 day|-1d|last thursday", "2026-11-19"],
  ["day before yesterday|the day before yesterday|vorgestern|2 days ago|vor 2 Tagen", "2026-11-18"],
  ["wednesday|wed|mittwoch|mi|am 18.11.|18. 11. 2026", "2026-11-18"],
  ["tomorrow|morgen|in 1 day|in einem Tag|+1 day", "2026-11-21"],
  ["day after tomorrow|übermorgen|uebermorgen|in 2 days|in 2 Tagen|this sunday", "2026-11-22"],
  ["monday|mon|Montag|Mo|Mo.|last monday|letzten Montag|vergangenen Montag", "2026-11-16"],
  ["last friday|letzten Freitag|letzter Freitag|vorigen Freitag|previous friday", "2026-11-13"],
  ["a week ago|vor einer Woche|1 week ago|-1 week|vor 7 Tagen|seven days ago", "2026-11-13"],
  ["vorletzten Freitag|2 weeks ago|vor zwei Wochen", "2026-11-06"],
  ["next monday|nächsten Montag|naechsten Montag|kommenden Montag|NÄCHSTEN MONTAG", "2026-11-23"],
  ["next friday|nächster Freitag|in a week|in einer Woche", "2026-11-27"],
  ["übernächsten Montag", "2026-11-30"],
  ["sunday|sun|Sonntag|So", "2026-11-15"],
  ["saturday|Samstag|Sonnabend|Sa", "2026-11-14"],
  ["a month ago|vor einem Monat|20 October|20. Okt.", "2026-10-20"],
  ["2 years ago|vor zwei Jahren|20.11.2024", "2024-11-20"],
  ["21 November|21.11.", "2025-11-21"],
  ["1. März|1 march|1. Maerz|mar 1|1.3.|01.03.", "2026-03-01"],
  ["29.2.2024|29 February 2024|Feb 29 2024", "2024-02-29"],
];

Deno.test("a day is read in both languages and every spelling", () => {
  for (const [spellings, expected] of days) {
    for (const text of spellings.split("|")) assert.equal(when(text), expected, text);
  }
});

Deno.test("ends of years, leap days and the first day of the week are respected", () => {
  const rows: [string, string, string, (1 | 7)?][] = [
    ["2027-01-01T08:00", "yesterday", "2026-12-31"],
    ["2027-01-01T08:00", "31 December", "2026-12-31"],
    ["2027-01-01T08:00", "31.12.", "2026-12-31"],
    ["2026-12-31T23:59", "tomorrow", "2027-01-01"],
    ["2026-12-31T23:59", "1 January", "2026-01-01"],
    ["2024-03-01T08:00", "yesterday", "2024-02-29"],
    ["2024-03-01T08:00", "29 February", "2024-02-29"],
    ["2025-01-31T08:00", "29 February", "2024-02-29"],
    ["2024-02-29T08:00", "a year ago", "2023-02-28"],
    ["2026-03-31T08:00", "a month ago", "2026-02-28"],
    // A Sunday: it begins a week or ends one.
    ["2026-11-22T08:00", "this friday", "2026-11-20", 1],
    ["2026-11-22T08:00", "this friday", "2026-11-27", 7],
    ["2026-11-22T08:00", "this sunday", "2026-11-22", 7],
    ["2026-11-22T08:00", "sunday", "2026-11-22", 7],
    ["2026-11-22T08:00", "last sunday", "2026-11-15", 7],
    ["2026-11-22T08:00", "next sunday", "2026-11-29", 1],
  ];
  for (const [now, text, expected, firstWeekday] of rows) {
    assert.equal(when(text, calendar(now, { firstWeekday })), expected, `${text} at ${now}`);
  }
});

Deno.test("who plans ahead finds the next weekday and the next day of a month", () => {
  const ahead = { ...friday, lean: "future" as const };
  const rows = { friday: "2026-11-20", monday: "2026-11-23", "24.12.": "2026-12-24" };
  for (const [text, expected] of Object.entries(rows)) assert.equal(when(text, ahead), expected);
  assert.equal(when("19 November", ahead), "2027-11-19");
});

Deno.test("days that no calendar has are refused, and so are rare ones without their year", () => {
  for (const text of ["30.2.2026", "2026-02-30", "31 November 2026", "0.1.2026", "29.2.2025"]) {
    assert.throws(() => when(text), /^UserError: .*: it is not in the calendar; write /, text);
  }
  for (const text of ["30 February", "29 February", "31.11.", "0. Mai"]) {
    assert.throws(
      () => when(text),
      /^UserError: .*: there is none within a year, so add which year is meant; write /,
      text,
    );
  }
});

Deno.test("a weekday that is not the day's own is a slip", () => {
  assert.throws(
    () => when("Tue 16 Nov 2026"),
    /^UserError: Cannot read "Tue 16 Nov 2026" as a date or period: this day is Mon 16 Nov 2026; write /,
  );
  assert.throws(() => when("Montag, 20.11.2026"), /this day is Fri 20 Nov 2026/);
});

Deno.test("what may be two days, or a day and something else, is refused", () => {
  for (
    const text of ["20/11/2026", "1/2", "20.11", "9", "friday 13", "20.11. 11", "the 13th", "day"]
  ) {
    assert.throws(() => when(text), /^UserError: Cannot read /, text);
  }
});

const instants = fc.tuple(
  fc.integer({ min: 0, max: 3_000_000_000 }),
  fc.constantFrom(...zones),
).map(([seconds, zone]) =>
  Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(zone)
);
const english = "monday tuesday wednesday thursday friday saturday sunday".split(" ");

Deno.test("weekdays lie within seven days, on the side that is named", () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...english), (now, weekday) => {
      const distance = (text: string) => {
        const found = readWhen(text, { now, firstWeekday: 1 });
        assert(found.kind === "moment" && found.date.dayOfWeek === english.indexOf(weekday) + 1);
        return now.toPlainDate().until(found.date).days;
      };
      const [plain, last, next] = ["", "last ", "next "].map((word) => distance(word + weekday));
      assert(plain <= 0 && plain > -7 && last < 0 && last >= -7 && next > 0 && next <= 7);
      assert.equal(next - last, distance(`this ${weekday}`) === 0 ? 14 : 7);
    }),
  );
});

Deno.test("every day survives being written as people write it", () => {
  const day = fc.integer({ min: -25_000, max: 25_000 })
    .map((days) => Temporal.PlainDate.from("2000-01-01").add({ days }));
  const spelled: ((day: Temporal.PlainDate) => string)[] = [
    (day) => day.toString(),
    (day) => `${day.day}.${day.month}.${day.year}`,
    (day) => day.toLocaleString("de-DE", { dateStyle: "full" }),
    (day) => day.toLocaleString("de-DE", { dateStyle: "long" }),
    (day) => day.toLocaleString("de-DE", { dateStyle: "medium" }),
    (day) => day.toLocaleString("en-GB", { dateStyle: "full" }),
    (day) => day.toLocaleString("en-GB", { dateStyle: "medium" }),
    (day) => day.toLocaleString("en-US", { dateStyle: "full" }),
    (day) => day.toLocaleString("en-US", { dateStyle: "medium" }),
  ];
  fc.assert(fc.property(day, fc.constantFrom(...spelled), (day, write) => {
    assert.equal(when(write(day)), day.toString(), write(day));
  }));
});

Deno.test("the nearest is the latest that has begun, or the first that is not over", () => {
  const candidates = ["2026-10-01", "2026-11-20", "2026-12-01"]
    .map((text) => oneDay(Temporal.PlainDate.from(text)));
  const found = (anchor: string, lean: "past" | "future") =>
    nearest(candidates, { ...sight(), anchor: Temporal.PlainDate.from(anchor), lean }).begin
      .toString();
  assert.equal(found("2026-11-30", "past"), "2026-11-20");
  assert.equal(found("2026-11-20", "future"), "2026-11-20");
  assert.equal(found("2026-11-21", "future"), "2026-12-01");
  assert.deepEqual(lengthOf("quarter", -2), { months: -6 });
});

Deno.test("what is no day is left to others", () => {
  for (const text of ["", "last week", "8:00", "foo", "monday tuesday", "november"]) {
    assert.equal(readDay(text, sight()), undefined, text);
  }
  assert.equal(shown({ kind: "moment", date: readDay("heute", sight())!.begin }), "2026-11-20");
});
