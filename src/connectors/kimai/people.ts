// No test of its own: tools/timesheet_test.ts asks for people in every way.
/** Whose records: oneself, one person, or everyone the caller may see. */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { type Timesheet, type User, user } from "./records.ts";
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
}

/**
 * Reads the parameters. A user without a scope means that user: the reference forgot it in silence.
 * @throws {UserError} when a specific user is wanted and none is named, or the two contradict each other.
 */
export function whoseOf(scope: "self" | "all" | "specific" | undefined, user?: number): Whose {
  if (scope === "specific" && user === undefined) {
    throw new UserError(
      `Cannot tell whose entries are meant: "user" is missing for user_scope "specific"`,
    );
  }
  if (user !== undefined && (scope === "self" || scope === "all")) {
    throw new UserError(
      `Cannot list user ${user} with user_scope "${scope}": leave user_scope out, or the user`,
    );
  }
  if (user !== undefined) return { label: `user ${user}`, user };
  return scope === "all" ? { label: "all users", user: "all" } : { label: "current user" };
}

/**
 * Checks that Kimai answered for whom it was asked: without the permission to see others it ignores
 * the question and answers with one's own records (K-6).
 * @returns a note where it cannot be told.
 * @throws {UserError} when the records are somebody else's.
 */
export async function checkOwner(
  { user }: Whose,
  records: readonly Timesheet[],
  session: KimaiSession,
): Promise<string | undefined> {
  if (user === undefined) return undefined;
  const self = (await session.me()).id;
  const owners = new Set(records.map((record) => ownerOf(record)));
  if (user === "all") {
    if (records.length === 0 || owners.size > 1 || !owners.has(self)) return undefined;
    return "only your own entries came back: there are no others here, or your Kimai role does not show them (permission view_other_timesheet)";
  }
  if (user === self || (owners.size === 1 && owners.has(user))) return undefined;
  const probe = records.length > 0 ? records : (await session.kimai.list(["timesheets"], {
    query: { user, full: 1 },
    row: timesheetOwner,
    size: 1,
    page: 1,
  })).rows;
  if (probe.length > 0 && ownerOf(probe[0]) !== user) {
    throw new UserError(
      `Cannot list user ${user}: Kimai knows no such user, or your role does not show other people's entries (permission view_other_timesheet)`,
    );
  }
  return undefined;
}

const timesheetOwner = z.looseObject({ user: z.union([z.int(), user]) });

function ownerOf(record: { user: number | User }): number {
  return typeof record.user === "number" ? record.user : record.user.id;
}
