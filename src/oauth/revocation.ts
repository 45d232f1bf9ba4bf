/** POST /revoke: a client gives back what it has (RFC 7009). */

import type { Handler } from "hono";
import { authenticateClient } from "./client_authentication.ts";
import type { Clients, Env, Services } from "./context.ts";
import { readForm } from "./form.ts";
import { endGrant } from "./grants_flow.ts";
import { hashOf } from "./hashes.ts";
import type { Grant } from "./model.ts";
import { noStore, postEndpoint } from "./post_endpoint.ts";
import { grantIdOf, readRefreshToken } from "./refresh_tokens.ts";

/**
 * Ends the grant of a token, whichever kind it is: a client that gives back one of both is through with the other
 * (RFC 7009, 2.1). What is unknown, or another client's, is answered the same, so `token_type_hint` is not needed.
 */
export function revocationEndpoint(services: Services, clients: Clients): Handler<Env> {
  return postEndpoint(async (c) => {
    const form = await readForm(c.req.raw);
    const token = form.require("token");
    const client = await authenticateClient(clients, c.req.raw.headers, form);
    const grantId = await grantIdOfToken(services, token);
    const isOwn = ({ clientId }: Grant) => clientId === client.id;
    if (grantId) await endGrant(services, grantId, "revoked", isOwn);
    return new Response(null, { status: 200, headers: noStore });
  });
}

async function grantIdOfToken({ store }: Services, token: string): Promise<string | undefined> {
  const refresh = readRefreshToken(token);
  if (refresh) return grantIdOf(refresh);
  return (await store.get("access", hashOf(token)))?.grantId;
}
