import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import { requireBearer } from "../../src/http/bearer.ts";
import type { Env, Principal } from "../../src/http/context.ts";

const anna: Principal = { account: "anna", version: "1", client: "server-token" };

function setUp(options: { bare?: boolean; challenge?: Record<string, string> } = {}) {
  const asked: string[] = [];
  const verify = (token: string) => {
    asked.push(token);
    return token === "right" ? anna : undefined;
  };
  const app = new Hono<Env>();
  app.use(requireBearer({ verifiers: [{ verify: () => undefined }, { verify }], ...options }));
  app.all("/mcp", (c) => c.text(c.var.principal!.account));
  const ask = (authorization?: string, url = "/mcp", init: RequestInit = {}) => {
    const headers: HeadersInit = authorization === undefined ? {} : { authorization };
    return app.request(url, { headers, ...init });
  };
  return { ask, asked };
}

Deno.test("a known token lets its principal in, whatever the case of the scheme", async () => {
  const { ask } = setUp();
  for (const header of ["Bearer right", "bearer right", "BEARER  right ", "Bearer right "]) {
    const answer = await ask(header);
    assert.equal(answer.status, 200, header);
    assert.equal(await answer.text(), "anna");
  }
});

Deno.test("49: headers without a good token get 401 with a challenge, never 500", async () => {
  const { ask, asked } = setUp();
  const bad = [
    "",
    "Bearer",
    "Bearer ",
    "bearer x",
    "Basic dXNlcjpyaWdodA==",
    "Bearer a b",
    "Bearer right, Bearer right",
    `Bearer ${"x".repeat(16 * 1024)}`,
    "Bearer ri ght",
    "Bearer right,right",
    "Bearer right;",
    'Bearer "right"',
    "right",
  ];
  for (const header of bad) {
    const answer = await ask(header);
    assert.equal(answer.status, 401, header);
    assert.match(answer.headers.get("WWW-Authenticate")!, /^Bearer error="invalid_token", ?/);
    assert.deepEqual(await answer.json(), {
      error: "invalid_token",
      error_description: "Authentication required",
    });
  }
  assert.deepEqual(asked, ["x"], "only what looks like a token is looked up");
});

Deno.test("without credentials the challenge names no error, and says where to sign in", async () => {
  const { ask } = setUp({ challenge: { resource_metadata: "https://mcp.example/x" } });
  assert.equal(
    (await ask()).headers.get("WWW-Authenticate"),
    'Bearer resource_metadata="https://mcp.example/x"',
  );
  assert.equal(
    (await ask("Bearer wrong")).headers.get("WWW-Authenticate"),
    'Bearer error="invalid_token", error_description="Authentication required", resource_metadata="https://mcp.example/x"',
  );
  assert.equal((await setUp().ask()).headers.get("WWW-Authenticate"), "Bearer");
});

Deno.test("50: a token in the query, in the body or in a cookie is not looked at", async () => {
  const { ask, asked } = setUp();
  const elsewhere = [
    await ask(undefined, "/mcp?access_token=right"),
    await ask(undefined, "/mcp", { method: "POST", body: "access_token=right" }),
    await ask(undefined, "/mcp", { headers: { Cookie: "access_token=right" } }),
  ];
  assert.deepEqual(elsewhere.map(({ status }) => status), [401, 401, 401]);
  assert.deepEqual(asked, []);
});

Deno.test("a token by itself counts only where clients of old send it so", async () => {
  assert.equal((await setUp().ask("right")).status, 401);
  assert.equal((await setUp({ bare: true }).ask("right")).status, 200);
  assert.equal((await setUp({ bare: true }).ask("wrong")).status, 401);
});

Deno.test("no header value is answered by anything but 200 for the token or 401", async () => {
  const { ask } = setUp();
  const value = fc.string().filter((text) => /^[\x20-\x7e]*$/.test(text));
  await fc.assert(fc.asyncProperty(value, async (text) => {
    const { status } = await ask(text);
    assert.equal(status, /^bearer +right *$/i.test(text.trim()) ? 200 : 401);
  }));
});
