import assert from "node:assert/strict";
import { connect, type OutgoingHttpHeaders } from "node:http2";
import { exchange, RawSocket } from "../support/raw_socket.ts";
import { serveApp, type ServedApp, tokenOf } from "./support.ts";

const listTools = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
const lengthOf = (body: string) => `Content-Length: ${body.length}\r\n`;
const chunked = "Transfer-Encoding: chunked\r\n";
const chunkOf = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const token = `Bearer ${tokenOf("anna")}`;
const authorization = `Authorization: ${token}\r\n`;

/** What `/mcp` is asked, with these lines beside the usual ones. */
const post = (lines: string, body: string, first = authorization) =>
  "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
  `Accept: application/json, text/event-stream\r\n${first}${lines}\r\n${body}`;

/** Sends a request that ends its connection, and reads all that comes. */
async function exhaust({ port }: ServedApp, request: string): Promise<string> {
  using socket = await RawSocket.open(port);
  await socket.send(request).catch(() => {});
  return await socket.end();
}

const statusesIn = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** What shows that a body stops coming, soon; others could be late where the machine is busy. */
const impatient = { body: { max: 1000, timeout: 0.05 } };

Deno.test("49: a token with a line break or NUL in it is refused by the runtime", async () => {
  await using app = serveApp();
  for (const control of ["\r", "\n", "\r\n", "\0"]) {
    const first = `Authorization: Bearer wrong${control}${tokenOf("anna")}\r\n`;
    const answer = await exchange(app.port, post(lengthOf(listTools), listTools, first));
    assert.equal(answer.status, 400, JSON.stringify(control));
  }
  const long = `Authorization: Bearer ${"a".repeat(16_384)}\r\n`;
  assert.equal((await exchange(app.port, post(lengthOf(""), "", long))).status, 401);
  assert.deepEqual(app.errors, []);
});

Deno.test("57: a body that says it is too long is refused unread, a compressed one as well", async () => {
  await using app = serveApp({ body: { max: 1000, timeout: 600 } });
  const announced = await exchange(app.port, post("Content-Length: 1001\r\n", ""));
  assert.equal(announced.status, 413);
  const zipped = `Content-Encoding: gzip\r\n${chunked}`;
  assert.equal((await exchange(app.port, post(zipped, ""))).status, 415);
});

Deno.test("57: a body without end is refused as soon as it is too long", async () => {
  await using app = serveApp({ body: { max: 100_000, timeout: 600 } });
  using socket = await RawSocket.open(app.port);
  const chunk = chunkOf("a".repeat(65_536));
  await socket.send(post(chunked, chunk + chunk));
  assert.equal((await socket.answer()).status, 413);
  // The runtime goes on reading and throws it away.
  for (let sent = 0; sent < 100; sent++) await socket.send(chunk);
  assert.deepEqual(app.lines.map(({ status }) => status), [413]);
});

Deno.test("57: a body that is longer or shorter than it says is no request of ours", async () => {
  await using app = serveApp();
  const shorter = `Content-Length: ${listTools.length - 5}\r\n`;
  const [first, ...rest] = statusesIn(await exhaust(app, post(shorter, `${listTools}\r\n\r\n`)));
  assert.deepEqual([first, rest], [400, [400]]);
  await using waiting = serveApp(impatient);
  const longer = `Content-Length: ${listTools.length + 5}\r\n`;
  assert.equal((await exchange(waiting.port, post(longer, listTools))).status, 408);
});

Deno.test("58: a body that stops coming is answered with 408 in the time that is set", async () => {
  await using app = serveApp(impatient);
  for (const lines of [chunked + "\r\n5\r\n{", "Content-Length: 500\r\n\r\n{"]) {
    using socket = await RawSocket.open(app.port);
    await socket.send(post("", "").slice(0, -2) + lines);
    assert.equal((await socket.answer()).status, 408);
  }
  assert.deepEqual(app.lines.map(({ status }) => status), [408, 408]);
});

Deno.test("58: requests that never end their headers keep nobody else out", async () => {
  await using app = serveApp();
  const slow = await Promise.all(Array.from({ length: 50 }, () => RawSocket.open(app.port)));
  try {
    for (const socket of slow) await socket.send("POST /mcp HTTP/1.1\r\nHost: loc");
    const answer = await exchange(app.port, post(lengthOf(listTools), listTools));
    assert.equal(answer.status, 200);
  } finally {
    for (const socket of slow) socket[Symbol.dispose]();
  }
});

const smuggled = "0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
const framings: [name: string, lines: string, body: string][] = [
  ["a length and chunks", `${lengthOf(smuggled)}${chunked}`, smuggled],
  ["chunks and a length", `${chunked}${lengthOf(smuggled)}`, smuggled],
  ["two lengths", `${lengthOf(listTools)}Content-Length: 3\r\n`, listTools],
  ["a list of lengths", "Content-Length: 58, 58\r\n", listTools],
  ["a negative length", "Content-Length: -1\r\n", listTools],
  ["a length with a sign", `Content-Length: +${listTools.length}\r\n`, listTools],
  ["a length in hexadecimal", "Content-Length: 0x3a\r\n", listTools],
  ["a length beyond all numbers", `Content-Length: ${"9".repeat(30)}\r\n`, listTools],
  ["a coding that nobody knows", "Transfer-Encoding: xchunked\r\n", chunkOf(listTools)],
  ["chunks that are not the last coding", "Transfer-Encoding: chunked, gzip\r\n", smuggled],
  ["two codings", `${chunked}Transfer-Encoding: identity\r\n`, smuggled],
  ["a blank before the colon", "Transfer-Encoding : chunked\r\n", smuggled],
  ["a folded line", `X-Folded: a\r\n b\r\n${lengthOf(listTools)}`, listTools],
  ["a return in a line", `X-Split: a\rb\r\n${lengthOf(listTools)}`, listTools],
  ["NUL in a line", `X-Nul: a\0b\r\n${lengthOf(listTools)}`, listTools],
];

for (const [name, lines, body] of framings) {
  Deno.test(`59: ${name}: 400, and nothing behind it is taken for a request`, async () => {
    await using app = serveApp();
    assert.deepEqual(statusesIn(await exhaust(app, post(lines, body))), [400]);
    assert.deepEqual([app.lines, app.errors], [[], []]);
  });
}

Deno.test("59: chunks of impossible sizes end the connection, and are never a request", async () => {
  await using app = serveApp();
  const wrong = ["-1", "zz", "f".repeat(18), "3", `3;${"x".repeat(100_000)}`];
  for (const size of wrong) {
    const statuses = statusesIn(
      await exhaust(app, post(chunked, `${size}\r\n${listTools}\r\n${smuggled}`)),
    );
    assert([[], [400]].some((one) => one.join() === statuses.join()), `${size}: ${statuses}`);
  }
  await using waiting = serveApp(impatient);
  const largest = await exchange(waiting.port, post(chunked, `${"f".repeat(16)}\r\n${listTools}`));
  assert.equal(largest.status, 408);
  assert(app.lines.every(({ status }) => status !== 200));
  assert.deepEqual(app.errors, []);
});

Deno.test("59: what stands in a trailer is no header", async () => {
  await using app = serveApp();
  const lines = `Trailer: Authorization\r\n${chunked}`;
  const without = await exchange(
    app.port,
    post(lines, `${chunkOf(listTools)}0\r\n${authorization}\r\n`, ""),
  );
  assert.equal(without.status, 401);
  const other = `${chunkOf(listTools)}0\r\nAuthorization: Bearer wrong\r\n\r\n`;
  assert.equal((await exchange(app.port, post(lines, other))).status, 200);
});

Deno.test("59: bare line feeds are accepted by the runtime, which a proxy has to put right", async () => {
  await using app = serveApp();
  const request = post(`Connection: close\r\n${lengthOf(listTools)}`, listTools);
  const answers = await exhaust(app, request.replaceAll("\r\n", "\n"));
  assert.deepEqual(statusesIn(answers), [200]);
});

/** A client of HTTP/2 without TLS or upgrade, as long as the block takes. */
function openHttp2({ port }: ServedApp) {
  const session = connect(`http://127.0.0.1:${port}`);
  const request = (headers: OutgoingHttpHeaders, body?: string, end = true) =>
    new Promise<number>((resolve, reject) => {
      const stream = session.request(headers);
      stream.on("response", (answer) => resolve(Number(answer[":status"])));
      stream.on("error", reject);
      stream.resume();
      if (body) stream.write(body);
      if (end) stream.end();
    });
  const closed = () => new Promise<void>((resolve) => session.close(resolve));
  return { request, [Symbol.asyncDispose]: closed };
}

const mcp = {
  ":method": "POST",
  ":path": "/mcp",
  "content-type": "application/json",
  "accept": "application/json, text/event-stream",
  "authorization": token,
};

Deno.test("60: HTTP/2 without TLS goes through the same guards", async () => {
  await using app = serveApp({ body: { max: 1000, timeout: 30 } });
  await using http2 = openHttp2(app);
  const health = { ":path": "/health" };
  assert.equal(await http2.request(health), 200);
  assert.equal(await http2.request(mcp, listTools), 200);
  const refused: [headers: OutgoingHttpHeaders, status: number][] = [
    [{ ...health, ":authority": "evil.example" }, 421],
    [{ ...health, ":authority": "u:p@localhost" }, 400],
    [{ ...health, ":authority": "localhost." }, 400],
    [{ ...health, ":authority": "evil.example", host: "localhost" }, 400],
    [{ ...health, ":authority": "localhost", host: "evil.example" }, 400],
    // Deno writes the same for a request that names no host.
    [{ ...health, ":authority": `localhost:${app.port}` }, 400],
    [{ ":method": "CONNECT", ":authority": "evil.example:443" }, 421],
  ];
  for (const [headers, status] of refused) {
    assert.equal(await http2.request(headers), status, JSON.stringify(headers));
  }
  assert.equal(await http2.request({ ...mcp, authorization: "Bearer wrong" }, listTools), 401);
  assert.equal(await http2.request({ ...mcp, origin: "https://evil.example" }, listTools), 403);
  assert.equal(await http2.request({ ...mcp, "mcp-session-id": "foreign" }, listTools), 404);
  assert.equal(await http2.request(mcp, "[".repeat(1001)), 413);
  assert.deepEqual(app.errors, []);
});

Deno.test("60: over HTTP/2 as well, a body that stops coming is answered with 408", async () => {
  await using app = serveApp(impatient);
  await using http2 = openHttp2(app);
  assert.equal(await http2.request(mcp, "{", false), 408);
});

Deno.test("60: bytes that are no HTTP/2 behind its preface end the connection", async () => {
  await using app = serveApp();
  const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const answer = await exhaust(app, `${preface}${"\xff".repeat(64)}`);
  assert.deepEqual(statusesIn(answer), []);
  assert.deepEqual([app.lines, app.errors], [[], []]);
});
