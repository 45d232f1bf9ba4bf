/**
 * Whether a request names this server as its host. Pages of other sites can send requests here under a name of
 * their own that resolves to this machine (DNS rebinding), and Deno composes a request's URL from this header:
 * so it is looked at before anything else, as it was sent.
 */

import { refusal } from "./context.ts";
import { canonical } from "./networks.ts";

/** A name or an address in brackets, with or without port; no user, path, blank or second value. */
const wellFormed = /^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::(\d{1,5}))?$/i;

/**
 * Looks at the raw header, and at the request's URL where it is given: a request line may name a host of its
 * own, which goes before the header (RFC 9112, 3.2.2).
 * @returns a refusal, or nothing for a host that may be named
 */
export type HostGuard = (host: string | null, url?: string) => Response | undefined;

/**
 * @param options `allowed` are names or addresses, which may be named with any port, because behind a proxy or
 * in a container it is another than our own; `*` is any that is well formed
 */
export function createHostGuard({ allowed }: { allowed: readonly string[] }): HostGuard {
  const names = new Set(allowed.map((one) => nameOf(one) ?? nameOf(`[${one}]`)));
  const mayBeAny = allowed.includes("*");
  return (host, url) => {
    const name = nameOf(host ?? "");
    if (name === undefined) return refusal(400, "The Host header is missing or not a host name");
    if (url !== undefined && nameOf(authorityOf(url)) !== name) {
      return refusal(400, "The request line names another host than the Host header");
    }
    if (names.has(name) || (mayBeAny && URL.canParse(`http://${host}`))) return undefined;
    const sentence =
      "This server does not answer for that host: allow its name with --allowed-hosts, or set --public-url";
    return refusal(421, sentence);
  };
}

/** The host without port in one spelling; nothing for what is no host. */
function nameOf(host: string): string | undefined {
  const [, name, port = "0"] = wellFormed.exec(host) ?? [];
  if (name === undefined || Number(port) > 65535) return undefined;
  if (!name.startsWith("[")) return name.toLowerCase();
  return name.includes(":") ? canonical(name.slice(1, -1)) : undefined;
}

/** What stands between `//` and the path, as Deno wrote it. */
function authorityOf(url: string): string {
  const from = url.indexOf("//") + 2;
  const to = url.indexOf("/", from);
  return url.slice(from, to < 0 ? undefined : to);
}
