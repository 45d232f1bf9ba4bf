import assert from "node:assert/strict";
import fc from "fast-check";
import { kimaiTime, periodName, readMoment } from "../../../src/connectors/kimai/dates.ts";
import {
  type Calendar,
  readPeriod,
  readPoint,
  readWhen,
} from "../../../src/connectors/kimai/date_words.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { calendar, friday, shown, when, zones } from "./date_support.ts";

Deno.test("a point is a day or a moment, and a period is told as what it is", () => {
  assert.equal(readPoint("gestern", friday).date.toString(), "2026-11-19");
  assert.equal(readPoint("gestern 14 Uhr", friday).time!.toString(), "14:00:00");
  assert.throws(() => readPoint("this week", friday), {
    name: "UserError",
    message: 'Cannot read "this week" as a point in time: it is the period ' +
      "Mon 16 Nov 2026 - Sun 22 Nov 2026; write yesterday 14:00, 20.11.2026 or 2026-11-20T09:30",
  });
});

Deno.test("a period may be a day, and a moment is told as what it is", () => {
  const { begin, end } = readPeriod("today", friday);
  assert.equal(`${kimaiTime(begin)} ${kimaiTime(end)}`, "2026-11-20T00:00:00 2026-11-20T23:59:59");
  assert.throws(() => readPeriod("8 Uhr", friday), {
    name: "UserError",
    message: 'Cannot read "8 Uhr" as a period: it is the moment Fri 20 Nov 2026 08:00; ' +
      "write last week, November 2026 or 2026-11-01 to 2026-11-15",
  });
});

Deno.test("two times behind an ISO day are a range where one is wanted, else unclear", () => {
  const { begin, end } = readPeriod("2026-11-20 09:30-11:30", friday);
  assert.equal(`${kimaiTime(begin)} ${kimaiTime(end)}`, "2026-11-20T09:30:00 2026-11-20T11:30:00");
  for (const read of [readWhen, readPoint]) {
    assert.throws(() => read("2026-11-20 09:30-11:30", friday), /it may be a range or a time with/);
  }
  assert.equal(when("2026-11-20T09:30-05:00"), "2026-11-20T09:30-05:00");
  assert.equal(when("2026-11-20 09:30:00-05:00"), "2026-11-20T09:30-05:00");
});

Deno.test("every example of a refusal can be read", () => {
  const examples = (read: () => unknown) => {
    let message = "";
    assert.throws(read, (error: Error) => (message = error.message) !== "");
    const all = /write (.*), (.*) or (.*)$/.exec(message)!.slice(1);
    assert.equal(all.length, 3);
    return all;
  };
  for (const text of examples(() => readWhen("foo", friday))) readWhen(text, friday);
  for (const text of examples(() => readPoint("foo", friday))) readPoint(text, friday);
  for (const text of examples(() => readPeriod("foo", friday))) readPeriod(text, friday);
});

const instants = fc.tuple(fc.integer({ min: 0, max: 3_000_000_000 }), fc.constantFrom(...zones))
  .map(([seconds, zone]) =>
    Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(zone)
  );

Deno.test("every ISO moment means what readMoment says", () => {
  fc.assert(fc.property(instants, (instant) => {
    const local = instant.toPlainDateTime();
    const spellings = [
      local.toPlainDate().toString(),
      kimaiTime(local),
      kimaiTime(local).replace("T", " "),
      kimaiTime(local).replace(/[-:]/g, ""),
      instant.toInstant().toString(),
      instant.toString({ timeZoneName: "never" }),
    ];
    for (const text of spellings) {
      assert.equal(when(text), shown({ kind: "moment", ...readMoment(text) }), text);
    }
  }));
});

Deno.test("every period that we name can be read back", () => {
  fc.assert(fc.property(instants, fc.nat(40_000), (now, minutes) => {
    const begin = now.toPlainDateTime().round({ smallestUnit: "minute", roundingMode: "floor" });
    const end = begin.add({ minutes: minutes + 1 });
    const whole = {
      begin: begin.toPlainDate().toPlainDateTime(),
      end: end.toPlainDate().toPlainDateTime("23:59:59"),
    };
    for (const period of [{ begin, end }, whole]) {
      const read = readPeriod(periodName(period.begin, period.end), { now, firstWeekday: 1 });
      assert.deepEqual([kimaiTime(read.begin), kimaiTime(read.end)], [
        kimaiTime(period.begin),
        kimaiTime(period.end),
      ]);
    }
  }));
});

const pieces = [
  ..."monday|Fr.|morgen|last|letzte|next|diese|week|Monat|7|days|vor|ago|in|Q3|KW|47|/|2026".split(
    "|",
  ),
  ..."20.|11.|20.11.|november|2026-11-20|9|11:30|8 Uhr|8am|am|um|noon|now|jetzt|-|to|bis|von".split(
    "|",
  ),
  ..."since|seit|to date|20 min|1h|eine|,|the|+|T09:30|Z|between|and|midnight|24|0".split("|"),
];
const anyOrder = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 });
const days =
  "|monday|am Montag|letzten Freitag|übermorgen|20.11.|5 may 2026|KW 47|März|vor 3 Tagen|last week";
const times = "|8:00|9|11 Uhr|1 pm|noon|um 10|midnight|now";
/** What has the order of a range, so that most of it can be read. */
const ordered = fc.tuple(
  ...["|von|seit|in", days, times, "| - |-| to | bis ", days, times].map((words) =>
    fc.constantFrom(...words.split("|"))
  ),
);
const soup = fc.oneof(anyOrder, ordered).map((words) => words.filter((word) => word).join(" "));

function outcome(text: string, calendar: Calendar): string {
  try {
    return shown(readWhen(text, calendar));
  } catch (error) {
    assert(error instanceof UserError, `${text}: ${error}`);
    assert.match(error.message, /^Cannot read ".*" as a date or period: .*write .*, .* or .*$/);
    return "refused";
  }
}

Deno.test("whatever is written gives a result or a sentence, whose period is in order", () => {
  const anything = fc.oneof(soup, fc.string({ maxLength: 110 }), fc.string({ unit: "grapheme" }));
  fc.assert(fc.property(anything, instants, (text, now) => {
    const found = outcome(text, { now, firstWeekday: 1 });
    const [begin, end] = found.split(" / ");
    assert(end === undefined || begin <= end, `${text}: ${found}`);
  }));
});

Deno.test("case, blanks and umlaut spelling do not change the result", () => {
  const umlauts = fc.constantFrom("nächste woche", "märz", "nächsten montag 8:00", "übermorgen");
  fc.assert(fc.property(fc.oneof(soup, umlauts), (text) => {
    const expected = outcome(text, friday);
    const variants = [
      text.toUpperCase(),
      text.replaceAll(" ", "   "),
      `  ${text} `,
      text.replaceAll("ä", "ae").replaceAll("ü", "ue"),
      text.normalize("NFD"),
      text.replaceAll(" ", "\u00a0"),
    ];
    for (const variant of variants) assert.equal(outcome(variant, friday), expected, variant);
  }));
});

Deno.test("today is the day of the zone, not of the server", () => {
  const instant = Temporal.Instant.from("2026-11-20T22:00:00Z");
  const days = zones.map((zone) =>
    when("today", { now: instant.toZonedDateTimeISO(zone), firstWeekday: 1 })
  );
  assert.deepEqual(days, ["2026-11-20", "2026-11-20", "2026-11-21", "2026-11-21", "2026-11-20"]);
  const midnight = calendar("2026-09-06T01:00", { zone: "America/Santiago" });
  // That day has no 00:00 there: Kimai moves it forward, we send what the day is.
  assert.equal(when("since today", midnight), "2026-09-06 / 2026-09-06");
});

Deno.test("long hostile text is answered at once", () => {
  const hostile = [
    "-".repeat(100),
    "9-".repeat(50),
    "- ".repeat(50),
    "1".repeat(100),
    "1 ".repeat(50),
    "a ".repeat(50),
    "to ".repeat(33),
    "9 to ".repeat(20),
    "monday to ".repeat(10),
    "9:00 ".repeat(20),
    `between ${"and ".repeat(22)}`,
    "between 9 and 9 ".repeat(6),
    "vor ".repeat(25),
    "in am on for ".repeat(7),
    "last 7 ".repeat(14),
    ",".repeat(100),
    ". ".repeat(50),
    `${"ä".repeat(99)}x`,
    "20.11.".repeat(16),
    "ﷺ".repeat(100),
  ];
  const before = performance.now();
  for (const text of hostile) assert.equal(outcome(text, friday), "refused", text);
  const each = (performance.now() - before) / hostile.length;
  // Usually well below one millisecond; the slack is for a busy machine.
  assert(each < 100, `${each} ms for each`);
});
