/** What was found on the way to a host (host_probe.ts), in words for whoever has to mend it. */

import { certificateFinding } from "./certificate_findings.ts";
import type { Connection, HostProbe, Lookup } from "./host_probe.ts";
import { type HostFinding, some, type Wording } from "./host_wording.ts";

/** One finding a stage, as far as the probe came. */
export function hostFindings(probe: HostProbe, wording: Wording): HostFinding[] {
  const { lookup, connection, tls } = probe;
  const findings: HostFinding[] = lookup.literal ? [] : [ofLookup(probe.host, lookup, wording)];
  if (connection) findings.push(ofConnection(probe, connection, wording));
  if (tls) findings.push(certificateFinding(probe.host, tls, wording));
  return findings;
}

function ofLookup(host: string, { addresses, failure, ms }: Lookup, { setting }: Wording) {
  const name = "DNS" as const;
  if (failure === "unknown") {
    return {
      name,
      outcome: "failed" as const,
      text: `Nobody knows the host "${host}"`,
      fix:
        `Check its spelling in ${setting}; if it is right, this computer needs the network or VPN that knows the name`,
    };
  }
  if (failure) {
    return {
      name,
      outcome: "failed" as const,
      text: `No name server told what "${host}" is`,
      fix: `Check this computer's network, VPN and DNS, and the host in ${setting}`,
    };
  }
  const only = addresses.every(isVersion6) ? "IPv6 only, " : "";
  const text = `${host} is ${some(addresses)} (${only}${time(ms)})`;
  return { name, outcome: "ok" as const, text };
}

const whyNot: Record<NonNullable<Connection["failure"]>, string> = {
  refused: "refuses connections",
  unreachable: "cannot be reached",
  timeout: "does not answer",
  not_permitted: "may not be connected to",
  cancelled: "was not waited for",
};

function ofConnection(
  { port, lookup }: HostProbe,
  { address, passedOver, failure, ms }: Connection,
  { who, setting }: Wording,
): HostFinding {
  const name = "Connection";
  if (!failure) {
    const text = `${address} takes connections on port ${port} (${time(ms)})`;
    if (passedOver.length === 0) return { name, outcome: "ok", text };
    return {
      name,
      outcome: "warning",
      text: `${text}, but ${some(passedOver)} ${passedOver.length > 1 ? "do" : "does"} not`,
      fix: `Take addresses that lead nowhere out of the DNS, or make ${who} answer on all of them`,
    };
  }
  const all = [...passedOver, address];
  return {
    name,
    outcome: "failed",
    text: `${some(all)} ${all.length > 1 ? "fail" : whyNot[failure]} on port ${port}`,
    fix: fixOf(failure, lookup, { who, setting }),
  };
}

function fixOf(
  failure: NonNullable<Connection["failure"]>,
  { addresses, literal }: Lookup,
  { who, setting }: Pick<Wording, "who" | "setting">,
): string {
  if (failure === "not_permitted") return "Start this program with deno's --allow-net";
  if (failure === "refused") return `Check that ${who} runs, and host and port in ${setting}`;
  if (!literal && addresses.every(isVersion6)) {
    return `The name has IPv6 addresses only: check that this network has IPv6, or have an IPv4 address added to the name`;
  }
  return `Check the network, VPN and firewalls in between, and host and port in ${setting}`;
}

const isVersion6 = (address: string) => address.includes(":");
const time = (ms: number) => `${Math.round(ms)} ms`;
