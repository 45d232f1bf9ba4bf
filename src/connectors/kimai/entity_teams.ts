// No test of its own: crud_test.ts changes the teams of a record and the members of a team.
/** Members of a team, and teams of a record, in the ways that Kimai takes changes of them. */

import { UpstreamError } from "../../mcp/errors.ts";
import type { Entity } from "./entities.ts";
import { type Item, type Named, team as record } from "./items.ts";
import type { KimaiSession } from "./session.ts";

/** A member as Kimai's form takes one; without `teamlead` it stays what it is. */
export interface Member {
  user: number;
  teamlead?: boolean;
}

/** Kimai loses members where a new one stands before one that it has (trap 22): those come first, as it has them. */
export async function inOrder(
  team: number,
  wanted: readonly Member[],
  { kimai }: KimaiSession,
): Promise<Member[]> {
  const { members = [] } = await kimai.request("GET", ["teams", team], { answer: record });
  const stored = (members as Named[]).map(({ id }) => id);
  const placeOf = ({ user }: Member) => {
    const place = stored.indexOf(user);
    return place < 0 ? stored.length : place;
  };
  return wanted.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/**
 * Makes these the teams of a record, by granting and revoking one by one (API.md 2.7).
 * @returns what was refused
 */
export async function setTeams(
  { path }: Entity,
  { id, teams = [] }: Item,
  wanted: readonly number[],
  { kimai }: KimaiSession,
): Promise<string[]> {
  const has = (teams as Named[]).map((team) => team.id);
  const steps = [
    ...wanted.filter((team) => !has.includes(team)).map((team) => ["POST", team] as const),
    ...has.filter((team) => !wanted.includes(team)).map((team) => ["DELETE", team] as const),
  ];
  const refused: string[] = [];
  for (const [method, team] of steps) {
    try {
      await kimai.request(method, ["teams", team, path, id]);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const what = method === "POST" ? "did not get access" : "kept its access";
      refused.push(`team ${team} ${what}: ${error.message}`);
    }
  }
  return refused;
}
