/** The application on a socket of this machine, as it is served: two accounts over an embedded Kimai, and its log. */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { type AppOptions, createApp } from "../../src/http/app.ts";
import type { Verifier } from "../../src/http/bearer.ts";
import { createClientAddress } from "../../src/http/client_address.ts";
import { createHostGuard } from "../../src/http/hosts.ts";
import { createMcpEndpoint } from "../../src/http/mcp.ts";
import { type Application, listen } from "../../src/http/serve.ts";
import { createSseEndpoint } from "../../src/http/sse.ts";
import { createStreams } from "../../src/http/streams.ts";
import type { Fields, Log, LogLevel } from "../../src/lib/log.ts";
import { createMetrics } from "../../src/lib/metrics.ts";
import { createServer } from "../support/server.ts";

const host = "127.0.0.1";

/** A line of the log. */
export interface Line extends Fields {
  level: LogLevel;
  message: string;
}

/** What a test has of a server. */
export interface ServedApp extends AsyncDisposable {
  port: number;
  /** Its `/mcp`. */
  url: string;
  /** What the log was told so far. */
  lines: Line[];
  /** What the runtime was thrown: nothing, if all is well. */
  errors: unknown[];
  /** Does what is done when an account is taken out of users.json. */
  remove(account: string): void;
}

/** The token of an account here; there are anna and bert. */
export const tokenOf = (account: string) => `token-of-${account}`;

/** Serves until disposed, without limits on the number of requests, changed as the test wants it. */
export function serveApp(changes: Partial<AppOptions> = {}): ServedApp {
  const now = () => performance.now();
  const lines: Line[] = [];
  const errors: unknown[] = [];
  const log = logInto(lines);
  const accounts = new Set(["anna", "bert"]);
  const demo = createDemoKimai();
  const settings = { kimai_url: "https://kimai.test", kimai_token: demo.tokens.olivia };
  const { factory } = createServer({ fetch: demo.fetch, settings });
  const sessions = { max: 100, maxPerAccount: 10, idle: 60, now };
  const mcp = createMcpEndpoint({ factory, log, sessions });
  const sse = createSseEndpoint({ factory, sessions });
  const serving = Promise.withResolvers<Application>();
  const listening = listen(
    async (request, peer) => await (await serving.promise)(request, peer),
    { host, port: 0, onError: (error) => void errors.push(error) },
  );
  const { port } = listening.address;
  const origin = `http://localhost:${port}`;
  serving.resolve(createApp({
    version: "0",
    publicUrl: new URL(origin),
    hosts: createHostGuard({ allowed: ["localhost", host] }),
    origins: { allowed: [origin] },
    address: createClientAddress({ trusted: [] }),
    limits: { address: () => undefined },
    body: { max: 100_000, timeout: 30 },
    streams: createStreams({ maxPerAccount: 20 }),
    bearer: { verifiers: [verifierOf(accounts)] },
    mcp,
    sse,
    metrics: createMetrics(),
    checks: {},
    upstreams: () => ({}),
    log,
    now,
    ...changes,
  }));
  return {
    port,
    url: `${origin}/mcp`,
    lines,
    errors,
    remove: (account) => {
      accounts.delete(account);
      for (const endpoint of [mcp, sse]) endpoint.endOf((one) => one.account === account);
    },
    [Symbol.asyncDispose]: async () => {
      await mcp.close();
      sse.close();
      await listening.stop(1000);
    },
  };
}

function verifierOf(accounts: Set<string>): Verifier {
  return {
    verify: (token) => {
      const account = [...accounts].find((one) => tokenOf(one) === token);
      return account ? { account, version: "1", client: "tests" } : undefined;
    },
  };
}

function logInto(lines: Line[]): Log {
  const line = (level: LogLevel) => (message: string, fields: Fields = {}) =>
    void lines.push({ level, message, ...fields });
  return {
    debug: line("debug"),
    info: line("info"),
    warning: line("warning"),
    error: line("error"),
  };
}
