/**
 * Who is there on a day: approved absences count, half days and hours off as what they are; what is only
 * asked for is told apart, and whose absences could not be read is unknown, never present (B-7).
 */

import { z } from "zod";
import { UpstreamError } from "../../mcp/errors.ts";
import { rangeQuery } from "./absence_days.ts";
import { stateIn } from "./absence_answers.ts";
import { labelOf } from "./absence_plugin.ts";
import { type Asked, readAbsences, unread } from "./absence_reading.ts";
import { absenceWords } from "./absence_words.ts";
import { hours, wallClock } from "./dates.ts";
import { type Named, nameUser, nameWithId } from "./directory.ts";
import { named } from "./entries.ts";
import { noteWords } from "./note_words.ts";
import { holiday } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import { hundredthsOf, type Leave } from "./statistics/absences.ts";
import { dayNameIn, type Language, languageOf, wordings } from "./wording.ts";

/** Why somebody is away. Durations in seconds, where it is only for hours. */
const reason = z.object({
  type: z.string(),
  label: z.string(),
  half_day: z.literal(true).optional(),
  duration: z.int().optional(),
  /** Of what is not approved. */
  status: z.string().optional(),
});
type Reason = z.infer<typeof reason>;

const away = named.extend({ reasons: z.array(reason) });
type Away = z.infer<typeof away>;

/** Everybody once: present, there for a part of the day, absent, or unknown. Pending ones are counted there too. */
export const attendance = z.object({
  date: z.string(),
  weekday: z.string(),
  weekend: z.literal(true).optional(),
  holidays: z.array(z.object({
    name: z.string(),
    group: z.string().optional(),
    half_day: z.literal(true).optional(),
  })).optional(),
  of: z.string(),
  present: z.array(named),
  partly: z.array(away),
  absent: z.array(away),
  /** Asked for and not approved. */
  pending: z.array(away),
  unknown: z.array(unread),
  notes: z.array(z.string()).optional(),
});
export type Attendance = z.infer<typeof attendance>;

/** The day is today in the caller's Kimai zone unless one is named. */
export async function attendanceOn(
  day: Temporal.PlainDate | undefined,
  whose: Pick<Asked, "user_scope" | "user">,
  session: KimaiSession,
): Promise<Attendance> {
  const me = await session.me();
  const date = day ?? session.now().toZonedDateTimeISO(me.timezone).toPlainDate();
  const period = { begin: date, end: date };
  const read = await readAbsences({ ...whose, ...period, status: "all" }, "all", session);
  const holidays = await holidaysOn(date, session);
  const people = await Promise.all(read.people.map((one) => withName(one, session)));
  const notes = [...read.notes, ...holidays.notes];
  const language = languageOf(me);
  return {
    date: date.toString(),
    weekday: date.toLocaleString(language, { weekday: "long" }),
    weekend: date.dayOfWeek > 5 ? true : undefined,
    holidays: holidays.found.length > 0 ? holidays.found : undefined,
    of: read.of,
    ...whoIsThere(people, read.leaves, date.toString(), read.unread, language),
    notes: notes.length > 0 ? notes : undefined,
  };
}

async function withName(person: Named, { names }: KimaiSession): Promise<Named> {
  return person.name === undefined ? await nameUser(person.id, names) : person;
}

/** The day's public holidays of all calendars: whose calendar is which, Kimai does not tell. */
async function holidaysOn(date: Temporal.PlainDate, { kimai, language }: KimaiSession) {
  const query = rangeQuery({ begin: date, end: date });
  try {
    const all = await kimai.request("GET", ["public-holidays"], {
      query,
      answer: z.array(holiday),
    });
    const today = all.filter((one) => wallClock(one.date).date === date.toString());
    const found = today.map(({ name, publicHolidayGroup, halfDay }) => ({
      name,
      group: publicHolidayGroup?.name ?? undefined,
      half_day: halfDay ? true as const : undefined,
    }));
    return { found, notes: [] };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { found: [], notes: [noteWords[await language()].noHolidays(error.message)] };
  }
}

type WhoIsThere = Pick<Attendance, "present" | "partly" | "absent" | "pending" | "unknown">;

/** Puts each person where he belongs on a day (`YYYY-MM-DD`). Pure. */
export function whoIsThere(
  people: readonly Named[],
  leaves: readonly Leave[],
  day: string,
  unknown: Attendance["unknown"],
  language: Language,
): WhoIsThere {
  const result: WhoIsThere = {
    present: [],
    partly: [],
    absent: [],
    pending: [],
    unknown: [...unknown],
  };
  const today = Map.groupBy(
    leaves.filter((leave) => leave.first <= day && leave.last >= day),
    (leave) => leave.person.id,
  );
  const unread = new Set(unknown.map(({ id }) => id));
  for (const { id, name } of people.filter((person) => !unread.has(person.id))) {
    const own = today.get(id) ?? [];
    const approved = own.filter(({ status }) => status === "approved");
    const pending = own.filter(({ status }) => pendingStatuses.has(status));
    const gone = approved.reduce((total, leave) => total + hundredthsOn(leave), 0);
    const reasons = approved.map((leave) => reasonOf(leave, language));
    if (gone >= 100) result.absent.push({ id, name, reasons });
    else if (gone > 0) result.partly.push({ id, name, reasons });
    else result.present.push({ id, name });
    if (pending.length === 0) continue;
    const asked = pending.map((leave) => ({
      ...reasonOf(leave, language),
      status: leave.status,
    }));
    result.pending.push({ id, name, reasons: asked });
  }
  return result;
}

/** A rejected absence goes back to new, or has a status of its own, which is nothing to wait for. */
const pendingStatuses = new Set(["new", "requested"]);

/** Of one day; a range covers each of its days alike. */
function hundredthsOn(leave: Leave): number {
  if (leave.first !== leave.last) return leave.half ? 50 : 100;
  return hundredthsOf(leave);
}

function reasonOf(leave: Leave, language: Language): Reason {
  const isHours = !leave.half && hundredthsOn(leave) < 100;
  return {
    type: leave.type,
    label: labelOf(leave.type, language),
    half_day: leave.half ? true : undefined,
    duration: isHours ? leave.seconds : undefined,
  };
}

/** The report for reading. */
export function attendanceText(report: Attendance, language: Language): string {
  const { date, weekday, weekend, holidays = [], present, partly, absent, pending } = report;
  const words = absenceWords[language];
  const all = present.length + partly.length + absent.length + report.unknown.length;
  const day = dayNameIn(language, date).replace(/^\S+ /, "");
  const line = (mark: string) => (one: Away) => awayLine(mark, one, language);
  return [
    words.report(weekday, day),
    weekend && words.weekend,
    ...holidays.map(({ name, group, half_day }) =>
      `${words.holiday}${half_day ? ` (${words.halfDay})` : ""}: ${name}${
        group ? ` (${group})` : ""
      }`
    ),
    ...(report.notes ?? []).map((note) => `${wordings[language].note}: ${note}`),
    `\n${words.present(present.length, all)}${
      present.length > 0 ? `\n✓ ${present.map(nameWithId).join(", ")}` : ""
    }`,
    ...section(words.partly, partly.map(line("◐"))),
    ...section(words.absent, absent.map(line("✗"))),
    ...section(words.unknown, report.unknown.map((one) => `? ${nameWithId(one)}: ${one.why}`)),
    ...section(words.pending, pending.map(line("…"))),
  ].filter((line) => line !== undefined).join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`\n${title} (${lines.length})`, ...lines];
}

function awayLine(mark: string, { id, name, reasons }: Away, language: Language): string {
  const why = reasons.map((reason) => reasonText(reason, language)).join(", ");
  return `${mark} ${nameWithId({ id, name })}: ${why}`;
}

function reasonText({ label, half_day, duration, status }: Reason, language: Language): string {
  const time = duration === undefined ? "" : `, ${hours(duration)} h`;
  const part = half_day ? `, ${absenceWords[language].halfTheDay}` : time;
  return `${label}${part}${status ? ` (${stateIn(language, status)})` : ""}`;
}
