/** Weeks, months, quarters and years in words: `last week`, `KW 47`, `Q3 2025`, `letzte 7 Tage`, `year to date`. */

import { calendarUnits, months, type PeriodUnit, periodUnits, whiches } from "./date_vocabulary.ts";
import { count, countOf, type Form, group, readerOf, type Sight, year } from "./date_grammar.ts";
import { type Days, lengthOf, nearest, readDay, weekBegin, yearsAround } from "./date_days.ts";

/** The first day of the unit that a day lies in. */
const begins: Record<PeriodUnit, (day: Temporal.PlainDate, sight: Sight) => Temporal.PlainDate> = {
  week: (day, { firstWeekday }) => weekBegin(day, firstWeekday),
  month: (day) => day.with({ day: 1 }),
  quarter: (day) => day.with({ day: 1, month: day.month - (day.month - 1) % 3 }),
  year: (day) => day.with({ day: 1, month: 1 }),
};

/** So many units from a day on. */
function lasting(begin: Temporal.PlainDate, unit: "day" | PeriodUnit, times = 1): Days {
  return { begin, end: begin.add(lengthOf(unit, times)).subtract({ days: 1 }) };
}

function chosen(which: number, unit: PeriodUnit, sight: Sight): Days {
  return lasting(begins[unit](sight.today, sight).add(lengthOf(unit, which)), unit);
}

/** `last 7 days` ends today, `next 7 days` begins today: today is one of them. */
function rolling({ which, count, unit }: Record<string, string>, { today }: Sight) {
  const [times, name] = [countOf(count), calendarUnits.of(unit)];
  if (whiches.of(which) > 0) return lasting(today, name, times);
  return { begin: today.subtract(lengthOf(name, times)).add({ days: 1 }), end: today };
}

function toDate(unit: PeriodUnit, sight: Sight): Days {
  return { begin: begins[unit](sight.today, sight), end: sight.today };
}

/** A week of ISO 8601, Monday to Sunday, undefined where the year has no such week. */
function isoWeek(year: number, week: number): Days | undefined {
  // 4 January is always in week 1.
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const monday = weekBegin(fourth, 1).add({ weeks: week - 1 });
  return monday.yearOfWeek === year ? lasting(monday, "week") : undefined;
}

function monthOf(year: number, month: number): Days {
  return lasting(Temporal.PlainDate.from({ year, month, day: 1 }), "month");
}

function quarterOf(year: number, quarter: number): Days {
  return lasting(Temporal.PlainDate.from({ year, month: quarter * 3 - 2, day: 1 }), "quarter");
}

/** A part of the year that is written, or of the nearest. */
function partOfYear(
  make: (year: number, part: number) => Days | undefined,
  partOf: (found: string) => number = Number,
): Form<Days>[1] {
  return ({ part, year }, sight) => {
    const years = year ? [Number(year)] : yearsAround(sight);
    const candidates = years.map((each) => make(each, partOf(part))).filter((days) => !!days);
    if (!year) return nearest(candidates, sight);
    if (candidates.length === 0) throw new RangeError("No such week");
    return candidates[0];
  };
}

const week = partOfYear(isoWeek);
const month = partOfYear(monthOf);
const namedMonth = partOfYear(monthOf, months.of);
const quarter = partOfYear(quarterOf);

const weekNumber = String.raw`(?<part>\d{1,2})`;
const monthNumber = String.raw`(?<part>0?[1-9]|1[0-2])`;
const quarterNumber = "(?<part>[1-4])";
const maybeYear = `(?:[ /-]${year})?`;
const unit = group("unit", periodUnits);
const toDateForm: Form<Days>[1] = ({ unit }, sight) => toDate(periodUnits.of(unit), sight);
const initials: Record<string, PeriodUnit> = { w: "week", m: "month", q: "quarter", y: "year" };

const readSpan = readerOf<Days>([
  [
    `${group("which", whiches)} ${unit}`,
    ({ which, unit }, sight) => chosen(whiches.of(which), periodUnits.of(unit), sight),
  ],
  [
    `(?<which>last|past|letzten?|vergangenen?|next|nachsten?|kommenden?) ${count} ?${
      group("unit", calendarUnits)
    }`,
    rolling,
  ],
  [`${unit} to date`, toDateForm],
  [
    `(?:since|seit) (?:beginning |start |beginn |anfang )?${unit}(?: ?(?:beginn|anfang))?`,
    toDateForm,
  ],
  ["(?<initial>[wmqy])td", ({ initial }, sight) => toDate(initials[initial], sight)],
  [`(?:calendar )?(?:week|woche|kalenderwoche|kw|cw|w) ?${weekNumber}${maybeYear}`, week],
  [`${weekNumber}\\. ?(?:kw|kalenderwoche|woche)${maybeYear}`, week],
  [`${year}[ /-]?(?:kw|w) ?${weekNumber}`, week],
  [`(?:q|quarter|quartal) ?${quarterNumber}${maybeYear}`, quarter],
  [`${quarterNumber}\\.? ?(?:quarter|quartal)${maybeYear}`, quarter],
  [`${year}[ /-]?q ?${quarterNumber}`, quarter],
  [`${group("part", months)}${maybeYear}`, namedMonth],
  [`${year} ${group("part", months)}`, namedMonth],
  [`${year}-(?<part>0[1-9]|1[0-2])`, month],
  [`${monthNumber}[./]${year}`, month],
  [
    `(?:year |jahr )?${year}`,
    ({ year }) =>
      lasting(Temporal.PlainDate.from({ year: Number(year), month: 1, day: 1 }), "year"),
  ],
]);

/** Reads a day or days in a row from folded text, also behind `on` or `im`; undefined where it has none. */
export function readDays(text: string, sight: Sight): Days | undefined {
  const within = text.replace(/^(?:on|in|im|am|for|during|within|fur|wahrend) /, "");
  const read = (words: string) => readDay(words, sight) ?? readSpan(words, sight);
  return read(text) ?? (within === text ? undefined : read(within));
}
