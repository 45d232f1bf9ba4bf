/**
 * The state file of kimai_mcp 2 (Python), which servers are switched over from:
 * `{"clients": {"ID": RFC 7591 metadata, "client_secret" in clear}}`. Its clients go on as they are.
 */

import { clientNameOf } from "./client_metadata.ts";
import { hashOf } from "./hashes.ts";
import type { AuthMethod, Client } from "./model.ts";
import { redirectKindOf } from "./redirect_uris.ts";
import { isObject } from "../lib/is_object.ts";

/** Whether a parsed text is such a file. */
export function isReferenceState(json: unknown): json is { clients: Record<string, unknown> } {
  return isObject(json) && json.version === undefined && isObject(json.clients);
}

/**
 * The clients of such a file, their secrets hashed. Left out are those that could not register today, such as
 * one with a `javascript:` address, and those whose secret has ended. The others count as used just now, as they
 * did there after each start.
 */
export function readReferenceClients(
  { clients }: { clients: Record<string, unknown> },
  now: number,
): Client[] {
  return Object.entries(clients).flatMap(([id, metadata]) => {
    const client = isObject(metadata) ? clientOf(id, metadata, now) : undefined;
    return client ? [client] : [];
  });
}

function clientOf(id: string, metadata: Record<string, unknown>, now: number): Client | undefined {
  const { redirect_uris, client_id_issued_at, client_secret_expires_at } = metadata;
  const redirectUris = Array.isArray(redirect_uris)
    ? redirect_uris.filter((uri) => typeof uri === "string" && redirectKindOf(uri) !== undefined)
    : [];
  const secretEnds = Number(client_secret_expires_at) || Infinity;
  const proof = proofOf(metadata);
  if (id === "" || redirectUris.length === 0 || secretEnds <= now || !proof) return undefined;
  const createdAt = Number.isSafeInteger(client_id_issued_at) ? Number(client_id_issued_at) : now;
  return {
    id,
    name: nameOf(metadata),
    redirectUris,
    ...proof,
    origin: "registered",
    createdAt: Math.max(0, createdAt),
    usedAt: now,
  };
}

function nameOf(metadata: Record<string, unknown>): string | undefined {
  try {
    return clientNameOf(metadata);
  } catch {
    return undefined;
  }
}

/** A method that is not stated is `client_secret_post` there; without a secret a client is public. */
function proofOf(
  { token_endpoint_auth_method: method = "client_secret_post", client_secret: secret }: Record<
    string,
    unknown
  >,
): { authMethod: AuthMethod; secretHash?: string } | undefined {
  if (method === "none" || method === null) return { authMethod: "none" };
  if (method !== "client_secret_post" && method !== "client_secret_basic") return undefined;
  if (typeof secret !== "string" || secret === "") return { authMethod: "none" };
  return { authMethod: method, secretHash: hashOf(secret) };
}
