/**
 * The sessions of the 2025 protocol (MCP 2025-11-25, Streamable HTTP, session management): each belongs to the
 * account and client that opened it, ends when it was unused for some time or when its account changes, and
 * there is a bound to how many are kept. A session's id is never a proof of who asks.
 */

import type { Principal } from "./context.ts";

/** What a session holds. */
export interface Held {
  close(): Promise<void> | void;
}

export interface SessionsOptions {
  /** Sessions kept at once, of all accounts. */
  max: number;
  /** Sessions kept at once of one account. */
  maxPerAccount: number;
  /** Seconds after which an unused one ends. */
  idle: number;
  /** Milliseconds, steady. */
  now(): number;
}

interface Session<T> {
  held: T;
  principal: Principal;
  usedAt: number;
}

/** Sessions by id, the longest unused first. */
export class Sessions<T extends Held> {
  readonly #byId = new Map<string, Session<T>>();
  /** Ids by account, in the same order. */
  readonly #ofAccount = new Map<string, Set<string>>();
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Keeps a new one. Above a bound the longest unused one ends: the account's own, before anybody else's. */
  add(id: string, held: T, principal: Principal): void {
    const { max, maxPerAccount, now } = this.#options;
    this.sweep();
    const own = this.#ofAccount.get(principal.account);
    if (own && own.size >= maxPerAccount) this.end(own.values().next().value!);
    else if (this.#byId.size >= max) this.end(this.#byId.keys().next().value!);
    this.#place(id, { held, principal, usedAt: now() });
  }

  /** The session with this id, if it is the caller's own; using it counts. Another's is as if it did not exist. */
  use(id: string, principal: Principal): T | undefined {
    const session = this.#byId.get(id);
    if (!session || !isSame(session.principal, principal)) return undefined;
    if (this.#isIdle(session)) {
      this.end(id);
      return undefined;
    }
    session.usedAt = this.#options.now();
    this.#take(id, session);
    this.#place(id, session);
    return session.held;
  }

  /** Ends one, if it is there. */
  end(id: string): void {
    const session = this.#byId.get(id);
    if (session) this.#take(id, session);
    // A transport tells its owner when it closes, which comes back here and finds nothing.
    void session?.held.close();
  }

  /** Ends all that belong to whom a test holds for. */
  endOf(isOver: (principal: Principal) => boolean): void {
    for (const [id, { principal }] of this.#byId) {
      if (isOver(principal)) this.end(id);
    }
  }

  /** Ends those that were unused for too long; they stand first. */
  sweep(): void {
    for (const [id, session] of this.#byId) {
      if (!this.#isIdle(session)) return;
      this.end(id);
    }
  }

  /** Ends all. */
  close(): void {
    for (const id of [...this.#byId.keys()]) this.end(id);
  }

  /** Puts one behind all others, of its account too. */
  #place(id: string, session: Session<T>): void {
    const { account } = session.principal;
    this.#byId.set(id, session);
    this.#ofAccount.set(account, (this.#ofAccount.get(account) ?? new Set()).add(id));
  }

  #take(id: string, { principal: { account } }: Session<T>): void {
    this.#byId.delete(id);
    const own = this.#ofAccount.get(account);
    own?.delete(id);
    if (own?.size === 0) this.#ofAccount.delete(account);
  }

  #isIdle({ usedAt }: Session<T>): boolean {
    return this.#options.now() - usedAt > this.#options.idle * 1000;
  }
}

function isSame(one: Principal, other: Principal): boolean {
  return one.account === other.account && one.version === other.version &&
    one.client === other.client;
}
