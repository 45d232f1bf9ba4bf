/** Records and services as tests of the authorization server's state need them. */

import { createSecretVerifier } from "../../src/accounts/secrets.ts";
import type { Account, Accounts } from "../../src/accounts/account.ts";
import { silentLog } from "../../src/lib/log.ts";
import type { Clients, Services } from "../../src/oauth/context.ts";
import { type Exchange, exchangeCode, issueCode } from "../../src/oauth/grants_flow.ts";
import { hashOf } from "../../src/oauth/hashes.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import type {
  Client,
  Grant,
  Lifetimes,
  OAuthEvent,
  PendingAuthorization,
  Scope,
} from "../../src/oauth/model.ts";
import { type Refresh, refreshTokens } from "../../src/oauth/refreshing.ts";
import type { Store } from "../../src/oauth/store.ts";
import { createVerifier } from "../../src/oauth/verifier.ts";

export const issuer = "https://mcp.example.com";
export const resource = `${issuer}/mcp`;
export const callback = "https://client.example/cb";

/** Seconds since 1970 at which tests begin. */
export const beginning = 1_800_000_000;
export const day = 86_400;

export const lifetimes: Lifetimes = {
  code: 600,
  pending: 600,
  access: 3600,
  refreshIdle: 30 * day,
  grant: 90 * day,
  grace: 120,
  client: 30 * day,
  signIn: 8 * 3600,
};

export const scopes: Scope[] = ["read", "write", "admin"].map((level) => ({
  name: `kimai:${level}`,
  usual: level !== "admin",
  title: { en: level, de: level },
}));

export const granted = ["kimai:read", "kimai:write"];

/** A verifier of PKCE and its challenge. */
export const verifier = "v".repeat(43);
export const challenge = hashOf(verifier);

export function clientOf(id: string, more: Partial<Client> = {}): Client {
  return {
    id,
    redirectUris: [callback],
    authMethod: "none",
    origin: "registered",
    createdAt: beginning,
    ...more,
  };
}

export function grantOf(id: string, more: Partial<Grant> = {}): Grant {
  return {
    id,
    account: "anna",
    accountVersion: "anna 1",
    clientId: "client",
    redirectHost: "client.example",
    scopes: granted,
    resource,
    createdAt: beginning,
    usedAt: beginning,
    expiresAt: beginning + lifetimes.grant,
    ...more,
  };
}

export function pendingOf(more: Partial<PendingAuthorization> = {}): PendingAuthorization {
  return {
    clientId: "client",
    redirectUri: callback,
    scopes: granted,
    resource,
    challenge,
    browser: "browser",
    expiresAt: beginning + lifetimes.pending,
    ...more,
  };
}

/** Accounts by name and the version of what they sign in with; tests change the map. */
export function accountsOf(versions: Map<string, string>): Accounts {
  const get = (name: string): Account | undefined => {
    const signInVersion = versions.get(name);
    return signInVersion === undefined
      ? undefined
      : { name, credentials: {}, version: signInVersion, signInVersion };
  };
  const all = () => [...versions.keys()].map((name) => get(name)!);
  return { get, all, onChange: () => () => {} };
}

/** Services over a store, whose clock, accounts and events are in the test's hands. */
export interface World {
  services: Services;
  /** Clients that are found: those in the store. */
  clients: Clients;
  /** Seconds since 1970. */
  time: number;
  accounts: Map<string, string>;
  events: OAuthEvent[];
}

export function createWorld(store: Store = createMemoryStore({ lifetimes })): World {
  const accounts = new Map([["anna", "anna 1"], ["ben", "ben 1"]]);
  const events: OAuthEvent[] = [];
  const world: World = {
    services: {
      issuer,
      resource,
      store,
      accounts: accountsOf(accounts),
      secrets: createSecretVerifier({ cost: { N: 2, r: 1, p: 1 } }),
      lifetimes,
      scopes,
      now: () => world.time,
      happened: (event) => events.push(event),
      log: silentLog,
    },
    clients: { find: (id) => world.services.store.get("client", id) },
    time: beginning,
    accounts,
    events,
  };
  return world;
}

/** Lets anna say yes. @returns the code */
export function codeOf(
  { services }: World,
  { account = "anna", clientId = "client", ...more }: {
    account?: string;
    clientId?: string;
  } & Partial<PendingAuthorization> = {},
): Promise<string> {
  const pending = pendingOf({ clientId, ...more });
  const consent = {
    account,
    accountVersion: services.accounts.get(account)!.signInVersion,
    scopes: pending.scopes,
    client: { id: clientId, name: "Client" },
  };
  return issueCode(services, pending, consent);
}

/** Exchanges a code as its client does. */
export function exchange(world: World, code: string, more: Partial<Exchange> = {}) {
  return exchangeCode(world.services, {
    code,
    clientId: "client",
    redirectUri: callback,
    verifier,
    resources: [],
    ...more,
  });
}

/** Refreshes as a client does. */
export function refresh(world: World, token: string, more: Partial<Refresh> = {}) {
  return refreshTokens(world.services, {
    token,
    clientId: "client",
    scopes: [],
    resources: [],
    ...more,
  });
}

/** The account that an access token is good for, if it is. */
export async function whoIs({ services }: World, token: string): Promise<string | undefined> {
  return (await createVerifier(services).verify(token))?.account;
}
