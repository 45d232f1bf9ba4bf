/** Ways to ask with and without a token, as the benches of requests compare them. */

import { type Goal, surelyAtMost } from "./goals.ts";
import type { Message } from "./http_messages.ts";
import type { Door } from "./signed_in_app.ts";
import type { Spread } from "./spread.ts";

/** Where everybody is let in comes first: the others are compared with it. */
export const ways = ["unchecked", "server token", "OAuth", "OAuth beside a token"] as const;
export type Way = typeof ways[number];

/** What each way comes in by. */
export const doorOf: Record<Way, Door> = {
  "unchecked": "open",
  "server token": "sign-in and token",
  "OAuth": "sign-in",
  "OAuth beside a token": "sign-in and token",
};

/** Something for each way. */
export function byWay<T>(make: (way: Way) => T): Record<Way, T> {
  return Object.fromEntries(ways.map((way) => [way, make(way)])) as Record<Way, T>;
}

/** What is asked. */
export const messages = (["tools/call", "tools/list"] as const)
  .map((method): Message => ({ era: "2026-07-28", method }));

/** The headers of each way. A token is there in any case, so that all requests are of one length. */
export function headersBy(tokens: { server: string; access: string }): Record<
  Way,
  { Authorization: string }
> {
  const tokenOf = (way: Way) => way === "server token" ? tokens.server : tokens.access;
  return byWay((way) => ({ Authorization: `Bearer ${tokenOf(way)}` }));
}

/** Percent that each run took more than the one of the same round without a look at the token. */
export function costOf(taken: readonly number[], unchecked: readonly number[]): number[] {
  return taken.map((value, round) => 100 * (value / unchecked[round] - 1));
}

/** At the most this much, in percent, may being signed in cost. */
const target = 10;

/** What being signed in may cost; the other ways are there to compare with. */
export function goalsOf(what: string, way: Way, cost: Spread): Goal[] {
  if (!way.startsWith("OAuth")) return [];
  const given = { what: `Time that ${way} adds to ${what}`, target, unit: " %", digits: 1 };
  return [surelyAtMost(cost, given)];
}
