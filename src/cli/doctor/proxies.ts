/** Proxies that the environment names, as Deno's `fetch` takes them; never their credentials. */

import { BlockList, isIP } from "node:net";
import type { Finding } from "../../connectors/connector.ts";

/** What the environment says of proxies. */
export interface Proxies {
  /** The proxy of an address, such as `http://proxy.example.com:3128`; undefined for none. */
  of(url: URL): string | undefined;
  /** What is set, in a line; nothing where nothing is. */
  finding?: Finding;
}

type Variables = (name: string) => string | undefined;

/** In the order in which they count, each also in small letters. */
const variables: [name: string, protocols: string[]][] = [
  ["ALL_PROXY", ["http:", "https:"]],
  ["HTTPS_PROXY", ["https:"]],
  ["HTTP_PROXY", ["http:"]],
];

/** Reads the variables. What is no address of a proxy is left out, as `fetch` does. */
export function readProxies(env: Variables): Proxies {
  const set = variables.flatMap(([name, protocols]) => {
    const address = addressOf(env(name)) ?? addressOf(env(name.toLowerCase()));
    return address ? [{ name, protocols, address }] : [];
  });
  const exceptions = (env("NO_PROXY") ?? env("no_proxy") ?? "").split(",")
    .map((part) => part.trim()).filter(Boolean);
  if (set.length === 0) return { of: () => undefined };
  const named = set.map(({ name, address }) => `${name} is ${address}`).join(", ");
  const except = exceptions.length > 0 ? `, except for ${exceptions.join(", ")}` : "";
  return {
    of: ({ protocol, hostname }) =>
      isExempt(hostname.replace(/^\[|\]$/g, ""), exceptions)
        ? undefined
        : set.find(({ protocols }) => protocols.includes(protocol))?.address,
    finding: { name: "Proxies", outcome: "ok", text: named + except },
  };
}

/** The scheme, host and port; `http` where no scheme is given. */
function addressOf(value: string | undefined): string | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  if (!url?.host || !/^(?:https?|socks5h?):$/.test(url.protocol)) return undefined;
  return `${url.protocol}//${url.host}`;
}

/** Names count with all below them; addresses and networks by themselves. */
function isExempt(host: string, exceptions: readonly string[]): boolean {
  return exceptions.some((exception) => {
    if (exception === "*") return true;
    if (isIP(host)) return isWithin(host, exception);
    const name = exception.replace(/^\./, "").toLowerCase();
    return host === name || host.endsWith(`.${name}`);
  });
}

function isWithin(address: string, network: string): boolean {
  const [start, bits] = network.split("/");
  const kind = isIP(start);
  if (kind === 0 || kind !== isIP(address)) return false;
  const family = kind === 6 ? "ipv6" : "ipv4";
  const size = bits === undefined ? (kind === 6 ? 128 : 32) : Number(bits);
  if (!Number.isInteger(size) || size < 0 || size > (kind === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(start, size, family);
  return list.check(address, family);
}
