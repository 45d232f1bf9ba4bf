// No test of its own: api_test.ts is redirected through it.
/** Where requests to Kimai may be sent on to: the token must not leave its host, and a write must not become a read. */

import { UpstreamError } from "../../mcp/errors.ts";
import { urlSetting } from "./address.ts";
import type { Asked } from "./faults.ts";

/**
 * Where a redirect leads, if it may be followed: within the origin, or from http to https of one host.
 * @throws {UpstreamError} otherwise
 */
export function redirectOf(asked: Asked, from: URL, status: number, location: string | null): URL {
  const to = location === null ? null : URL.parse(location, from);
  if (!to || !["http:", "https:"].includes(to.protocol)) throw misled(asked, "to nowhere", status);
  const upgraded = from.protocol === "http:" && to.protocol === "https:";
  if (to.hostname !== from.hostname || (to.origin !== from.origin && !upgraded)) {
    throw misled(asked, `to ${to.origin}, where the token must not go`, status);
  }
  if (asked.method !== "GET" && to.href === from.href) throw misled(asked, "to itself", status);
  if (asked.method !== "GET" && status < 307) {
    throw misled(asked, `to ${to.origin} in a way that loses what is to be changed`, status);
  }
  to.username = to.password = "";
  return to;
}

export function misled(asked: Asked, where: string, status?: number): UpstreamError {
  return new UpstreamError(
    "unavailable",
    `Kimai at ${asked.site} redirects ${asked.method} ${asked.path} ${where}: set ${urlSetting} to the address that Kimai's web pages end up at, and let requests to /api pass a login in front of it`,
    { status },
  );
}
