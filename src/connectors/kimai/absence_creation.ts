// No test of its own: tools/absence_test.ts creates short and long ones, and stops in the middle.
/** Creating an absence in the parts that Kimai takes, and what becomes of them when one fails. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { quote } from "../../mcp/arguments.ts";
import { wired } from "../../mcp/wire.ts";
import { checkRange, day } from "./absence_days.ts";
import { explain, explainFully, knownTypes, labelOf, readTypes } from "./absence_plugin.ts";
import { batch } from "./batch.ts";
import { renamed } from "./compat.ts";
import { hours } from "./dates.ts";
import { expectationOf, measured } from "./expected_hours.ts";
import { duration, flag } from "./fields.ts";
import { type Absence, absence } from "./records.ts";
import { ref } from "./refs.ts";
import type { KimaiSession } from "./session.ts";
import { type Leave, leaveOf, type Part, split } from "./statistics/absences.ts";

/** What an absence is created from. */
export const absenceData = renamed(
  z.strictObject({
    date: day(undefined, "future"),
    end: day("last day", "future").optional(),
    type: wired(z.string().trim().min(1), { type: "string", enum: [...knownTypes] }),
    comment: z.string().trim().min(1),
    user: ref("user").optional(),
    halfDay: flag().optional(),
    duration: duration("hours a day, 1:30", "hours").optional(),
  }),
  { half_day: "halfDay", endDate: "end", end_date: "end" },
);
export type AbsenceData = z.output<typeof absenceData>;

/** A typing error in the year must not become hundreds of absences. */
const mostDays = 5 * 366;

/** What was created. */
export interface Created {
  /** Whose it is. */
  owner: number;
  leaves: Leave[];
  parts: Part[];
  /** Parts for which Kimai created nothing: all of their days are free anyway. */
  empty: Part[];
}

/**
 * Creates an absence, part by part in order. A part that fails ends it; `onFailure` says what becomes of those before.
 * @throws {UserError} before anything is sent for a wrong range or type; after a part, with the ids that were created
 */
export async function createAbsence(
  data: AbsenceData,
  onFailure: "keep" | "undo",
  session: KimaiSession,
): Promise<Created> {
  const { date, end = date } = data;
  checkRange({ begin: date, end }, "create an absence");
  const length = date.until(end).days + 1;
  if (length > mostDays) {
    throw new UserError(
      `Cannot create an absence of ${length} days from ${date} to ${end}: ${mostDays} are the most, check the years`,
    );
  }
  if (data.duration !== undefined && (data.duration <= 0 || data.duration > 86_400)) {
    throw new UserError(
      `Cannot create an absence of ${
        hours(data.duration)
      } h a day: write hours of a day, such as 1:30`,
    );
  }
  const me = await session.me();
  await checkType(data.type, session);
  const owner = data.user ?? me.id;
  const expected = expectationOf(owner, me, session.usualWeek);
  const created: Created = { owner, leaves: [], parts: split(date, end), empty: [] };
  for (const [index, part] of created.parts.entries()) {
    const records = await createPart(part, data, session)
      .catch((error) => stopAt(index, error, created, onFailure, session));
    if (records.length === 0) created.empty.push(part);
    created.leaves.push(
      ...records.map((record) => measured(leaveOf(record, { id: owner }), expected)),
    );
    session.progress(index + 1, created.parts.length, "parts created");
  }
  return created;
}

/** @throws {UserError} when Kimai knows no such type, or lacks the plugin */
async function checkType(type: string, session: KimaiSession): Promise<void> {
  const language = await session.language();
  const told = await readTypes(language, session).catch((error) => {
    if (!(error instanceof UpstreamError)) throw error;
    return {};
  });
  const types = Object.keys(told).length > 0
    ? told
    : Object.fromEntries(knownTypes.map((known) => [known, labelOf(known, language)]));
  if (Object.hasOwn(types, type)) return;
  const list = Object.entries(types).map(([key, label]) => `${key} (${label})`).join(", ");
  throw new UserError(
    `Cannot create an absence of type ${quote(type)}: Kimai knows ${list}`,
  );
}

/** A record for each day, or one for all; no records where all days are free anyway, which no answer does not say. */
const createdAnswer = z.union([z.array(absence), absence.transform((one) => [one])]);

function createPart(
  { begin, end }: Part,
  { comment, type, user, halfDay, duration }: AbsenceData,
  { kimai }: KimaiSession,
): Promise<Absence[]> {
  const body = {
    comment,
    date: begin.toString(),
    end: begin.equals(end) ? undefined : end.toString(),
    type,
    user,
    halfDay: halfDay ? true : undefined,
    duration: duration === undefined ? undefined : hours(duration).padStart(5, "0"),
  };
  return kimai.request("POST", ["absences"], { body, answer: createdAnswer });
}

/** `2026-11-20`, or `2026-11-20 to 2026-11-22`. */
export function partName({ begin, end }: Part): string {
  return begin.equals(end) ? `${begin}` : `${begin} to ${end}`;
}

/** Ends a creation: says which ids there are by now, and what became of them. */
async function stopAt(
  index: number,
  error: unknown,
  { leaves, parts }: Created,
  onFailure: "keep" | "undo",
  session: KimaiSession,
): Promise<never> {
  const fully = explainFully("create", session);
  if (index === 0 || !(error instanceof UpstreamError)) return fully(error);
  const why: Error = await fully(error).catch((explained) => explained);
  const ids = leaves.map((leave) => leave.id);
  const told =
    await (onFailure === "undo"
      ? undo(ids, session)
      : kept(ids, { begin: parts[index].begin, end: parts.at(-1)!.end }));
  throw new UserError(`${told}. It stopped at ${partName(parts[index])}: ${why.message}`);
}

function kept(ids: readonly number[], missing: Part): string {
  return `Created ${ids.length} absence(s)${listOf(ids)} and kept them; ${
    partName(missing)
  } is missing`;
}

async function undo(ids: readonly number[], session: KimaiSession): Promise<string> {
  const remove = (id: number) =>
    session.kimai.request("DELETE", ["absences", id]).catch(explain("delete"));
  // Progress has been told of the parts, and must not go back.
  const result = await batch(ids, remove, { progress: () => {} });
  const left = result.failed.map(({ id }) => id);
  const undone = `Created ${ids.length} absence(s), deleted ${result.done.length} of them again${
    listOf(result.done)
  }`;
  if (left.length === 0) return undone;
  return `${undone}, could not delete ${left.length}${listOf(left)}: ${result.failed[0].why}`;
}

function listOf(ids: readonly number[]): string {
  return ids.length > 0 ? ` (IDs: ${ids.join(", ")})` : "";
}
