/** Grants as they begin and end: the decisions of `grants.ts`, kept in the store. */

import { issueAccess, type Tokens } from "./access_tokens.ts";
import type { Services } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { type Attempt, type CodeFault, type CodeUse, grantLives, useCode } from "./grants.ts";
import { createToken, hashOf } from "./hashes.ts";
import type { Client, Grant, PendingAuthorization } from "./model.ts";
import { redirectHostOf } from "./redirect_uris.ts";
import {
  createRefreshToken,
  firstRefresh,
  grantIdOf,
  type RefreshToken,
  writeRefreshToken,
} from "./refresh_tokens.ts";
import { requireResource } from "./resource.ts";

/** Grants of one account: clients that register anew with each sign-in leave theirs behind. */
const mostOfAnAccount = 100;

/** Who said yes, and to what. */
export interface Consent {
  account: string;
  /** `Account.signInVersion` at the sign-in. */
  accountVersion: string;
  scopes: readonly string[];
  client: Pick<Client, "id" | "name">;
}

/** Makes the code that a client may exchange for tokens. @returns its text */
export async function issueCode(
  { store, lifetimes, now }: Services,
  { redirectUri, challenge, resource }: PendingAuthorization,
  { account, accountVersion, scopes, client }: Consent,
): Promise<string> {
  const text = createToken();
  const time = now();
  const grant = {
    account,
    accountVersion,
    clientId: client.id,
    clientName: client.name,
    redirectHost: redirectHostOf(redirectUri),
    scopes,
    resource,
    createdAt: time,
    usedAt: time,
    expiresAt: time + lifetimes.grant,
  };
  const expiresAt = time + lifetimes.code;
  const code = { grant, redirectUri, challenge, expiresAt, failures: 0 };
  await store.change("code", hashOf(text), () => code);
  return text;
}

/** How a client asks for tokens in exchange for a code. */
export interface Exchange extends Omit<Attempt, "grantId"> {
  code: string;
  /** Every `resource` of the request. */
  resources: readonly string[];
}

/**
 * Exchanges a code, once. A second exchange that is right in everything ends what came of the first; as long as
 * that is under way there is nothing to end.
 * @throws {OAuthError} `invalid_grant`, `invalid_target`
 * @throws {StoreFullError}
 */
export async function exchangeCode(services: Services, exchange: Exchange): Promise<Tokens> {
  requireResource(exchange.resources, services.resource);
  const first = createRefreshToken();
  const grantId = grantIdOf(first);
  let use: CodeUse | undefined;
  await services.store.change("code", hashOf(exchange.code), (code) => {
    use = useCode(code, { ...exchange, grantId }, services.lifetimes, services.now());
    return use.code;
  });
  const grant = await grantOf(services, use!, first);
  const tokens = await begin(services, grant);
  return { ...tokens, refresh: writeRefreshToken(first) };
}

const faults: Record<CodeFault, string> = {
  unknown: "The code is unknown, expired or used",
  client: "The code was made for another client",
  redirect_uri: "The redirect_uri is not the one that the code was sent to",
  verifier: "The code_verifier is not the one that code_challenge was made of",
};

/** The grant that comes of a code. */
async function grantOf(services: Services, use: CodeUse, first: RefreshToken): Promise<Grant> {
  if (use.outcome === "refused") throw new OAuthError("invalid_grant", faults[use.why]);
  if (use.outcome === "replayed") return await endReplayed(services, use.grantId);
  const { accounts, lifetimes, now } = services;
  const usedAt = now();
  const refresh = firstRefresh(first, lifetimes, usedAt);
  const grant = { ...use.code.grant, id: grantIdOf(first), usedAt, refresh };
  if (grantLives(grant, accounts, usedAt)) return grant;
  throw new OAuthError("invalid_grant", "The account is gone, or signs in differently by now");
}

async function endReplayed(services: Services, grantId: string): Promise<never> {
  await endGrant(services, grantId, "code_replayed");
  throw new OAuthError("invalid_grant", `${faults.unknown}: what came of it was ended`);
}

async function begin(services: Services, grant: Grant): Promise<Omit<Tokens, "refresh">> {
  const older = await grantsOf(services, grant.account);
  const tooMany = older.slice(mostOfAnAccount - 1);
  await Promise.all(tooMany.map(({ id }) => endGrant(services, id, "too_many")));
  const [, tokens] = await Promise.all([
    services.store.change("grant", grant.id, () => grant),
    issueAccess(services, grant, grant.scopes),
  ]);
  return tokens;
}

/** Why a grant ended before its time. */
export type GrantEnd =
  | "account_changed"
  | "code_replayed"
  | "disconnected"
  | "revoked"
  | "too_many";

/**
 * Ends a grant and all its tokens.
 * @param mayEnd whether it is one of those that the caller may end; any unless given
 * @returns whether it was there and was ended
 */
export async function endGrant(
  { store, happened }: Services,
  grantId: string,
  why: GrantEnd,
  mayEnd: (grant: Grant) => boolean = () => true,
): Promise<boolean> {
  let ended: Grant | undefined;
  await store.change("grant", grantId, (grant) => {
    ended = grant && mayEnd(grant) ? grant : undefined;
    return ended ? undefined : grant;
  });
  if (!ended) return false;
  happened({ what: "grant_revoked", account: ended.account, client: ended.clientId, why });
  return true;
}

/** The grants of an account that count, the last used first. */
export async function grantsOf(
  { store, accounts, now }: Services,
  account: string,
): Promise<Grant[]> {
  const found = await store.find(
    "grant",
    (grant) => grant.account === account && grantLives(grant, accounts, now()),
  );
  return found.map(([, grant]) => grant).sort((one, other) => other.usedAt - one.usedAt);
}
