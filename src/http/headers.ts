/** What every answer carries so that browsers do nothing unasked with it; set, so that nothing stands twice. */

import type { MiddlewareHandler } from "hono";
import type { Env } from "./context.ts";

const always: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};
/** For whatever is no page: it is kept nowhere, loads nothing and is shown in no frame. */
const unlessSet: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};
/** The SDK says no-cache, which would let events be kept; nobody may hold them back or repack them, as nginx would. */
const ofEventStreams: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};
const year = 31_536_000;

/**
 * Sets them on every answer that passes. Its headers must be changeable, which those of `Response.redirect`
 * are not.
 * @param options `https`: the server is reached by https, and shall be by nothing else for a year
 */
export function securityHeaders({ https }: { https: boolean }): MiddlewareHandler<Env> {
  const transport = https ? { "Strict-Transport-Security": `max-age=${year}` } : {};
  const fixed = Object.entries({ ...always, ...transport });
  const [defaults, streamed] = [Object.entries(unlessSet), Object.entries(ofEventStreams)];
  return async (c, next) => {
    await next();
    // Not by c.header, which copies a finished answer each time.
    const { headers } = c.res;
    for (const [name, value] of fixed) headers.set(name, value);
    if (headers.get("Content-Type")?.startsWith("text/event-stream")) {
      for (const [name, value] of streamed) headers.set(name, value);
    }
    for (const [name, value] of defaults) if (!headers.has(name)) headers.set(name, value);
  };
}
