/** The store in memory, with bounds: what strangers can make without end must not cost memory without end. */

import { pause } from "../lib/pause.ts";
import type { AccessToken, Client, Grant, Lifetimes } from "./model.ts";
import { type Kind, type Records, type Store, StoreFullError } from "./store.ts";

/** The most records of each kind. */
export type Limits = Record<Kind, number>;

/**
 * What happens when a kind is full, and whom it may hurt:
 *
 * | kind         | who makes them           | gives way                                                           |
 * | ------------ | ------------------------ | ------------------------------------------------------------------- |
 * | client       | anybody                  | one without grants: the oldest never used, then the longest unused  |
 * | pending      | anybody                  | the oldest                                                          |
 * | code, signIn | who signed in            | the oldest                                                          |
 * | access       | clients that were let in | the oldest: it ends within the hour, and its client refreshes       |
 * | grant        | clients that were let in | none, the new one is refused; an account has no more than a hundred |
 *
 * So strangers can push out what strangers began: a person who is signing in meanwhile has to start again once there
 * were 10,000 requests or registrations since theirs, which is for the rate limits to prevent. Refusing the new ones
 * instead would let 10,000 requests keep everybody out until they end. What people said yes to stays in any case.
 */
const standardLimits: Limits = {
  client: 10_000,
  grant: 100_000,
  access: 100_000,
  code: 10_000,
  pending: 10_000,
  signIn: 10_000,
};

export interface MemoryOptions {
  /** Other limits than the standard ones. */
  limits?: Partial<Limits>;
  lifetimes: Pick<Lifetimes, "client">;
}

/** A store that can be written down at a moment. */
export interface MemoryStore extends Store {
  /** All records of a kind, the oldest first. */
  entries<K extends Kind>(kind: K): Iterable<[key: string, record: Records[K]]>;
}

export function createMemoryStore(options: MemoryOptions): MemoryStore {
  return new Memory(options);
}

type Maps = { [K in Kind]: Map<string, Records[K]> };

/** Records that are looked at in one go by `sweep`: some tenths of a millisecond. */
const part = 1000;

class Memory implements MemoryStore {
  readonly #maps: Maps = {
    client: new Map(),
    grant: new Map(),
    access: new Map(),
    code: new Map(),
    pending: new Map(),
    signIn: new Map(),
  };
  /** How many grants a client has, by its id: one that has any stays. */
  readonly #grantsOf = new Map<string, number>();
  readonly #limits: Limits;
  readonly #lifetimes: Pick<Lifetimes, "client">;

  constructor({ limits, lifetimes }: MemoryOptions) {
    this.#limits = { ...standardLimits, ...limits };
    this.#lifetimes = lifetimes;
  }

  get<K extends Kind>(kind: K, key: string): Promise<Records[K] | undefined> {
    return Promise.resolve(this.#maps[kind].get(key));
  }

  /** All of it runs before anything else does, so nobody can come between. */
  // deno-lint-ignore require-await
  async change<K extends Kind>(
    kind: K,
    key: string,
    change: (now: Records[K] | undefined) => Records[K] | undefined,
  ): Promise<Records[K] | undefined> {
    const before = this.#maps[kind].get(key);
    const after = change(before);
    if (after === before) return after;
    if (before === undefined) this.#makeRoom(kind);
    this.#set(kind, key, after);
    return after;
  }

  find<K extends Kind>(
    kind: K,
    test: (record: Records[K]) => boolean,
  ): Promise<[key: string, record: Records[K]][]> {
    return Promise.resolve([...this.#maps[kind]].filter(([, record]) => test(record)));
  }

  entries<K extends Kind>(kind: K): Iterable<[key: string, record: Records[K]]> {
    return this.#maps[kind];
  }

  count(kind: Kind): number {
    return this.#maps[kind].size;
  }

  async sweep(now: number): Promise<void> {
    let seen = 0;
    // Grants first, because others end with them.
    for (const kind of ["grant", "access", "client", "code", "pending", "signIn"] as const) {
      for (const [key, record] of this.#maps[kind]) {
        if (this.#hasEnded(kind, key, record, now)) this.#set(kind, key, undefined);
        if (++seen % part === 0) await pause(0);
      }
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #set<K extends Kind>(kind: K, key: string, record: Records[K] | undefined): void {
    const map: Map<string, Records[K]> = this.#maps[kind];
    if (kind === "grant") {
      this.#countGrant(map.get(key) as Grant | undefined, -1);
      this.#countGrant(record as Grant | undefined, +1);
    }
    if (record === undefined) map.delete(key);
    else map.set(key, record);
  }

  #countGrant(grant: Grant | undefined, by: number): void {
    if (!grant) return;
    const count = (this.#grantsOf.get(grant.clientId) ?? 0) + by;
    if (count > 0) this.#grantsOf.set(grant.clientId, count);
    else this.#grantsOf.delete(grant.clientId);
  }

  #makeRoom(kind: Kind): void {
    if (this.#maps[kind].size < this.#limits[kind]) return;
    const first = kind === "client" ? this.#idlestClient() : this.#maps[kind].keys().next().value;
    if (first === undefined || kind === "grant") {
      throw new StoreFullError(`There is no room for more than ${this.#limits[kind]} of: ${kind}`);
    }
    this.#set(kind, first, undefined);
  }

  #idlestClient(): string | undefined {
    let idlest: Client | undefined;
    for (const [id, client] of this.#maps.client) {
      if (this.#grantsOf.has(id)) continue;
      if (client.usedAt === undefined) return id;
      if (idlest === undefined || client.usedAt < idlest.usedAt!) idlest = client;
    }
    return idlest?.id;
  }

  #hasEnded<K extends Kind>(kind: K, key: string, record: Records[K], now: number): boolean {
    if (kind === "client") {
      const { usedAt, createdAt } = record as Client;
      return !this.#grantsOf.has(key) && (usedAt ?? createdAt) + this.#lifetimes.client <= now;
    }
    const { expiresAt } = record as Exclude<Records[Kind], Client>;
    if (expiresAt <= now) return true;
    if (kind === "grant") return ((record as Grant).refresh?.idleUntil ?? expiresAt) <= now;
    return kind === "access" && !this.#maps.grant.has((record as AccessToken).grantId);
  }
}
