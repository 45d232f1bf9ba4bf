/**
 * Cross-origin requests (ADDENDA, twelve files 14): the Origin is reflected, preflights are
 * answered before anything else, and the server's own origin is none of this.
 */
import type { Answer } from "./answers.ts";

const METHODS = "GET, OPTIONS, POST, PUT, PATCH, DELETE";
const HEADERS = "content-type, authorization, x-auth-user, x-auth-token";
const EXPOSED = "x-page, x-total-count, x-total-pages, x-per-page";
/** Request headers that need no permission. */
const SIMPLE = ["accept", "accept-language", "content-language", "origin"];

/** The Origin of a cross-origin request. */
function foreignOrigin(request: Request, url: URL): string | undefined {
  const origin = request.headers.get("origin");
  return origin === null || origin === url.origin ? undefined : origin;
}

/** The answer to a preflight, undefined for any other request. */
export function preflight(request: Request, url: URL): Answer | undefined {
  const origin = foreignOrigin(request, url);
  const method = request.headers.get("access-control-request-method");
  if (request.method !== "OPTIONS" || origin === undefined || method === null) return undefined;
  const headers = {
    "Content-Type": "text/html; charset=UTF-8",
    Vary: "Origin",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": HEADERS,
    "Access-Control-Max-Age": "3600",
    "Access-Control-Allow-Origin": origin,
  };
  if (request.headers.get("access-control-request-private-network") !== null) {
    return { status: 400, body: "Private Network Access is not allowed.", headers };
  }
  if (!METHODS.split(", ").includes(method)) return { status: 405, headers };
  const wanted = (request.headers.get("access-control-request-headers") ?? "").split(",")
    .map((name) => name.trim().toLowerCase()).filter((name) => name !== "");
  for (const name of wanted) {
    if (!HEADERS.split(", ").includes(name) && !SIMPLE.includes(name)) {
      return { status: 400, body: `Unauthorized header ${name}`, headers };
    }
  }
  return { status: 200, headers };
}

/** The headers of an answer to a cross-origin request. */
export function corsHeaders(request: Request, url: URL): [string, string][] {
  const origin = foreignOrigin(request, url);
  if (origin === undefined) return [];
  return [["Access-Control-Allow-Origin", origin], ["Access-Control-Expose-Headers", EXPOSED]];
}
