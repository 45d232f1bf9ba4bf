/** What a client must say to ask for somebody's consent, and what becomes of what it says. */

import { OAuthError } from "./errors.ts";
import type { Client, Scope } from "./model.ts";
import { isChallenge } from "./pkce.ts";
import { matchesRedirect } from "./redirect_uris.ts";
import { requireResource } from "./resource.ts";
import { readScopes } from "./scopes.ts";

/** Characters that a parameter may have. */
const longest: Record<string, number> = {
  client_id: 2048,
  redirect_uri: 2048,
  resource: 2048,
  scope: 4096,
  state: 8192,
};
const longestOther = 256;

/**
 * A parameter that may be there once; an empty one is none (OAuth 2.1, 3.1).
 * @throws {OAuthError} `invalid_request`
 */
export function parameter(given: URLSearchParams, name: string): string | undefined {
  const values = given.getAll(name);
  if (values.length > 1) throw new OAuthError("invalid_request", `${name} is there more than once`);
  const most = longest[name] ?? longestOther;
  if ((values[0] ?? "").length <= most) return values[0] || undefined;
  throw new OAuthError("invalid_request", `${name} may have ${most} characters`);
}

/**
 * Where the answer goes: what the request says and the client has; its only one if the request says nothing
 * (RFC 6749, 3.1.2.3).
 * @throws {OAuthError} when nobody knows where, so that nothing may be sent anywhere
 */
export function redirectUriOf(given: URLSearchParams, client: Client): string {
  const named = parameter(given, "redirect_uri");
  if (named === undefined) {
    if (client.redirectUris.length === 1) return client.redirectUris[0];
    throw new OAuthError("invalid_request", "redirect_uri is missing");
  }
  if (matchesRedirect(client, named)) return named;
  throw new OAuthError("invalid_redirect_uri", "redirect_uri is none that the client registered");
}

/** What somebody is to be asked for. */
export interface Asked {
  /** In rising order, each with all that it includes. */
  scopes: readonly string[];
  challenge: string;
}

/** @throws {OAuthError} for a request that the client must put in another way */
export function readRequest(
  given: URLSearchParams,
  { resource, scopes }: { resource: string; scopes: readonly Scope[] },
): Asked {
  refuseRequestObjects(given);
  requireCode(parameter(given, "response_type"));
  // Looked at for its length and number alone.
  parameter(given, "state");
  const challenge = readChallenge(given);
  requireResource(given.getAll("resource").filter(Boolean), resource);
  return { challenge, scopes: scopesToAsk(readScopes(parameter(given, "scope") ?? ""), scopes) };
}

/** The state to send back with a refusal: none where it is unclear. */
export function stateOf(given: URLSearchParams): string | undefined {
  try {
    return parameter(given, "state");
  } catch {
    return undefined;
  }
}

/** RFC 9101: nothing is ever fetched for a stranger's word. */
function refuseRequestObjects(given: URLSearchParams): void {
  if (given.get("request")) throw new OAuthError("request_not_supported");
  if (given.get("request_uri")) throw new OAuthError("request_uri_not_supported");
}

function requireCode(responseType: string | undefined): void {
  if (responseType === "code") return;
  if (responseType) throw new OAuthError("unsupported_response_type");
  throw new OAuthError("invalid_request", "response_type is missing: it is code");
}

/** RFC 7636, 4.3: without a method it would be `plain`, which proves nothing to somebody who sees the request. */
function readChallenge(given: URLSearchParams): string {
  const challenge = parameter(given, "code_challenge");
  if (!challenge) throw new OAuthError("invalid_request", "code_challenge is missing (RFC 7636)");
  if (parameter(given, "code_challenge_method") !== "S256") {
    throw new OAuthError("invalid_request", "code_challenge_method must be S256");
  }
  if (isChallenge(challenge)) return challenge;
  throw new OAuthError("invalid_request", "code_challenge is not SHA-256 in base64url");
}

/**
 * Each scope with those that it includes. Names that this server does not know are passed over, for clients bring
 * such of their own; where none is left, the usual ones are meant.
 */
export function scopesToAsk(asked: readonly string[], scopes: readonly Scope[]): string[] {
  const known = scopes.findLastIndex(({ name }) => asked.includes(name));
  const highest = known >= 0 ? known : scopes.findLastIndex(({ usual }) => usual);
  return scopes.slice(0, highest + 1).map(({ name }) => name);
}
