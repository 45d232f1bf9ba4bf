/**
 * A call that its token does not allow is challenged before it runs, with the scope to ask the person for
 * (MCP 2025-11-25, authorization, scope challenge handling; RFC 6750, 3.1).
 */

import type { MiddlewareHandler } from "hono";
import { challenge } from "./bearer.ts";
import type { Env } from "./context.ts";

export interface ScopeOptions {
  /** The scope that a tool call takes and the caller has not. */
  missing(scopes: readonly string[], tool: string, args: unknown): Promise<string | undefined>;
  /** Further parameters of the challenge, such as `resource_metadata`. */
  challenge?: Readonly<Record<string, string>>;
}

export function requireScope({ missing, challenge: more }: ScopeOptions): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { scopes } = c.get("principal")!;
    if (!scopes) return await next();
    for (const { name, args } of callsIn(c.get("body"))) {
      const scope = await missing(scopes, name, args);
      if (scope !== undefined) return insufficient(scope, more);
    }
    await next();
  };
}

/** The tool calls in a message or a batch; what is malformed is refused further on. */
function callsIn(body: unknown): { name: string; args: unknown }[] {
  if (Array.isArray(body)) return body.flatMap(callsIn);
  const { method, params } = (body ?? {}) as {
    method?: unknown;
    params?: { name?: unknown; arguments?: unknown };
  };
  return method === "tools/call" && typeof params?.name === "string"
    ? [{ name: params.name, args: params.arguments ?? {} }]
    : [];
}

function insufficient(scope: string, more: ScopeOptions["challenge"]): Response {
  const error_description = `The person did not allow this client so much: ask for ${scope}`;
  const error = { error: "insufficient_scope", error_description };
  // What is asked for at first has scopes of its own, which would not do here.
  const headers = { "WWW-Authenticate": challenge({ ...error, ...more, scope }) };
  return Response.json({ ...error, scope }, { status: 403, headers });
}
