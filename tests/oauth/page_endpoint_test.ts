import assert from "node:assert/strict";
import { Hono } from "hono";
import { BodyError } from "../../src/oauth/body.ts";
import type { Env } from "../../src/oauth/context.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import { pageEndpoint, PageFault, readOwnForm } from "../../src/oauth/page_endpoint.ts";
import { StoreFullError } from "../../src/oauth/store.ts";

const issuer = "https://mcp.test";

function request(step: () => void, init?: RequestInit): Promise<Response> {
  const endpoint = pageEndpoint(issuer, {
    get: (c) => {
      step();
      return c.text("got");
    },
    post: async (c) => c.text(String(await readOwnForm(c, issuer))),
  });
  const app = new Hono<Env>().all("*", endpoint);
  app.onError((error) => new Response(`bug: ${error.message}`, { status: 500 }));
  return Promise.resolve(app.request("/", init));
}

for (
  const [what, error, status, header] of [
    ["a request that is over", new PageFault("over"), 400, undefined],
    ["a form of another page", new PageFault("foreign"), 403, undefined],
    ["a secret in the address", new PageFault("method"), 405, ["Allow", "GET, HEAD, POST"]],
    ["a body that is too long", new BodyError("long"), 413, ["Connection", "close"]],
    ["a store that is full", new StoreFullError("full"), 503, ["Retry-After", "60"]],
    ["a client that is refused", new OAuthError("invalid_client", "<b>"), 400, undefined],
    ["a client that is away", new OAuthError("temporarily_unavailable"), 503, undefined],
  ] as const
) {
  Deno.test(`${what} is a page with status ${status}`, async () => {
    const answer = await request(() => {
      throw error;
    });
    const html = await answer.text();
    assert.equal(answer.status, status);
    assert.match(html, /<h1>/);
    assert.doesNotMatch(html, /<b>/);
    assert.equal(answer.headers.get("Location"), null);
    if (header) assert.equal(answer.headers.get(header[0]), header[1]);
  });
}

Deno.test("a bug is no page of ours", async () => {
  const answer = await request(() => {
    throw new Error("a bug");
  });
  assert.deepEqual([answer.status, await answer.text()], [500, "bug: a bug"]);
});

Deno.test("HEAD is answered like GET, other methods are refused", async () => {
  const nothing = () => {};
  assert.equal((await request(nothing, { method: "HEAD" })).status, 200);
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const answer = await request(nothing, { method });
    assert.deepEqual([answer.status, answer.headers.get("Allow")], [405, "GET, HEAD, POST"]);
  }
});

Deno.test("a form is read when it is ours", async () => {
  const init = { method: "POST", body: new URLSearchParams({ a: "1+2" }) };
  assert.equal(await (await request(() => {}, init)).text(), "a=1%2B2");
  const headers = { Origin: "https://evil.example" };
  assert.equal((await request(() => {}, { ...init, headers })).status, 403);
});
