// No test of its own: types, and two functions that every test of a route goes through.
/** What the guards leave for those behind them. */

import type { Arrival } from "../mcp/caller.ts";
import type { Env as Shared } from "../oauth/context.ts";

/** A caller whose credentials were checked. */
export interface Principal {
  /** The account's name. */
  account: string;
  /** What log and audit trail call the account where its name is as good as a secret. */
  label?: string;
  /** Changes when the account's credentials do (`Account.version`); sessions of an earlier one end. */
  version: string;
  /** Who acts for the account: an OAuth client's id, else the way in (`server-token`, `slug`). */
  client: string;
  /** Scopes granted; absent where nothing limits them. */
  scopes?: readonly string[];
  /** Seconds since 1970 after which the credentials no longer count; absent for those that do not expire. */
  expiresAt?: number;
}

/** hono's types for this application: what the authorization server's endpoints know, and more. */
export interface Env {
  Bindings: Shared["Bindings"];
  Variables: Shared["Variables"] & {
    /** Set by the way in. */
    principal?: Principal;
    /** The parsed JSON of a POST. */
    body?: unknown;
    /** The route's pattern for metrics and the log, such as `/mcp/:slug`: a path may hold a secret. */
    route?: string;
  };
}

/** What the core learns of a request. */
export function arrivalOf(principal: Principal, requestId: string): Arrival {
  const { account, label, client, scopes } = principal;
  return { caller: { user: account, label, client, scopes }, requestId };
}

/** An answer that is a sentence: what happened, why, what to do. */
export function refusal(status: number, error: string, headers?: HeadersInit): Response {
  return Response.json({ error }, { status, headers });
}

/** 429, with the seconds after which the next request passes. */
export function tooMany(what: string, seconds: number): Response {
  const description = `Too many requests of this ${what}: try again in ${seconds} seconds`;
  const body = { error: "rate_limited", error_description: description, retry_after: seconds };
  return Response.json(body, { status: 429, headers: { "Retry-After": String(seconds) } });
}

/** A refusal as MCP clients read it: a JSON-RPC error without id. */
export function rpcError(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status });
}
