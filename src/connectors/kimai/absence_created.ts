// No test of its own: tools/absence_test.ts reads what every way of creating came to.
/** The answer to a creation: what Kimai made of it, summed up. */

import { z } from "zod";
import { stateIn } from "./absence_answers.ts";
import { absenceData, createAbsence, partName } from "./absence_creation.ts";
import { labelOf } from "./absence_plugin.ts";
import { absenceWords } from "./absence_words.ts";
import { firstLines } from "./compat.ts";
import { hours } from "./dates.ts";
import { noteWords } from "./note_words.ts";
import type { KimaiSession } from "./session.ts";
import { leaveDays, sumsOf } from "./statistics/absences.ts";
import type { Language } from "./wording.ts";

/** What creating came to; the absences that Kimai made of it, by id. */
export const created = z.object({
  type: z.string(),
  label: z.string(),
  user: z.int(),
  begin: z.string(),
  end: z.string(),
  /** From begin to end. */
  calendar_days: z.int(),
  ids: z.array(z.int()),
  days: z.number(),
  duration: z.int(),
  half_day: z.literal(true).optional(),
  status: z.string().optional(),
  /** Requests that it took, if more than one. */
  parts: z.int().optional(),
  notes: z.array(z.string()).optional(),
});
type Created = z.infer<typeof created>;

/** Creates, and sums up what Kimai made of it. */
export async function create(
  data: z.output<typeof absenceData>,
  onFailure: "keep" | "undo",
  session: KimaiSession,
): Promise<Created> {
  const { leaves, parts, empty, owner } = await createAbsence(data, onFailure, session);
  const language = await session.language();
  const { days, duration } = sumsOf(leaveDays(leaves));
  const { date, end = date, type, duration: hoursADay } = data;
  const notes = [
    ...hoursADay === undefined ? [] : [absenceWords[language].hoursADay(hours(hoursADay))],
    ...empty.map((part) => noteWords[language].freeAnyway(partName(part))),
  ];
  return {
    type,
    label: labelOf(type, language),
    user: owner,
    begin: date.toString(),
    end: end.toString(),
    calendar_days: date.until(end).days + 1,
    ids: leaves.map((leave) => leave.id),
    days,
    duration,
    half_day: data.halfDay ? true : undefined,
    status: leaves.length > 0
      ? [...new Set(leaves.map((leave) => leave.status))].join(", ")
      : undefined,
    parts: parts.length > 1 ? parts.length : undefined,
    notes: notes.length > 0 ? notes : undefined,
  };
}

/** The answer for reading; its first line is one that scripts read. */
export function createdText(result: Created, language: Language): string {
  const { ids, type, begin, end, calendar_days, parts, status = "", notes = [] } = result;
  if (ids.length === 0) return notes.join("\n");
  const first = ids.length === 1 && !parts
    ? firstLines.absence(ids[0], type, result.half_day ?? false, begin, end)
    : firstLines.absences(ids, type, begin, end, calendar_days);
  const states = status.split(", ").map((one) => stateIn(language, one)).join(", ");
  const time = result.duration > 0 ? `, ${hours(result.duration)} h` : "";
  return [
    first,
    parts && firstLines.absenceSplit,
    `${result.label}: ${absenceWords[language].days(result.days)}${time}, ${states}`,
    ...notes,
  ].filter((line) => line !== undefined).join("\n");
}
