/** Who is signed in with a browser: for some hours, and only as long as the account is what it was. */

import type { Context } from "hono";
import type { Account } from "../accounts/account.ts";
import { readCookie, writeCookie } from "./browser.ts";
import type { Env, Services } from "./context.ts";
import { isCurrent } from "./grants.ts";
import { createToken, hashOf } from "./hashes.ts";

export interface SignedIn {
  account: Account;
  /** Of this sign-in: another one, even of the same person, has another. */
  id: string;
}

/**
 * Signs somebody in, under a new name in any case: one that somebody planted before is worth nothing afterwards.
 * @throws {StoreFullError}
 */
export async function signIn(c: Context<Env>, services: Services, account: Account): Promise<void> {
  const { store, issuer, lifetimes, now } = services;
  await forget(c, services);
  const value = createToken();
  const record = {
    account: account.name,
    accountVersion: account.signInVersion,
    expiresAt: now() + lifetimes.signIn,
  };
  await store.change("signIn", hashOf(value), () => record);
  writeCookie(c, issuer, { name: "sign_in", value, seconds: lifetimes.signIn });
}

export async function signedIn(
  c: Context<Env>,
  { store, accounts, issuer, lifetimes, now }: Services,
): Promise<SignedIn | undefined> {
  const cookie = readCookie(c, issuer, "sign_in");
  if (cookie === undefined) return undefined;
  const id = hashOf(cookie);
  const record = await store.get("signIn", id);
  if (!record || !isCurrent(record.expiresAt, lifetimes.signIn, now())) return undefined;
  const account = accounts.get(record.account);
  return account?.signInVersion === record.accountVersion ? { account, id } : undefined;
}

export async function signOut(c: Context<Env>, services: Services): Promise<void> {
  await forget(c, services);
  writeCookie(c, services.issuer, { name: "sign_in", value: "", seconds: 0 });
}

async function forget(c: Context<Env>, { store, issuer }: Services): Promise<void> {
  const cookie = readCookie(c, issuer, "sign_in");
  if (cookie !== undefined) await store.change("signIn", hashOf(cookie), () => undefined);
}
