/** POST /token: a code or a refresh token for tokens (RFC 6749, 4.1.3 and 6; OAuth 2.1, 4.3). */

import type { Context, Handler } from "hono";
import type { Tokens } from "./access_tokens.ts";
import { authenticateClient, type KnownClient } from "./client_authentication.ts";
import type { Clients, Env, Services } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { type Form, readForm } from "./form.ts";
import { exchangeCode } from "./grants_flow.ts";
import type { OAuthEvent } from "./model.ts";
import { isVerifier } from "./pkce.ts";
import { noStore, postEndpoint } from "./post_endpoint.ts";
import { refreshTokens } from "./refreshing.ts";
import { readScopes } from "./scopes.ts";

/** Gives tokens to clients; codes and tokens count in the body alone. */
export function tokenEndpoint(services: Services, clients: Clients): Handler<Env> {
  return postEndpoint(async (c) => {
    let client: KnownClient | undefined;
    try {
      const form = await readForm(c.req.raw);
      const grantType = grantTypeOf(form);
      client = await authenticateClient(clients, c.req.raw.headers, form);
      const tokens = await grantType.use(services, client, form);
      tell(services, c, { what: grantType.event, ...partiesOf(tokens) });
      return answer(tokens);
    } catch (error) {
      const why = error instanceof OAuthError ? error.code : "failed";
      tell(services, c, { what: "token_refused", client: client?.id, why });
      throw error;
    }
  });
}

interface GrantType {
  event: OAuthEvent["what"];
  use(services: Services, client: KnownClient, form: Form): Promise<Tokens>;
}

const grantTypes: Record<string, GrantType> = {
  authorization_code: {
    event: "token_issued",
    use: (services, { id }, form) =>
      exchangeCode(services, {
        code: form.require("code"),
        clientId: id,
        redirectUri: form.get("redirect_uri"),
        verifier: verifierOf(form),
        resources: form.all("resource"),
      }),
  },
  refresh_token: {
    event: "token_refreshed",
    use: (services, { id }, form) =>
      refreshTokens(services, {
        token: form.require("refresh_token"),
        clientId: id,
        scopes: readScopes(form.get("scope") ?? ""),
        resources: form.all("resource"),
      }),
  },
};

function grantTypeOf(form: Form): GrantType {
  const name = form.require("grant_type");
  if (Object.hasOwn(grantTypes, name)) return grantTypes[name];
  throw new OAuthError("unsupported_grant_type");
}

function verifierOf(form: Form): string {
  const verifier = form.require("code_verifier");
  if (isVerifier(verifier)) return verifier;
  throw new OAuthError(
    "invalid_request",
    "code_verifier must be 43 to 128 letters, digits or -._~",
  );
}

function partiesOf({ grant }: Tokens): Pick<OAuthEvent, "account" | "client"> {
  return { account: grant.account, client: grant.clientId };
}

function tell({ happened }: Services, c: Context<Env>, event: OAuthEvent): void {
  happened({ ...event, address: c.var.address });
}

/** RFC 6749, 5.1. Strict clients stumble over empty members, so a grant without scopes has none. */
function answer({ access, expiresIn, refresh, scopes }: Tokens): Response {
  const body = {
    access_token: access,
    token_type: "Bearer",
    expires_in: expiresIn,
    refresh_token: refresh,
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
  };
  return Response.json(body, { headers: noStore });
}
