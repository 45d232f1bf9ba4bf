/** What belongs to accounts that are gone, or sign in differently by now. */

import type { Services } from "./context.ts";
import { endGrant } from "./grants_flow.ts";

/**
 * Ends grants, codes and sign-ins of accounts that are not what they were. None of them counts any more, but
 * would again if the account came back as it was: call this at start and after each change of the accounts.
 */
export async function endStrayGrants(services: Services): Promise<void> {
  const { store, accounts } = services;
  const isStray = (of: { account: string; accountVersion: string }) =>
    accounts.get(of.account)?.signInVersion !== of.accountVersion;
  const [grants, codes, signIns] = await Promise.all([
    store.find("grant", isStray),
    store.find("code", ({ grant }) => isStray(grant)),
    store.find("signIn", isStray),
  ]);
  await Promise.all([
    ...grants.map(([id]) => endGrant(services, id, "account_changed")),
    ...codes.map(([key]) => store.change("code", key, () => undefined)),
    ...signIns.map(([key]) => store.change("signIn", key, () => undefined)),
  ]);
}
