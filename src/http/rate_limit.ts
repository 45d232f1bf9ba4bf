/**
 * Limits by account, by client and by address, counted in windows that begin with a key's first request. The
 * library's own memory store has no bound to its keys and goes by the clock on the wall, which may jump; the
 * store here has a bound and a steady clock.
 */

import type { Context, MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";
import { RateLimiterRes } from "rate-limiter-flexible";
// The base class of all its stores, which the package shows in its types but not at its door.
import StoreAbstract from "rate-limiter-flexible/lib/RateLimiterStoreAbstract.js";
import { type Env, tooMany } from "./context.ts";

/** How a request stands with a limit. */
export interface Taken {
  passed: boolean;
  /** Requests in a window. */
  limit: number;
  remaining: number;
  /** Seconds until the window ends, rounded up; a refused request passes after so many. */
  resetAfter: number;
}

/** A number of requests in a window, for each key. */
export interface Limit {
  take(key: string): Promise<Taken>;
}

export interface LimitOptions {
  /** Requests in a window; 0 for no limit. */
  requests: number;
  /** Seconds. */
  window: number;
  /**
   * Keys that are counted at once. The one that was seen least recently is forgotten for the next: whoever is
   * refused is seen with each try, so being forgotten takes as many other addresses as this, within a window.
   */
  keys?: number;
  /** Milliseconds, steady. */
  now(): number;
}

/** @returns nothing where there is no limit */
export function createLimit(
  { requests, window, keys = 50_000, now }: LimitOptions,
): Limit | undefined {
  if (requests === 0) return undefined;
  const limiter = new BoundedLimiter({ points: requests, duration: window }, keys, now);
  return {
    take: async (key) => {
      const { result, passed } = await limiter.consume(key).then(
        (result: RateLimiterRes) => ({ result, passed: true }),
        (thrown: unknown) => {
          if (thrown instanceof RateLimiterRes) return { result: thrown, passed: false };
          throw thrown;
        },
      );
      const resetAfter = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
      return { passed, limit: requests, remaining: result.remainingPoints, resetAfter };
    },
  };
}

interface Window {
  points: number;
  endsAt: number;
}

interface Limiter {
  points: number;
  consume(key: string): Promise<RateLimiterRes>;
}

const Base = StoreAbstract as unknown as new (
  options: { points: number; duration: number; storeClient: unknown },
) => Limiter;

/** A store of the library: windows by key. What it calls points are requests here. */
class BoundedLimiter extends Base {
  readonly #windows: LRUCache<string, Window>;
  readonly #now: () => number;

  constructor(options: { points: number; duration: number }, keys: number, now: () => number) {
    super({ ...options, storeClient: undefined });
    this.#windows = new LRUCache({ max: keys });
    this.#now = now;
  }

  _upsert(key: string, points: number, duration: number): Promise<Window> {
    const now = this.#now();
    const known = this.#windows.get(key);
    const window = known && known.endsAt > now
      ? { points: known.points + points, endsAt: known.endsAt }
      : { points, endsAt: now + duration };
    this.#windows.set(key, window);
    return Promise.resolve(window);
  }

  _getRateLimiterRes(_key: string, changed: number, { points, endsAt }: Window): RateLimiterRes {
    const remaining = Math.max(this.points - points, 0);
    return new RateLimiterRes(remaining, endsAt - this.#now(), points, points === changed);
  }
}

export interface LimitBy {
  /** What is limited, for metrics. */
  by: "address" | "account" | "client";
  /** The limit of a request; nothing for one that has none. */
  limitOf(c: Context<Env>): Limit | undefined;
  keyOf(c: Context<Env>): string;
  /** Told of each refusal. */
  refused?(): void;
}

/** Counts a request and refuses it above its limit. Of several limits the tightest is in the answer's headers. */
export function limitBy({ by, limitOf, keyOf, refused }: LimitBy): MiddlewareHandler<Env> {
  return async (c, next) => {
    const taken = await limitOf(c)?.take(keyOf(c));
    if (!taken) return await next();
    if (taken.passed) await next();
    else {
      refused?.();
      c.res = tooMany(by, taken.resetAfter);
    }
    setHeaders(c.res.headers, taken);
  };
}

/** The headers that most clients know (draft-polli-ratelimit-headers-02); later drafts pack them into one. */
function setHeaders(headers: Headers, { limit, remaining, resetAfter }: Taken): void {
  const tightest = headers.get("RateLimit-Remaining");
  if (tightest !== null && Number(tightest) <= remaining) return;
  headers.set("RateLimit-Limit", String(limit));
  headers.set("RateLimit-Remaining", String(remaining));
  headers.set("RateLimit-Reset", String(resetAfter));
}
