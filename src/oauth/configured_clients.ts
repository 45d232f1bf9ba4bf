/** Clients that the administrator names, for those that neither register nor have a document. */

import { hashOf } from "./hashes.ts";
import type { Client } from "./model.ts";
import { shownName } from "./names.ts";
import { readRedirectUris, redirectKindOf } from "./redirect_uris.ts";

/** One as it is written down. */
export interface ConfiguredClient {
  id: string;
  redirect_uris: readonly string[];
  name?: string;
  /** With one the client must prove itself, in the header or in the form; without, it is public. */
  secret?: string;
}

/** RFC 6749, appendix A.1, without the space and what breaks log lines and headers. */
const idPattern = /^[!#-[\]-~]{1,1024}$/;
/** Characters: what can be guessed is no secret. */
const shortestSecret = 16;

/**
 * Makes clients of what stands in the configuration.
 * @param now seconds since 1970
 * @throws {Error} with a sentence for the first one that cannot be; it names no secret
 */
export function readConfiguredClients(
  entries: readonly ConfiguredClient[],
  now: number,
): Client[] {
  const ids = new Set<string>();
  return entries.map((entry) => {
    const { id, name, secret } = entry;
    const no = (why: string) => new Error(`Cannot use the client "${id}": ${why}`);
    if (!idPattern.test(id)) throw no("its id must be 1 to 1024 visible ASCII characters");
    if (ids.has(id)) throw no("another one has its id");
    ids.add(id);
    if (secret !== undefined && secret.length < shortestSecret) {
      throw no(`its secret must have ${shortestSecret} characters or more`);
    }
    return {
      id,
      name: shownName(name),
      redirectUris: redirectsOf(entry, no),
      ...(secret === undefined
        ? { authMethod: "none" }
        : { authMethod: "client_secret_basic", secretHash: hashOf(secret) }),
      origin: "configured",
      createdAt: now,
    };
  });
}

/** All of them or none: the administrator shall hear of one that would be left out. */
function redirectsOf({ redirect_uris }: ConfiguredClient, no: (why: string) => Error): string[] {
  const odd = redirect_uris.find((uri) => redirectKindOf(uri) === undefined);
  if (odd !== undefined) throw no(`"${odd}" is not an https, loopback or app's redirect URI`);
  try {
    return readRedirectUris(redirect_uris);
  } catch (error) {
    throw no((error as Error).message);
  }
}
