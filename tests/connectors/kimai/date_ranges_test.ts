import assert from "node:assert/strict";
import fc from "fast-check";
import { readRange, readSince } from "../../../src/connectors/kimai/date_ranges.ts";
import { calendar, friday, sight, when } from "./date_support.ts";

/** [spellings, the period], seen from Friday 20 November 2026, 10:00:30. */
const ranges: [string, string][] = [
  [
    "9-11:30|9:00 - 11:30|9:00-11:30|9 to 11:30|9 – 11:30|von 9 bis 11:30 Uhr|from 9 to 11:30",
    "2026-11-20T09:00:00 / 2026-11-20T11:30:00",
  ],
  [
    "9.00-11.30 Uhr|9 Uhr bis 11 Uhr 30|9-11:30am|today 9-11:30|9-11:30 today|zwischen 9 und 11:30",
    "2026-11-20T09:00:00 / 2026-11-20T11:30:00",
  ],
  [
    "yesterday 9-11:30|gestern von 9 bis 11:30 Uhr|gestern 9 - 11.30 Uhr|am 19.11. 9-11:30|9-11:30 yesterday",
    "2026-11-19T09:00:00 / 2026-11-19T11:30:00",
  ],
  [
    "yesterday between 9 and 11:30|19.11. 9-11:30|2026-11-19 9-11:30|9.00-11.30 Uhr gestern",
    "2026-11-19T09:00:00 / 2026-11-19T11:30:00",
  ],
  [
    "monday 22-1|Montag 22 - 1 Uhr|Mo 22:00 bis 1:00|monday 10pm-1am|monday 10-1am",
    "2026-11-16T22:00:00 / 2026-11-17T01:00:00",
  ],
  [
    "monday 22-24|monday 22:00 to midnight|Montag 22 Uhr bis Mitternacht|Mo 22-24 Uhr",
    "2026-11-16T22:00:00 / 2026-11-17T00:00:00",
  ],
  ["1-3pm|1pm-3pm|13-15|1 - 3 pm|13 bis 15 Uhr", "2026-11-20T13:00:00 / 2026-11-20T15:00:00"],
  [
    "1-3pm yesterday|yesterday 1-3pm|gestern 13-15 Uhr",
    "2026-11-19T13:00:00 / 2026-11-19T15:00:00",
  ],
  [
    "20.11. 10-12|20.11.2026 10-12|20. November 10-12 Uhr|Nov 20 10-12",
    "2026-11-20T10:00:00 / 2026-11-20T12:00:00",
  ],
  ["11-1pm|11am-1pm|11-13", "2026-11-20T11:00:00 / 2026-11-20T13:00:00"],
  ["9-12 am Montag|am Montag 9-12|Montag, 9-12 Uhr", "2026-11-16T09:00:00 / 2026-11-16T12:00:00"],
  [
    "8:00 until now|8 Uhr bis jetzt|since 8:00|seit 8 Uhr|today 8:00 to now|8:00 - now",
    "2026-11-20T08:00:00 / 2026-11-20T10:00:30",
  ],
  [
    "last 2 hours|seit 2 Stunden|in den letzten 2 Stunden|2 hours ago until now|-2h to now",
    "2026-11-20T08:00:30 / 2026-11-20T10:00:30",
  ],
  [
    "monday 8:00 until now|since monday 8:00|seit Montag 8 Uhr",
    "2026-11-16T08:00:00 / 2026-11-20T10:00:30",
  ],
  [
    "20.11.2026 22:00 bis 21.11.2026 1:00|2026-11-20T22:00 to 2026-11-21T01:00",
    "2026-11-20T22:00:00 / 2026-11-21T01:00:00",
  ],
  [
    "2026-11-20T08:00Z to 2026-11-20T10:00Z|2026-11-20T09:00 - 2026-11-20T11:00",
    "2026-11-20T09:00:00 / 2026-11-20T11:00:00",
  ],
  [
    "2026-11-01 to 2026-11-15|2026-11-01 - 2026-11-15|1.11. bis 15.11.|1.11.-15.11.|1.-15.11.",
    "2026-11-01 / 2026-11-15",
  ],
  [
    "vom 1.11. bis zum 15.11.|1-15 November|1. bis 15. November|November 1-15|1.11.2026 - 15.11.2026",
    "2026-11-01 / 2026-11-15",
  ],
  [
    "2026-11-01..2026-11-15|20261101 to 20261115|1.-15.11.2026|1 to 15 november 2026",
    "2026-11-01 / 2026-11-15",
  ],
  [
    "1.11. bis 15.11.2025|1.-15.11.2025|vom 1. bis 15. November 2025|1.11.2025 bis 15.11.",
    "2025-11-01 / 2025-11-15",
  ],
  [
    "monday to wednesday|Montag bis Mittwoch|Mo-Mi|mon - wed|from monday through wednesday",
    "2026-11-16 / 2026-11-18",
  ],
  [
    "Mo-Fr|monday to friday|since monday|seit Montag|monday to today|Montag bis heute",
    "2026-11-16 / 2026-11-20",
  ],
  [
    "Mon 16 Nov 2026 - Fri 20 Nov 2026|seit 4 Tagen|since 4 days ago|seit dem 16.11.",
    "2026-11-16 / 2026-11-20",
  ],
  ["Mon 16 Nov 2026 09:00 - Mon 16 Nov 2026 10:00", "2026-11-16T09:00:00 / 2026-11-16T10:00:00"],
  [
    "monday to wednesday 12:00|Montag bis Mittwoch 12 Uhr",
    "2026-11-16T00:00:00 / 2026-11-18T12:00:00",
  ],
  [
    "KW 45 bis KW 46|KW 45-46|week 45 to week 46|2026-W45 - 2026-W46|KW 45-46/2026",
    "2026-11-02 / 2026-11-15",
  ],
  [
    "january to march|Jan-Mar|Januar bis März 2026|2026-01 - 2026-03|Q1 bis Q1 2026",
    "2026-01-01 / 2026-03-31",
  ],
  [
    "24.12. bis 2.1.|24.12.2025 bis 2.1.|24.12. bis 2.1.2026|24 december - 2 january",
    "2025-12-24 / 2026-01-02",
  ],
  ["since last week|seit letzter Woche", "2026-11-09 / 2026-11-20"],
  ["2025 to 2026|2025-2026", "2025-01-01 / 2026-12-31"],
];

Deno.test("a range is read in both languages and every spelling", () => {
  for (const [spellings, expected] of ranges) {
    for (const text of spellings.split("|")) assert.equal(when(text), expected, text);
  }
});

Deno.test("sides without year or week are looked for from each other", () => {
  const rows: [string, string, string][] = [
    ["2026-11-10T08:00", "1.11. bis 15.11.", "2026-11-01 / 2026-11-15"],
    ["2026-11-17T08:00", "monday to wednesday", "2026-11-16 / 2026-11-18"],
    ["2026-02-10T08:00", "1.3. bis 15.3.2026", "2026-03-01 / 2026-03-15"],
    ["2027-01-05T08:00", "20.12. bis 4.1.", "2026-12-20 / 2027-01-04"],
    ["2026-11-20T08:00", "monday to next week", "2026-11-16 / 2026-11-29"],
    ["2026-11-20T08:00", "monday to 14.10.2026", "2026-10-12 / 2026-10-14"],
    ["2026-11-20T08:00", "Q3 to monday", "2026-07-01 / 2026-11-16"],
    ["2026-11-20T08:00", "november to 5.1.", "2026-11-01 / 2027-01-05"],
    ["2026-11-20T08:00", "1.11.2025 bis 15.11.", "2025-11-01 / 2025-11-15"],
    ["2026-11-20T08:00", "november to january", "2026-11-01 / 2027-01-31"],
    ["2026-11-21T00:30", "22:00 until now", "2026-11-20T22:00:00 / 2026-11-21T00:30:00"],
    ["2026-11-21T00:30", "seit 22 Uhr", "2026-11-20T22:00:00 / 2026-11-21T00:30:00"],
  ];
  for (const [now, text, expected] of rows) {
    assert.equal(when(text, calendar(now)), expected, `${text} at ${now}`);
  }
  const ahead = { ...friday, lean: "future" as const };
  assert.equal(when("24.12. bis 2.1.", ahead), "2026-12-24 / 2027-01-02");
  assert.equal(when("monday to 4.12.", ahead), "2026-11-23 / 2026-12-04");
  assert.equal(when("seit Montag", ahead), "2026-11-16 / 2026-11-20");
});

Deno.test("a range that makes no sense is refused with the reason", () => {
  const rows = {
    "tomorrow to yesterday": "it ends before it begins",
    "since tomorrow": "it ends before it begins",
    "2026-11-15 to 2026-11-01": "it ends before it begins",
    "9-9": "it ends when it begins",
    "9-5": "it would last 20:00 hours, past midnight",
    "11:00 - 9:00": "it would last 22:00 hours, past midnight",
    "since 18:00": "it would last 16:01 hours, past midnight",
    "09-11": "it may be a day or two hours",
    "2026-11-20 09:30-11:30": "it may be a range or a time with an offset",
  };
  for (const [text, why] of Object.entries(rows)) {
    assert.throws(() => when(text), {
      message: `Cannot read "${text}" as a date or period: ${why}; ` +
        "write yesterday 14:00, last week or 2026-11-01 to 2026-11-15",
    });
  }
});

Deno.test("sides that do not fit together are not read", () => {
  const unread = [
    ..."monday - 9|9:00 - monday|now to tomorrow|20.11. - 25|week 8:00-9:00|9-11 and 13-15".split(
      "|",
    ),
    ..."until now|until friday|from monday|- 9|9 -|to|1-2-3|20-11-2026|9.30-11|last 2 apples".split(
      "|",
    ),
  ];
  for (const text of unread) assert.throws(() => when(text), /^UserError: Cannot read /, text);
  assert.equal(readRange("monday", sight()), undefined);
  assert.equal(readSince("monday", sight()), undefined);
});

Deno.test("every two times of a day are a range, past midnight up to twelve hours", () => {
  const minutes = fc.nat(1439);
  const time = (at: number) => `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
  fc.assert(fc.property(minutes, minutes, (from, to) => {
    const lasting = to === 0 ? 1440 - from : (to - from + 1440) % 1440;
    const readable = lasting > 0 && (to === 0 || to > from || lasting <= 720);
    for (const text of [`${time(from)}-${time(to)}`, `von ${time(from)} bis ${time(to)} Uhr`]) {
      if (!readable) {
        assert.throws(() => when(text), /^UserError: /, text);
        continue;
      }
      const [begin, end] = when(text).split(" / ").map((side) => Temporal.PlainDateTime.from(side));
      assert.equal(begin.until(end).total("minutes"), lasting, text);
      assert.equal(begin.hour * 60 + begin.minute, from);
    }
  }));
});

Deno.test("every two days in order are a range, however they are written", () => {
  const day = fc.integer({ min: 0, max: 20_000 });
  fc.assert(fc.property(day, fc.nat(500), (first, length) => {
    const begin = Temporal.PlainDate.from("2000-01-01").add({ days: first });
    const end = begin.add({ days: length });
    const german = (day: Temporal.PlainDate) => `${day.day}.${day.month}.${day.year}`;
    for (
      const text of [`${begin} to ${end}`, `${begin}-${end}`, `${german(begin)} bis ${german(end)}`]
    ) {
      assert.equal(when(text), `${begin} / ${end}`, text);
    }
  }));
});
