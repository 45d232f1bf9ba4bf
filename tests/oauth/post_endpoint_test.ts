import assert from "node:assert/strict";
import { Hono } from "hono";
import { BodyError } from "../../src/oauth/body.ts";
import type { Env } from "../../src/oauth/context.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import { postEndpoint } from "../../src/oauth/post_endpoint.ts";
import { StoreFullError } from "../../src/oauth/store.ts";

async function answerTo(error: Error, init: RequestInit = { method: "POST" }) {
  const app = new Hono<Env>().all("/token", postEndpoint(() => Promise.reject(error)));
  app.onError((error) => new Response(`bug: ${error.message}`, { status: 500 }));
  const answer = await app.request("/token", init);
  const headers = Object.fromEntries(
    ["Cache-Control", "WWW-Authenticate", "Retry-After", "Connection", "Allow"]
      .map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value !== null),
  );
  return [answer.status, headers, await answer.text()];
}

const noStore = { "Cache-Control": "no-store" };

Deno.test("T9, T10: refusals are JSON that nobody keeps", async () => {
  assert.deepEqual(await answerTo(new OAuthError("invalid_grant", "No")), [
    400,
    noStore,
    '{"error":"invalid_grant","error_description":"No"}',
  ]);
});

Deno.test("T10: an unproven client is told of Basic when it used that, and only then", async () => {
  const error = new OAuthError("invalid_client", "Who?");
  const body = '{"error":"invalid_client","error_description":"Who?"}';
  assert.deepEqual(await answerTo(error), [401, noStore, body]);
  const headers = { authorization: "basic x" };
  assert.deepEqual(await answerTo(error, { method: "POST", headers }), [
    401,
    { ...noStore, "WWW-Authenticate": 'Basic realm="OAuth"' },
    body,
  ]);
  const other = await answerTo(new OAuthError("invalid_grant"), { method: "POST", headers });
  assert.deepEqual(other[1], noStore);
});

Deno.test("a full store and a body that cannot be read are no faults of ours", async () => {
  const [status, headers, body] = await answerTo(new StoreFullError("full"));
  assert.deepEqual([status, headers], [503, { ...noStore, "Retry-After": "60" }]);
  assert.equal(JSON.parse(String(body)).error, "temporarily_unavailable");
  assert.deepEqual(await answerTo(new BodyError("The body ended early")), [
    400,
    { ...noStore, Connection: "close" },
    '{"error":"invalid_request","error_description":"The body ended early"}',
  ]);
});

Deno.test("a fault of ours is left to the application, which logs it", async () => {
  assert.deepEqual(await answerTo(new TypeError("x")), [500, {}, "bug: x"]);
});

Deno.test("36: nothing but POST is answered", async () => {
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const [status, headers, body] = await answerTo(new Error("not reached"), { method });
    assert.deepEqual([status, headers], [405, { ...noStore, Allow: "POST" }]);
    assert.equal(JSON.parse(String(body)).error, "invalid_request");
  }
});
