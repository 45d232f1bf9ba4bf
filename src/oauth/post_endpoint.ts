/** What the endpoints have in common that programs post to: refusals are JSON that OAuth clients read. */

import type { Context, Handler } from "hono";
import { BodyError } from "./body.ts";
import { triesBasic } from "./client_authentication.ts";
import type { Env } from "./context.ts";
import { errorBody, OAuthError } from "./errors.ts";
import { StoreFullError } from "./store.ts";

/** Never kept by anybody on the way (RFC 6749, 5.1). */
export const noStore = { "Cache-Control": "no-store" };

/** An endpoint that answers POST alone. What `respond` throws becomes a refusal, save for faults of our own. */
export function postEndpoint(
  respond: (c: Context<Env>) => Promise<Response>,
): Handler<Env> {
  return async (c) => {
    if (c.req.method !== "POST") return notAllowed();
    try {
      return await respond(c);
    } catch (error) {
      return refusalOf(error, c.req.raw.headers);
    }
  };
}

function notAllowed(): Response {
  const body = errorBody(new OAuthError("invalid_request", "This endpoint answers POST alone"));
  return Response.json(body, { status: 405, headers: { ...noStore, Allow: "POST" } });
}

function refusalOf(error: unknown, headers: Headers): Response {
  if (error instanceof BodyError) {
    return refuse(new OAuthError("invalid_request", error.message), { Connection: "close" });
  }
  if (error instanceof StoreFullError) {
    return refuse(new OAuthError("temporarily_unavailable"), { "Retry-After": "60" });
  }
  if (!(error instanceof OAuthError)) throw error;
  const isUnproven = error.code === "invalid_client" && triesBasic(headers);
  return refuse(error, isUnproven ? { "WWW-Authenticate": 'Basic realm="OAuth"' } : {});
}

function refuse(error: OAuthError, headers: Record<string, string>): Response {
  return Response.json(errorBody(error), {
    status: error.status,
    headers: { ...noStore, ...headers },
  });
}
