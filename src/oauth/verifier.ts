/** Who asks, by an access token of ours: what every request of `/mcp` goes through, so it waits for no disk. */

import type { Services } from "./context.ts";
import { grantLives, isCurrent } from "./grants.ts";
import { hashOf } from "./hashes.ts";
import type { Grant } from "./model.ts";

/** What an access token says of who sends it. */
export interface Verified {
  account: string;
  /** Of the account: a client that asks for more gets another grant, and what it had open stays its own. */
  version: string;
  /** The client's id. */
  client: string;
  scopes: readonly string[];
  /** Seconds since 1970. */
  expiresAt: number;
}

export interface TokenVerifier {
  /** @returns nothing for a token that is not, or no longer, good */
  verify(token: string): Promise<Verified | undefined>;
}

/** Seconds between two notes of when a grant was last used. */
const noteEvery = 60;

/** Checks access tokens: known, in their time, of a grant that lives, for this resource (RFC 8707). */
export function createVerifier(services: Services): TokenVerifier {
  const { store, accounts, lifetimes, resource, now } = services;
  return {
    verify: async (token) => {
      // Looked up by its hash, so how long that takes tells nothing of which tokens there are.
      const access = await store.get("access", hashOf(token));
      const time = now();
      if (!access || !isCurrent(access.expiresAt, lifetimes.access, time)) return undefined;
      const grant = await store.get("grant", access.grantId);
      if (!grant || !grantLives(grant, accounts, time)) return undefined;
      if (grant.resource !== resource) return undefined;
      if (Math.abs(time - grant.usedAt) >= noteEvery) noteUse(services, grant, time);
      const { account, accountVersion: version, clientId: client } = grant;
      const { scopes, expiresAt } = access;
      return { account, version, client, scopes, expiresAt };
    },
  };
}

/** Nobody waits for it, and of a store with a file the next write carries it. */
function noteUse({ store, log }: Services, { id }: Grant, usedAt: number): void {
  store.change("grant", id, (grant) => grant && { ...grant, usedAt }).catch((error) => {
    log.error("The use of a grant could not be noted", { error });
  });
}
