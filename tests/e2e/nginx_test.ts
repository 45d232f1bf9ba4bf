import assert from "node:assert/strict";
import { type Kind, overHttp } from "../support/clients.ts";
import { RawSocket } from "../support/raw_socket.ts";
import {
  type Behind,
  elsewhere,
  hearsProgress,
  reachesKimai,
  serveBehind,
  spoofed,
} from "./behind.ts";
import { nginxTest, publicName, startNginx, type Variation } from "./nginx.ts";
import { serverToken, toolNames } from "./ways.ts";

const token = serverToken;

/** The program behind nginx, and a way to it. */
function serveBehindNginx({ appends, http2, ...behind }: Behind & Variation) {
  return serveBehind((to) => startNginx({ to, appends, http2 }), {
    ...behind,
    args: [`--public-url=https://${publicName}`, ...behind.args ?? []],
  });
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
    () => hearsProgress((env) => serveBehindNginx({ env, http2 }), kind),
  );

  nginxTest(
    `${name}: cancelling through nginx reaches Kimai`,
    () => reachesKimai((env) => serveBehindNginx({ env, http2 }), kind),
  );
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
async function connectTls(
  { port, certificate }: { port: number; certificate?: string },
): Promise<RawSocket> {
  const socket = await Deno.connect({ hostname: "127.0.0.1", port });
  const options = { hostname: publicName, caCerts: [certificate!] };
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
