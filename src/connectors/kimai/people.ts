// No test of its own: tools/timesheet_test.ts asks for people in every way.
/** Whose records: oneself, one person, or everyone the caller may see. */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { noteWords } from "./note_words.ts";
import { idOf, type Timesheet, user } from "./records.ts";
import { ref } from "./refs.ts";
import type { KimaiSession } from "./session.ts";

/** The parameters that choose people. */
export const peopleFields = {
  user_scope: z.enum(["self", "all", "specific"]).optional()
    .describe("whose: self (default), all you may see, specific = `user`"),
  user: ref("user").optional(),
};

/** Whose records a listing asks for. */
export interface Whose {
  /** In words: `current user`, `all users`, `user 5`. */
  label: string;
  /** The value of Kimai's `user` parameter; without it Kimai answers with one's own. */
  user?: number | "all";
  /** A user who was named beside a scope that is not "specific". */
  beside?: number;
}

/**
 * Reads the parameters. A user without a scope means that user: the reference forgot it in silence.
 * @throws {UserError} when a specific user is wanted and none is named.
 */
export function whoseOf(scope: "self" | "all" | "specific" | undefined, user?: number): Whose {
  if (scope === "specific" && user === undefined) {
    throw new UserError(
      `Cannot tell whose entries are meant: "user" is missing for user_scope "specific"`,
    );
  }
  if (scope === "all") return { label: "all users", user: "all", beside: user };
  if (scope === "self") return { label: "current user", beside: user };
  return user === undefined ? { label: "current user" } : { label: `user ${user}`, user };
}

/**
 * Checks a user who was named beside the scope: the reference ignored him, which "all" can bear, and "self" where
 * he is oneself.
 * @returns a note of a user that was ignored
 * @throws {UserError} when one's own and somebody else's are asked for at once
 */
export async function checkWhose(
  { user, beside }: Whose,
  session: Pick<KimaiSession, "me" | "language">,
): Promise<string[]> {
  if (beside === undefined) return [];
  if (user === "all") return [noteWords[await session.language()].ignoredUser(beside)];
  const self = (await session.me()).id;
  if (beside === self) return [];
  throw new UserError(
    `Cannot list user ${beside} with user_scope "self", which is you, user ${self}: leave user_scope out to list user ${beside}, or the user to list yourself`,
  );
}

/**
 * Checks that Kimai answered for whom it was asked: without the permission to see others it ignores
 * the question and answers with one's own records (K-6).
 * @param owners whose the records are, each person once
 * @returns a note where it cannot be told.
 * @throws {UserError} when the records are somebody else's.
 */
export async function checkOwner(
  { user }: Whose,
  owners: readonly Timesheet["user"][],
  session: KimaiSession,
): Promise<string | undefined> {
  if (user === undefined) return undefined;
  const self = (await session.me()).id;
  if (user === "all") {
    if (owners.length !== 1 || idOf(owners[0]) !== self) return undefined;
    return noteWords[await session.language()].onlyOwn;
  }
  if (user === self || (owners.length === 1 && idOf(owners[0]) === user)) return undefined;
  const probe = owners.length > 0 ? owners : (await session.kimai.list(["timesheets"], {
    query: { user, full: 1 },
    rows: z.array(timesheetOwner),
    size: 1,
    page: 1,
  })).rows.map((record) => record.user);
  if (probe.length > 0 && idOf(probe[0]) !== user) {
    throw new UserError(
      `Cannot list user ${user}: Kimai knows no such user, or your role does not show other people's entries (permission view_other_timesheet)`,
    );
  }
  return undefined;
}

const timesheetOwner = z.looseObject({ user: z.union([z.int(), user]) });
