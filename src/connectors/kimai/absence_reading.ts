// No test of its own: tools/absence_test.ts reads absences of one and of all.
/** Reading absences person by person (K-30): one request each, a few at a time. */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { checkRange, rangeQuery } from "./absence_days.ts";
import { explain, explainFully, requirePlugin } from "./absence_plugin.ts";
import { batch, type BatchResult, failureLines } from "./batch.ts";
import type { Named } from "./directory.ts";
import { everyone } from "./everyone.ts";
import { expectationOf, measured } from "./expected_hours.ts";
import { noteWords } from "./note_words.ts";
import { checkWhose, type Whose, whoseOf } from "./people.ts";
import { absence } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import { type DayRange, type Leave, leaveOf } from "./statistics/absences.ts";

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
  const ignored = await checkWhose(whose, session);
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
      ? [...ignored, noteWords[await session.language()].nobodyElse]
      : ignored,
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
async function readOne(id: number, asked: Asked, session: KimaiSession): Promise<Leave[]> {
  const { kimai } = session;
  const { status = "all" } = asked;
  const query = { user: id, ...rangeQuery(asked), status };
  const records = await kimai.request("GET", ["absences"], { query, answer: z.array(absence) });
  const expected = expectationOf(id, await session.me(), session.usualWeek);
  if (records.some(({ user }) => user && (typeof user === "number" ? user : user.id) !== id)) {
    throw new UserError(
      `Cannot read the absences of user ${id}: Kimai knows no such user, or your role does not show other people's absences (permission contract_other_profile or view_team_absence)`,
    );
  }
  const [from, to] = [asked.begin?.toString() ?? "", asked.end?.toString() ?? "9999"];
  // Older plugins do not know the status and answer with all.
  return records.map((record) => measured(leaveOf(record, { id }), expected)).filter((leave) =>
    leave.last >= from && leave.first <= to &&
    (status === "all" || (leave.status === "approved") === (status === "approved"))
  );
}
