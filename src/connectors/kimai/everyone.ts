// No test of its own: tools/timesheet_test.ts and tools/find_test.ts ask for people in every role.
/** The people that the caller may see, as far as Kimai lets him know. */

import { z } from "zod";
import { UpstreamError } from "../../mcp/errors.ts";
import { displayName, type User, user } from "./records.ts";
import type { KimaiSession } from "./session.ts";

/** A person in a list of people. */
export const person = z.object({ id: z.int(), username: z.string(), name: z.string() });
export type Person = z.infer<typeof person>;

/**
 * Everyone the caller may see, by name: users where Kimai shows them, else himself, the members of the teams
 * he may read, and the people of the latest entries.
 */
export async function everyone(session: KimaiSession): Promise<Person[]> {
  const found = new Map<number, User>();
  const self = await session.me();
  found.set(self.id, self);
  for (const one of await usersOrMembers(session)) {
    if (one.enabled !== false) found.set(one.id, one);
  }
  return [...found.values()]
    .map((one) => ({ id: one.id, username: one.username, name: displayName(one) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

const users = z.array(user);
const membership = z.looseObject({ members: z.array(z.looseObject({ user })) });

async function usersOrMembers({ kimai, teams }: KimaiSession): Promise<User[]> {
  const all = await allowed(kimai.request("GET", ["users"], { answer: users }));
  if (all) return all;
  const read = await Promise.all(
    (await allowed(teams()) ?? []).map(({ id }) =>
      allowed(kimai.request("GET", ["teams", id], { answer: membership }))
    ),
  );
  return [
    ...read.flatMap((one) => one?.members.map((member) => member.user) ?? []),
    ...await seen(kimai),
  ];
}

/** A team lead may list neither users nor teams, but the latest entries name the people he leads; so do those of people without a team. */
async function seen(kimai: KimaiSession["kimai"]): Promise<User[]> {
  const query = { user: "all", size: 500, full: 1 };
  return await allowed(kimai.request("GET", ["timesheets"], { query, answer: owners })) ?? [];
}

/** Whose the records are, each person once: of hundreds, only what tells who somebody is. */
const owner = user.pick({ id: true, username: true, alias: true, enabled: true }).strip();
const owners = z.array(z.object({ user: owner }))
  .transform((records) => [...new Map(records.map((one) => [one.user.id, one.user])).values()]);

/** An answer, or undefined where the caller lacks the permission. */
async function allowed<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof UpstreamError && error.fault === "forbidden") return undefined;
    throw error;
  }
}
