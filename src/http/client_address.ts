/**
 * Whose address a request comes from. Forwarding headers count only from proxies that the administrator trusts,
 * and are read from the right: each trusted hop vouches for the one before it, and for nothing further left.
 */

import type { MiddlewareHandler } from "hono";
import type { Env } from "./context.ts";
import { canonical, createNetworks } from "./networks.ts";

/** Longer chains are somebody's invention. */
const mostHops = 20;

/** The client's address for a direct peer and its headers, in one spelling. */
export type ClientAddress = (peer: string, headers: Headers) => string;

/** @throws {Error} with a sentence for a proxy that is neither address nor network */
export function createClientAddress(options: { trusted: readonly string[] }): ClientAddress {
  const isTrusted = createNetworks(options.trusted);
  return (peer, headers) => {
    let address = canonical(peer) ?? peer;
    if (!isTrusted(address)) return address;
    for (const hop of hopsOf(headers)) {
      const next = addressOf(hop);
      // What is no address stops the walk: nobody vouches for what stands left of it.
      if (next === undefined) return address;
      address = next;
      if (!isTrusted(address)) return address;
    }
    return address;
  };
}

/** Sets the address that limits, log and audit know a request by. */
export function clientAddress(of: ClientAddress): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set("address", of(c.env.peer, c.req.raw.headers));
    await next();
  };
}

/** The hops from the nearest to the farthest: X-Forwarded-For, else Forwarded (RFC 7239), else X-Real-IP. */
function hopsOf(headers: Headers): string[] {
  const listed = headers.get("X-Forwarded-For");
  if (listed !== null) return nearest(listed.split(","));
  const forwarded = headers.get("Forwarded");
  if (forwarded !== null) return nearest(forwarded.split(",")).map(forOf);
  return [headers.get("X-Real-IP")].filter((hop) => hop !== null);
}

function nearest(hops: string[]): string[] {
  return hops.slice(-mostHops).map((hop) => hop.trim()).reverse();
}

/**
 * The `for` of one element of RFC 7239; empty where it has none, or where the element is not written by the
 * rules: a proxy may pass on a client's own text, such as its Host, and quotes in that could hide or add hops.
 */
function forOf(element: string): string {
  const values = new Map<string, string>();
  for (const pair of element.split(";").map((pair) => pair.trim()).filter(Boolean)) {
    const match = /^([\w-]+)=(?:"([^"\\]*)"|([^"\\\s]+))$/.exec(pair);
    if (!match) return "";
    const name = match[1].toLowerCase();
    if (values.has(name)) return "";
    values.set(name, match[2] ?? match[3]);
  }
  return values.get("for") ?? "";
}

/** `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443` */
function addressOf(hop: string): string | undefined {
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(hop)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(hop)?.[1];
  return canonical(bracketed ?? withPort ?? hop);
}
