/** Days in words: `last friday`, `vor 3 Tagen`, `20. November`, `Mon 16 Nov 2026`. */

import { dayName, isoMoment } from "./dates.ts";
import {
  calendarUnits,
  months,
  type PeriodUnit,
  relativeDays,
  weekdays,
  whiches,
} from "./date_vocabulary.ts";
import { count, countOf, type Form, group, readerOf, type Sight, year } from "./date_grammar.ts";
import { Refusal } from "./date_refusals.ts";

/** A day, or days in a row; both ends belong to it. */
export interface Days {
  begin: Temporal.PlainDate;
  end: Temporal.PlainDate;
  /** Written as one day, so that a time may stand beside it. */
  oneDay?: boolean;
  /** Written without this: the nearest was chosen. */
  without?: "week" | "year";
}

/** A single day as `Days`. */
export function oneDay(date: Temporal.PlainDate): Days {
  return { begin: date, end: date, oneDay: true };
}

/**
 * The one that is meant where week or year are left out: in the past the latest that has begun, in the future
 * the first that is not over. The candidates are in order of time.
 */
export function nearest(
  candidates: Days[],
  { anchor, lean }: Sight,
  without: Days["without"] = "year",
): Days {
  const compare = Temporal.PlainDate.compare;
  const found = lean === "past"
    ? candidates.findLast(({ begin }) => compare(begin, anchor) <= 0)
    : candidates.find(({ end }) => compare(end, anchor) >= 0);
  if (!found) throw new Refusal("there is none within a year, so add which year is meant");
  return { ...found, without };
}

/** The years in which the nearest may lie; of what is rarer, as 29 February, the year must be written. */
export function yearsAround({ anchor: { year } }: Sight): number[] {
  return [year - 1, year, year + 1];
}

/** So many units as Temporal counts them. */
export function lengthOf(unit: "day" | PeriodUnit, times: number): Temporal.DurationLike {
  return unit === "quarter" ? { months: 3 * times } : { [`${unit}s`]: times };
}

function plainWeekday(weekday: number, sight: Sight): Days {
  const around = Array.from({ length: 13 }, (_, index) => sight.anchor.add({ days: index - 6 }));
  const candidates = around.filter(({ dayOfWeek }) => dayOfWeek === weekday).map(oneDay);
  return nearest(candidates, sight, "week");
}

/** The first day of the week that a day lies in. */
export function weekBegin(day: Temporal.PlainDate, firstWeekday: number): Temporal.PlainDate {
  return day.subtract({ days: (day.dayOfWeek - firstWeekday + 7) % 7 });
}

/** `this friday` is of this week; `last` and `next` are strictly before and after today. */
function chosenWeekday(which: number, weekday: number, { today, firstWeekday }: Sight): Days {
  if (which === 0) {
    const begin = weekBegin(today, firstWeekday);
    return oneDay(begin.add({ days: (weekday - firstWeekday + 7) % 7 }));
  }
  const ahead = (weekday - today.dayOfWeek + 7) % 7;
  const days = which > 0 ? (ahead || 7) + 7 * (which - 1) : ahead - 7 + 7 * (which + 1);
  return oneDay(today.add({ days }));
}

function shifted(sign: 1 | -1): Form<Days>[1] {
  return (found, { today }) => {
    const amount = lengthOf(calendarUnits.of(found.unit), sign * countOf(found.count));
    return oneDay(today.add(amount));
  };
}

/** A day of a month, of the year that is written (two digits are of this century) or of the nearest. */
function dated(month: number, found: Record<string, string>, sight: Sight): Days {
  const make = (year: number) =>
    Temporal.PlainDate.from({ year, month, day: Number(found.day) }, { overflow: "reject" });
  if (found.year) return oneDay(make(Number(found.year.padStart(4, "20"))));
  const day = Number(found.day);
  const exists = (year: number) =>
    day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth && day > 0;
  return nearest(yearsAround(sight).filter(exists).map((year) => oneDay(make(year))), sight);
}

const named: Form<Days>[1] = (found, sight) => dated(months.of(found.month), found, sight);
const numbered: Form<Days>[1] = (found, sight) => dated(Number(found.month), found, sight);

const day = String.raw`(?<day>\d{1,2})`;
const month = String.raw`(?<month>0?[1-9]|1[0-2])`;
const counted = `${count} ?${group("unit", calendarUnits)}`;

const readDated = readerOf<Days>([
  [String.raw`${day}\.? ?${group("month", months)}(?: ${year})?`, named],
  [`${group("month", months)} ${day}\\.?(?: ${year})?`, named],
  [String.raw`${day}\. ?${month}\.(?<year>\d\d)?`, numbered],
  [String.raw`${day}\. ?${month}\. ?${year}`, numbered],
  [String.raw`${year}(?<joint>[-/])(?<month>\d\d)\k<joint>(?<day>\d\d)`, numbered],
]);

const readRelative = readerOf<Days>([
  [
    group("relative", relativeDays),
    ({ relative }, { today }) => oneDay(today.add({ days: relativeDays.of(relative) })),
  ],
  [group("weekday", weekdays), ({ weekday }, sight) => plainWeekday(weekdays.of(weekday), sight)],
  [
    `${group("which", whiches)} ${group("weekday", weekdays)}`,
    ({ which, weekday }, sight) => chosenWeekday(whiches.of(which), weekdays.of(weekday), sight),
  ],
  [`${counted} ago`, shifted(-1)],
  [`(?:vor |-)${counted}`, shifted(-1)],
  [`(?:in |\\+)${counted}`, shifted(1)],
]);

const weekdayWord = new RegExp(`^(?:${weekdays.any})$`);

/** `Fri 20 Nov 2026`: the weekday must be the day's own, because one of both would be a slip. */
function withWeekday(text: string, sight: Sight): Days | undefined {
  const [word, rest] = parted(text);
  const days = weekdayWord.test(word) ? readIso(rest) ?? readDated(rest, sight) : undefined;
  if (days && days.begin.dayOfWeek !== weekdays.of(word)) {
    throw new Refusal(`this day is ${dayName(days.begin)}`);
  }
  return days;
}

function parted(text: string): [first: string, rest: string] {
  const blank = text.indexOf(" ");
  return blank < 0 ? [text, ""] : [text.slice(0, blank), text.slice(blank + 1)];
}

function readIso(text: string): Days | undefined {
  const moment = isoMoment(text);
  return moment && !moment.time ? oneDay(moment.date) : undefined;
}

/** Reads one day from folded text, undefined where it is none. */
export function readDay(text: string, sight: Sight): Days | undefined {
  return readIso(text) ?? readDated(text, sight) ?? readRelative(text, sight) ??
    withWeekday(text, sight);
}
