import assert from "node:assert/strict";
import fc from "fast-check";
import { kimaiTime } from "../../src/connectors/kimai/dates.ts";
import {
  type Calendar,
  readPeriod,
  readPoint,
  readWhen,
  type When,
} from "../../src/connectors/kimai/date_words.ts";
import { readDuration } from "../../src/connectors/kimai/durations.ts";
import { UserError } from "../../src/mcp/errors.ts";
import { calendar, zones } from "../connectors/kimai/date_support.ts";
import { hostileText } from "./hostile.ts";
import { runs } from "./runs.ts";

const words = [
  "today yesterday morgen gestern vorgestern now jetzt noon midnight mittags mitternacht",
  "monday montag fri freitag so last next this letzten nächste diese kommenden past vor ago in",
  "day days tag tagen week wochen month monat quarter jahr year hours stunden min",
  "november nov märz 29 30 31 31.12. 29.2. 20.11.2026 1.11. 2026-11-20 2026-02-30 2026-W53-1 20261120",
  "0 1 2 3 7 13 24 52 53 99 2025 2026 9999 0001 100000 zwei half eine",
  "9 9:30 09:30 9.30 24:00 23:59:59 8am 12am 12pm 14 uhr Uhr T Z +01:00 -05:30 +0530",
  "kw KW q Q1 Q4 w ytd mtd since seit from von to bis until between and zwischen und - – .. , / .",
  "on at um am im the of den first last 1st 2nd",
].join(" ").split(" ");
const phrase = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 7 }).map((all) =>
      all.join(" ")
    ),
  },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }).map((all) =>
      all.join("")
    ),
  },
  { weight: 1, arbitrary: hostileText },
);

/** Any moment of some decades, days of changed clocks among them. */
const calendars: fc.Arbitrary<Calendar> = fc.record({
  now: fc.oneof(
    fc.constantFrom(
      "2026-03-29T02:30",
      "2026-10-25T02:30",
      "2024-02-29T00:00",
      "2026-12-31T23:59:59",
    ),
    fc.date({ min: new Date("1971-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19)),
  ),
  zone: fc.constantFrom(...zones),
  firstWeekday: fc.constantFrom<1 | 7>(1, 7),
  lean: fc.constantFrom<"past" | "future">("past", "future"),
}).map(({ now, lean, ...more }) => ({ ...calendar(now, more), lean }));

/** What a reader makes of a text; nothing where it refuses with a sentence. Anything else that it throws is a bug. */
function refusable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert(error instanceof UserError, `${error}`);
    assert.match(error.message, /^Cannot (?:read|use) ".*/s);
    assert(error.message.length < 700, error.message);
  }
}

/** The same in digits. */
function inDigits(when: When): string {
  if (when.kind === "period") return `${kimaiTime(when.begin)} to ${kimaiTime(when.end)}`;
  const time = when.time ? `T${when.time.toString({ smallestUnit: "second" })}` : "";
  return `${when.date}${time}${when.offset ?? ""}`;
}

Deno.test("whatever is written as a date, it is one or is refused; a period ends after it begins", () => {
  fc.assert(
    fc.property(phrase, calendars, (text, calendar) => {
      const when = refusable(() => readWhen(text, calendar));
      const point = refusable(() => readPoint(text, calendar));
      const period = refusable(() => readPeriod(text, calendar));
      if (when?.kind === "moment") assert.deepEqual({ kind: "moment", ...point }, when);
      if (when?.kind === "period") assert.equal(point, undefined, "a period is no point");
      if (period) assert(Temporal.PlainDateTime.compare(period.begin, period.end) < 0, text);
    }),
    runs(3000),
  );
});

Deno.test("what was understood means the same in digits", () => {
  fc.assert(
    fc.property(phrase, calendars, (text, calendar) => {
      const when = refusable(() => readWhen(text, calendar));
      // Years of other than four digits have no spelling that people write.
      if (!when || !/^\d{4}-/.test(inDigits(when)) || / to (?!\d{4}-)/.test(inDigits(when))) return;
      const again = readWhen(inDigits(when), calendar);
      assert.equal(inDigits(again), inDigits(when), text);
    }),
    runs(3000),
  );
});

Deno.test("whatever is written as a duration, it is whole seconds or is refused", () => {
  const units =
    "h std min m s sec 2 2,5 1:30 1:30:00 0 90 half quarter eine Stunde pt2h PT2H30M d tage - . ,"
      .split(" ");
  const text = fc.oneof(
    fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 5 })
      .chain((all) => fc.constantFrom("", " ").map((gap) => all.join(gap))),
    hostileText,
  );
  fc.assert(
    fc.property(text, fc.constantFrom<"hours" | undefined>("hours", undefined), (text, bare) => {
      const seconds = refusable(() => readDuration(text, bare));
      if (seconds !== undefined) {
        assert(Number.isSafeInteger(seconds) && seconds >= 0, `${seconds}`);
      }
    }),
    runs(3000),
  );
});
