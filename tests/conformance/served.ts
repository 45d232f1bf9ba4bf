/** The product's HTTP application as it is served, its sign-in included, with the fixtures in place of its catalogue. */

import { createApp } from "../../src/http/app.ts";
import { createClientAddress } from "../../src/http/client_address.ts";
import { createHostGuard } from "../../src/http/hosts.ts";
import { createMcpEndpoint } from "../../src/http/mcp.ts";
import { type Application, listen } from "../../src/http/serve.ts";
import { createStreams } from "../../src/http/streams.ts";
import { silentLog as log } from "../../src/lib/log.ts";
import { createMetrics } from "../../src/lib/metrics.ts";
import { clientWith, createFlow, signInAs, verifier } from "../oauth/support.ts";
import { Browser } from "../support/browser.ts";
import { createFixtures } from "./fixtures.ts";

const host = "127.0.0.1";
const version = "0";
const now = () => performance.now();

/** The client that the suite plays, as an administrator names it. */
export const clientId = "conformance";

/** A server on a free port of this machine. */
export interface Served extends AsyncDisposable {
  /** Its `/mcp`. */
  url: string;
  issuer: string;
  /** Signs anna in where a client sent her, and lets it in. @returns where that leads */
  allow(address: string): Promise<string>;
}

/** Starts it, with the guards of a server for this machine alone; only limits on the number of requests are off. */
export async function serveFixtures(): Promise<Served> {
  const serving = Promise.withResolvers<Application>();
  const token = Promise.withResolvers<string>();
  const listening = listen(
    async (request, peer) => {
      const { pathname } = new URL(request.url);
      const known = pathname === "/mcp" ? withToken(request, await token.promise) : request;
      return await (await serving.promise)(known, peer);
    },
    { host, port: 0, onError: (error) => serving.reject(error) },
  );
  const issuer = `http://${host}:${listening.address.port}`;
  const { app, flow, close } = await createApplication(issuer);
  serving.resolve(app);
  const allow = (address: string) => allowAt(issuer, address);
  const end = await allow(flow.authorizeUrl({ client_id: "web" }));
  token.resolve(await accessToken(issuer, end));
  return {
    url: `${issuer}/mcp`,
    issuer,
    allow,
    [Symbol.asyncDispose]: async () => {
      await close();
      await listening.stop(1000);
    },
  };
}

async function createApplication(issuer: string) {
  const redirectUris = [`http://${host}/callback`];
  const client = clientWith({ id: clientId, redirectUris, origin: "configured" });
  const flow = await createFlow({ issuer, clients: [client] });
  const { oauth } = flow;
  const mcp = createMcpEndpoint({
    factory: createFixtures(),
    log,
    sessions: { max: 100, maxPerAccount: 50, idle: 60, now },
  });
  const app = createApp({
    version,
    publicUrl: new URL(issuer),
    hosts: createHostGuard({ allowed: [host] }),
    origins: { allowed: [issuer] },
    address: createClientAddress({ trusted: [] }),
    limits: { address: () => undefined },
    body: { max: 1_000_000, timeout: 10 },
    streams: createStreams({ maxPerAccount: 20 }),
    bearer: { verifiers: [oauth.verifier], challenge: oauth.challenge },
    mcp,
    oauth,
    metrics: createMetrics(),
    checks: {},
    log,
    now,
  });
  return { app, flow, close: () => mcp.close() };
}

async function allowAt(issuer: string, address: string): Promise<string> {
  const login = await new Browser(fetch, issuer).open(address);
  const { url } = await (await signInAs(login, "anna")).submit({}, "Allow");
  return url;
}

async function accessToken(issuer: string, end: string): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: "web",
      code: new URL(end).searchParams.get("code")!,
      code_verifier: verifier,
    }),
  });
  return (await answer.json()).access_token;
}

/** The suite cannot sign in where it tests servers: it knows only those without authentication. */
function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return new Request(request, { headers });
}
