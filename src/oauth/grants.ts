/** What becomes of a code and of a grant: pure functions over records, for `granting.ts` to keep what they say. */

import type { Accounts } from "../accounts/account.ts";
import type { Code, Grant, Lifetimes } from "./model.ts";
import { answers } from "./pkce.ts";

/** Wrong verifiers after which a code is dead: guessing is hopeless, and need not go on. */
const mostFailures = 5;

/** Seconds that the clock may have been wrong when something was made. */
const slack = 86_400;

/**
 * Whether something that lasts so long is in force. What ends later than anything made now can end was made
 * while the clock was wrong: without this it would last until the clock is there.
 */
export function isCurrent(expiresAt: number, lifetime: number, now: number): boolean {
  return now < expiresAt && expiresAt <= now + lifetime + slack;
}

/** Whether a grant counts: in its time, and its account still there with what the person signed in with. */
export function grantLives(
  grant: Omit<Grant, "id">,
  accounts: Pick<Accounts, "get">,
  now: number,
): boolean {
  const { account, accountVersion, createdAt, expiresAt, refresh } = grant;
  return accounts.get(account)?.signInVersion === accountVersion && createdAt <= now + slack &&
    now < Math.min(expiresAt, refresh?.idleUntil ?? expiresAt);
}

/** What a client shows to have tokens for a code. */
export interface Attempt {
  clientId: string;
  /** Compared when it is there: with PKCE it need not be (OAuth 2.1, 4.1.3). */
  redirectUri?: string;
  verifier: string;
  /** The id of the grant that is to come of it. */
  grantId: string;
}

/** What came of it: the code as it is from now on, and why not if it was refused. */
export type CodeUse =
  | { outcome: "granted"; code: Code }
  | { outcome: "replayed"; code: Code; grantId: string }
  | { outcome: "refused"; code: Code | undefined; why: CodeFault };

export type CodeFault = "unknown" | "client" | "redirect_uri" | "verifier";

/**
 * Uses a code, once. A second use that proves everything is the client's own or a thief's who knows all: what
 * came of the first is to end (RFC 6749, 10.5). One that lacks the verifier proves nothing and ends nothing.
 */
export function useCode(
  code: Code | undefined,
  { clientId, redirectUri, verifier, grantId }: Attempt,
  { code: lifetime }: Pick<Lifetimes, "code">,
  now: number,
): CodeUse {
  if (!code || !isCurrent(code.expiresAt, lifetime, now) || code.failures >= mostFailures) {
    return { outcome: "refused", code, why: "unknown" };
  }
  if (code.grant.clientId !== clientId) return { outcome: "refused", code, why: "client" };
  if (redirectUri !== undefined && redirectUri !== code.redirectUri) {
    return { outcome: "refused", code, why: "redirect_uri" };
  }
  if (!answers(verifier, code.challenge)) {
    const failed = code.usedFor ? code : { ...code, failures: code.failures + 1 };
    return { outcome: "refused", code: failed, why: "verifier" };
  }
  if (code.usedFor) return { outcome: "replayed", code, grantId: code.usedFor };
  return { outcome: "granted", code: { ...code, usedFor: grantId } };
}
