/** What a token is to be good for, as clients write it (RFC 8707). */

import { OAuthError } from "./errors.ts";

/**
 * Whether a client's `resource` is ours. Clients write scheme and host in any case, and a slash behind the path
 * that their URL type or the person put there; everything else must be equal.
 */
export function isResource(given: string, resource: string): boolean {
  if (given === resource) return true;
  const parts = /^(https?:\/\/[^/?#]+)([^?#]*)$/i.exec(given);
  return parts !== null && parts[1].toLowerCase() + parts[2].replace(/\/$/, "") === resource;
}

/**
 * Refuses a request that names a resource beside ours; one that names none means ours.
 * @throws {OAuthError} `invalid_target`
 */
export function requireResource(given: readonly string[], resource: string): void {
  if (given.every((one) => isResource(one, resource))) return;
  throw new OAuthError("invalid_target", `The only resource here is ${resource}`);
}
