/** Scopes as clients write them, and what an access token gets of those that a person granted. */

import { OAuthError } from "./errors.ts";
import type { Scope } from "./model.ts";

/** RFC 6749, 3.3: printable ASCII without space, quote and backslash. */
const token = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The scopes of a request, each once. Clients send blanks before and between them.
 * @throws {OAuthError} `invalid_scope` for characters that no scope has
 */
export function readScopes(text: string): string[] {
  const names = [...new Set(text.split(" ").filter((name) => name !== ""))];
  if (names.every((name) => token.test(name))) return names;
  throw new OAuthError("invalid_scope", "A scope has a character that no scope may have");
}

/**
 * What a token gets when a client asks for less than it was granted (RFC 6749, 6). Names that this server does
 * not know, such as `offline_access`, are passed over; nothing asked for means everything.
 * @param scopes each includes the ones before it of the same upstream
 * @throws {OAuthError} `invalid_scope` for more than was granted
 */
export function narrowScopes(
  granted: readonly string[],
  asked: readonly string[],
  scopes: readonly Scope[],
): readonly string[] {
  const rank = (name: string) => scopes.findIndex((scope) => scope.name === name);
  const known = asked.filter((name) => rank(name) >= 0);
  if (known.length === 0) return granted;
  const includes = (one: string, name: string) =>
    upstreamOf(one) === upstreamOf(name) && rank(one) >= rank(name);
  const beyond = known.find((name) => !granted.some((one) => includes(one, name)));
  if (beyond === undefined) return known;
  throw new OAuthError("invalid_scope", `The scope "${beyond}" was not granted`);
}

/** What stands before the level, such as `kimai` in `kimai:read`. */
function upstreamOf(name: string): string {
  return name.slice(0, name.lastIndexOf(":"));
}
