/**
 * `/mcp/NAME`, where knowing an account's name is the whole proof: what installations of old rely on, off
 * unless switched on. Whoever guesses names is slowed down, and after some wrong ones kept out for a while.
 */

import { LRUCache } from "lru-cache";
import type { MiddlewareHandler } from "hono";
import type { Env, Principal } from "./context.ts";
import { refusal } from "./context.ts";

export interface SlugOptions {
  /** The principal of an account with this name. */
  find(name: string): Principal | undefined;
  /** What addresses are counted by. */
  keyOf(address: string): string;
  /** Milliseconds, steady. */
  now(): number;
  wait(ms: number): Promise<void>;
  random(): number;
}

/** Wrong names of one address within a window, in milliseconds, before it is kept out for some time. */
const guesses = 10;
const window = 60_000;
const keptOut = 300_000;

interface Guesser {
  wrong: number[];
  blockedUntil: number;
}

export function requireSlug(
  { find, keyOf, now, wait, random }: SlugOptions,
): MiddlewareHandler<Env> {
  const guessers = new LRUCache<string, Guesser>({ max: 10_000 });
  return async (c, next) => {
    const key = keyOf(c.var.address);
    const guesser = guessers.get(key) ?? { wrong: [], blockedUntil: -Infinity };
    const left = guesser.blockedUntil - now();
    if (left > 0) {
      const seconds = Math.ceil(left / 1000);
      const sentence = `Too many failed requests: try again in ${seconds} seconds`;
      return refusal(429, sentence, { "Retry-After": String(seconds) });
    }
    const principal = find(c.req.param("slug") ?? "");
    if (principal) {
      c.set("principal", principal);
      return await next();
    }
    guesser.wrong = [...guesser.wrong.filter((at) => now() - at < window), now()];
    if (guesser.wrong.length > guesses) {
      guesser.wrong = [];
      guesser.blockedUntil = now() + keptOut;
    }
    guessers.set(key, guesser);
    // As long as a known name takes, more or less: how long it took must not tell.
    await wait(100 + 200 * random());
    return refusal(404, "Not found");
  };
}
