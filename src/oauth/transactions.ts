/**
 * Authorization requests that wait for a person. Only the browser that brought one can go on with it, so that nobody
 * can have somebody else answer theirs, and it is answered once.
 */

import type { Clients, Services } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { isCurrent } from "./grants.ts";
import { createToken, hashOf } from "./hashes.ts";
import type { Client, PendingAuthorization } from "./model.ts";

/**
 * @param browser the cookie of the browser that brought it
 * @returns the name under which it is found again
 * @throws {StoreFullError}
 */
export async function openTransaction(
  { store, lifetimes, now }: Services,
  request: Omit<PendingAuthorization, "browser" | "expiresAt">,
  browser: string,
): Promise<string> {
  const txn = createToken();
  const pending = { ...request, browser: hashOf(browser), expiresAt: now() + lifetimes.pending };
  await store.change("pending", hashOf(txn), () => pending);
  return txn;
}

/** @returns nothing for one that is unknown, over, or another browser's */
export async function findTransaction(
  services: Services,
  txn: string,
  browser: string | undefined,
): Promise<PendingAuthorization | undefined> {
  const pending = await services.store.get("pending", hashOf(txn));
  return isOpen(services, pending, browser) ? pending : undefined;
}

/** The same, and it is gone: of several who take it one gets it. */
export async function takeTransaction(
  services: Services,
  txn: string,
  browser: string | undefined,
): Promise<PendingAuthorization | undefined> {
  let taken: PendingAuthorization | undefined;
  await services.store.change("pending", hashOf(txn), (pending) => {
    taken = isOpen(services, pending, browser) ? pending : undefined;
    return taken ? undefined : pending;
  });
  return taken;
}

function isOpen(
  { lifetimes, now }: Services,
  pending: PendingAuthorization | undefined,
  browser: string | undefined,
): pending is PendingAuthorization {
  return pending !== undefined && browser !== undefined &&
    pending.browser === hashOf(browser) &&
    isCurrent(pending.expiresAt, lifetimes.pending, now());
}

/**
 * The client of a request, as it is by now.
 * @throws {OAuthError} when it is gone or cannot be used any more
 */
export async function knownClient(
  clients: Clients,
  { clientId }: PendingAuthorization,
): Promise<Client> {
  const client = await clients.find(clientId);
  if (client) return client;
  throw new OAuthError("invalid_client", "The app is no longer registered here");
}
