/**
 * Dates and times: what a caller writes, what Kimai wants (`YYYY-MM-DDTHH:mm:ss` without offset, in the
 * zone of whoever it concerns, API.md 4.1), and what Kimai answers (an offset without colon).
 */

import { UserError } from "../../mcp/errors.ts";

/** What a caller wrote, before a zone is known: a day, perhaps a time, perhaps an offset. */
export interface Moment {
  date: Temporal.PlainDate;
  time?: Temporal.PlainTime;
  /** `+02:00` or `+00:00`, if one was written. */
  offset?: string;
}

const daySpelling = String.raw`(\d{4})-?(\d{2})-?(\d{2})|(\d{4})-?W(\d{2})-?([1-7])`;
const timeSpelling = String.raw`(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?`;
const offsetSpelling = String.raw`(Z|[+-]\d{2}(?::?\d{2})?)`;
const momentPattern = new RegExp(
  `^(?:${daySpelling})(?:[T ]${timeSpelling}${offsetSpelling}?)?$`,
  "i",
);

/** `2026-1-5`, as people write it: with both dashes there is but one way to read it. */
const unpadded = /^(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T ])/i;

function padded(text: string): string {
  return text.replace(
    unpadded,
    (_, year, month, day) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
  );
}

/** What `readMoment` can read, for error sentences. */
export const readableMoments = "2026-11-20, 2026-11-20T09:30 or 2026-11-20T09:30:00+01:00";

/**
 * Reads an ISO 8601 date or date-time (extended or basic, a blank for the T, week dates, `Z` or an offset),
 * also with month and day of one digit.
 * @throws {UserError} for anything else and for days that do not exist.
 */
export function readMoment(text: string): Moment {
  const found = spelled(text);
  if (found) return momentOf(found, text);
  throw new UserError(
    `Cannot read ${JSON.stringify(text.slice(0, 60))} as a date: write ${readableMoments}`,
  );
}

/** What `readMoment` can read; undefined where it cannot. */
export function isoMoment(text: string): Moment | undefined {
  const found = spelled(text);
  // Most words are no date at all, and an error costs more than the rest of reading them.
  if (!found) return undefined;
  try {
    return momentOf(found, text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function spelled(text: string): RegExpExecArray | null {
  return momentPattern.exec(padded(text.trim()));
}

/** @throws {UserError} for a day or time that does not exist */
function momentOf(found: RegExpExecArray, text: string): Moment {
  const [, year, month, day, weekYear, week, weekday, hour, minute, second, offset] = found;
  try {
    const date = year
      ? Temporal.PlainDate.from({ year: +year, month: +month, day: +day }, { overflow: "reject" })
      : weekDate(+weekYear, +week, +weekday);
    if (hour === undefined) return { date };
    const time = Temporal.PlainTime.from(
      { hour: +hour, minute: +minute, second: +(second ?? 0) },
      { overflow: "reject" },
    );
    return { date, time, ...(offset && { offset: colonOffset(offset) }) };
  } catch {
    throw new UserError(`Cannot use ${JSON.stringify(text)}: this day or time does not exist`);
  }
}

function weekDate(year: number, week: number, weekday: number): Temporal.PlainDate {
  // ISO 8601: 4 January is always in week 1.
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const date = fourth.add({ days: (week - 1) * 7 + weekday - fourth.dayOfWeek });
  if (week < 1 || date.yearOfWeek !== year) throw new RangeError("no such week");
  return date;
}

function colonOffset(offset: string): string {
  if (offset.toUpperCase() === "Z") return "+00:00";
  const digits = offset.slice(1).replace(":", "").padEnd(4, "0");
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/**
 * A moment as local time in a zone. A day alone means its first second, or as an end its last:
 * Kimai compares both ends inclusively (trap 6 of API.md chapter 9).
 */
export function localTime(
  moment: Moment,
  zone: string,
  edge: "begin" | "end" = "begin",
): Temporal.PlainDateTime {
  if (!moment.time) {
    return moment.date.toPlainDateTime(edge === "end" ? "23:59:59" : "00:00:00");
  }
  const local = moment.date.toPlainDateTime(moment.time);
  if (!moment.offset) return local;
  return Temporal.Instant.from(`${local.toString()}${moment.offset}`).toZonedDateTimeISO(zone)
    .toPlainDateTime();
}

/** Kimai's spelling of a local time: `2026-11-20T09:30:00`. */
export function kimaiTime(local: Temporal.PlainDateTime): string {
  return local.toString({ smallestUnit: "second" });
}

/** Kimai's offset with the colon that strict readers want: `+0100` is `+01:00`. */
export function withColon(answered: string): string {
  return answered.replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
}

/** A time that Kimai answered, as an instant: its offset has no colon, which strict readers refuse. */
export function instantOf(answered: string): Temporal.Instant {
  return Temporal.Instant.from(withColon(answered));
}

/** The day and the time of day (`HH:mm`) that a clock on the wall showed; Kimai answers in the record's zone. */
export function wallClock(answered: string): { date: string; time: string } {
  return { date: answered.slice(0, 10), time: answered.slice(11, 16) };
}

/** Seconds as hours and minutes: 5400 is `1:30`. */
export function hours(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const text = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return seconds < 0 && minutes > 0 ? `-${text}` : text;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A day for reading: `Mon 16 Nov 2026`. */
export function dayName(day: string | Temporal.PlainDate): string {
  const date = Temporal.PlainDate.from(day);
  return `${weekdays[date.dayOfWeek - 1]} ${date.day} ${months[date.month - 1]} ${date.year}`;
}

/** A period for reading; days alone where it covers whole days: `Mon 16 Nov 2026 - Sun 22 Nov 2026`. */
export function periodName(begin?: Temporal.PlainDateTime, end?: Temporal.PlainDateTime): string {
  const wholeDays = (!begin || kimaiTime(begin).endsWith("T00:00:00")) &&
    (!end || kimaiTime(end).endsWith("T23:59:59"));
  const name = (moment: Temporal.PlainDateTime) =>
    dayName(moment.toPlainDate()) + (wholeDays ? "" : ` ${kimaiTime(moment).slice(11, 16)}`);
  if (begin && end) {
    return wholeDays && begin.toPlainDate().equals(end.toPlainDate())
      ? name(begin)
      : `${name(begin)} - ${name(end)}`;
  }
  return begin ? `from ${name(begin)}` : end ? `until ${name(end)}` : "all time";
}
