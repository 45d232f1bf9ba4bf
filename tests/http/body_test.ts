import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import { type BodyOptions, readJson } from "../../src/http/body.ts";
import type { Env } from "../../src/http/context.ts";

const max = 1000;
const json = { "Content-Type": "application/json" };
const ping = { jsonrpc: "2.0", id: 1, method: "ping" };

/** An endpoint that gives back what it read, and the timers it set. */
function setUp(options: Partial<BodyOptions> = {}) {
  const timers: { task(): void; ms: number; over: boolean }[] = [];
  const later = (task: () => void, ms: number) => {
    const timer = { task, ms, over: false };
    timers.push(timer);
    return () => void (timer.over = true);
  };
  const app = new Hono<Env>();
  app.use(readJson({ max, timeout: 30, later, ...options }));
  app.all("/mcp", (c) => c.json({ read: c.var.body }));
  const send = async (body: BodyInit | null, headers: HeadersInit = json, method = "POST") =>
    await app.request(new Request("http://localhost/mcp", { method, body, headers }));
  return { send, timers, app };
}

const { send } = setUp();
const bytesOf = (text: string) => new TextEncoder().encode(text);
/** A message that is this many bytes long. */
const long = (length: number) =>
  JSON.stringify({ ...ping, x: "" }).replace(
    '""',
    `"${"x".repeat(length - JSON.stringify({ ...ping, x: "" }).length)}"`,
  );

async function refused(answer: Response | Promise<Response>): Promise<[number, number, string]> {
  const { status } = await answer;
  const { jsonrpc, error, id } = await (await answer).json();
  assert.deepEqual([jsonrpc, id], ["2.0", null]);
  return [status, error.code, error.message];
}

Deno.test("the parsed body is there for what comes behind", async () => {
  assert.deepEqual(await (await send(JSON.stringify(ping))).json(), { read: ping });
  const types = [
    "application/json; charset=utf-8",
    "Application/JSON;charset=UTF-8",
    'application/json; charset="utf8"',
    "application/json ; profile=x",
  ];
  for (const type of types) {
    const answer = await send(JSON.stringify(ping), { "Content-Type": type });
    assert.equal(answer.status, 200, type);
  }
});

Deno.test("only POST has a body that is read", async () => {
  for (const method of ["GET", "DELETE"]) {
    assert.deepEqual(await (await send(null, {}, method)).json(), {}, method);
  }
  assert.deepEqual(await (await send("no JSON", {}, "DELETE")).json(), {});
});

Deno.test("57: another type, another charset and a compressed body get 415 unread", async () => {
  const headers: HeadersInit[] = [
    {},
    { "Content-Type": "text/plain" },
    { "Content-Type": "application/jsonp" },
    { "Content-Type": "application/json, text/plain" },
    { "Content-Type": "application/x-www-form-urlencoded" },
    { "Content-Type": "application/json; charset=utf-16" },
    { "Content-Type": "application/json; charset=iso-8859-1" },
    { ...json, "Content-Encoding": "gzip" },
    { ...json, "Content-Encoding": "br" },
    { ...json, "Content-Encoding": "identity, gzip" },
  ];
  for (const one of headers) {
    const request = new Request("http://localhost/mcp", {
      method: "POST",
      body: bytesOf(JSON.stringify(ping)),
      headers: one,
    });
    const { app } = setUp();
    const [status, code] = await refused(app.request(request));
    assert.deepEqual([status, code], [415, -32000], JSON.stringify(one));
    assert.equal(request.bodyUsed, false);
  }
});

Deno.test("57: a body may have as many bytes as allowed, and not one more", async () => {
  assert.equal((await send(long(max))).status, 200);
  assert.deepEqual(await refused(send(long(max + 1))), [
    413,
    -32000,
    "Payload Too Large: a body may have 1000 bytes",
  ]);
  assert.equal((await send(`${"ä".repeat(600)}`)).status, 413, "bytes, not characters");
});

Deno.test("57: a body that says itself that it is too long is not read", async () => {
  const request = new Request("http://localhost/mcp", {
    method: "POST",
    body: long(max + 1),
    headers: { ...json, "Content-Length": String(max + 1) },
  });
  const { app, timers } = setUp();
  assert.equal((await app.request(request)).status, 413);
  assert.equal(request.bodyUsed, false);
  assert.deepEqual(timers, []);
});

/** A body of chunks that come when they are asked for; what was taken of it can be seen. */
function source(chunkAt: (at: number) => Uint8Array | undefined) {
  const seen = { taken: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const chunk = chunkAt(seen.taken);
      if (!chunk) return controller.close();
      seen.taken++;
      controller.enqueue(chunk);
    },
    cancel: () => void (seen.cancelled = true),
  }, { highWaterMark: 0 });
  return { stream, seen };
}

Deno.test("57: an endless body is cut off at the limit, and the connection with it", async () => {
  const { stream, seen } = source(() => new Uint8Array(300));
  const answer = await send(stream);
  assert.equal(answer.status, 413);
  assert.equal(answer.headers.get("Connection"), "close");
  assert.deepEqual(seen, { taken: 4, cancelled: true });
});

Deno.test("57: chunks of no or few bytes count like others", async () => {
  const text = bytesOf(long(max));
  const { stream, seen } = source((at) =>
    at < 2 * max ? text.subarray(at / 2, (at + 1) / 2) : undefined
  );
  const answer = await send(stream);
  assert.deepEqual(await answer.json(), { read: JSON.parse(long(max)) });
  assert.equal(seen.taken, 2 * max);
});

Deno.test("58: a body that does not arrive in time gets 408, and the connection ends", async () => {
  for (const first of [undefined, bytesOf('{"jsonrpc"')]) {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => first && controller.enqueue(first),
      cancel: () => void (cancelled = true),
    });
    const { send, timers } = setUp();
    const answering = send(stream);
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(timers[0].ms, 30_000);
    timers[0].task();
    const answer = await answering;
    assert.equal(answer.headers.get("Connection"), "close");
    assert.deepEqual(await refused(answer), [408, -32000, "Request Timeout: no body in 30 s"]);
    assert.deepEqual([cancelled, timers[0].over], [true, true]);
  }
});

Deno.test("58: a body that says how short it is has the same time, and the same answers", async () => {
  const short = { ...json, "Content-Length": "100" };
  const { send, timers } = setUp();
  assert.deepEqual(await (await send(JSON.stringify(ping), short)).json(), { read: ping });
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
  assert.deepEqual(await refused(send(broken, short)), [400, -32000, "The body ended early"]);
  const answering = send(new ReadableStream<Uint8Array>(), short);
  await new Promise((resolve) => setTimeout(resolve));
  timers[2].task();
  const answer = await answering;
  assert.equal(answer.headers.get("Connection"), "close");
  assert.deepEqual(await refused(answer), [408, -32000, "Request Timeout: no body in 30 s"]);
  assert.deepEqual(timers.map(({ ms, over }) => [ms, over]), Array(3).fill([30_000, true]));
});

Deno.test("58: the timer is called off however reading ends", async () => {
  const { send, timers } = setUp();
  await send(JSON.stringify(ping));
  await send("no JSON");
  await send(new Uint8Array(max + 1));
  await send(source((at) => at < 2 ? new Uint8Array(1) : undefined).stream);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
  assert.deepEqual(await refused(send(broken)), [400, -32000, "The body ended early"]);
  assert.deepEqual(timers.map(({ over }) => over), [true, true, true, true, true]);
  // The real one: a timer left behind would fail this test.
  await setUp({ later: undefined }).send(JSON.stringify(ping));
});

Deno.test("58: a source that cannot be stopped cannot do harm", async () => {
  const { stream } = source(() => new Uint8Array(max + 1));
  const stubborn = new ReadableStream<Uint8Array>({
    pull: async (controller) => controller.enqueue((await stream.getReader().read()).value),
    cancel: () => Promise.reject(new Error("no")),
  });
  assert.equal((await send(stubborn)).status, 413);
});

const parseErrors: [what: string, body: BodyInit | null][] = [
  ["no body", null],
  ["nothing", ""],
  ["blanks", "  \n"],
  ["text", "hello"],
  ["half of it", '{"jsonrpc":"2.0"'],
  ["two", `${JSON.stringify(ping)}${JSON.stringify(ping)}`],
  ["a comma too many", '{"jsonrpc":"2.0","id":1,"method":"ping",}'],
  ["NaN", '{"jsonrpc":"2.0","id":NaN,"method":"ping"}'],
  ["a comment", `/**/${JSON.stringify(ping)}`],
  ["a byte order mark", `\ufeff${JSON.stringify(ping)}`],
  ["UTF-16", new Uint8Array([0x7b, 0, 0x7d, 0])],
  ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ["a byte too short", new Uint8Array([0x22, 0xc3, 0x22])],
  ["an overlong character", new Uint8Array([0x22, 0xc0, 0xaf, 0x22])],
  ["half a surrogate pair", new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])],
];

Deno.test("55: what is no JSON in UTF-8 gets 400 and -32700", async () => {
  for (const [what, body] of parseErrors) {
    const [status, code] = await refused(send(body));
    assert.deepEqual([status, code], [400, -32700], what);
    assert.equal((await send(JSON.stringify(ping))).status, 200, `after ${what}`);
  }
});

Deno.test("55: JSON that is no message gets 400 and -32600", async () => {
  for (const body of ["null", "1", '"x"', "[]", "[[]]", '{"id":{}}']) {
    const [status, code, message] = await refused(send(body));
    assert.deepEqual([status, code], [400, -32600], body);
    assert.match(message, /^Invalid Request: /);
  }
});

Deno.test("55, S12: a batch is for versions that have batches", async () => {
  const sendAs = (version?: string) =>
    send(JSON.stringify([ping]), { ...json, ...(version && { "MCP-Protocol-Version": version }) });
  assert.equal((await sendAs()).status, 200);
  assert.equal((await sendAs("2025-03-26")).status, 200);
  for (const version of ["2025-06-18", "2026-07-28"]) {
    assert.equal((await sendAs(version)).status, 400);
  }
});

Deno.test("55: depth has a limit, which brackets in texts do not count for", async () => {
  const { send } = setUp({ max: 4_000_000 });
  const nested = (depth: number, open = "[", close = "]") =>
    `{"jsonrpc":"2.0","id":1,"method":"x","params":${open.repeat(depth)}1${close.repeat(depth)}}`;
  assert.equal((await send(nested(63))).status, 200);
  assert.equal((await send(nested(63, '{"a":', "}"))).status, 200);
  const tooDeep = [nested(64), nested(64, '{"a":', "}"), nested(10_000), "[".repeat(3_000_000)];
  for (const body of tooDeep) {
    assert.deepEqual(await refused(send(body)), [
      400,
      -32700,
      "Parse error: deeper than 64 levels",
    ]);
  }
  const text = { ...ping, method: '[{"\\[{'.repeat(100) };
  assert.deepEqual(await (await send(JSON.stringify(text))).json(), { read: text });
  assert.equal((await send(JSON.stringify(Array(15).fill({ ...ping, x: [[]] })))).status, 200);
});

Deno.test("55: keys given twice, keys of prototypes and numbers beyond all bounds do no harm", async () => {
  const { app } = setUp();
  const bodies: unknown[] = [];
  app.post("/keep", (c) => (bodies.push(c.var.body), c.body(null, 204)));
  const keep = (body: string) => app.request("/keep", { method: "POST", headers: json, body });
  await keep('{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}');
  await keep(
    '{"jsonrpc":"2.0","id":1,"method":"a","params":{"__proto__":{"polluted":1},"n":1e999}}',
  );
  assert.equal((bodies[0] as typeof ping).method, "b");
  const { params } = bodies[1] as { params: Record<string, unknown> };
  assert.equal(params.n, Infinity);
  assert.equal(params.polluted, undefined);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

/** Bytes cut at some places. */
function chunked(bytes: Uint8Array<ArrayBuffer>, cuts: number[]): ReadableStream<Uint8Array> {
  const at = [
    0,
    ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return source((n) => n + 1 < at.length ? bytes.subarray(at[n], at[n + 1]) : undefined).stream;
}

const cuts = fc.array(fc.nat(max), { maxLength: 8 });

Deno.test("any bytes in any chunks give a value or a refusal", async () => {
  const text = fc.oneof(fc.json(), fc.string({ unit: "binary" })).map(bytesOf);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    text,
    text.map((all) => all.subarray(1)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, cuts, async (all, where) => {
      const { status } = await send(chunked(Uint8Array.from(all), where));
      assert([200, 400, 413].includes(status), String(status));
    }),
    { numRuns: 500 },
  );
});

Deno.test("any message in any chunks is read as it was written", async () => {
  const message = fc.record({
    params: fc.jsonValue({ depthSize: "small" }),
    text: fc.string({ unit: "grapheme" }),
  })
    .map((more) => JSON.stringify({ ...ping, ...more }));
  await fc.assert(fc.asyncProperty(message, cuts, async (written, where) => {
    const answer = await setUp({ max: 1_000_000 }).send(chunked(bytesOf(written), where));
    assert.deepEqual(await answer.json(), { read: JSON.parse(written) });
  }));
});
