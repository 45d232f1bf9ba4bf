import assert from "node:assert/strict";
import { createClientAddress } from "../../src/http/client_address.ts";
import type { Principal } from "../../src/http/context.ts";
import type { Limit } from "../../src/http/rate_limit.ts";
import { createMetrics } from "../../src/lib/metrics.ts";
import { exchange, RawSocket } from "../support/raw_socket.ts";
import { serveApp, type ServedApp, tokenOf } from "./support.ts";

/** A request for `/health`, which is for anybody, with these lines in place of its Host header. */
const healthOf = (lines: string, target = "/health") =>
  `GET ${target} HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`;

const hosts: [host: string, status: number][] = [
  ["localhost", 200],
  ["LocalHost", 200],
  ["localhost:8000", 200],
  ["127.0.0.1", 200],
  ["evil.example", 421],
  ["EVIL.example:80", 421],
  ["localhost.evil.example", 421],
  ["[::1]", 421],
  ["localhost.", 400],
  ["", 400],
  ["a b", 400],
  ["evil/x?y=", 400],
  ["localhost/health?", 400],
  ["localhost#", 400],
  ["u:p@evil", 400],
  ["u:p@localhost", 400],
  ["localhost, evil.example", 400],
  ["localhost:8x", 400],
  ["localhost:99999", 400],
  ["loc\xe4lhost", 400],
];

Deno.test("54: whatever the Host header says, only our own names are served", async () => {
  await using app = serveApp();
  for (const [host, status] of hosts) {
    const answer = await exchange(app.port, healthOf(`Host: ${host}\r\n`));
    assert.equal(answer.status, status, host);
  }
  assert.deepEqual(app.errors, []);
});

Deno.test("54: a request without Host, or with two, is refused", async () => {
  await using app = serveApp();
  for (const lines of ["", "Host: localhost\r\nHost: localhost\r\n", "Host: a\r\nHost: b\r\n"]) {
    const answer = await exchange(app.port, healthOf(lines));
    assert.equal(answer.status, 400, lines);
  }
  const old = await exchange(app.port, "GET /health HTTP/1.0\r\n\r\n");
  assert.equal(old.status, 400);
});

const targets: [target: string, host: string, status: number][] = [
  ["http://localhost/health", "localhost", 200],
  ["http://localhost:80/health", "localhost", 200],
  ["http://LOCALHOST/health", "localhost", 200],
  ["http://evil.example/health", "localhost", 400],
  ["http://localhost/health", "evil.example", 400],
  ["http://evil.example/health", "evil.example", 421],
  ["http://u:p@localhost/health", "localhost", 400],
  ["http://localhost?/health", "localhost", 400],
  ["//evil.example/health", "localhost", 404],
  ["*", "localhost", 400],
];

Deno.test("54: a request line that names a host must name the one of the header", async () => {
  await using app = serveApp();
  for (const [target, host, status] of targets) {
    const answer = await exchange(app.port, healthOf(`Host: ${host}\r\n`, target));
    assert.equal(answer.status, status, `${target} for ${host}`);
  }
  assert.deepEqual(app.errors, []);
});

Deno.test("54: methods that name no path, or are nobody's, are answered without an error of ours", async () => {
  await using app = serveApp();
  const lines: [line: string, status: number][] = [
    ["OPTIONS * HTTP/1.1", 404],
    ["CONNECT localhost:443 HTTP/1.1", 404],
    ["CONNECT evil.example:443 HTTP/1.1", 400],
    ["TRACE /mcp HTTP/1.1", 405],
    ["INVENTED /mcp HTTP/1.1", 405],
  ];
  for (const [line, status] of lines) {
    const request = `${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    assert.equal((await exchange(app.port, request)).status, status, line);
  }
  assert.deepEqual(app.errors, []);
});

Deno.test("54: a refused host gets the headers of every answer, a line in the log under its id, and is counted", async () => {
  const metrics = createMetrics();
  await using app = serveApp({ metrics });
  for (const [host, status] of [["evil.example", 421], ["a b", 400]] as const) {
    const id = `refused-${status}`;
    const lines = `Host: ${host}\r\nX-Request-ID: ${id}\r\n`;
    const { headers } = await exchange(app.port, healthOf(lines, "/mcp"));
    assert.equal(headers.get("x-request-id"), id);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cache-control"), "no-store");
    const line = app.lines.find(({ request_id }) => request_id === id)!;
    const { level, message, route, address } = line;
    assert.deepEqual({ level, message, status: line.status, route, address }, {
      level: "info",
      message: "Request",
      status,
      route: "other",
      address: "127.0.0.1",
    });
  }
  assert.match(metrics.text(), /^mcp_refused_total\{why="host"\} 2$/m);
});

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "tests", version: "1" },
  },
};
const listTools = { jsonrpc: "2.0", id: 2, method: "tools/list", params: {} };

function post(
  { url }: ServedApp,
  path: string,
  account: string,
  message: unknown,
  session?: string,
): Promise<Response> {
  const headers = new Headers({
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
    "Authorization": `Bearer ${tokenOf(account)}`,
  });
  if (session) headers.set("Mcp-Session-Id", session);
  return fetch(new URL(path, url), { method: "POST", headers, body: JSON.stringify(message) });
}

async function openSession(app: ServedApp, account: string): Promise<string> {
  const opened = await post(app, "/mcp", account, initialize);
  await opened.body?.cancel();
  return opened.headers.get("Mcp-Session-Id")!;
}

/** Opens an event stream and reads its beginning. */
async function openStream(app: ServedApp, path: string, lines = ""): Promise<RawSocket> {
  const socket = await RawSocket.open(app.port);
  await socket.send(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n` +
      `Authorization: Bearer ${tokenOf("anna")}\r\n${lines}\r\n`,
  );
  return socket;
}

Deno.test("51: the streams of a removed account end, its next request is refused, and others stay", async () => {
  await using app = serveApp();
  const [own, other] = [await openSession(app, "anna"), await openSession(app, "bert")];
  const version = "MCP-Protocol-Version: 2025-11-25\r\n";
  using listening = await openStream(app, "/mcp", `Mcp-Session-Id: ${own}\r\n${version}`);
  using old = await openStream(app, "/sse");
  assert.match(await listening.until((text) => text.includes("\r\n\r\n")), /^HTTP\/1\.1 200 /);
  assert.match(await old.until((text) => text.includes("session_id=")), /^HTTP\/1\.1 200 /);
  app.remove("anna");
  // The last chunk: the stream has ended, and was not cut.
  assert.match(await listening.until((text) => text.endsWith("0\r\n\r\n")), /0\r\n\r\n$/);
  assert.match(await old.until((text) => text.endsWith("0\r\n\r\n")), /0\r\n\r\n$/);
  const next = await post(app, "/mcp", "anna", listTools, own);
  assert.equal(next.status, 401);
  await next.body?.cancel();
  const berts = await post(app, "/mcp", "bert", listTools, other);
  assert.match(await berts.text(), /"timesheet"/);
});

/** Notes by which keys requests are counted, and limits none. */
function counting(keys: string[]): Limit {
  return {
    take: (key) => {
      keys.push(key);
      return Promise.resolve({ passed: true, limit: 9, remaining: 9, resetAfter: 1 });
    },
  };
}

Deno.test("a request is counted by its address, by its account, and by its client of that account", async () => {
  const [address, account, client]: string[][] = [[], [], []];
  const ofAddress = counting(address);
  const principals: Record<string, Principal> = {
    a: { account: "anna", version: "1", client: "one" },
    b: { account: "anna", version: "1", client: "two" },
    c: { account: "bert", version: "1", client: "one" },
  };
  await using app = serveApp({
    address: createClientAddress({ trusted: ["127.0.0.1"] }),
    limits: { address: () => ofAddress, account: counting(account), client: counting(client) },
    bearer: { verifiers: [{ verify: (token) => principals[token] }] },
  });
  for (const [token, peer] of [["a", "192.0.2.1"], ["b", "192.0.2.2"], ["c", "2001:db8::1"]]) {
    const headers = { "Authorization": `Bearer ${token}`, "X-Forwarded-For": peer };
    await (await fetch(app.url, { method: "POST", headers })).body?.cancel();
  }
  assert.deepEqual(address, ["192.0.2.1", "192.0.2.2", "2001:db8:0:0"]);
  assert.deepEqual(account, ["anna", "anna", "bert"]);
  assert.deepEqual(client, ["anna one", "anna two", "bert one"]);
});

Deno.test("52: the session of one account is not there for another's token", async () => {
  await using app = serveApp();
  const session = await openSession(app, "anna");
  for (const message of [listTools, { jsonrpc: "2.0", method: "notifications/cancelled" }]) {
    const foreign = await post(app, "/mcp", "bert", message, session);
    assert.equal(foreign.status, 404);
    await foreign.body?.cancel();
  }
  const own = await post(app, "/mcp", "anna", listTools, session);
  assert.match(await own.text(), /"timesheet"/);
  using old = await openStream(app, "/sse");
  const beginning = await old.until((text) => /session_id=\w{32}/.test(text));
  const [path] = /\/messages\/\?session_id=\w{32}/.exec(beginning)!;
  const foreign = await post(app, path, "bert", initialize);
  assert.equal(foreign.status, 404);
  await foreign.body?.cancel();
  const accepted = await post(app, path, "anna", initialize);
  assert.equal(await accepted.text(), "Accepted");
});
