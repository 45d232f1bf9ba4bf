import assert from "node:assert/strict";
import {
  assertRed,
  examine,
  isFor,
  lively,
  named,
  type Proxy,
  serverToken,
  withHeaders,
} from "./place.ts";

const token = serverToken;

Deno.test("a token that the server refuses is one red line, and the rest waits for a better one", async () => {
  await assertRed(
    { token: "another-token", proxy: lively },
    "MCP 2026-07-28",
    /refuses the token/,
    /--server-token-file/,
  );
  const findings = await examine({ token: "another-token" });
  assert.match(findings["MCP 2025-11-25"].text, /^Needs a token/);
});

Deno.test("each era is asked as its clients ask", async () => {
  const asked = new Set<string>();
  await examine({
    token,
    proxy: async (request, next) => {
      const { method, headers } = request;
      if (isFor(request, "/mcp") && headers.get("Authorization")?.endsWith(token)) {
        const body = method === "POST" ? await request.clone().json() : {};
        const version = headers.get("MCP-Protocol-Version") ?? body.params?.protocolVersion;
        asked.add(`${version} ${method} ${body.method ?? ""}`.trim());
      }
      return await lively(request, next);
    },
  });
  assert.deepEqual([...asked].sort(), [
    "2025-06-18 DELETE",
    "2025-06-18 POST initialize",
    "2025-06-18 POST notifications/initialized",
    "2025-06-18 POST tools/list",
    "2025-11-25 DELETE",
    "2025-11-25 GET",
    "2025-11-25 POST initialize",
    "2025-11-25 POST notifications/initialized",
    "2025-11-25 POST tools/list",
    "2026-07-28 POST server/discover",
    "2026-07-28 POST tools/list",
  ]);
});

Deno.test("a proxy that takes the session's id away is red for each who needs one", async () => {
  const findings = await examine({
    token,
    proxy: async (request, next) =>
      withHeaders(await next(request), (headers) => headers.delete("Mcp-Session-Id")),
  });
  assert.deepEqual(named(findings, "failed"), ["MCP 2025-11-25", "MCP 2025-06-18", "Streams"]);
  assert.match(findings["MCP 2025-11-25"].text, /without the header Mcp-Session-Id/);
  assert.match(findings["MCP 2025-11-25"].fix!, /both ways/);
});

Deno.test("a proxy that knows no DELETE is red", async () => {
  const findings = await examine({
    token,
    proxy: (request, next) =>
      request.method === "DELETE" ? new Response(null, { status: 405 }) : lively(request, next),
  });
  assert.deepEqual(named(findings, "failed"), ["MCP 2025-11-25", "MCP 2025-06-18"]);
  assert.match(findings["MCP 2025-06-18"].text, /DELETE answers 405/);
});

/** Changes the list of tools of the new protocol. */
const listing =
  (change: (tools: Record<string, unknown>[]) => unknown): Proxy => async (request, next) => {
    const answer = await lively(request, next);
    if (request.headers.get("Mcp-Method") !== "tools/list") return answer;
    const { result, ...rest } = await answer.json();
    return Response.json({ ...rest, result: { ...result, tools: change(result.tools) } });
  };

Deno.test("no tools, and a tool that Claude drops, are red", async () => {
  await assertRed({ token, proxy: listing(() => []) }, "Tools", /No tools/, /--toolsets/);
  const long = { type: "object", description: "x".repeat(16_384) };
  await assertRed(
    { token, proxy: listing(([one]) => [{ ...one, name: "long", inputSchema: long }]) },
    "Tools",
    /schema of long is so long/,
  );
});

Deno.test("how much every conversation begins with is told", async () => {
  const { Tools } = await examine({ token, proxy: lively });
  assert.match(Tools.text, /^\d+ tools in \d+ kB$/);
});
