import assert from "node:assert/strict";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { type Kind, overHttp, type Remote } from "../support/clients.ts";
import { RawSocket } from "../support/raw_socket.ts";
import { serve, serveSilence } from "./kimais.ts";
import { nginxTest, type Proxy, publicName, startNginx, type Variation } from "./nginx.ts";
import { serveHttp, serverToken, type Started, toolNames } from "./ways.ts";

/** Where clients connect from, so that they and nginx have different addresses. */
const elsewhere = "127.0.0.2";
const token = serverToken;

/** The program behind nginx, and a way to it. */
async function serveBehindNginx(
  { args = [], env, trusted = "127.0.0.1", ...variation }:
    & Started
    & Variation
    & { trusted?: string },
) {
  const disposables = new AsyncDisposableStack();
  const own = [`--public-url=https://${publicName}`, `--trusted-proxy=${trusted}`];
  const server = disposables.use(await serveHttp({ env, args: [...own, ...args] }));
  const to = Number(/"listening":"[^"]+:(\d+)"/.exec(server.running.stderr)![1]);
  const proxy = disposables.use(await startNginx({ to, ...variation }));
  const client = disposables.adopt(
    Deno.createHttpClient({ caCerts: [proxy.certificate], localAddress: elsewhere }),
    (client) => client.close(),
  );
  const through: typeof fetch = (input, init) => fetch(input, { ...init, client });
  const url = (path: string) => `https://localhost:${proxy.port}${path}`;
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
  const remote = (path: string): Remote => ({ url: url(path), token, fetch: through });
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

const clients: { kind: Kind; http2?: boolean }[] = [
  { kind: "v1" },
  { kind: "legacy" },
  { kind: "2026-07-28" },
  { kind: "legacy", http2: true },
  { kind: "2026-07-28", http2: true },
];

for (const { kind, http2 } of clients) {
  const name = http2 ? `${kind}, HTTP/2` : kind;
  nginxTest(
    `${name}: through nginx a client hears how far a long read is while it goes on`,
    async () => {
      const told = Promise.withResolvers<void>();
      const { fetch: demo, tokens } = createDemoKimai();
      await using kimai = serve(async (request) => {
        const { pathname, searchParams } = new URL(request.url);
        const isFurther = pathname === "/api/timesheets" && Number(searchParams.get("page")) > 1;
        // The pages behind the first one come when the client has heard of that.
        if (isFurther) await told.promise;
        return await demo(request);
      });
      const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: tokens.olivia };
      await using behind = await serveBehindNginx({ env, http2 });
      await using client = await overHttp(behind.remote("/mcp"), kind);
      const { isError, text } = await client.call("timesheet", {
        action: "list",
        filters: { user_scope: "all" },
      }, { onprogress: () => told.resolve() });
      assert.equal(isError, false, text);
    },
  );

  nginxTest(`${name}: cancelling through nginx reaches Kimai`, async () => {
    await using kimai = serveSilence();
    const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: "any", KIMAI_TIMEOUT: "600" };
    await using behind = await serveBehindNginx({ env, http2 });
    await using client = await overHttp(behind.remote("/mcp"), kind);
    const cancel = new AbortController();
    const rejected = assert.rejects(
      client.call("timer", { action: "active" }, { signal: cancel.signal }),
    );
    await kimai.asked;
    cancel.abort("no longer wanted");
    await rejected;
    await kimai.left;
  });
}

nginxTest(
  "through nginx a session keeps its id, and its stream for listening is open until it ends",
  async () => {
    await using behind = await serveBehindNginx({ args: ["--demo"] });
    const headers = {
      "Content-Type": "application/json",
      "Accept": "application/json, text/event-stream",
      "Authorization": `Bearer ${token}`,
    };
    const params = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "tests", version: "1" },
    };
    const opened = await behind.fetch(behind.url("/mcp"), {
      method: "POST",
      headers,
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params }),
    });
    await opened.text();
    const session = {
      ...headers,
      "Mcp-Session-Id": opened.headers.get("Mcp-Session-Id")!,
      "MCP-Protocol-Version": "2025-11-25",
    };
    // Its headers are here before anything is told.
    const stream = await behind.fetch(behind.url("/mcp"), { headers: session });
    assert.equal(stream.headers.get("Content-Type"), "text/event-stream");
    const ended = stream.text();
    const closed = await behind.fetch(behind.url("/mcp"), { method: "DELETE", headers: session });
    assert.equal(closed.status, 200);
    await closed.body?.cancel();
    await ended;
  },
);

nginxTest("through nginx the transport of 2024 works", async () => {
  await using behind = await serveBehindNginx({ args: ["--demo", "--sse"] });
  await using client = await overHttp(behind.remote("/sse"), "sse");
  const { tools } = await client.client.listTools();
  assert.deepEqual(tools.map(({ name }) => name).sort(), toolNames);
  assert.equal((await client.call("user_current")).isError, false);
});

const spoofed = {
  "X-Forwarded-For": "203.0.113.9",
  "X-Real-IP": "203.0.113.9",
  "Forwarded": "for=203.0.113.9",
};

for (const appends of [false, true]) {
  const how = appends ? "appends to" : "sets";
  nginxTest(
    `a proxy that ${how} X-Forwarded-For tells the client's address, whatever the client says`,
    async () => {
      await using behind = await serveBehindNginx({ args: ["--demo"], appends });
      assert.equal(await behind.addressOf({}), elsewhere);
      assert.equal(await behind.addressOf(spoofed), elsewhere);
    },
  );
}

nginxTest("a proxy that is not trusted is the client", async () => {
  await using behind = await serveBehindNginx({ args: ["--demo"], trusted: "203.0.113.1" });
  assert.equal(await behind.addressOf(spoofed), "127.0.0.1");
});

nginxTest("/metrics is for this machine, and not for what comes through nginx", async () => {
  await using behind = await serveBehindNginx({ args: ["--demo"] });
  const status = async (asked: Promise<Response>) => {
    const { status, body } = await asked;
    await body?.cancel();
    return status;
  };
  assert.equal(await status(behind.fetch(behind.url("/metrics"))), 404);
  assert.equal(await status(fetch(`${behind.direct}/metrics`)), 200);
});

/** A connection to nginx under the public name. */
async function connectTls({ port, certificate }: Proxy): Promise<RawSocket> {
  const socket = await Deno.connect({ hostname: "127.0.0.1", port });
  const options = { hostname: publicName, caCerts: [certificate] };
  return new RawSocket(await Deno.startTls(socket, options));
}

const head = (line: string, host: string) => `${line} HTTP/1.1\r\nHost: ${host}\r\n`;

nginxTest(
  "the public name is served, another is not, and browsers are told to stay with https",
  async () => {
    await using behind = await serveBehindNginx({ args: ["--demo"] });
    using socket = await connectTls(behind.proxy);
    for (const [host, status] of [[publicName, 200], ["evil.example", 421]] as const) {
      await socket.send(`${head("GET /health", host)}\r\n`);
      const answer = await socket.answer();
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get("strict-transport-security"), "max-age=31536000");
    }
  },
);

nginxTest("59: nginx hands on no request whose end is in doubt", async () => {
  await using behind = await serveBehindNginx({ args: ["--demo"] });
  const smuggled = `0\r\n\r\n${head("GET /smuggled", publicName)}\r\n`;
  const lengths = `Content-Length: ${smuggled.length}\r\nTransfer-Encoding: chunked\r\n`;
  using socket = await connectTls(behind.proxy);
  await socket.send(`${head("POST /doubtful", publicName)}${lengths}\r\n${smuggled}`);
  assert.equal((await socket.answer()).status, 400);
  assert.equal(await socket.end(), "");
  using other = await connectTls(behind.proxy);
  await other.send(`${head("GET /health", publicName)}\r\n`.replaceAll("\r\n", "\n"));
  assert.equal((await other.answer()).status, 200);
  assert.equal(await behind.addressOf({}), elsewhere);
  assert(!/"status":404/.test(behind.server.running.stderr), behind.server.running.stderr);
});
