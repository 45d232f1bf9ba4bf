/**
 * Dates, times and periods in words, English and German: `last friday 8:00`, `gestern 9-11:30`, `KW 47`,
 * `seit Montag`, and every ISO spelling that `readMoment` takes. Everything is local time in the zone of `now`;
 * what Kimai makes of a local time when clocks change, `explainLocal` says.
 */

import { dayName, isoMoment, type Moment, periodName } from "./dates.ts";
import { oneDay } from "./date_days.ts";
import type { Sight } from "./date_grammar.ts";
import { type Part, readPart } from "./date_parts.ts";
import { type Period, readRange, readSince, wholeDays } from "./date_ranges.ts";
import { reading, Refusal, type Wanted } from "./date_refusals.ts";
import { fold } from "./date_vocabulary.ts";
import { durationOf } from "./durations.ts";

/** From where words are understood. */
export interface Calendar {
  /** Now, in the user's Kimai zone. */
  now: Temporal.ZonedDateTime;
  /** What a week begins with for the user: 1 is Monday, 7 is Sunday. Weeks with a number begin on Monday. */
  firstWeekday: 1 | 7;
  /**
   * Where a weekday, or a day or month without year, is looked for: the latest that has begun, or the first that
   * is not over, as plans for absences mean it. "past" unless told.
   */
  lean?: "past" | "future";
}

/** What words mean: a day or moment, or a period whose end belongs to it, to the second. */
export type When = ({ kind: "moment" } & Moment) | ({ kind: "period" } & Period);

const wantedWhen: Wanted = {
  name: "a date or period",
  examples: "yesterday 14:00, last week or 2026-11-01 to 2026-11-15",
};
const wantedPoint: Wanted = {
  name: "a point in time",
  examples: "yesterday 14:00, 20.11.2026 or 2026-11-20T09:30",
};
const wantedPeriod: Wanted = {
  name: "a period",
  examples: "last week, November 2026 or 2026-11-01 to 2026-11-15",
};

/** What could mean two things, and which. */
const hints: [RegExp, string][] = [
  [/^\d{1,2}$/, "a number alone may be an hour, a day or a month"],
  [/^\d{1,2}\.\d{1,2}$/, "it may be a day or a time"],
  [/^\d{1,2}\/\d{1,2}(?:\/\d{2,4})?$/, "day and month may be either way round"],
  [/^\d{1,2} ?- ?\d{1,2}$/, "it may be a day or two hours"],
  [/^(?:.* )?(?:midnight|mitternacht)$/, "midnight may begin or end the day"],
];

/** A blank instead of the T and no seconds: `2026-11-20 09:30-11:30`. */
const rangeOrOffset = /^\d{4}\S* \d\d:?\d\d-\d\d(?::?\d\d)?$/;

/** A German "on", where English would read the morning: `9-12 am Montag`, `am 20.11.`. */
const germanOn = /\bam (?=\d\d?\.|(?:mon|diens|donners|frei|sams|sonn)tag\b|mittwoch|sonnabend)/g;

/** Folded text without what carries no meaning: articles, dots of abbreviations, commas, `th` of ordinals. */
function plain(text: string): string {
  return fold(text).replace(/(?<=[a-z])\./g, "").replace(/(?<=\d)(?:st|nd|rd|th)\b/g, "")
    .replace(/,(?!\d)|(?<!\d),/g, " ").replace(/\bo ?['’]? ?clock\b/g, "uhr")
    .replace(/\b(?:the|of|den|dem|der|des|das|die|zum)\b/g, " ").replace(/\s+/g, " ")
    .replace(germanOn, "").trim();
}

function whenOf({ days, time, offset }: Part, { today }: Sight): When {
  if (days && !days.oneDay) return { kind: "period", ...wholeDays(days) };
  return {
    kind: "moment",
    date: days?.begin ?? today,
    ...(time && { time }),
    ...(offset && { offset }),
  };
}

function understand(text: string, sight: Sight, rangesFirst: boolean): When | undefined {
  const words = plain(text);
  const unclear = rangeOrOffset.test(words);
  if (unclear && !rangesFirst) throw new Refusal("it may be a range or a time with an offset");
  const part = unclear ? undefined : readPart(words, sight);
  if (part) return whenOf(part, sight);
  const period = readSince(words, sight) ?? readRange(words, sight);
  if (period) return { kind: "period", ...period };
  const hint = hints.find(([shape]) => shape.test(words))?.[1];
  if (hint) throw new Refusal(hint);
  if (durationOf(words) !== undefined) throw new Refusal("it is a duration");
}

function sightOf({ now, firstWeekday, lean = "past" }: Calendar): Sight {
  const today = now.toPlainDate();
  return { now, today, anchor: today, firstWeekday, lean };
}

function read(text: string, calendar: Calendar, rangesFirst = false): When | undefined {
  const exact = isoMoment(text);
  if (exact && !rangeOrOffset.test(text)) return { kind: "moment", ...exact };
  return understand(text, sightOf(calendar), rangesFirst);
}

/**
 * Reads a day, a moment or a period in words.
 * @throws {UserError} for what cannot be read, does not exist, or may mean two things.
 */
export function readWhen(text: string, calendar: Calendar): When {
  return reading(text, wantedWhen, (trimmed) => read(trimmed, calendar));
}

/** Reads a day or a moment; @throws {UserError} also for a period. */
export function readPoint(text: string, calendar: Calendar): Moment {
  return reading(text, wantedPoint, (trimmed) => {
    const found = read(trimmed, calendar);
    if (found?.kind !== "period") return found;
    throw new Refusal(`it is the period ${periodName(found.begin, found.end)}`);
  });
}

/** Reads a period, a day from its first to its last second; @throws {UserError} also for a moment. */
export function readPeriod(text: string, calendar: Calendar): Period {
  return reading(text, wantedPeriod, (trimmed) => {
    const found = read(trimmed, calendar, true);
    if (found?.kind !== "moment") return found;
    if (!found.time) return wholeDays(oneDay(found.date));
    const time = found.time.toString({ smallestUnit: "minute" });
    throw new Refusal(`it is the moment ${dayName(found.date)} ${time}`);
  });
}
