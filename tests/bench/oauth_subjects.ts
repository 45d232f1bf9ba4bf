/** The server that people sign in to, started with accounts of the bench, and with what it is to remember. */

import { join } from "node:path";
import { createSecret, hashSecret } from "../../src/accounts/secrets.ts";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { createToken, hashOf } from "../../src/oauth/hashes.ts";
import { createMemoryStore, type MemoryStore } from "../../src/oauth/memory_store.ts";
import type { Grant } from "../../src/oauth/model.ts";
import { createStateWriter } from "../../src/oauth/state_text.ts";
import { parse } from "../accounts/support.ts";
import { lifetimes } from "../oauth/support.ts";
import { createFolder } from "../support/folder.ts";
import { callback, type Person } from "./oauth_client.ts";
import type { Door } from "./signed_in_app.ts";
import { inspected, started, steady, type Subject, subject } from "./http_subjects.ts";

/** Where the server keeps what it knows. */
export const places = ["memory", "state file", "5,000 kept"] as const;
export type Place = typeof places[number];

/** How places are called in tables. */
export const titles: Record<Place, string> = {
  "memory": "memory",
  "state file": "state file",
  "5,000 kept": "file, 5,000 grants",
};

/** A server that people sign in to. */
export interface SignInSubject extends Subject {
  /** Its issuer. */
  origin: string;
  /** All that can sign in. */
  people: readonly Person[];
  serverToken: string;
  /** Chooses who gets in. In the beginning both tokens are good. */
  choose(door: Door): Promise<void>;
  /** Moves its clock on by so many seconds, and has it forget what is over by then. */
  pass(seconds: number): Promise<void>;
}

/** People of the bench, and others to whom the grants belong that are there before. */
const people = 16;
const others = 100;
const grantsOfEach = 50;

/** Starts it with what it keeps at a place. `looked` is for those whose heap is to be looked into. */
export async function startSignIn(place: Place, { looked = false } = {}): Promise<SignInSubject> {
  const folder = await createFolder();
  const secret = createSecret();
  const users = await usersWith(secret);
  const file = join(folder.path, "oauth.json");
  if (place === "5,000 kept") await Deno.writeTextFile(file, await fullState(users));
  const serverToken = createToken();
  const kept = place === "memory" ? [] : [file];
  const start = steady(subject("signed_in_http", JSON.stringify(users), serverToken, ...kept));
  const server = await started(looked ? inspected(start) : start);
  const { origin } = new URL(server.url);
  const obey = (order: Record<string, unknown>) => put(origin, order);
  return {
    ...server,
    origin,
    people: Object.keys(users).slice(0, people).map((account) => ({ account, secret })),
    serverToken,
    choose: (door) => obey({ door }),
    pass: (pass) => obey({ pass }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function put(origin: string, order: Record<string, unknown>): Promise<void> {
  const answer = await fetch(origin, { method: "PUT", body: JSON.stringify(order) });
  if (!answer.ok) throw new Error(`The server does not obey: ${await answer.text()}`);
}

export type Users = Record<string, Record<string, string>>;

/** Accounts by name, all with one secret, because hashing it takes its time. */
export async function usersWith(secret: string): Promise<Users> {
  const { tokens, defaultUser } = createDemoKimai();
  const entry = {
    kimai_url: "https://kimai.example.com",
    kimai_token: tokens[defaultUser],
    auth_secret_hash: await hashSecret(secret),
  };
  return Object.fromEntries(
    Array.from({ length: people + others }, (_, index) => [`account-${index + 1}`, entry]),
  );
}

/** What a server has written that 5,000 clients were let in to, each with a token. */
async function fullState(users: Users): Promise<string> {
  const store = createMemoryStore({ lifetimes });
  const { accounts } = parse(users);
  for (const { name, signInVersion } of accounts.slice(people)) {
    for (let count = 0; count < grantsOfEach; count++) await keep(store, name, signInVersion);
  }
  return createStateWriter()(store);
}

async function keep(store: MemoryStore, account: string, accountVersion: string): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const [id, clientId] = [hashOf(createToken()), crypto.randomUUID()];
  const scopes = ["kimai:read", "kimai:write"];
  const grant: Grant = {
    ...{ id, account, accountVersion, clientId, clientName: "Bench", redirectHost: "127.0.0.1" },
    ...{ scopes, resource: "http://127.0.0.1/mcp", createdAt: now, usedAt: now },
    expiresAt: now + lifetimes.grant,
    refresh: { hash: hashOf(createToken()), idleUntil: now + lifetimes.refreshIdle, replaced: [] },
  };
  await store.change("grant", id, () => grant);
  await store.change("client", clientId, () => ({
    ...{ id: clientId, name: "Bench", redirectUris: [callback], createdAt: now, usedAt: now },
    ...{ authMethod: "none", origin: "registered" },
  }));
  const access = { grantId: id, scopes, expiresAt: now + lifetimes.access };
  await store.change("access", hashOf(createToken()), () => access);
}
