/** A server in this process with people who sign in, a proxy before it that may be broken, and the doctor's report. */

import assert from "node:assert/strict";
import type { Finding } from "../../../../src/connectors/connector.ts";
import { examineServer, type ServerOrder } from "../../../../src/cli/doctor/server.ts";
import type { HostProbe } from "../../../../src/lib/host_probe.ts";
import { silentLog } from "../../../../src/lib/log.ts";
import { createSignedInApp } from "../../../bench/signed_in_app.ts";

export const origin = "https://mcp.example.com";
export const serverToken = "a-token-for-tests-0123456789";
export const account = { name: "ben", secret: "the secret of ben" };

/** Hands requests on, or does not. */
export type Proxy = (
  request: Request,
  next: (request: Request) => Promise<Response>,
) => Response | Promise<Response>;

/** Changes an answer as a proxy may. */
export function withHeaders(
  response: Response,
  change: (headers: Headers) => void,
): Response {
  const headers = new Headers(response.headers);
  change(headers);
  return new Response(response.body, { status: response.status, headers });
}

/** A host that is as it should be. */
export const healthy: HostProbe = {
  host: "mcp.example.com",
  port: 443,
  lookup: { addresses: ["8.8.8.8"], literal: false, ms: 1 },
  connection: { address: "8.8.8.8", passedOver: [], ms: 1 },
  tls: {
    ms: 1,
    chain: [{
      subject: "mcp.example.com",
      issuer: "An authority",
      names: ["mcp.example.com"],
      validFrom: Temporal.Instant.from("2026-11-01T00:00:00Z"),
      validTo: Temporal.Instant.from("2027-01-30T00:00:00Z"),
      daysLeft: 70,
      selfSigned: false,
    }],
  },
};

/** A stream that shows a sign of life at once; the server itself would take 15 seconds. */
export const lively: Proxy = (request, next) => {
  if (request.method !== "GET" || !request.headers.has("Mcp-Session-Id")) return next(request);
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(": keepalive\n\n")),
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
};

export interface Examined extends Partial<ServerOrder> {
  proxy?: Proxy;
  /** Of the server's state, if it is to be kept. */
  file?: string;
}

/** The report on that server, by name. */
export async function examine(
  { proxy = (request, next) => next(request), file, ...order }: Examined = {},
): Promise<Record<string, Finding>> {
  const users = JSON.stringify({
    ben: { kimai_url: "https://kimai.test", kimai_token: "any", auth_secret: account.secret },
  });
  const app = await createSignedInApp({ users, serverToken, file, origin, log: silentLog });
  const serve = async (request: Request) => {
    const { protocol, pathname } = new URL(request.url);
    if (protocol === "https:") {
      return await app.behind["sign-in and token"](request, "198.51.100.7");
    }
    return new Response(null, { status: 301, headers: { Location: origin + pathname } });
  };
  try {
    const findings = await Array.fromAsync(examineServer({
      publicUrl: origin,
      fetch: async (input, init) => {
        const answer = await proxy(new Request(input, init), serve);
        // As every server has it, which in this process nobody adds.
        if (!answer.headers.has("Date")) answer.headers.set("Date", new Date().toUTCString());
        return answer;
      },
      now: Temporal.Now.instant,
      signal: new AbortController().signal,
      probe: () => Promise.resolve(healthy),
      ...order,
    }));
    return Object.fromEntries(findings.map((finding) => [finding.name, finding]));
  } finally {
    await app.oauth.close();
  }
}

/** The names of the lines with an outcome. */
export function named(
  findings: Record<string, Finding>,
  ...outcomes: Finding["outcome"][]
): string[] {
  return Object.values(findings).filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ name }) => name);
}

/** That one look is red, in these words and with this fix, and no other is red or yellow. */
export async function assertRed(
  examined: Examined,
  name: string,
  text: RegExp,
  fix: RegExp = /./,
): Promise<void> {
  await assertOnly("failed", examined, name, text, fix);
}

/** The same for one that is yellow. */
export async function assertYellow(
  examined: Examined,
  name: string,
  text: RegExp,
  fix: RegExp = /./,
): Promise<void> {
  await assertOnly("warning", examined, name, text, fix);
}

async function assertOnly(
  outcome: "failed" | "warning",
  examined: Examined,
  name: string,
  text: RegExp,
  fix: RegExp,
): Promise<void> {
  const findings = await examine(examined);
  assert.deepEqual(named(findings, "failed", "warning"), [name], JSON.stringify(findings, null, 2));
  assert.equal(findings[name].outcome, outcome);
  assert.match(findings[name].text, text);
  assert.match(findings[name].fix ?? "", fix);
}

/** Whether a request is for this path. */
export function isFor({ url }: Request, path: string): boolean {
  return new URL(url).pathname === path;
}
