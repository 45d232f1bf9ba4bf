// No test of its own: tools/timesheet_test.ts and tools/timer_test.ts run every line of it.
/** Reading and writing one time record: what is sent, what came of it, and why Kimai refused. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { wired } from "../../mcp/wire.ts";
import { renamed } from "./compat.ts";
import { kimaiTime, localTime, type Moment, periodName, readMoment } from "./dates.ts";
import type { Period } from "./date_ranges.ts";
import { detailOf, type EntryDetail, entryDetail, spanOf } from "./entries.ts";
import { count, duration, flag, moment, money, period } from "./fields.ts";
import { ref } from "./refs.ts";
import { noteWords } from "./note_words.ts";
import { type Timesheet, timesheet } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import type { Language } from "./wording.ts";

/** Tag names; Kimai takes them as one text. */
export const tags = wired(
  z.union([z.string(), z.array(z.string())], { error: "tags are text, separated by commas" })
    .transform((value) => Array.isArray(value) ? value.join(",") : value),
  { type: "string" },
);

/** What can be set on a time record. Fields that Kimai offers only to some roles are sent only when given (K-9, K-11). */
export const entryData = renamed(
  z.strictObject({
    project: ref("project").optional(),
    activity: ref("activity").optional(),
    begin: moment().optional(),
    end: moment().optional(),
    duration: duration("instead of end or begin: 2h30m").optional(),
    period: period("instead: yesterday 9-11:30").optional(),
    description: z.string().optional(),
    tags: tags.optional().describe("existing names, comma-separated"),
    user: ref("user").optional(),
    billable: flag().optional(),
    exported: flag().optional(),
    fixedRate: money.optional(),
    hourlyRate: money.optional(),
    break: count(0, 86_400, "seconds").optional(),
  }),
  { fixed_rate: "fixedRate", hourly_rate: "hourlyRate" },
);
export type EntryData = z.output<typeof entryData>;

/** A record that was written, and what the caller should know about it. */
export const written = z.object({ entry: entryDetail, notes: z.array(z.string()).optional() });
export type Written = z.infer<typeof written>;

/** Reads a record, or runs one of its verbs (`["PATCH", "stop"]`) and reads what came of it. */
export async function readEntry(
  id: number,
  session: KimaiSession,
  [method, verb]: ["GET", undefined?] | ["PATCH", string, unknown?] = ["GET"],
  body?: unknown,
): Promise<EntryDetail> {
  const path = verb === undefined ? ["timesheets", id] : ["timesheets", id, verb];
  const record = await session.kimai.request(method, path, { answer: timesheet, body });
  return detailOf(record, session.names, session.now());
}

/**
 * Books a record. Without `end` it runs; without `begin` Kimai takes its own default.
 * @throws {UserError} when project or activity is missing, before anything is sent.
 */
export async function book(data: EntryData, session: KimaiSession): Promise<Written> {
  const missing = (["project", "activity"] as const).filter((field) => data[field] === undefined);
  if (missing.length > 0) {
    throw new UserError(`Cannot book: "${missing.join('" and "')}" missing in data`);
  }
  const zone = async () => (await session.me()).timezone;
  const body = await bodyOf(data, zone);
  return write("POST", ["timesheets"], body, data, session);
}

/** Changes a record; fields that are not given stay as they are. */
export async function change(
  id: number,
  data: EntryData,
  session: KimaiSession,
): Promise<Written> {
  if (Object.keys(data).length === 0) {
    throw new UserError(`Cannot update timesheet ${id}: data names nothing to change`);
  }
  const body = await bodyOf(await anchored(id, data, session), () => ownerZone(id, session));
  try {
    return await write("PATCH", ["timesheets", id], body, data, session);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.fault !== "forbidden") throw error;
    return explainRefusal(error, await readEntry(id, session));
  }
}

/** A new duration of a record counts from its own begin, unless another begin or end is said. */
async function anchored(id: number, data: EntryData, session: KimaiSession): Promise<EntryData> {
  if (data.duration === undefined || data.begin || data.end || data.period) return data;
  const { begin } = await session.kimai.request("GET", ["timesheets", id], { answer: timesheet });
  return { ...data, begin: readMoment(begin) };
}

async function write(
  method: "POST" | "PATCH",
  path: (string | number)[],
  body: Record<string, unknown>,
  data: EntryData,
  session: KimaiSession,
): Promise<Written> {
  const query = method === "POST" ? { full: 1 } : {};
  const record = await session.kimai.request(method, path, { query, body, answer: timesheet })
    .catch((error) => explainChoice(error, data, session));
  const notes = notesOf(record, data, await session.language());
  return {
    entry: await detailOf(record, session.names, session.now()),
    notes: notes.length > 0 ? notes : undefined,
  };
}

/**
 * The body as Kimai's form wants it (API.md 2.2.1): only what was asked for. `zone` is the zone that times
 * without offset are in: the caller's for a new record, the owner's for an existing one (API.md 4.1); it is
 * only looked up where something has to be translated or counted.
 */
export async function bodyOf(
  data: EntryData,
  zone: () => Promise<string>,
): Promise<Record<string, unknown>> {
  const { begin: _, end: __, period: ___, duration: ____, break: pause, ...rest } = data;
  const { begin, end } = await timesOf(data, zone);
  return {
    ...rest,
    ...(begin && { begin: kimaiTime(begin) }),
    ...(end && { end: kimaiTime(end) }),
    // A bare number would be hours (trap 23 of API.md chapter 9).
    ...(pause !== undefined && { break: `${pause}s` }),
  };
}

/** Begin and end as local times, from whichever of begin, end, duration and period were given. */
async function timesOf(
  { begin, end, period, duration }: EntryData,
  zone: () => Promise<string>,
): Promise<Partial<Period>> {
  if (period) return timesOfPeriod(period, begin ?? end ?? duration);
  const counts = duration !== undefined;
  const needsZone = counts || begin?.offset || end?.offset;
  const where = needsZone ? await zone() : "UTC";
  const from = begin && timeOf("begin", begin, where);
  const to = end && timeOf("end", end, where);
  if (!counts) return { begin: from, end: to };
  if (from && to) {
    throw new UserError("Cannot use begin, end and duration at once: leave one of them out");
  }
  // Counted in time that really passes: a clock change in between does not make it longer or shorter.
  const add = (time: Temporal.PlainDateTime, seconds: number) =>
    time.toZonedDateTime(where).add({ seconds }).toPlainDateTime();
  if (from) return { begin: from, end: add(from, duration) };
  if (to) return { begin: add(to, -duration), end: to };
  throw new UserError(
    'Cannot book a duration alone: say when it began or ended, as in "begin": "yesterday 9:00" or "end": "now"',
  );
}

function timesOfPeriod(period: Period, other: unknown): Period {
  if (other !== undefined) {
    throw new UserError("Cannot use period beside begin, end or duration: leave one of them out");
  }
  if (!kimaiTime(period.end).endsWith("T23:59:59")) return period;
  throw new UserError(
    `Cannot book ${
      periodName(period.begin, period.end)
    }: times are missing, as in "yesterday 9-11:30"`,
  );
}

function timeOf(field: string, moment: Moment, zone: string): Temporal.PlainDateTime {
  if (moment.time) return localTime(moment, zone);
  throw new UserError(
    `Cannot use ${moment.date} as ${field}: a time of day is missing, as in ${moment.date}T09:00`,
  );
}

/** The zone of a record's owner, where Kimai lets the caller know it. */
async function ownerZone(id: number, session: KimaiSession): Promise<string> {
  const { user } = await session.kimai.request("GET", ["timesheets", id], { answer: timesheet });
  const owner = typeof user === "object" ? user : await session.names.user(user);
  if (owner?.timezone) return owner.timezone;
  throw new UserError(
    `Cannot translate the time: the zone of the owner of timesheet ${id} is not known, write begin and end as his local times without offset`,
  );
}

/** What Kimai did otherwise than asked: it leaves out unknown tags in silence (K-15) and rounds times. */
function notesOf(record: Timesheet, data: EntryData, language: Language): string[] {
  const wanted = (data.tags ?? "").split(",").map((tag) => tag.trim()).filter((tag) => tag);
  const known = new Set(record.tags.map((tag) => tag.toLowerCase()));
  const lost = wanted.filter((tag) => !known.has(tag.toLowerCase()));
  return lost.length === 0
    ? []
    : [noteWords[language].notTagged(lost.map((tag) => JSON.stringify(tag)).join(", "))];
}

/** A project or activity that Kimai did not take: says whether it exists, and what it belongs to. */
async function explainChoice(
  error: unknown,
  { project, activity }: EntryData,
  session: KimaiSession,
): Promise<never> {
  const refused = error instanceof UpstreamError && error.fault === "invalid"
    ? error.fields.map(({ name }) => name)
    : [];
  const hints: string[] = [];
  if (refused.includes("project") && project !== undefined) {
    const found = (await session.names.projects()).get(project);
    if (!found) hints.push(`there is no project ${project} that is open to you`);
    else if (found.visible === false) hints.push(`project ${project} (${found.name}) is hidden`);
  }
  if (refused.includes("activity") && activity !== undefined) {
    const found = (await session.names.activities()).get(activity);
    const owner = typeof found?.project === "object" ? found.project?.id : found?.project;
    if (!found) hints.push(`there is no activity ${activity} that is open to you`);
    else if (owner && owner !== project) {
      hints.push(`activity ${activity} (${found.name}) belongs to project ${owner}`);
    } else if (!owner) hints.push(`project ${project} takes no global activities`);
  }
  if (hints.length === 0) throw error;
  throw new UserError(`${(error as Error).message} (${hints.join("; ")})`);
}

/** A 403 on a record does not say why (API.md 1.4): the record itself often does. */
export function explainRefusal(error: unknown, entry: EntryDetail): never {
  if (!(error instanceof UpstreamError) || error.fault !== "forbidden") throw error;
  const why = entry.exported
    ? "it is exported, and only a role with the permission edit_exported_timesheet may touch it"
    : "your role may not, or the period is locked";
  throw new UserError(
    `Cannot change timesheet ID ${entry.id} (${spanOf(entry.begin, entry.end)}): ${why}`,
  );
}

/**
 * Sets the export flag. Kimai only offers a toggle, so the flag is read first, and the toggle is left
 * alone where nothing is to change. Without `exported` the flag is flipped.
 */
export async function setExported(
  id: number,
  exported: boolean | undefined,
  { kimai }: KimaiSession,
): Promise<{ id: number; exported: boolean; changed: boolean }> {
  const before = await kimai.request("GET", ["timesheets", id], { answer: timesheet });
  const wanted = exported ?? !before.exported;
  if (before.exported === wanted) return { id, exported: wanted, changed: false };
  const after = await kimai.request("PATCH", ["timesheets", id, "export"], { answer: timesheet });
  if (after.exported !== wanted) {
    throw new UserError(
      `Timesheet ID ${id} is ${
        after.exported ? "" : "not "
      }exported now: somebody else changed it at the same time, look again`,
    );
  }
  return { id, exported: wanted, changed: true };
}
