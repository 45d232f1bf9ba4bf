// No test of its own: tools/absence_test.ts reads every line of it.
/** What every answer about absences is made of: one absence, sums of them, and the head of a list. */

import { z } from "zod";
import { rangeName } from "./absence_days.ts";
import { type AbsencesRead, unread } from "./absence_reading.ts";
import { absenceWords } from "./absence_words.ts";
import { hours } from "./dates.ts";
import { nameWithId } from "./directory.ts";
import { type DayRange, type Leave, leaveDays, sumsOf } from "./statistics/absences.ts";
import { dayNameIn, type Language, periodIn, whoseIn, wordings } from "./wording.ts";

/** An absence in an answer. Days with two decimals, durations in seconds. */
export const shown = z.object({
  id: z.int(),
  user: z.int().optional(),
  date: z.string(),
  end: z.string().optional(),
  type: z.string(),
  days: z.number(),
  duration: z.int().optional(),
  half_day: z.literal(true).optional(),
  status: z.string(),
  comment: z.string().optional(),
});
export type Shown = z.infer<typeof shown>;

/** Sums of whatever is summed up: days with two decimals, seconds, and how many entries. */
export const sums = { days: z.number(), duration: z.int(), entries: z.int() };
type Sums = z.infer<z.ZodObject<typeof sums>>;

/** What was asked, and who could not be read: the head of every list. */
export const about = {
  of: z.string(),
  period: z.string().optional(),
  ...sums,
  unread: z.array(unread).optional(),
  notes: z.array(z.string()).optional(),
};
type About = z.infer<z.ZodObject<typeof about>>;

/** An absence as answers have it; whose it is goes without saying where all are one's own. */
export function show(leave: Leave, own: boolean): Shown {
  return {
    id: leave.id,
    user: own ? undefined : leave.person.id,
    date: leave.first,
    end: leave.last === leave.first ? undefined : leave.last,
    type: leave.type,
    days: sumsOf(leaveDays([leave])).days,
    duration: leave.seconds || undefined,
    half_day: leave.half ? true : undefined,
    status: leave.status,
    comment: leave.comment,
  };
}

/** `7 Fri 4 Dec 2026: Holiday, 1 day, 8:00 h, approved` */
export function line(one: Shown, label: string, language: Language): string {
  const words = absenceWords[language];
  const name = (day: string) => dayNameIn(language, day);
  const span = name(one.date) + (one.end ? ` - ${name(one.end)}` : "");
  const time = one.duration === undefined ? "" : `, ${hours(one.duration)} h`;
  const comment = one.comment ? `: ${one.comment.replace(/\s+/g, " ")}` : "";
  return `${one.id} ${span}: ${label}, ${words.days(one.days)}${time}, ${
    one.half_day ? `${words.halfDay}, ` : ""
  }${stateIn(language, one.status)}${comment}`;
}

/** Kimai's word for where an absence stands, in a language. */
export function stateIn(language: Language, status: string): string {
  return absenceWords[language].states[status] ?? status;
}

/** `2.5 days, 20:00 h in 3 entries` */
export function sumText({ days, duration, entries }: Sums, language: Language): string {
  const words = absenceWords[language];
  const time = duration > 0 ? `, ${hours(duration)} h` : "";
  return words.sum(`${words.days(days)}${time}`, entries);
}

/** `current user (Mon 16 Nov 2026 - Sun 22 Nov 2026)` */
export function titleOf({ of, period }: Pick<About, "of" | "period">, language: Language): string {
  return whoseIn(language, of) + (period ? ` (${periodIn(language, period)})` : "");
}

/** What was asked for, and what reading it left out. */
export function headOf(read: AbsencesRead, asked: DayRange) {
  const { begin, end } = asked;
  return {
    of: read.of,
    period: begin || end ? rangeName(asked) : undefined,
    unread: read.unread.length > 0 ? read.unread : undefined,
    notes: read.notes.length > 0 ? read.notes : undefined,
  };
}

/** Notes, and who was not read: never passed over, because they would count as having none. */
export function noteLines(
  { notes = [], unread = [] }: Pick<About, "notes" | "unread">,
  language: Language,
): string[] {
  return [
    ...notes.map((note) => `${wordings[language].note}: ${note}`),
    ...unread.map((one) => `${absenceWords[language].unread}: ${nameWithId(one)}: ${one.why}`),
  ];
}
