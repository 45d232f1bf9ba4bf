/** The product's HTTP application as it is served, with the fixtures in place of its catalogue. */

import { createApp } from "../../src/http/app.ts";
import { createClientAddress } from "../../src/http/client_address.ts";
import type { Principal } from "../../src/http/context.ts";
import { createHostGuard } from "../../src/http/hosts.ts";
import { createMcpEndpoint } from "../../src/http/mcp.ts";
import { type Application, listen } from "../../src/http/serve.ts";
import { createStreams } from "../../src/http/streams.ts";
import { silentLog as log } from "../../src/lib/log.ts";
import { createMetrics } from "../../src/lib/metrics.ts";
import { createFixtures } from "./fixtures.ts";

const host = "127.0.0.1";
const version = "0";
const token = "conformance";
const tester: Principal = { account: "suite", version: "1", client: "conformance" };

/** A server on a free port of this machine. */
export interface Served extends AsyncDisposable {
  /** Its `/mcp`. */
  url: string;
}

/** Starts it, with the guards of a server for this machine alone; only limits on the number of requests are off. */
export function serveFixtures(): Served {
  const now = () => performance.now();
  const mcp = createMcpEndpoint({
    factory: createFixtures(),
    log,
    sessions: { max: 100, maxPerAccount: 50, idle: 60, now },
  });
  const serving = Promise.withResolvers<Application>();
  const listening = listen(
    async (request, peer) => await (await serving.promise)(withToken(request), peer),
    { host, port: 0, onError: (error) => serving.reject(error) },
  );
  const origin = `http://${host}:${listening.address.port}`;
  serving.resolve(createApp({
    version,
    publicUrl: new URL(origin),
    hosts: createHostGuard({ allowed: [host] }),
    origins: { allowed: [origin] },
    address: createClientAddress({ trusted: [] }),
    limits: { address: () => undefined },
    body: { max: 1_000_000, timeout: 10 },
    streams: createStreams({ maxPerAccount: 20 }),
    bearer: { verifiers: [{ verify: (given) => given === token ? tester : undefined }] },
    mcp,
    metrics: createMetrics(),
    checks: {},
    log,
    now,
  }));
  return {
    url: `${origin}/mcp`,
    [Symbol.asyncDispose]: async () => {
      await mcp.close();
      await listening.stop(1000);
    },
  };
}

/** The suite cannot sign in: it tests servers without authentication. */
function withToken(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return new Request(request, { headers });
}
