/**
 * Registration by whoever asks (RFC 7591). Nobody gets a secret: of a program that anybody can register and unpack
 * it proves nothing, and clients that ask for one go by the answer, which says `none`. PKCE does what it would do.
 */

import type { Handler } from "hono";
import { BodyError, type BodyLimits, readBody } from "./body.ts";
import {
  checkFlow,
  type ClientMetadata,
  clientNameOf,
  readClientMetadata,
} from "./client_metadata.ts";
import type { Env, Services } from "./context.ts";
import { errorBody, OAuthError } from "./errors.ts";
import type { Client } from "./model.ts";
import { noStore, postEndpoint } from "./post_endpoint.ts";
import { readRedirectUris } from "./redirect_uris.ts";
import { StoreFullError } from "./store.ts";

export interface RegistrationOptions {
  /** Off, there is nothing at this path. */
  enabled?: boolean;
  body?: BodyLimits;
}

/** POST /register */
export function registerEndpoint(
  services: Pick<Services, "store" | "now" | "happened">,
  { enabled = true, body }: RegistrationOptions = {},
): Handler<Env> {
  if (!enabled) return () => Response.json({ error: "Not found" }, { status: 404 });
  return postEndpoint(async (c) => {
    const { address } = c.var;
    try {
      const metadata = readClientMetadata(await readBody(c.req.raw, body));
      const client = await register(services, metadata);
      services.happened({ what: "client_registered", client: client.id, address });
      return Response.json(answerOf(client), { status: 201, headers: noStore });
    } catch (error) {
      services.happened({ what: "client_refused", why: wordOf(error), address });
      if (error instanceof BodyError) return refuseBody(error);
      throw error;
    }
  });
}

/** What is not mentioned here is not kept, looked at or fetched: statements, keys, logos, links. */
async function register(
  { store, now }: Pick<Services, "store" | "now">,
  metadata: ClientMetadata,
): Promise<Client> {
  checkFlow(metadata);
  const client: Client = {
    // Never like a URL, which would be the name of a client with a document.
    id: crypto.randomUUID(),
    name: clientNameOf(metadata),
    redirectUris: readRedirectUris(metadata.redirect_uris),
    authMethod: "none",
    origin: "registered",
    createdAt: now(),
  };
  await store.change("client", client.id, () => client);
  return client;
}

/**
 * What was registered, which need not be what was asked for (RFC 7591, 3.2.1). Nothing is null or empty, which
 * Claude Code would refuse; the lists are there because LM Studio wants them.
 */
function answerOf({ id, name, redirectUris, createdAt }: Client): Record<string, unknown> {
  return {
    client_id: id,
    client_id_issued_at: createdAt,
    ...(name && { client_name: name }),
    redirect_uris: redirectUris,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
}

function wordOf(error: unknown): string {
  if (error instanceof OAuthError) return error.code;
  return error instanceof StoreFullError ? "full" : error instanceof BodyError ? "body" : "fault";
}

/** With the code of registrations (RFC 7591, 3.2.2). */
function refuseBody({ message }: BodyError): Response {
  const refusal = new OAuthError("invalid_client_metadata", message);
  const headers = { ...noStore, Connection: "close" };
  return Response.json(errorBody(refusal), { status: refusal.status, headers });
}
