import assert from "node:assert/strict";
import { assertRed, examine, isFor, named, type Proxy } from "./place.ts";

/** Changes what a registration is answered with. */
const changed = (change: (client: Record<string, unknown>) => unknown): { proxy: Proxy } => ({
  proxy: async (request, next) => {
    const answer = await next(request);
    if (!isFor(request, "/register")) return answer;
    return Response.json(change(await answer.json()), { status: 201 });
  },
});

Deno.test("two kinds of clients are registered, each once", async () => {
  const kinds: unknown[] = [];
  await examine({
    proxy: async (request, next) => {
      if (isFor(request, "/register") && request.method === "POST") {
        const { redirect_uris, token_endpoint_auth_method } = await request.clone().json();
        kinds.push([redirect_uris.length, redirect_uris[0], token_endpoint_auth_method]);
      }
      return await next(request);
    },
  });
  assert.deepEqual(kinds, [
    [1, "https://claude.ai/api/mcp/auth_callback", "client_secret_post"],
    [3, "cursor://anysphere.cursor-mcp/oauth/callback", "none"],
  ]);
});

Deno.test("an answer that clients stumble over is red", async () => {
  const cases: [(client: Record<string, unknown>) => unknown, RegExp][] = [
    [({ client_id: _, ...rest }) => rest, /without client_id/],
    [(client) => ({ ...client, client_id: "the same" }), /the same client_id/],
    [(client) => ({ ...client, logo_uri: null }), /an empty logo_uri/],
    [
      (client) => ({ ...client, redirect_uris: ["https://claude.ai/api/mcp/auth_callback"] }),
      /redirect address .* is missing/,
    ],
  ];
  for (const [change, text] of cases) {
    await assertRed(changed(change), "Registration", text, /answers of \/register/);
  }
});

Deno.test("a slash behind /register that a proxy asks for is red", () =>
  assertRed(
    {
      proxy: (request, next) =>
        isFor(request, "/register") && request.method === "POST"
          ? new Response(null, { status: 301, headers: { Location: "/register/" } })
          : next(request),
    },
    "Registration",
    /leads to https:\/\/mcp\.example\.com\/register\/ \(301\)/,
  ));

Deno.test("a server without registration is not blamed for it", async () => {
  const findings = await examine({
    proxy: async (request, next) => {
      const answer = await next(request);
      if (!/oauth-authorization-server|openid/.test(request.url)) return answer;
      const { registration_endpoint: _, ...rest } = await answer.json();
      return Response.json(rest);
    },
  });
  assert.deepEqual(named(findings, "failed", "warning"), []);
  assert.match(findings.Registration.text, /--oauth-clients/);
  assert.equal(findings["Sign-in page"].text, 'Needs "Registration"');
});
