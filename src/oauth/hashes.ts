/** Random texts that are as good as keys, and what is kept of them: nobody can use what stands in the state file. */

import { createHash, createHmac, randomBytes } from "node:crypto";

/** A new token, code, cookie or salt: 256 random bits in 43 characters of base64url. */
export function createToken(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * SHA-256 in base64url. One round suffices for what `createToken` made: nobody can guess 256 random bits. What
 * people choose goes through `hashSecret`.
 */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** A token that only who has both `token` and `salt` can make, the same one each time (RFC 2104). */
export function deriveToken(token: string, salt: string): string {
  return createHmac("sha256", token).update(salt).digest("base64url");
}
