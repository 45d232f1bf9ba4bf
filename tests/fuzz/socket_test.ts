import assert from "node:assert/strict";
import fc from "fast-check";
import { type HttpServer, serveHttp, serverToken } from "../e2e/ways.ts";
import { exchange } from "../support/raw_socket.ts";
import { damage } from "./damage.ts";
import { hostileHeader, hostileValue } from "./hostile.ts";
import { runs } from "./runs.ts";

/** Sends bytes, says that no more come, and reads until the server closes. */
async function send(port: number, text: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  // A server that has heard enough closes before everything is written.
  await write(connection, bytes).then(() => connection.closeWrite()).catch(() => {});
  let answer = "";
  const buffer = new Uint8Array(65_536);
  for (;;) {
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) return answer;
    answer += new TextDecoder("latin1").decode(buffer.subarray(0, count));
  }
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

const paths = [
  "/",
  "/mcp",
  "/mcp/",
  "/health",
  "/sse",
  "/token",
  "/authorize",
  "/metrics",
  "/a/../mcp",
];
const headers = [
  "Host: localhost",
  `Authorization: Bearer ${serverToken}`,
  "Content-Type: application/json",
  "Accept: application/json, text/event-stream",
  "MCP-Protocol-Version: 2025-11-25",
];
const odd = fc.oneof(
  fc.constantFrom(
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked, identity",
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Content-Encoding: gzip",
    "Connection: upgrade",
    "Upgrade: websocket",
    "Upgrade: h2c",
    "Expect: 100-continue",
    "Mcp-Session-Id: x",
    "Last-Event-ID: 1",
    "Host: evil.example",
    " Folded: header",
    "No colon",
    `Long: ${"x".repeat(20_000)}`,
  ),
  hostileHeader.map((text) => `X-Odd: ${text}`),
);

const methods = ["tools/list", "tools/call", "initialize", "resources/read", "ping", "no/such"];
const message = fc.oneof(
  fc.record({
    jsonrpc: fc.constant("2.0"),
    id: fc.oneof(fc.constant(1), hostileValue),
    method: fc.constantFrom(...methods),
    params: hostileValue,
  }).map((value) => JSON.stringify(value)),
  hostileValue.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    "",
    "{",
    "[".repeat(5000),
    "\xff\xfe",
    "5\r\nhello\r\n0\r\n\r\n",
    "0\r\n\r\n",
    "zz\r\n",
  ),
);

/** A request that is nearly as it should be; its length is right unless a header says otherwise. */
const request = fc.record({
  method: fc.constantFrom(
    "POST",
    "POST",
    "GET",
    "DELETE",
    "OPTIONS",
    "PUT",
    "TRACE",
    "CONNECT",
    "get",
    "",
  ),
  path: fc.oneof(
    fc.constantFrom(...paths),
    fc.constantFrom("*", "//", "http://localhost/mcp", "mcp", "/%", "/\0"),
  ),
  version: fc.constantFrom("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", ""),
  more: fc.array(odd, { maxLength: 2 }),
  body: message,
}).map(({ method, path, version, more, body }) => {
  const length = more.some((line) => /^(?:content-length|transfer)/i.test(line))
    ? []
    : [`Content-Length: ${body.length}`];
  const lines = [`${method} ${path} ${version}`, ...headers, ...more, ...length];
  return `${lines.join("\r\n")}\r\n\r\n${body.replace(/[^\0-\xff]/g, "?")}`;
});

const bytes = fc.oneof(
  { weight: 5, arbitrary: request },
  { weight: 3, arbitrary: fc.tuple(request, damage).map(([text, spoil]) => spoil(text)) },
  // Several on one connection.
  {
    weight: 1,
    arbitrary: fc.array(request, { minLength: 2, maxLength: 4 }).map((all) => all.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 2000 }).map((all) => String.fromCharCode(...all)),
  },
  // How TLS begins, and HTTP/2.
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ),
  },
);

/** It is there, and answers as if nothing had been. */
async function checkAlive({ url, running }: HttpServer, port: number): Promise<void> {
  const health = await exchange(
    port,
    "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
  );
  assert.equal(health.status, 200, `${url}: ${running.stderr.slice(-500)}`);
}

Deno.test("whatever bytes come to the socket, none is answered with an error of ours, and the next request is served", async () => {
  await using server = await serveHttp({
    env: { KIMAI_URL: "http://127.0.0.1:9", KIMAI_API_TOKEN: "t" },
  });
  const port = Number(new URL(server.url).port);
  const property = fc.asyncProperty(bytes, async (text) => {
    const answer = await send(port, text);
    const statuses = [...answer.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => status);
    assert(!statuses.includes("500"), answer);
    assert.doesNotMatch(answer, /Internal error/);
    await checkAlive(server, port);
  });
  await fc.assert(property, { ...runs(150), timeout: 30_000 });
  assert.doesNotMatch(server.running.stderr, /"level":"error"|panicked|Uncaught/);
});
