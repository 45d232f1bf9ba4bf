/** Secrets that accounts sign in with: made, hashed, compared. */

import {
  createHash,
  randomBytes,
  scrypt as scryptWithCallback,
  timingSafeEqual,
} from "node:crypto";
import pLimit from "p-limit";
import type { Secret } from "./account.ts";

/** What a hash costs to make: memory is 128 * N * r bytes, time grows with N * r * p. */
export interface Cost {
  N: number;
  r: number;
  p: number;
}

/**
 * 32 MiB and some 0.2 s. Of the settings that OWASP's password storage cheat sheet calls equally strong for
 * scrypt this is the smallest whose memory glibc takes from the system and gives back each time (malloc(3),
 * M_MMAP_THRESHOLD: at most 32 MiB). Smaller ones stay behind in the arena of each thread that ever hashed, 16 MiB
 * in up to eight for each processor. Our own secrets are random, so they would withstand guessing with any.
 */
const standardCost: Cost = { N: 2 ** 15, r: 8, p: 3 };

/** What a hash in a file may ask for: 128 MiB, as the strongest of OWASP's settings does, and four times its time. */
const mostMemory = 2 ** 20;
const mostWork = 2 ** 22;

/** A new secret: 160 random bits in 40 hexadecimal digits, which survive every shell, form and double click. */
export function createSecret(): string {
  return randomBytes(20).toString("hex");
}

/** Hashes a secret as `scrypt$N$r$p$salt$hash`, the last two in base64url. */
export async function hashSecret(secret: string, cost = standardCost): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scrypt(secret, salt, 32, cost);
  const { N, r, p } = cost;
  return ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether two texts are equal, in a time that says nothing of where they differ or how long the right one is. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(left, right);
}

/** Whether a text is a hash that `hashSecret` may have made, at a cost that this program pays. */
export function isHash(text: string): boolean {
  return readHash(text) !== undefined;
}

/** Too many people are signing in at once: try again in a moment. */
export class BusyError extends Error {
  override name = "BusyError";
}

/** Checks secrets, a few at a time, so that many sign-ins cannot take all memory. */
export interface SecretVerifier {
  /**
   * Whether this is the account's secret. An account that is unknown or has none takes as long as one whose
   * hash has the standard cost, so the time does not tell who exists.
   * @throws {BusyError} when too many wait already
   */
  verify(secret: Secret | undefined, given: string): Promise<boolean>;
}

/** @param options `atOnce` hashes are computed at a time, `waiting` may wait for their turn; `cost` is for tests. */
export function createSecretVerifier(
  { atOnce = 2, waiting = 50, cost = standardCost } = {},
): SecretVerifier {
  const limit = pLimit(atOnce);
  const nobody: Hash = { ...cost, salt: new Uint8Array(16), hash: new Uint8Array(32) };
  return {
    verify: async (secret, given) => {
      if (limit.pendingCount >= waiting) throw new BusyError("Too many sign-ins at once");
      const known = secret && "hash" in secret ? readHash(secret.hash) : undefined;
      const fits = await limit(() => fitsHash(given, known ?? nobody));
      if (secret && "clear" in secret) return sameText(secret.clear, given);
      return fits && known !== undefined;
    },
  };
}

interface Hash extends Cost {
  salt: Uint8Array;
  hash: Uint8Array;
}

/** The parts of a written hash; undefined for what is none, or would cost more than we pay. */
function readHash(text: string): Hash | undefined {
  const match = /^scrypt\$(\d{1,8})\$(\d{1,4})\$(\d{1,4})\$([\w-]{11,86})\$([\w-]{22,86})$/.exec(
    text,
  );
  if (!match) return undefined;
  const [N, r, p] = match.slice(1, 4).map(Number);
  const isPower = N >= 2 && (N & (N - 1)) === 0;
  if (!isPower || r < 1 || p < 1 || N * r > mostMemory || N * r * p > mostWork) return undefined;
  const [salt, hash] = match.slice(4).map((part) => Buffer.from(part, "base64url"));
  return { N, r, p, salt, hash };
}

async function fitsHash(given: string, { salt, hash, ...cost }: Hash): Promise<boolean> {
  return timingSafeEqual(await scrypt(given, salt, hash.length, cost), hash);
}

/** scrypt off the main thread, so that serving goes on. */
function scrypt(
  secret: string,
  salt: Uint8Array,
  length: number,
  { N, r, p }: Cost,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const maxmem = 256 * N * r + 2 ** 20;
  scryptWithCallback(
    secret,
    salt,
    length,
    { N, r, p, maxmem },
    (error, key) => error ? reject(error) : resolve(key),
  );
  return promise;
}
