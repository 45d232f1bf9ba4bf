/**
 * Refresh tokens: `FAMILY.SECRET`. The family is the same for all tokens of a grant, and the grant's id is its
 * hash; so any earlier token is known for what it is without a list of them, and who knows a grant's id can
 * make none. The secret changes with each use (OAuth 2.1, 4.3.1).
 *
 * Clients refresh in parallel: several bring the same token within seconds, and each keeps the answer that it
 * got. All must get a token that stays good, though only hashes are kept. So the next secret is derived from the
 * one before and a salt: who brings the old token within the grace is given the token in force once more. There
 * is one token in force at any time, and whoever brings an old one after the grace, thief or victim, ends the grant.
 */

import { createToken, deriveToken, hashOf } from "./hashes.ts";
import type { Grant, Lifetimes, RefreshState, ReplacedToken } from "./model.ts";

/** Times that a replaced token is answered. */
const mostAnswers = 10;
/** Tokens of a grant that are replaced within the grace: more is a client that runs in circles. */
const mostReplaced = 20;

/** The parts of a refresh token. */
export interface RefreshToken {
  family: string;
  secret: string;
}

/** The parts of a text; nothing for one that is no refresh token of ours. */
export function readRefreshToken(text: string): RefreshToken | undefined {
  const parts = /^([\w-]{43})\.([\w-]{43})$/.exec(text);
  return parts ? { family: parts[1], secret: parts[2] } : undefined;
}

/** A new family's first token. */
export function createRefreshToken(): RefreshToken {
  return { family: createToken(), secret: createToken() };
}

export function writeRefreshToken({ family, secret }: RefreshToken): string {
  return `${family}.${secret}`;
}

/** The id of the grant that a family's tokens belong to. */
export function grantIdOf({ family }: Pick<RefreshToken, "family">): string {
  return hashOf(family);
}

/** What a grant keeps of its first token. */
export function firstRefresh(
  { secret }: RefreshToken,
  lifetimes: Pick<Lifetimes, "refreshIdle" | "access">,
  now: number,
): RefreshState {
  return { hash: hashOf(secret), idleUntil: idleEnd(lifetimes, now), replaced: [] };
}

/** A refresh token outlasts the access token that came with it, whatever the settings say. */
function idleEnd(
  { refreshIdle, access }: Pick<Lifetimes, "refreshIdle" | "access">,
  now: number,
): number {
  return now + Math.max(refreshIdle, access);
}

/** What came of a refresh: the grant as it is from now on with the secret to hand out, or why there is none. */
export type Rotation =
  | { outcome: "rotated" | "repeated"; grant: Grant; secret: string }
  | { outcome: "reused" | "busy" };

/** Replaces the token in force, or answers one that was replaced just now once more. `salt` is random. */
export function rotate(
  grant: Grant,
  secret: string,
  salt: string,
  lifetimes: Pick<Lifetimes, "refreshIdle" | "access" | "grace">,
  now: number,
): Rotation {
  const state = grant.refresh;
  if (!state) return { outcome: "reused" };
  const hash = hashOf(secret);
  const replaced = inGrace(state.replaced, lifetimes.grace, now);
  if (hash !== state.hash) {
    return repeat({ ...grant, refresh: { ...state, replaced } }, secret, now);
  }
  if (replaced.length >= mostReplaced) return { outcome: "busy" };
  const next = deriveToken(secret, salt);
  const refresh = {
    hash: hashOf(next),
    idleUntil: idleEnd(lifetimes, now),
    replaced: [...replaced, { hash, at: now, answered: 0, salt }],
  };
  return { outcome: "rotated", grant: { ...grant, usedAt: now, refresh }, secret: next };
}

/** What was replaced before a late one is late as well, though the clock went back meanwhile: the rest is one chain. */
function inGrace(
  replaced: readonly ReplacedToken[],
  grace: number,
  now: number,
): readonly ReplacedToken[] {
  return replaced.slice(replaced.findLastIndex(({ at }) => now - at > grace) + 1);
}

/** Answers a replaced token: from it to the one in force, through those that were between. */
function repeat(grant: Grant, secret: string, now: number): Rotation {
  const { replaced, ...state } = grant.refresh!;
  const hash = hashOf(secret);
  const index = replaced.findIndex((token) => token.hash === hash);
  if (index < 0) return { outcome: "reused" };
  if (replaced[index].answered >= mostAnswers) return { outcome: "busy" };
  const answered = (token: ReplacedToken, at: number) =>
    at === index ? { ...token, answered: token.answered + 1 } : token;
  return {
    outcome: "repeated",
    grant: { ...grant, usedAt: now, refresh: { ...state, replaced: replaced.map(answered) } },
    secret: replaced.slice(index).reduce((from, { salt }) => deriveToken(from, salt), secret),
  };
}
