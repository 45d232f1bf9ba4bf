// No test of its own: tools/absence_test.ts and tools/calendar_test.ts write days and ranges of every kind.
/** Days and ranges of days, as absences and public holidays take them: read from text, asked of Kimai, named. */

import { z } from "zod";
import { quote } from "../../mcp/arguments.ts";
import { UserError } from "../../mcp/errors.ts";
import { wired } from "../../mcp/wire.ts";
import { kimaiTime, type Moment, periodName, readMoment } from "./dates.ts";
import { late } from "./late.ts";
import { ownCalendar } from "./own_calendar.ts";
import type { KimaiSession } from "./session.ts";
import type { DayRange } from "./statistics/absences.ts";

/**
 * A day, in ISO 8601 or in words; a midnight beside it is forgiven, any other time is not. `lean` is where a
 * weekday or a day without year is looked for.
 */
export function day(description?: string, lean: "past" | "future" = "past") {
  const text = z.string({ error: "a date is text" }).trim().min(1, { error: "a date is wanted" });
  const read = (text: string, context: z.core.$RefinementCtx): Temporal.PlainDate => {
    if (!/^\d{4}/.test(text)) return late((session) => readWords(text, lean, session));
    try {
      const date = dateOf(readMoment(text));
      if (date) return date;
      context.addIssue({ code: "custom", message: wanted });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
    return z.NEVER;
  };
  const schema = wired(text.transform(read), { type: "string" });
  return description ? schema.describe(description) : schema;
}

const wanted = "a day is wanted, such as 2026-11-20, without a time";

/** The day of a moment that has nothing beside it but a midnight. */
function dateOf({ date, time, offset }: Moment): Temporal.PlainDate | undefined {
  const isDay = offset === undefined && (!time || time.equals(Temporal.PlainTime.from("00:00")));
  return isDay ? date : undefined;
}

async function readWords(text: string, lean: "past" | "future", session: KimaiSession) {
  const [{ readPoint }, calendar] = await Promise.all([
    import("./date_words.ts"),
    ownCalendar(session, lean),
  ]);
  const date = dateOf(readPoint(text, calendar));
  if (date) return date;
  throw new UserError(`Cannot use ${quote(text)}: ${wanted}`);
}

/** @throws {UserError} when the end is before the begin */
export function checkRange({ begin, end }: DayRange, what: string): DayRange {
  if (begin && end && Temporal.PlainDate.compare(begin, end) > 0) {
    throw new UserError(`Cannot ${what} from ${begin} to ${end}: the end is before the begin`);
  }
  return { begin, end };
}

/** Days as Kimai's query wants them (K-1), the last one whole. */
export function rangeQuery({ begin, end }: DayRange): { begin?: string; end?: string } {
  return {
    begin: begin && kimaiTime(begin.toPlainDateTime("00:00:00")),
    end: end && kimaiTime(end.toPlainDateTime("23:59:59")),
  };
}

/** A range in words, open ends included. */
export function rangeName({ begin, end }: DayRange): string {
  return periodName(begin?.toPlainDateTime("00:00:00"), end?.toPlainDateTime("23:59:59"));
}
