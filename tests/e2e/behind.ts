/** The program behind a proxy, as clients elsewhere meet it, and what must hold behind every kind of proxy. */

import assert from "node:assert/strict";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { type Kind, overHttp, type Remote } from "../support/clients.ts";
import { serve, serveSilence } from "./kimais.ts";
import { serveHttp, serverToken, type Started } from "./ways.ts";

/** A proxy before a server. */
export interface Proxy extends AsyncDisposable {
  /** On 127.0.0.1. */
  port: number;
  /** Under which clients on this machine reach it. */
  origin: string;
  /** The certificate that clients have to trust, in PEM. */
  certificate?: string;
}

/** Where clients connect from, so that they and the proxy have different addresses. */
export const elsewhere = "127.0.0.2";

/** What a client may say of its own address. */
export const spoofed = {
  "X-Forwarded-For": "203.0.113.9",
  "X-Real-IP": "203.0.113.9",
  "Forwarded": "for=203.0.113.9",
};

/** How the program behind the proxy is started, and whom it takes for a proxy. */
export type Behind = Started & { trusted?: string };

/** Starts the program, and before it the proxy that `start` makes for its port. */
export async function serveBehind(
  start: (to: number) => Promise<Proxy>,
  { args = [], env, trusted = "127.0.0.1" }: Behind,
) {
  const disposables = new AsyncDisposableStack();
  const server = disposables.use(
    await serveHttp({ env, args: [`--trusted-proxy=${trusted}`, ...args] }),
  );
  const to = Number(/"listening":"[^"]+:(\d+)"/.exec(server.running.stderr)![1]);
  const proxy = disposables.use(await start(to));
  const caCerts = proxy.certificate ? [proxy.certificate] : [];
  const client = disposables.adopt(
    Deno.createHttpClient({ caCerts, localAddress: elsewhere }),
    (client) => client.close(),
  );
  const through: typeof fetch = (input, init) => fetch(input, { ...init, client });
  const url = (path: string) => `${proxy.origin}${path}`;
  /** The address in the log of a request with these headers. */
  const addressOf = async (headers: Record<string, string>) => {
    const id = crypto.randomUUID();
    const answer = await through(url("/"), { headers: { ...headers, "X-Request-ID": id } });
    await answer.body?.cancel();
    const line = await server.running.until(() =>
      server.running.stderr.split("\n").slice(0, -1).find((line) => line.includes(id))
    );
    return JSON.parse(line).address;
  };
  const remote = (path: string): Remote => ({ url: url(path), token: serverToken, fetch: through });
  return {
    server,
    proxy,
    direct: `http://localhost:${to}`,
    fetch: through,
    url,
    addressOf,
    remote,
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

/** Starts the program behind a proxy, with these variables. */
type Serve = (env: Record<string, string>) => ReturnType<typeof serveBehind>;

/** Fails by waiting for ever where the proxy holds events back. */
export async function hearsProgress(serveWith: Serve, kind: Kind): Promise<void> {
  const told = Promise.withResolvers<void>();
  const { fetch: demo, tokens } = createDemoKimai();
  await using kimai = serve(async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const isFurther = pathname === "/api/timesheets" && Number(searchParams.get("page")) > 1;
    // The pages behind the first one come when the client has heard of that.
    if (isFurther) await told.promise;
    return await demo(request);
  });
  await using behind = await serveWith({ KIMAI_URL: kimai.url, KIMAI_API_TOKEN: tokens.olivia });
  await using client = await overHttp(behind.remote("/mcp"), kind);
  const { isError, text } = await client.call("timesheet", {
    action: "list",
    filters: { user_scope: "all" },
  }, { onprogress: () => told.resolve() });
  assert.equal(isError, false, text);
}

/** Fails by waiting for ever where the proxy keeps a request whose client has left. */
export async function reachesKimai(serveWith: Serve, kind: Kind): Promise<void> {
  await using kimai = serveSilence();
  const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: "any", KIMAI_TIMEOUT: "600" };
  await using behind = await serveWith(env);
  await using client = await overHttp(behind.remote("/mcp"), kind);
  const cancel = new AbortController();
  const rejected = assert.rejects(
    client.call("timer", { action: "active" }, { signal: cancel.signal }),
  );
  await kimai.asked;
  cancel.abort("no longer wanted");
  await rejected;
  await kimai.left;
}
