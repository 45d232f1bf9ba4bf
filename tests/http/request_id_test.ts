import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import type { Env } from "../../src/http/context.ts";
import { internalError, requestLog } from "../../src/http/request_id.ts";
import type { Fields, Log, LogLevel } from "../../src/lib/log.ts";
import { createMetrics } from "../../src/lib/metrics.ts";

interface Line {
  level: LogLevel;
  message: string;
  fields: Fields;
}

function setUp() {
  const lines: Line[] = [];
  const line = (level: LogLevel) => (message: string, fields: Fields = {}) =>
    void lines.push({ level, message, fields });
  const log: Log = {
    debug: line("debug"),
    info: line("info"),
    warning: line("warning"),
    error: line("error"),
  };
  const metrics = createMetrics();
  const clock = { ms: 0 };
  const app = new Hono<Env>();
  app.use(requestLog({ log, metrics, now: () => clock.ms }));
  app.use("*", async (c, next) => {
    c.set("address", "192.0.2.7");
    await next();
  });
  app.onError(internalError);
  return { app, lines, metrics, clock };
}

/** The samples of a metric, as written. */
const samples = (text: string, name: string) =>
  text.split("\n").filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

Deno.test("a request is one line with everything an administrator looks for", async () => {
  const { app, lines, clock } = setUp();
  app.post("/mcp", (c) => {
    c.set("principal", { account: "anna", version: "1", client: "server-token" });
    clock.ms += 12.4;
    return c.text("yes", 202);
  });
  await app.request("/mcp?access_token=hush", { method: "POST", headers: { "X-Request-ID": "r" } });
  assert.deepEqual(lines, [{
    level: "info",
    message: "Request",
    fields: {
      method: "POST",
      route: "/mcp",
      status: 202,
      ms: 12,
      address: "192.0.2.7",
      account: "anna",
      client: "server-token",
      request_id: "r",
    },
  }]);
});

Deno.test("the id is in the answer, in the context and in lines written on the way", async () => {
  const { app, lines } = setUp();
  app.get("/", (c) => {
    c.var.log.warning("On the way", { a: 1 });
    return c.text(c.var.requestId);
  });
  const answer = await app.request("/");
  const id = answer.headers.get("X-Request-ID")!;
  assert.match(id, uuid);
  assert.equal(await answer.text(), id);
  assert.deepEqual(lines[0], {
    level: "warning",
    message: "On the way",
    fields: { a: 1, request_id: id },
  });
  assert.equal(lines[1].fields.request_id, id);
});

Deno.test("an id of the caller's own is kept if it is one, else replaced", async () => {
  const { app } = setUp();
  app.get("/", (c) => c.text(""));
  const idFor = async (given: string) =>
    (await app.request("/", { headers: { "X-Request-ID": given } })).headers.get("X-Request-ID");
  for (const good of ["1", "req_1-2.3:4", crypto.randomUUID(), "x".repeat(128), "Zm9v+/w=="]) {
    assert.equal(await idFor(good), good);
  }
  const header = fc.string({ minLength: 1 }).filter((text) => /^[\x20-\x7e]*$/.test(text));
  await fc.assert(fc.asyncProperty(header, async (given) => {
    const id = await idFor(given);
    assert.equal(id === given.trim() || uuid.test(id!), true);
    assert.doesNotMatch(id!, /[\s"'<>\\]/);
  }));
  for (const bad of ["", "a b", "x".repeat(129), 'a"b', "a,b", "<a>"]) {
    assert.match((await idFor(bad))!, uuid);
  }
});

Deno.test("a bug is answered by its id and nothing of what was thrown; the log has that", async () => {
  for (const thrown of [new TypeError("hush"), "hush"]) {
    const { app, lines, metrics } = setUp();
    app.get("/mcp", () => {
      throw thrown;
    });
    const answer = await app.request("/mcp", { headers: { "X-Request-ID": "r-9" } });
    assert.equal(answer.status, 500);
    assert.equal(answer.headers.get("X-Request-ID"), "r-9");
    assert.deepEqual(await answer.json(), {
      error: "Internal error (r-9): the server's log says more under this id",
    });
    const [first, second] = lines;
    assert.deepEqual(first, {
      level: "error",
      message: "Internal error",
      fields: { error: thrown, request_id: "r-9" },
    });
    assert.deepEqual([second.message, second.fields.status], ["Request", 500]);
    assert.deepEqual(samples(metrics.text(), "mcp_http_requests_total"), [
      'mcp_http_requests_total{route="/mcp",method="GET",code="500"} 1',
    ]);
  }
});

Deno.test("what machines ask every few seconds is written at debug only", async () => {
  const { app, lines } = setUp();
  const paths = ["/health", "/ready", "/metrics", "/"];
  for (const path of paths) app.get(path, (c) => c.text(""));
  for (const path of paths) await app.request(path);
  assert.deepEqual(
    lines.map(({ level, fields }) => [fields.route, level]),
    [["/health", "debug"], ["/ready", "debug"], ["/metrics", "debug"], ["/", "info"]],
  );
});

Deno.test("log and metrics have the route's pattern, never a path: it may hold a secret", async () => {
  const { app, lines, metrics } = setUp();
  app.all("/mcp/:slug", (c) => c.text(""));
  app.all("/deep/*", (c) => {
    c.set("route", "/deep");
    return c.text("");
  });
  for (const path of ["/mcp/hush", "/deep/hush", "/hush", "/mcp/a/hush"]) await app.request(path);
  assert.deepEqual(
    lines.map(({ fields }) => [fields.route, fields.status]),
    [["/mcp/:slug", 200], ["/deep", 200], ["other", 404], ["other", 404]],
  );
  assert.equal(JSON.stringify(lines).includes("hush"), false);
  assert.equal(metrics.text().includes("hush"), false);
});

Deno.test("a guard that refuses before the route still counts for the route", async () => {
  const { app, lines } = setUp();
  app.use("/mcp", (c) => Promise.resolve(c.text("no", 403)));
  app.post("/mcp", (c) => c.text("yes"));
  app.all("*", (c) => c.text("nothing", 404));
  await app.request("/mcp", { method: "POST" });
  assert.deepEqual([lines[0].fields.route, lines[0].fields.status], ["/mcp", 403]);
});

Deno.test("an invented method is no label of its own", async () => {
  const { app, lines, metrics } = setUp();
  app.all("/mcp", (c) => c.text("", 405));
  await app.request("/mcp", { method: "BREW" });
  assert.equal(lines[0].fields.method, "other");
  assert.deepEqual(samples(metrics.text(), "mcp_http_requests_total"), [
    'mcp_http_requests_total{route="/mcp",method="other",code="405"} 1',
  ]);
});

/** A route whose answer is written by hand, as an event stream. */
function withStream() {
  const set = setUp();
  const { promise: opened, resolve } = Promise.withResolvers<
    ReadableStreamDefaultController<Uint8Array>
  >();
  set.app.all("/mcp", () => {
    const body = new ReadableStream<Uint8Array>({ start: resolve });
    return new Response(body, { headers: { "Content-Type": "text/event-stream", a: "b" } });
  });
  return { ...set, opened };
}

Deno.test("an event stream is written, counted and timed when it ends", async () => {
  const { app, lines, metrics, clock, opened } = withStream();
  const answer = await app.request("/mcp", { method: "POST" });
  assert.equal(answer.headers.get("a"), "b");
  assert.match(answer.headers.get("X-Request-ID")!, uuid);
  assert.deepEqual([lines, metrics.text()], [[], ""]);
  clock.ms = 2000;
  (await opened).close();
  await answer.text();
  assert.deepEqual([lines.length, lines[0].fields.ms], [1, 2000]);
  assert.deepEqual(samples(metrics.text(), "mcp_http_request_seconds_sum"), [
    'mcp_http_request_seconds_sum{route="/mcp"} 2',
  ]);
});

Deno.test("a stream that a client opened to listen is counted, its length is not taken for slowness", async () => {
  const { app, lines, metrics, clock } = withStream();
  const answer = await app.request("/mcp");
  clock.ms = 3_600_000;
  await answer.body!.cancel();
  assert.deepEqual([lines.length, lines[0].fields.ms], [1, 3_600_000]);
  assert.deepEqual(samples(metrics.text(), "mcp_http_requests_total"), [
    'mcp_http_requests_total{route="/mcp",method="GET",code="200"} 1',
  ]);
  assert.equal(metrics.text().includes("mcp_http_request_seconds"), false);
});

Deno.test("a HEAD is over at once, though nobody will ever read its body", async () => {
  const { app, lines } = withStream();
  await app.request("/mcp", { method: "HEAD" });
  assert.deepEqual([lines.length, lines[0].fields.method], [1, "HEAD"]);
});
