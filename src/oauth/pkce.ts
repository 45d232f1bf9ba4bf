/** Proof Key for Code Exchange with S256 and nothing else (RFC 7636): who fetches the tokens is who asked for them. */

import { hashOf } from "./hashes.ts";

/** Whether a text can be an S256 challenge: SHA-256 in base64url without padding (RFC 7636, 4.2). */
export function isChallenge(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** Whether a text can be a verifier (RFC 7636, 4.1). */
export function isVerifier(text: string): boolean {
  return /^[\w.~-]{43,128}$/.test(text);
}

/** Whether a verifier is the one that a challenge was made of. The challenge is no secret, so any comparison does. */
export function answers(verifier: string, challenge: string): boolean {
  return hashOf(verifier) === challenge;
}
