// No test of its own: tools/entity_test.ts locks for one, several and all.
/** Locking and unlocking working time by month, of the plugin for work contracts (API.md 7.1, K-30). */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { batch, batchResult, failureLines } from "./batch.ts";
import { firstLines } from "./compat.ts";
import { readMoment } from "./dates.ts";
import { nameWithId } from "./directory.ts";
import { entityFor, type Type } from "./entities.ts";
import { ids } from "./fields.ts";
import { itemWords } from "./item_words.ts";
import { ref } from "./refs.ts";
import { everyone } from "./everyone.ts";
import type { KimaiSession } from "./session.ts";
import type { Language } from "./wording.ts";

/** A month, as `YYYY-MM` or a day of it. */
const month = z.string().trim().transform((text, context) => {
  try {
    return readMoment(/^\d{4}-\d{1,2}$/.test(text) ? `${text}-1` : text).date.toString();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.addIssue({ code: "custom", message: "a month is wanted, such as 2026-01" });
    return z.NEVER;
  }
}).describe("YYYY-MM; lock: up to it, unlock: from it on");

/** The parameters: all counts more than ids, and ids more than id. */
export const monthsInput = {
  id: ref({ beside: "type" }).optional(),
  ids: ids.optional(),
  user_scope: z.enum(["all"]).optional().describe("months: all active users"),
  month,
};
type Input = { type: Type } & z.output<z.ZodObject<typeof monthsInput>>;

/** Whose months were locked or unlocked, and why others were not. */
export const monthsAnswer = batchResult.extend({
  month: z.string(),
  locked: z.boolean(),
  /** With `ids` or all; names where they are known. */
  users: z.array(z.object({ id: z.int(), name: z.string().optional() })).optional(),
});
export type MonthsAnswer = z.infer<typeof monthsAnswer>;

/** @throws {UserError} when nobody is named, and when nothing at all was done */
export async function setMonths(
  locked: boolean,
  { type, id, ids, user_scope, month }: Input,
  session: KimaiSession,
): Promise<MonthsAnswer> {
  const verb = locked ? "lock_month" : "unlock_month";
  entityFor(type, verb);
  const path = ["work-contract", locked ? "lock" : "unlock"];
  // Kimai's plugin really wants DELETE for both.
  const set = (user: number) => session.kimai.request("DELETE", [...path, user, month]);
  if (user_scope === undefined && ids === undefined) {
    if (id === undefined) {
      throw new UserError(
        `Cannot ${verb}: name the user with id, several with ids, or user_scope all`,
      );
    }
    await set(id);
    return { locked, month, done: [id], failed: [] };
  }
  const users = user_scope === "all"
    ? await allUsers(session)
    : ids!.map((one): { id: number; name?: string } => ({ id: one }));
  const result = await batch(users.map((one) => one.id), set, session);
  if (result.done.length > 0) return { locked, month, ...result, users };
  throw new UserError(`Nothing was done: ${verb} failed for all users${failureLines(result)}`);
}

/** @throws {UserError} when Kimai shows nobody else: all would be oneself alone */
async function allUsers(session: KimaiSession): Promise<{ id: number; name: string }[]> {
  const people = await everyone(session);
  const { roles } = await session.me();
  if (people.length === 1 && !roles.includes("ROLE_SUPER_ADMIN")) {
    throw new UserError(
      "Cannot tell who all users are: Kimai shows your role nobody but yourself (permission view_user or view_team), name them with ids",
    );
  }
  return people.map(({ id, name }) => ({ id, name }));
}

/** Which of several users were done stands below the line that scripts read. */
export function monthsText(
  { locked, month, done, failed, users }: MonthsAnswer,
  language: Language,
): string {
  if (!users) return firstLines.monthsOfOne(locked, month, done[0]);
  const names = new Map(users.map((one) => [one.id, one]));
  const told = done.map((user) => nameWithId(names.get(user) ?? { id: user })).join(", ");
  return firstLines.monthsOfMany(locked, month, done.length, failed.length) +
    `${failureLines({ done, failed })}\n${itemWords[language].done}: ${told}`;
}
