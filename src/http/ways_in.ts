/** The ways in that an administrator opened; each is closed unless it is switched on. */

import { createHash, timingSafeEqual } from "node:crypto";
import type { Account, Accounts } from "../accounts/account.ts";
import type { Verifier } from "./bearer.ts";
import type { Principal } from "./context.ts";

/** The account that all holders of the server token share; no name of a real one has brackets. */
export const sharedAccount = "(shared)";

export interface WaysOptions {
  /** The token of the shared account. */
  serverToken?: string;
  /** Whether knowing a name is enough. */
  legacySlugs: boolean;
  accounts: Accounts;
}

/** Who gets in how. */
export interface Ways {
  /** A sentence each, for the start. */
  titles: string[];
  verifiers: Verifier[];
  /** The principal of a name; absent unless names are a way in. */
  findSlug?(name: string): Principal | undefined;
}

export function openWays({ serverToken, legacySlugs, accounts }: WaysOptions): Ways {
  const titles: string[] = [];
  const verifiers: Verifier[] = [];
  if (serverToken !== undefined) {
    titles.push("the server token, for one shared account");
    const shared = { account: sharedAccount, version: "", client: "server-token" };
    const right = bytesOf(serverToken);
    // That another length takes less time tells nothing of what the token is.
    const isRight = (token: string) =>
      token.length === right.length && timingSafeEqual(bytesOf(token), right);
    verifiers.push({ verify: (token) => isRight(token) ? shared : undefined });
  }
  if (!legacySlugs) return { titles, verifiers };
  titles.push("names of accounts on /mcp/NAME, without any other secret");
  const findSlug = (name: string) => {
    const account = accounts.get(name);
    return account && { ...principalOf(account, "slug"), label: labelOf(name) };
  };
  return { titles, verifiers, findSlug };
}

/** An account as the one who asks. */
export function principalOf({ name, version }: Account, client: string): Principal {
  return { account: name, version, client };
}

/** Tells accounts apart in a log without giving their names away, which let in whoever knows them. */
function labelOf(name: string): string {
  return `slug-${digestOf(name).toString("hex").slice(0, 8)}`;
}

/** Tokens are of ASCII, where letters and bytes are as many. */
function bytesOf(token: string): Uint8Array {
  return new TextEncoder().encode(token);
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
