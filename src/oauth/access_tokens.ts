/** Access tokens as they are handed out: random texts, of which the store keeps the hash. */

import type { Services } from "./context.ts";
import { createToken, hashOf } from "./hashes.ts";
import type { Grant } from "./model.ts";

/** What a client gets; the texts are nowhere else. */
export interface Tokens {
  grant: Grant;
  access: string;
  /** Seconds for which the access token is good. */
  expiresIn: number;
  refresh: string;
  scopes: readonly string[];
}

/**
 * Makes an access token of a grant, and remembers that its client is in use.
 * @throws {StoreFullError}
 */
export async function issueAccess(
  { store, lifetimes, now }: Services,
  grant: Grant,
  scopes: readonly string[],
): Promise<Omit<Tokens, "refresh">> {
  const access = createToken();
  const time = now();
  const expiresAt = Math.min(time + lifetimes.access, grant.expiresAt);
  await Promise.all([
    store.change("access", hashOf(access), () => ({ grantId: grant.id, scopes, expiresAt })),
    store.change("client", grant.clientId, (client) => client && { ...client, usedAt: time }),
  ]);
  return { grant, access, expiresIn: expiresAt - time, scopes };
}
