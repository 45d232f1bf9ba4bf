/**
 * Which web pages may call: a browser says with every request from which origin the page came (MCP 2025-11-25,
 * Streamable HTTP, security warning). Programs send none and pass.
 */

import type { MiddlewareHandler } from "hono";
import { type Env, rpcError } from "./context.ts";

/**
 * Origins such as `https://app.example`, `http://localhost:6274`, those of all of a browser's extensions:
 * `moz-extension://*`, or `*` for all pages there are.
 */
export interface OriginRules {
  allowed: readonly string[];
}

/** Refuses pages of origins that are not allowed with 403. */
export function guardOrigin(rules: OriginRules): MiddlewareHandler<Env> {
  const isAllowed = createOrigins(rules);
  return async (c, next) => {
    const origin = c.req.header("Origin");
    return origin === undefined || isAllowed(origin) ? await next() : foreignOrigin();
  };
}

/** What a page needs of a browser to speak MCP with us (MCP 2025-11-25 and 2026-07-28, transports). */
const requestHeaders = [
  "Authorization",
  "Content-Type",
  "Accept",
  "MCP-Protocol-Version",
  "Mcp-Session-Id",
  "Mcp-Method",
  "Mcp-Name",
  "Last-Event-ID",
  "X-Request-ID",
].join(", ");
const answerHeaders = [
  "WWW-Authenticate",
  "Mcp-Session-Id",
  "MCP-Protocol-Version",
  "Retry-After",
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "X-Request-ID",
].join(", ");
/** Seconds for which a browser remembers a preflight's answer. */
const remembered = "600";

export interface CorsOptions {
  methods: readonly string[];
  /** `any` for documents and endpoints that need no more than what a request itself carries. */
  rules: OriginRules | "any";
}

/**
 * Tells browsers which pages may read the answers; a preflight is answered here, before authentication (Fetch,
 * CORS protocol). Cookies and the like are never part of it.
 */
export function cors({ methods, rules }: CorsOptions): MiddlewareHandler<Env> {
  const isAllowed = rules === "any" ? () => true : createOrigins(rules);
  const allow = [...methods, "OPTIONS"].join(", ");
  return async (c, next) => {
    const origin = c.req.header("Origin");
    const mayRead = origin !== undefined && isAllowed(origin);
    if (c.req.method !== "OPTIONS") await next();
    else c.res = origin === undefined || mayRead ? preflight(allow) : foreignOrigin();
    const { headers } = c.res;
    if (rules !== "any") headers.append("Vary", "Origin");
    if (!mayRead) return;
    headers.set("Access-Control-Allow-Origin", rules === "any" ? "*" : origin);
    headers.set("Access-Control-Expose-Headers", answerHeaders);
  };
}

function preflight(allow: string): Response {
  const headers = {
    "Allow": allow,
    "Access-Control-Allow-Methods": allow,
    "Access-Control-Allow-Headers": requestHeaders,
    "Access-Control-Max-Age": remembered,
  };
  return new Response(null, { status: 204, headers });
}

function foreignOrigin(): Response {
  const message = "Pages of this origin may not call this server: allow it with --allowed-origins";
  return rpcError(403, -32000, message);
}

/** Whether an Origin header names an allowed one; anything that is not exactly one origin is not. */
function createOrigins({ allowed }: OriginRules): (origin: string) => boolean {
  if (allowed.includes("*")) return () => true;
  const origins = new Set(
    allowed.map((one) => originOf(one.replace(/\/$/, ""))).filter((one) => one !== undefined),
  );
  // Whole schemes are for extensions and the like: all pages of https are no rule.
  const schemes = allowed.filter((one) => /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/\*$/i.test(one))
    .map((one) => one.slice(0, -1).toLowerCase());
  return (text) => {
    // As browsers write it, most of the time.
    if (origins.has(text)) return true;
    const origin = originOf(text);
    if (origin === undefined) return false;
    return origins.has(origin) || schemes.some((scheme) => origin.startsWith(scheme));
  };
}

/** Scheme, host and port in one spelling; nothing for `null`, a path, a user or two values. */
function originOf(text: string): string | undefined {
  const shape = /^([a-z][a-z0-9+.-]*):\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i;
  const scheme = shape.exec(text)?.[1];
  if (scheme === undefined) return undefined;
  // Of other schemes than the web's a URL says that its origin is "null".
  return /^https?$/i.test(scheme) ? URL.parse(text)?.origin : text.toLowerCase();
}
