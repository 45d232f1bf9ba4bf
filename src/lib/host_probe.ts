/**
 * Looks at what is between here and a host, stage by stage: its addresses, a connection, its certificates.
 * For people who wonder why nothing answers; host_findings.ts puts it into words.
 */

import { type Handshake, shakeHands } from "./handshake.ts";

/** What is known of a host. A stage is absent where the one before it failed. */
export interface HostProbe {
  /** Without brackets. */
  host: string;
  port: number;
  lookup: Lookup;
  connection?: Connection;
  /** Only of an https address. */
  tls?: Handshake;
}

/** What the name leads to. */
export interface Lookup {
  /** IP addresses, as they came; a host that is one itself has just that. */
  addresses: readonly string[];
  /** The host is an IP address, so nobody was asked. */
  literal: boolean;
  ms: number;
  /** `unanswered`: nobody could say whether there is such a name. */
  failure?: "unknown" | "unanswered" | "timeout" | "cancelled";
}

/** What became of connecting to the addresses, one after the other until one takes it. */
export interface Connection {
  /** The one that took it, else the last one that was tried. */
  address: string;
  /** Those before it that did not. */
  passedOver: readonly string[];
  /** Milliseconds of the last attempt. */
  ms: number;
  failure?: "refused" | "unreachable" | "timeout" | "not_permitted" | "cancelled";
}

/** What probing is given instead of reaching for it. */
export interface ProbeOptions {
  signal: AbortSignal;
  now: () => Temporal.Instant;
  /** Certificates in PEM that are trusted beside the known authorities. */
  ca?: readonly string[];
  /** Milliseconds that each stage may take; 5000 unless given. */
  patience?: number;
  /** Milliseconds on a clock that only goes forward. */
  clock?: () => number;
  /** Looks a name up, as the system does; rejects as node's `lookup` does. */
  resolve?: (host: string) => Promise<readonly string[]>;
}

type Given = Required<Omit<ProbeOptions, "ca">> & Pick<ProbeOptions, "ca">;

/** Addresses that are tried at most. */
const attempts = 4;

/** Probes the host of an http or https address. Never throws for what it meets there. */
export async function probeHost(url: URL, options: ProbeOptions): Promise<HostProbe> {
  const given: Given = {
    patience: 5000,
    clock: () => performance.now(),
    resolve: lookUp,
    ...options,
  };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const lookup = await addressesOf(host, given);
  if (lookup.failure) return { host, port, lookup };
  const connection = await connect(lookup.addresses, port, given);
  if (connection.failure || url.protocol !== "https:") return { host, port, lookup, connection };
  const tls = await shakeHands({ host, port, address: connection.address }, given);
  return { host, port, lookup, connection, tls };
}

async function lookUp(host: string): Promise<readonly string[]> {
  const { lookup } = await import("node:dns/promises");
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

async function addressesOf(host: string, { clock, resolve, ...given }: Given): Promise<Lookup> {
  const { isIP } = await import("node:net");
  if (isIP(host)) return { addresses: [host], literal: true, ms: 0 };
  const started = clock();
  const outcome = await within(
    given,
    resolve(host).then(
      (addresses) => addresses.length > 0 ? [...new Set(addresses)] : "unknown" as const,
      ({ code }: { code?: string }) =>
        code === "ENOTFOUND" || code === "ENODATA" ? "unknown" as const : "unanswered" as const,
    ),
  );
  const ms = clock() - started;
  return typeof outcome === "string"
    ? { addresses: [], literal: false, ms, failure: outcome }
    : { addresses: outcome, literal: false, ms };
}

/** Tries the addresses, at least one, one after the other. */
async function connect(
  [address, ...others]: readonly string[],
  port: number,
  given: Given,
  passedOver: readonly string[] = [],
): Promise<Connection> {
  const started = given.clock();
  const failure = await knock(address, port, given);
  const tried = { address, passedOver, ms: given.clock() - started };
  if (!failure) return tried;
  const isLast = others.length === 0 || passedOver.length + 1 === attempts;
  if (isLast || failure === "cancelled") return { ...tried, failure };
  return await connect(others, port, given, [...passedOver, address]);
}

/** Opens a connection and closes it again. @returns why not */
async function knock(
  host: string,
  port: number,
  given: Given,
): Promise<Connection["failure"]> {
  const { connect } = await import("node:net");
  const { promise, resolve } = Promise.withResolvers<Connection["failure"]>();
  const socket = connect({ host, port });
  socket.once("connect", () => resolve(undefined));
  socket.once("error", (error) => resolve(failureOf(error)));
  try {
    return await within(given, promise);
  } finally {
    socket.destroy();
  }
}

function failureOf(error: Error & { code?: string }): Connection["failure"] {
  if (error instanceof Deno.errors.NotCapable) return "not_permitted";
  return error.code === "ECONNREFUSED" || error instanceof Deno.errors.ConnectionRefused
    ? "refused"
    : "unreachable";
}

/** What a stage comes to, unless it takes too long or nobody waits any more. */
async function within<T>(
  { patience, signal }: Pick<Given, "patience" | "signal">,
  stage: Promise<T>,
): Promise<T | "timeout" | "cancelled"> {
  const { promise, resolve } = Promise.withResolvers<"timeout" | "cancelled">();
  const timer = setTimeout(() => resolve("timeout"), patience);
  const cancel = () => resolve("cancelled");
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await Promise.race([stage, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}
