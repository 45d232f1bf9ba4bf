/** One row: a call of the reference, what Kimai receives of it, what is answered, and what Kimai holds then. */

import assert from "node:assert/strict";
import { type KimaiTest, withKimai } from "../../support/kimai.ts";

export interface Row {
  /** By whom: super, admin, lead, user, user2. */
  user: string;
  /** Of `entity`. */
  type?: string;
  action: string;
  args?: Record<string, unknown>;
  /**
   * Exactly these requests, those that write in this order; reads may be on their way at the same time. The
   * look-up of the caller only where it is for more than the language of the answer.
   */
  received: string[];
  /** The first line of the text, which scripts read. */
  line?: string;
  /** The whole sentence instead, where Kimai takes the field from some only. */
  refused?: string;
  /** Part of the structured result. */
  gives?: unknown;
  /** A path, and part of what Kimai answers there afterwards. */
  holds?: [path: string, part: unknown];
  /** The locked months that Kimai has afterwards, as `user/YYYY-MM`. */
  locked?: string[];
}

/** What a row's Kimai has before the call. */
export type Furnish = (test: KimaiTest) => void | Promise<void>;

/** A row of a tool's table. */
export interface Case extends Row {
  tool: string;
  furnish: Furnish;
}

export function table(tool: string, furnish: Furnish, rows: readonly Row[]): Case[] {
  return rows.map((row) => ({ ...row, tool, furnish }));
}

/** Tools of one action that the reference calls without naming it. */
const withoutAction = new Set([
  "calendar",
  "user_current",
  "analyze_project_team",
  "config",
  "find",
  "status",
]);

/** What the tool is called with. */
export function argumentsOf({ tool, type, action, args }: Case): Record<string, unknown> {
  return { ...(type && { type }), ...(!withoutAction.has(tool) && { action }), ...args };
}

/** Runs the call of a row on a Kimai of its own and checks all that it says. */
export async function run(row: Case): Promise<void> {
  const { tool, user, received, line, refused, gives, holds, locked } = row;
  await using test = await withKimai({ user });
  await row.furnish(test);
  const { text, structured, isError } = await test.call(tool, argumentsOf(row));
  assert.equal(isError, refused !== undefined, text);
  assert.equal(refused === undefined ? text.split("\n")[0] : text, refused ?? line);
  const requests = requestsOf(test, received);
  assert.deepEqual(requests.toSorted(), received.toSorted());
  assert.deepEqual(writesIn(requests), writesIn(received));
  if (gives) assertPart(structured?.result, gives);
  if (holds) assertPart(await test.kimai(holds[0]), holds[1]);
  if (locked) assert.deepEqual([...test.demo.state.lockedMonths].sort(), locked);
}

const look = "GET /users/me";

/** What Kimai received. Whose call it is is looked up for the language of the answer, which goes without saying. */
export function requestsOf({ requests }: KimaiTest, received: readonly string[]): string[] {
  return received.includes(look) ? requests : requests.filter((request) => request !== look);
}

/** The requests that change something: their order counts. */
export function writesIn(requests: readonly string[]): string[] {
  return requests.filter((request) => !request.startsWith("GET "));
}

/** Objects may have more than the part names; lists may not: `[]` is an empty one. */
export function assertPart(whole: unknown, part: unknown): void {
  assert.deepEqual(cut(whole, part), part);
}

/** What of a value a part speaks of. */
function cut(whole: unknown, part: unknown): unknown {
  if (Array.isArray(whole) && Array.isArray(part)) {
    return whole.map((one, index) => index < part.length ? cut(one, part[index]) : one);
  }
  if (!isObject(whole) || !isObject(part)) return whole;
  return Object.fromEntries(Object.keys(part).map((key) => [key, cut(whole[key], part[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
