/** What a proxy must know of a server: under which name clients reach it, where it listens, what it accepts. */

import { isIP } from "node:net";
import { UserError } from "../../mcp/errors.ts";
import type { HttpSettings } from "../../settings/http.ts";
import { readPublicUrl } from "../../settings/public_url.ts";
import type { PrintOrder } from "./artifact.ts";

/** A server as a proxy sees it. No text has anything in it but letters, digits and `.-_:[]`. */
export interface Site {
  /** The public name, `mcp.example.com` where none is given; an IPv6 address in brackets. */
  name: string;
  /** Of the proxy, for clients. */
  publicPort: number;
  /** Host and port that the proxy finds the server at. */
  upstream: string;
  /** Bytes. */
  maxBody: number;
  /** Seconds. */
  bodyTimeout: number;
}

const hostName = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/i;

/**
 * What the settings say of it.
 * @throws {UserError} for a public URL with a path, a name that is none, or a port that nobody can know
 */
export function siteOf({ settings }: PrintOrder): Site {
  const { public_url, host, port, max_body, body_timeout } = settings as HttpSettings;
  const url = readPublicUrl(public_url ?? "https://mcp.example.com", port);
  if (url.pathname !== "/") {
    throw new UserError(
      `Cannot print this for "${public_url}": such a file serves a whole name, so give the server one of its own, such as "${url.origin}"`,
    );
  }
  requireName(url.hostname.replace(/^\[(.*)\]$/, "$1"), "--public-url");
  if (port === 0) {
    throw new UserError(
      "Cannot print this for --port 0: that is another port at every start, choose one",
    );
  }
  return {
    name: url.hostname,
    publicPort: url.port ? Number(url.port) : url.protocol === "https:" ? 443 : 80,
    upstream: `${reachable(host)}:${port}`,
    maxBody: max_body,
    bodyTimeout: body_timeout,
  };
}

/** Where a proxy on the same machine finds who listens on this address. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  requireName(host, "--host");
  return isIP(host) === 6 ? `[${host}]` : host;
}

function requireName(name: string, flag: string): void {
  if ((isIP(name) && !name.includes("%")) || hostName.test(name)) return;
  throw new UserError(
    `Cannot print this for ${flag} with ${
      JSON.stringify(name)
    }: give a host name such as mcp.example.com, or an address`,
  );
}

const units = [[2 ** 20, "MiB"], [2 ** 10, "KiB"]] as const;

/** A number of bytes in the largest unit that divides it: `4 MiB`. */
export function inUnits(bytes: number): [amount: number, unit: "MiB" | "KiB" | ""] {
  const [size, unit] = units.find(([size]) => bytes % size === 0) ?? [1, ""];
  return [bytes / size, unit];
}
