/** A moment in words, or one side of a range: days, a time, or both; and moments counted from now. */

import { type Days, oneDay } from "./date_days.ts";
import { isoMoment } from "./dates.ts";
import type { Sight } from "./date_grammar.ts";
import { readDays } from "./date_periods.ts";
import { readTime } from "./date_times.ts";
import { durationOf } from "./durations.ts";

/** What was written, as far as it was: at least one of days and time. */
export interface Part {
  days?: Days;
  time?: Temporal.PlainTime;
  /** `+01:00`, for an instant. */
  offset?: string;
}

/** A part that names a time. */
export type TimedPart = Part & { time: Temporal.PlainTime };

/** Whether a part names a time. */
export function isTimed(part: Part): part is TimedPart {
  return part.time !== undefined;
}

/** Counted from now in hours, minutes and seconds; signs and words for both directions. */
const fromNow: [pattern: RegExp, sign: 1 | -1][] = [
  [/^(?:-|vor )(.+)$/, -1],
  [/^(.+) ago$/, -1],
  [/^(?:\+|in )(.+)$/, 1],
];

/** An instant carries its offset, so that it stays what it is in another person's zone. */
function instant(zoned: Temporal.ZonedDateTime): TimedPart {
  const whole = zoned.round({ smallestUnit: "second", roundingMode: "floor" });
  return { days: oneDay(whole.toPlainDate()), time: whole.toPlainTime(), offset: whole.offset };
}

/** Now, to the second. */
export function present({ now }: Sight): TimedPart {
  return instant(now);
}

function readInstant(text: string, sight: Sight): Part | undefined {
  if (/^(?:right )?now$|^jetzt$/.test(text)) return present(sight);
  for (const [pattern, sign] of fromNow) {
    const amount = pattern.exec(text)?.[1];
    // "vor 8:00" is before eight, so that only a duration with a unit counts.
    const seconds = amount && /[a-z]/.test(amount) ? durationOf(amount) : undefined;
    if (seconds !== undefined) return instant(sight.now.add({ seconds: sign * seconds }));
  }
}

function readIso(text: string): Part | undefined {
  const moment = isoMoment(text);
  return moment && { ...moment, days: oneDay(moment.date) };
}

/** Both orders, `yesterday 8:00` and `8:00 yesterday`, divided at any blank. */
function readDayAndTime(text: string, sight: Sight, bare: boolean): Part | undefined {
  for (let blank = text.lastIndexOf(" "); blank > 0; blank = text.lastIndexOf(" ", blank - 1)) {
    const [front, back] = [text.slice(0, blank), text.slice(blank + 1)];
    for (const [day, clock] of [[front, back], [back, front]]) {
      const time = readTime(clock, bare);
      const days = time && readDays(day, sight);
      if (days?.oneDay) return { days, time };
    }
  }
}

/**
 * Reads a part from folded text, undefined where it is none.
 * @param bare whether a number alone is an hour.
 */
export function readPart(text: string, sight: Sight, bare = false): Part | undefined {
  const days = readDays(text, sight);
  if (days) return { days };
  const time = readTime(text, bare);
  if (time) return { time };
  return readIso(text) ?? readInstant(text, sight) ?? readDayAndTime(text, sight, bare);
}
