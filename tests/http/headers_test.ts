import assert from "node:assert/strict";
import { Hono } from "hono";
import { type Env, refusal } from "../../src/http/context.ts";
import { securityHeaders } from "../../src/http/headers.ts";

const standard = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};
const sts = { "strict-transport-security": "max-age=31536000" };

const events = { "Content-Type": "text/event-stream" };
const page = { "Content-Type": "text/html", "Content-Security-Policy": "default-src 'self'" };

function setUp({ https = false } = {}) {
  const app = new Hono<Env>();
  app.use(securityHeaders({ https }));
  app.get("/", () => new Response("x"));
  app.get("/json", (c) => c.json({}));
  app.get("/refused", () => refusal(403, "No"));
  app.get("/none", () => new Response(null, { status: 204 }));
  app.get("/fails", () => {
    throw new Error("a bug");
  });
  app.onError(() => refusal(500, "Internal error"));
  app.get("/page", () => new Response("<p>", { headers: page }));
  app.get(
    "/document",
    () => new Response("{}", { headers: { "Cache-Control": "public, max-age=3600" } }),
  );
  const both = { "X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "origin" };
  app.get("/weaker", () => new Response("x", { headers: both }));
  const sdk = { ...events, "Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no" };
  app.get("/sdk", () => new Response("data: 1\n\n", { headers: sdk }));
  app.get("/events", () => new Response("data: 1\n\n", { headers: events }));
  return async (path: string) => {
    const { headers, status, body } = await app.request(path);
    await body?.cancel();
    const { "content-type": _, ...others } = Object.fromEntries(headers);
    return { status, headers: others };
  };
}

Deno.test("every answer has the headers, refusals, errors and unknown paths too", async () => {
  const ask = setUp();
  for (const path of ["/", "/json", "/refused", "/none", "/fails", "/nowhere"]) {
    assert.deepEqual((await ask(path)).headers, standard, path);
  }
});

Deno.test("only a server that is reached by https says so for a year", async () => {
  const ask = setUp({ https: true });
  for (const path of ["/", "/refused", "/fails", "/nowhere"]) {
    assert.deepEqual((await ask(path)).headers, { ...standard, ...sts }, path);
  }
});

Deno.test("what an answer says of caching and content holds, and stands once", async () => {
  const ask = setUp();
  assert.equal((await ask("/document")).headers["cache-control"], "public, max-age=3600");
  const { headers } = await ask("/page");
  assert.equal(headers["content-security-policy"], "default-src 'self'");
  assert.equal(headers["cache-control"], "no-store");
});

Deno.test("an answer cannot weaken the others", async () => {
  assert.deepEqual((await setUp()("/weaker")).headers, standard);
});

Deno.test("S14: event streams are neither kept nor held back, and say so once", async () => {
  const ask = setUp();
  const expected = {
    ...standard,
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  };
  assert.deepEqual((await ask("/sdk")).headers, expected);
  assert.deepEqual((await ask("/events")).headers, expected);
});

Deno.test("an answer is not copied: its body stays what it was", async () => {
  const app = new Hono<Env>();
  app.use(securityHeaders({ https: true }));
  const answer = new Response("x");
  app.get("/", () => answer);
  assert.equal(await app.request("/"), answer);
});
