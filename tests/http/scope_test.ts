import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Env } from "../../src/http/context.ts";
import { requireScope } from "../../src/http/scope.ts";

function setUp(scopes?: string[]) {
  const asked: unknown[][] = [];
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("principal", { account: "anna", version: "1", client: "claude", scopes });
    c.set("body", await c.req.json());
    await next();
  });
  app.use(requireScope({
    missing: (...call) => {
      asked.push(call);
      return Promise.resolve(call[1] === "timer" ? "kimai:write" : undefined);
    },
    challenge: { scope: "kimai:read", resource_metadata: "https://mcp.example/meta" },
  }));
  app.post("/mcp", (c) => c.text("served"));
  const ask = (body: unknown) =>
    app.request("/mcp", { method: "POST", body: JSON.stringify(body) });
  return { ask, asked };
}

const call = (name: unknown, args?: unknown) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name, arguments: args },
});

Deno.test("S3: a call beyond its token is 403 with the scope to ask for", async () => {
  const { ask, asked } = setUp(["kimai:read"]);
  const refused = await ask(call("timer", { action: "start" }));
  assert.equal(refused.status, 403);
  assert.equal(
    refused.headers.get("WWW-Authenticate"),
    'Bearer error="insufficient_scope", error_description="The person did not allow this client so much: ask for kimai:write", scope="kimai:write", resource_metadata="https://mcp.example/meta"',
  );
  assert.equal((await refused.json()).error, "insufficient_scope");
  assert.deepEqual(asked, [[["kimai:read"], "timer", { action: "start" }]]);
});

Deno.test("one such call in a batch refuses the batch", async () => {
  const { ask } = setUp(["kimai:read"]);
  assert.equal((await ask([call("status"), call("timer")])).status, 403);
  assert.equal((await ask([call("status"), call("find")])).status, 200);
});

Deno.test("what is no tool call, or is malformed, passes on", async () => {
  const { ask, asked } = setUp(["kimai:read"]);
  for (const body of [{ method: "tools/list" }, call(7), { method: "tools/call" }, [null], 5]) {
    assert.equal((await ask(body)).status, 200, JSON.stringify(body));
  }
  assert.deepEqual(asked, []);
});

Deno.test("a caller whom no scopes limit is not looked at", async () => {
  const { ask, asked } = setUp();
  assert.equal((await ask(call("timer"))).status, 200);
  assert.deepEqual(asked, []);
});
