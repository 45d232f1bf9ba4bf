import assert from "node:assert/strict";
import fc from "fast-check";
import { readDays } from "../../../src/connectors/kimai/date_periods.ts";
import { type Period, wholeDays } from "../../../src/connectors/kimai/date_ranges.ts";
import { readPeriod } from "../../../src/connectors/kimai/date_words.ts";
import { calendar, friday, sight, when, zones } from "./date_support.ts";

/** [spellings, the period], seen from Friday 20 November 2026. */
const periods: [string, string][] = [
  [
    "this week|diese Woche|current week|in dieser Woche|KW 47|KW47|kw47/2026|KW 47 2026",
    "2026-11-16 / 2026-11-22",
  ],
  [
    "week 47|W47|2026-W47|2026W47|47. KW|Kalenderwoche 47|calendar week 47|CW 47",
    "2026-11-16 / 2026-11-22",
  ],
  [
    "last week|letzte Woche|vorige Woche|previous week|in der letzten Woche|KW 46",
    "2026-11-09 / 2026-11-15",
  ],
  ["vorletzte Woche", "2026-11-02 / 2026-11-08"],
  [
    "next week|nächste Woche|naechste Woche|kommende Woche|NÄCHSTE WOCHE",
    "2026-11-23 / 2026-11-29",
  ],
  ["week 48|KW 48|KW 48/2025|2025-W48", "2025-11-24 / 2025-11-30"],
  ["KW 53/2026|2026-W53|W53 2026", "2026-12-28 / 2027-01-03"],
  ["KW 1 2027|2027-W01|W01/2027", "2027-01-04 / 2027-01-10"],
  [
    "this month|dieser Monat|diesen Monat|november|November 2026|im November|2026-11|11/2026",
    "2026-11-01 / 2026-11-30",
  ],
  ["11.2026|nov|Nov 2026|2026 November|laufender Monat|in november", "2026-11-01 / 2026-11-30"],
  [
    "last month|letzten Monat|voriger Monat|im letzten Monat|october|Okt.|10.2026",
    "2026-10-01 / 2026-10-31",
  ],
  ["next month|nächster Monat|nächsten Monat", "2026-12-01 / 2026-12-31"],
  ["december|Dezember|December 2025|Dez 2025|2025-12", "2025-12-01 / 2025-12-31"],
  ["February 2028|Februar 2028|2028-02", "2028-02-01 / 2028-02-29"],
  [
    "this quarter|dieses Quartal|Q4|4. Quartal|Q4 2026|Q4/2026|2026-Q4|4th quarter|quarter 4",
    "2026-10-01 / 2026-12-31",
  ],
  [
    "last quarter|letztes Quartal|Q3|3. Quartal|Quartal 3|in Q3|3. Quartal 2026",
    "2026-07-01 / 2026-09-30",
  ],
  ["Q3 2025|3. Quartal 2025|2025 Q3|q3-2025", "2025-07-01 / 2025-09-30"],
  ["next quarter|nächstes Quartal|Q1 2027", "2027-01-01 / 2027-03-31"],
  [
    "this year|dieses Jahr|2026|Jahr 2026|in 2026|year 2026|im Jahr 2026",
    "2026-01-01 / 2026-12-31",
  ],
  ["last year|letztes Jahr|voriges Jahr|vergangenes Jahr|2025", "2025-01-01 / 2025-12-31"],
  ["next year|nächstes Jahr", "2027-01-01 / 2027-12-31"],
  [
    "last 7 days|letzte 7 Tage|past 7 days|in den letzten 7 Tagen|the last seven days|last 1 week",
    "2026-11-14 / 2026-11-20",
  ],
  ["last 1 day", "2026-11-20 / 2026-11-20"],
  ["last 2 weeks|letzte zwei Wochen|die letzten 14 Tage", "2026-11-07 / 2026-11-20"],
  ["last 3 months|letzte 3 Monate|last 1 quarter", "2026-08-21 / 2026-11-20"],
  ["last 2 years|letzte zwei Jahre", "2024-11-21 / 2026-11-20"],
  ["next 7 days|nächste 7 Tage|in den nächsten 7 Tagen", "2026-11-20 / 2026-11-26"],
  [
    "month to date|mtd|seit Monatsbeginn|since the start of the month|seit Monatsanfang",
    "2026-11-01 / 2026-11-20",
  ],
  [
    "year to date|ytd|seit Jahresbeginn|since the beginning of the year|seit Beginn des Jahres",
    "2026-01-01 / 2026-11-20",
  ],
  ["quarter to date|qtd|seit Quartalsbeginn|seit Anfang des Quartals", "2026-10-01 / 2026-11-20"],
  ["week to date|wtd|seit Wochenbeginn", "2026-11-16 / 2026-11-20"],
];

Deno.test("a period is read in both languages and every spelling", () => {
  for (const [spellings, expected] of periods) {
    for (const text of spellings.split("|")) assert.equal(when(text), expected, text);
  }
});

Deno.test("ends of years and the first day of the week are respected", () => {
  const rows: [string, string, string, (1 | 7)?][] = [
    // Sunday 22 November 2026.
    ["2026-11-22T08:00", "this week", "2026-11-16 / 2026-11-22", 1],
    ["2026-11-22T08:00", "this week", "2026-11-22 / 2026-11-28", 7],
    ["2026-11-22T08:00", "last week", "2026-11-15 / 2026-11-21", 7],
    ["2026-11-22T08:00", "week to date", "2026-11-22 / 2026-11-22", 7],
    ["2026-11-22T08:00", "KW 47", "2026-11-16 / 2026-11-22", 7],
    ["2027-01-01T08:00", "this week", "2026-12-28 / 2027-01-03"],
    ["2027-01-01T08:00", "KW 53", "2026-12-28 / 2027-01-03"],
    ["2027-01-01T08:00", "KW 1", "2025-12-29 / 2026-01-04"],
    ["2025-12-30T08:00", "KW 1", "2025-12-29 / 2026-01-04"],
    ["2027-01-01T08:00", "last month", "2026-12-01 / 2026-12-31"],
    ["2027-01-01T08:00", "last quarter", "2026-10-01 / 2026-12-31"],
    ["2027-01-01T08:00", "Q1", "2027-01-01 / 2027-03-31"],
    ["2027-01-01T08:00", "december", "2026-12-01 / 2026-12-31"],
    ["2024-03-31T08:00", "last month", "2024-02-01 / 2024-02-29"],
    ["2024-03-31T08:00", "last 1 month", "2024-03-01 / 2024-03-31"],
  ];
  for (const [now, text, expected, firstWeekday] of rows) {
    assert.equal(when(text, calendar(now, { firstWeekday })), expected, `${text} at ${now}`);
  }
});

Deno.test("who plans ahead finds the part of the year that is not over", () => {
  const ahead = { ...friday, lean: "future" as const };
  assert.equal(when("november", ahead), "2026-11-01 / 2026-11-30");
  assert.equal(when("december", ahead), "2026-12-01 / 2026-12-31");
  assert.equal(when("Q1", ahead), "2027-01-01 / 2027-03-31");
  assert.equal(when("KW 46", ahead), "2027-11-15 / 2027-11-21");
});

Deno.test("weeks, quarters and months that do not exist are refused", () => {
  for (const text of ["KW 53 2025", "2025-W53", "KW 0 2026", "week 54 2026"]) {
    assert.throws(() => when(text), /: it is not in the calendar; write /, text);
  }
  for (const text of ["KW 53", "KW 54", "week 0"]) {
    assert.throws(
      () => when(text),
      /: there is none within a year, so add which year is meant; write /,
      text,
    );
  }
  for (
    const text of ["Q5", "2026-13", "5. Quartal", "13/2026", "last 0 days", "week", "last", "3000"]
  ) {
    assert.throws(() => when(text), /^UserError: Cannot read /, text);
  }
});

const instants = fc.tuple(fc.integer({ min: 0, max: 3_000_000_000 }), fc.constantFrom(...zones))
  .map(([seconds, zone]) =>
    Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(zone)
  );

function days({ begin, end }: Period): [begin: Temporal.PlainDate, end: Temporal.PlainDate] {
  assert.equal(`${begin.toPlainTime()} ${end.toPlainTime()}`, "00:00:00 23:59:59");
  return [begin.toPlainDate(), end.toPlainDate()];
}

Deno.test("a week has seven days, contains now, begins as told, and follows the last without a gap", () => {
  fc.assert(fc.property(instants, fc.constantFrom(1 as const, 7 as const), (now, firstWeekday) => {
    const [last, current, next] = ["last week", "diese Woche", "nächste Woche"]
      .map((text) => days(readPeriod(text, { now, firstWeekday })));
    for (const [begin, end] of [last, current, next]) {
      assert.equal(begin.dayOfWeek, firstWeekday);
      assert.equal(begin.until(end).days, 6);
    }
    const today = now.toPlainDate();
    assert(current[0].until(today).days >= 0 && today.until(current[1]).days >= 0);
    assert.equal(last[1].until(current[0]).days, 1);
    assert.equal(current[1].until(next[0]).days, 1);
  }));
});

Deno.test("numbered weeks are those of ISO 8601", () => {
  fc.assert(fc.property(instants, (now) => {
    const day = now.toPlainDate();
    const written = [
      `KW ${day.weekOfYear}/${day.yearOfWeek}`,
      `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, "0")}`,
      `week ${day.weekOfYear}`,
    ];
    for (const text of written) {
      const [begin, end] = days(readPeriod(text, { now, firstWeekday: 7 }));
      assert.equal(begin.dayOfWeek, 1);
      for (const each of [begin, end]) {
        assert.equal(each.weekOfYear, day.weekOfYear);
        assert.equal(each.yearOfWeek, day.yearOfWeek);
      }
    }
  }));
});

Deno.test("months and quarters tile their year", () => {
  const names = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    .split(" ");
  const year = fc.integer({ min: 1900, max: 2099 });
  fc.assert(fc.property(year, (year) => {
    const tilings = [
      names.map((name) => `${name} ${year}`),
      names.map((_, index) => `${year}-${String(index + 1).padStart(2, "0")}`),
      [1, 2, 3, 4].map((quarter) => `Q${quarter} ${year}`),
    ];
    for (const tiling of tilings) {
      const parts = tiling.map((text) => days(readPeriod(text, friday)));
      const [first, last] = days(readPeriod(String(year), friday));
      assert(parts[0][0].equals(first) && parts.at(-1)![1].equals(last));
      assert.equal(`${first} ${last}`, `${year}-01-01 ${year}-12-31`);
      parts.slice(1).forEach(([begin], index) => {
        assert.equal(parts[index][1].until(begin).days, 1);
      });
    }
  }));
});

Deno.test("what is this or to date contains today, and what has no year has begun", () => {
  const units = fc.constantFrom("week", "month", "quarter", "year");
  const parts = fc.constantFrom(
    "Q1",
    "Q2",
    "Q3",
    "Q4",
    "march",
    "Juli",
    "november",
    "KW 1",
    "KW 52",
  );
  fc.assert(fc.property(instants, units, parts, (now, unit, part) => {
    const today = now.toPlainDate();
    const read = (text: string) => days(readPeriod(text, { now, firstWeekday: 1 }));
    const [current, toDate] = [read(`this ${unit}`), read(`${unit} to date`)];
    assert(current[0].equals(toDate[0]) && toDate[1].equals(today));
    assert(Temporal.PlainDate.compare(today, current[1]) <= 0);
    const age = read(part)[0].until(today).days;
    assert(age >= 0 && age < 372, `${part} began ${age} days ago`);
  }));
});

Deno.test("the last n days are n days", () => {
  fc.assert(fc.property(instants, fc.integer({ min: 1, max: 999 }), (now, count) => {
    const [begin, end] = days(readPeriod(`last ${count} days`, { now, firstWeekday: 1 }));
    assert(end.equals(now.toPlainDate()));
    assert.equal(begin.until(end).days + 1, count);
  }));
});

Deno.test("single days are read here as well, behind prepositions too", () => {
  const days = readDays("am montag", sight())!;
  assert.equal(days.oneDay, true);
  assert.equal(wholeDays(days).end.toString(), "2026-11-16T23:59:59");
  assert.equal(readDays("8:00", sight()), undefined);
});
