/** Whether the server is reached at all: its address, its name, its certificate, and itself behind them. */

import { type Lookup, probeHost } from "../../../lib/host_probe.ts";
import { createPublicAddresses, isLoopbackAddress } from "../../../oauth/public_addresses.ts";
import { isPage, NoAnswer, objectIn } from "./asking.ts";
import { certificateVerdict } from "./certificates.ts";
import { failed, type Look, ok, skipped, type Verdict, type Visit, warning } from "./look.ts";
import { strange } from "./strange.ts";

export const reaching: readonly Look[] = [
  { name: "Public URL", gate: true, look: publicUrl },
  { name: "Address", gate: true, look: address },
  { name: "Certificate", gate: true, look: certificate },
  { name: "Plain HTTP", look: plainHttp },
  { name: "Server", gate: true, look: server },
];

function publicUrl({ order, origin, base }: Visit): Promise<Verdict> {
  const url = URL.parse(order.publicUrl);
  const write = "Write it like https://mcp.example.com";
  const verdict = !url || !/^https?:$/.test(url.protocol)
    ? failed("The public URL is no http address", write)
    : /[@?#]/.test(order.publicUrl)
    ? failed("The public URL has a user, a query or a fragment", write)
    : url.protocol === "http:" && !isLocalName(url.hostname)
    ? failed(
      `${origin} is not https: claude.ai and ChatGPT connect to nothing else, and tokens go there in clear`,
      "Put a proxy with a certificate before the server and give its https address",
    )
    : url.pathname.replace(/\/+$/, "").endsWith("/mcp")
    ? warning(`The public URL ends with /mcp, so ${base} was looked at`, "Leave /mcp out of it")
    : ok(base);
  return Promise.resolve(verdict);
}

function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" ||
    host.startsWith("127.");
}

async function address(visit: Visit): Promise<Verdict> {
  const { order, base, signal, learnt } = visit;
  const { probe = probeHost, now } = order;
  const proxy = order.proxyOf?.(new URL(base));
  if (proxy !== undefined) {
    return skipped(`Asked through ${proxy}, which is all that is seen from here`);
  }
  learnt.probe = await probe(new URL(base), { signal, now });
  const { host, port, lookup, connection } = learnt.probe;
  learnt.isHere = lookup.addresses.length > 0 && lookup.addresses.every(isLoopbackAddress);
  if (lookup.failure) return withoutAddress(host, lookup);
  if (connection?.failure) {
    return failed(
      `${connection.address}, port ${port}, takes no connection (${connection.failure})`,
      "Start the proxy, and open the port in every firewall before it",
    );
  }
  return whoReaches(lookup, port);
}

function withoutAddress(host: string, { failure }: Lookup): Verdict {
  return failure === "unknown"
    ? failed(
      `The name ${host} has no address`,
      `Create a DNS record for ${host}, or correct the URL`,
    )
    : failed(
      `Nobody could say which address ${host} has (${failure})`,
      "Look whether this machine's name server answers",
    );
}

/** Requests of claude.ai and ChatGPT come from their clouds, also for people with an app on their desk. */
function whoReaches({ addresses }: Lookup, port: number): Verdict {
  const list = addresses.join(", ");
  if (addresses.every(isLoopbackAddress)) {
    return ok(`${list}, port ${port}: clients on this machine reach it`);
  }
  if (!addresses.some(createPublicAddresses())) {
    return warning(
      `${list} is an address of a private network: claude.ai and ChatGPT, which connect from the internet, do not reach it`,
      "Use clients inside that network, or give the server a public address",
    );
  }
  if (port === 443) return ok(`${list}, port 443`);
  return warning(
    `${list}, port ${port}: some clients, claude.ai among them, were seen to connect to port 443 alone`,
    "Let the proxy listen on port 443",
  );
}

function certificate({ learnt, base }: Visit): Promise<Verdict | undefined> {
  const { probe } = learnt;
  const shown = base.startsWith("https:") && probe?.tls;
  return Promise.resolve(shown ? certificateVerdict(probe, shown) : undefined);
}

/** People type the name without its scheme. Another port than the usual ones has no plain twin. */
async function plainHttp({ origin, ask }: Visit): Promise<Verdict | undefined> {
  const url = new URL(origin);
  if (url.protocol !== "https:" || url.port !== "") return undefined;
  const plain = `http://${url.hostname}/health`;
  try {
    const { status, headers } = await ask(plain);
    const to = headers.get("Location") ?? "";
    if (URL.parse(to, plain)?.protocol === "https:") return ok(`Leads to https (${status})`);
    if (status >= 400) return ok(`Answers ${status}, and gives nothing away`);
    return warning(
      "The server answers without https as well, and tokens sent there go in clear",
      `Let the proxy redirect http://${url.hostname} to https`,
    );
  } catch (error) {
    if (error instanceof NoAnswer) return ok("Nothing answers without https");
    throw error;
  }
}

async function server({ base, learnt, ask }: Visit): Promise<Verdict> {
  const answer = await ask(`${base}/health`);
  const health = objectIn(answer);
  if (answer.status !== 200 || isPage(answer) || health?.status !== "healthy") {
    return strange(answer, "the server's own word on its health");
  }
  const info = objectIn(await ask(`${base}/`));
  const endpoints = info?.endpoints as Record<string, unknown> | undefined;
  learnt.signsIn = endpoints?.oauth_metadata !== undefined;
  if (typeof endpoints?.mcp === "string") learnt.said.mcp = endpoints.mcp;
  return ok(`Version ${health.version} answers`);
}
