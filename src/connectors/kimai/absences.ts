// No test of its own: tools/absence_test.ts and tools/calendar_test.ts run every line of it.
/**
 * Absences, of the plugin for work contracts (API.md 7.1, K-30): reading them person by person, creating
 * them in parts as Kimai takes them, and what a refusal means.
 */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { quote } from "../../mcp/arguments.ts";
import { wired } from "../../mcp/wire.ts";
import { batch, type BatchResult, failureLines } from "./batch.ts";
import { absenceLabels, renamed } from "./compat.ts";
import { hours, kimaiTime, type Moment, periodName, readMoment } from "./dates.ts";
import type { Named } from "./directory.ts";
import { duration, flag } from "./fields.ts";
import { late } from "./late.ts";
import { type Whose, whoseOf } from "./people.ts";
import { everyone } from "./everyone.ts";
import { type Absence, absence } from "./records.ts";
import { ref } from "./refs.ts";
import type { KimaiSession } from "./session.ts";
import { type DayRange, type Leave, leaveOf, type Part, split } from "./statistics/absences.ts";

/**
 * A day, in ISO 8601 or in words; a midnight beside it is forgiven, any other time is not. `lean` is where a
 * weekday or a day without year is looked for.
 */
export function day(description?: string, lean: "past" | "future" = "past") {
  const text = z.string({ error: "a date is text" }).trim().min(1, { error: "a date is wanted" });
  const read = (text: string, context: z.core.$RefinementCtx): Temporal.PlainDate => {
    if (!/^\d{4}/.test(text)) return late((session) => readWords(text, lean, session));
    try {
      return dateOf(readMoment(text));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  };
  const schema = wired(text.transform(read), { type: "string" });
  return description ? schema.describe(description) : schema;
}

function dateOf({ date, time, offset }: Moment): Temporal.PlainDate {
  const isDay = offset === undefined && (!time || time.equals(Temporal.PlainTime.from("00:00")));
  if (isDay) return date;
  throw new UserError("a day is wanted, such as 2026-11-20, without a time");
}

async function readWords(text: string, lean: "past" | "future", session: KimaiSession) {
  const [{ readPoint }, me] = await Promise.all([import("./date_words.ts"), session.me()]);
  const weekday = me.preferences.find(({ name }) => name === "first_weekday")?.value;
  const now = session.now().toZonedDateTimeISO(me.timezone);
  return dateOf(readPoint(text, { now, firstWeekday: weekday === "sunday" ? 7 : 1, lean }));
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

export function rangeName({ begin, end }: DayRange): string {
  return periodName(begin?.toPlainDateTime("00:00:00"), end?.toPlainDateTime("23:59:59"));
}

/** The types that Kimai has without being asked, in the reference's order. */
export const knownTypes = Object.keys(absenceLabels.en) as [string, ...string[]];

/** `Urlaub` where the reader's language is German, else `Holiday`; a type that is not known as it is. */
export function labelOf(type: string, language = "en"): string {
  const labels = language.toLowerCase().startsWith("de") ? absenceLabels.de : absenceLabels.en;
  return labels[type] ?? type;
}

const missingPlugin =
  "This Kimai has no absences and no public holidays: they come with its plugin for work contracts (WorkContractBundle), which is not installed; booking time, teams and statistics of time work without it";

/** Types and labels. PHP writes an empty object as a list. */
const typesAnswer = z.union([
  z.record(z.string(), z.string()),
  z.array(z.string()).transform((types) => Object.fromEntries(types.map((type) => [type, type]))),
]);

/** The types that this Kimai has, with their labels. @throws {UserError} when it lacks the plugin */
export async function readTypes(
  language: string,
  { kimai }: KimaiSession,
): Promise<Record<string, string>> {
  const options = { query: { language }, answer: typesAnswer };
  return await kimai.request("GET", ["absences", "types"], options).catch((error) => {
    if (faultOf(error) === "not_found") throw new UserError(missingPlugin);
    throw error;
  });
}

function faultOf(error: unknown): UpstreamError["fault"] | undefined {
  return error instanceof UpstreamError ? error.fault : undefined;
}

/** Tells a missing plugin from a missing record: Kimai says 404 to both. */
export async function requirePlugin(session: KimaiSession): Promise<void> {
  await readTypes("en", session).catch((error) => {
    if (!(error instanceof UpstreamError)) throw error;
  });
}

/** What can be done with absences, the permission that it takes for other people's, and what 400 may mean (API.md 7.1). */
const verbs = {
  list: {
    words: "read these absences",
    permission:
      "one's own take the permission absence, other people's view_team_absence (team leads usually have it) or contract_other_profile (administrators)",
    hint: "check the period",
  },
  create: {
    words: "create this absence",
    permission:
      "one's own take the permission absence, other people's edit_team_absence (team leads usually have it) or contract_other_profile (administrators)",
    hint: "the month may be locked, or a day taken by another absence",
  },
  delete: {
    words: "delete it",
    permission:
      "other people's take delete_team_absence (team leads usually have it) or delete_other_absence (administrators), and nobody's in a locked month can go",
    hint: "its month may be locked",
  },
  approve: {
    words: "approve it",
    permission:
      "it takes approve_team_absence (team leads usually have it) or approve_other_absence (administrators)",
    hint: "it may be approved already, or its month locked",
  },
  reject: {
    words: "reject it",
    permission:
      "it takes approve_team_absence (team leads usually have it) or approve_other_absence (administrators)",
    hint: "it may be decided already, or its month locked",
  },
  request: {
    words: "request its approval",
    permission:
      "other people's take edit_team_absence (team leads usually have it) or edit_other_absence (administrators)",
    hint: "it may be requested or approved already, or its month locked",
  },
} as const;
export type Verb = keyof typeof verbs;

/** Says what a refusal of Kimai means for absences; other errors pass. */
export function explain(verb: Verb): (error: unknown) => never {
  const { words, permission, hint } = verbs[verb];
  return (error) => {
    if (!(error instanceof UpstreamError)) throw error;
    const { fault, status, fields } = error;
    if (fault === "invalid" && fields.some(({ name }) => name === "user")) {
      throw new UpstreamError(
        fault,
        `Cannot ${words}: Kimai takes none for this user, ${permission} (400)`,
        {
          status,
          fields,
          cause: error,
        },
      );
    }
    if (fault === "forbidden") {
      throw new UpstreamError(fault, `Cannot ${words}: Kimai forbids it, ${permission} (403)`, {
        status,
        cause: error,
      });
    }
    if (fault !== "invalid" || fields.length > 0) throw error;
    const options = { status, cause: error };
    throw new UpstreamError(fault, `Kimai refused to ${words} (400): ${hint}`, options);
  };
}

/** As `explain`, after a look whether it is the plugin that is missing, or the user that was asked for. */
export function explainFully(
  verb: Verb,
  session: KimaiSession,
  user?: number,
): (error: unknown) => Promise<never> {
  return async (error) => {
    if (faultOf(error) === "not_found") {
      await requirePlugin(session);
      if (user !== undefined) throw new UserError(`Kimai shows you no user ${user} (404)`);
    }
    return explain(verb)(error);
  };
}

/** What is asked of a list. */
export interface Asked extends DayRange {
  user_scope?: "self" | "all" | "specific";
  user?: number;
  status?: "approved" | "open" | "all";
}

/** Somebody whose absences could not be read, and why. */
export const unread = z.object({ id: z.int(), name: z.string().optional(), why: z.string() });

/** What was read. */
export interface AbsencesRead {
  /** Whose, in words. */
  of: string;
  /** Whether they are the caller's own alone. */
  own: boolean;
  people: Named[];
  leaves: Leave[];
  unread: z.infer<typeof unread>[];
  notes: string[];
}

/**
 * Reads absences, one request a person, a few at a time.
 * @throws {UserError} when nobody's could be read; a single person who is not read among many is told
 */
export async function readAbsences(
  asked: Asked,
  scope: "self" | "all",
  session: KimaiSession,
): Promise<AbsencesRead> {
  checkRange(asked, "read absences");
  const named = asked.user_scope ?? (asked.user === undefined ? scope : undefined);
  const whose = whoseOf(named, asked.user);
  const [people, self] = await Promise.all([peopleOf(whose, session), session.me()]);
  const leaves = new Map<number, Leave[]>();
  const read = async (id: number) => leaves.set(id, await readOne(id, asked, session));
  const failed = people.length === 1
    ? await read(people[0].id).then(() => [], explainFully("list", session, people[0].id))
    : await readMany(people, read, session);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return {
    of: whose.label,
    own: people.length === 1 && people[0].id === self.id,
    people,
    leaves: people.flatMap(({ id }) => leaves.get(id) ?? []),
    unread: failed.map(({ id, why }) => ({ id, name: names.get(id), why })),
    notes: whose.user === "all" && people.length === 1
      ? [
        "nobody but you is there, or your Kimai role shows nobody else (permission view_user or view_team)",
      ]
      : [],
  };
}

/** @returns whose could not be read. @throws {UserError} when nobody's could */
async function readMany(
  people: readonly Named[],
  read: (id: number) => Promise<unknown>,
  session: KimaiSession,
): Promise<BatchResult["failed"]> {
  const ids = people.map(({ id }) => id);
  const result = await batch(ids, (id) => read(id).catch(explain("list")), session);
  if (result.done.length > 0) return result.failed;
  await requirePlugin(session);
  throw new UserError(`Nobody's absences could be read${failureLines(result)}`);
}

async function peopleOf({ user }: Whose, session: KimaiSession): Promise<Named[]> {
  if (user === "all") return await everyone(session);
  const { id, username, alias } = await session.me();
  return user === undefined || user === id ? [{ id, name: alias || username }] : [{ id: user }];
}

/** @throws {UserError} when Kimai answers with somebody else's absences, as it does with time records (K-6) */
async function readOne(id: number, asked: Asked, { kimai }: KimaiSession): Promise<Leave[]> {
  const { status = "all" } = asked;
  const query = { user: id, ...rangeQuery(asked), status };
  const records = await kimai.request("GET", ["absences"], { query, answer: z.array(absence) });
  if (records.some(({ user }) => user && (typeof user === "number" ? user : user.id) !== id)) {
    throw new UserError(
      `Cannot read the absences of user ${id}: Kimai knows no such user, or your role does not show other people's absences (permission contract_other_profile or view_team_absence)`,
    );
  }
  const [from, to] = [asked.begin?.toString() ?? "", asked.end?.toString() ?? "9999"];
  // Older plugins do not know the status and answer with all.
  return records.map((record) => leaveOf(record, { id })).filter((leave) =>
    leave.last >= from && leave.first <= to &&
    (status === "all" || (leave.status === "approved") === (status === "approved"))
  );
}

/** What an absence is created from. */
export const absenceData = renamed(
  z.strictObject({
    date: day(undefined, "future"),
    end: day("last day", "future").optional(),
    type: wired(z.string().trim().min(1), { type: "string", enum: [...knownTypes] }),
    comment: z.string().trim().min(1),
    user: ref("user").optional(),
    halfDay: flag().optional(),
    duration: duration("hours a day, 1:30").optional(),
  }),
  { half_day: "halfDay", endDate: "end", end_date: "end" },
);
export type AbsenceData = z.output<typeof absenceData>;

/** A typing error in the year must not become hundreds of absences. */
const mostDays = 5 * 366;

/** What was created. */
export interface Created {
  /** Whose it is, and the language of the caller: after a write Kimai would be asked for him again. */
  owner: number;
  language: string;
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
  const { id, language = "en" } = await session.me();
  await checkType(data.type, language, session);
  const owner = data.user ?? id;
  const created: Created = { owner, language, leaves: [], parts: split(date, end), empty: [] };
  for (const [index, part] of created.parts.entries()) {
    const records = await createPart(part, data, session)
      .catch((error) => stopAt(index, error, created, onFailure, session));
    if (records.length === 0) created.empty.push(part);
    created.leaves.push(...records.map((record) => leaveOf(record, { id: owner })));
    session.progress(index + 1, created.parts.length, "parts created");
  }
  return created;
}

/** @throws {UserError} when Kimai knows no such type, or lacks the plugin */
async function checkType(type: string, language: string, session: KimaiSession): Promise<void> {
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

/** A record for each day, or one for all. */
const createdAnswer = z.union([z.array(absence), absence.transform((one) => [one])]).optional()
  .transform((records) => records ?? []);

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
