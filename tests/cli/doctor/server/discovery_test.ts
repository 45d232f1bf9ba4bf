import assert from "node:assert/strict";
import { assertRed, examine, isFor, named, origin, type Proxy, withHeaders } from "./place.ts";

const without = (header: string): Proxy => async (request, next) =>
  withHeaders(await next(request), (headers) => headers.delete(header));

/** Changes the document at one path, or at all that are like it. */
const document = (
  path: RegExp,
  change: (document: Record<string, unknown>) => unknown,
): Proxy =>
async (request, next) => {
  const answer = await next(request);
  return path.test(new URL(request.url).pathname) && answer.status === 200
    ? Response.json(change(await answer.json()), { headers: { "Cache-Control": "no-store" } })
    : answer;
};

Deno.test("a challenge that was taken away is red, and so is one that names nothing", async () => {
  await assertRed(
    { proxy: without("WWW-Authenticate") },
    "Challenge",
    /without the header WWW-Authenticate/,
    /pass on the header/,
  );
  const bare: Proxy = async (request, next) => {
    const answer = await next(request);
    const error = answer.headers.get("WWW-Authenticate")?.includes("error=");
    return withHeaders(answer, (headers) => {
      if (answer.status === 401 && !error) headers.set("WWW-Authenticate", "Bearer");
    });
  };
  await assertRed({ proxy: bare }, "Challenge", /does not say where to sign in/);
});

Deno.test("a proxy that lets everybody in is red", async () => {
  const proxy: Proxy = async (request, next) => {
    const answer = await next(request);
    return answer.status === 401 ? Response.json({}) : answer;
  };
  const findings = await examine({ proxy });
  assert.match(findings.Challenge.text, /without a token is let in/);
  assert.match(findings.Challenge.fix!, /Authorization/);
});

Deno.test("a token that does not arrive is red, and looks that need one are left out", async () => {
  const proxy: Proxy = (request, next) => {
    const headers = new Headers(request.headers);
    headers.delete("Authorization");
    return next(new Request(request, { headers }));
  };
  await assertRed({ proxy }, "Authorization header", /did not reach the server/, /CGIPassAuth/);
  const findings = await examine({ proxy, token: "a-token-for-tests-0123456789" });
  assert.deepEqual(named(findings, "failed"), ["Authorization header"]);
  assert.equal(findings.Tools.text, 'Needs "Authorization header" to be in order');
});

Deno.test("a redirect of /mcp/ is red", () =>
  assertRed(
    {
      proxy: (request, next) =>
        isFor(request, "/mcp/")
          ? new Response(null, { status: 308, headers: { Location: "http://mcp.example.com/mcp" } })
          : next(request),
    },
    "Path",
    /leads to http:\/\/mcp\.example\.com\/mcp \(308\)/,
    /without a redirect/,
  ));

for (
  const [name, path] of [
    ["Resource metadata", "/.well-known/oauth-protected-resource"],
    ["Resource metadata", "/.well-known/oauth-protected-resource/mcp"],
    ["Server metadata", "/.well-known/oauth-authorization-server"],
    ["Server metadata", "/.well-known/openid-configuration"],
    ["Server metadata", "/.well-known/oauth-authorization-server/mcp"],
    ["Server metadata", "/.well-known/openid-configuration/mcp"],
  ]
) {
  Deno.test(`a document that is not at ${path} is red`, () =>
    assertRed(
      {
        proxy: (request, next) =>
          isFor(request, path) ? new Response("", { status: 404 }) : next(request),
      },
      name,
      new RegExp(`where nothing is: ${path}$`),
      /\/\.well-known\//,
    ));
}

Deno.test("a document of another server, or half of one, is red", () =>
  assertRed(
    {
      proxy: document(
        /oauth-authorization-server|openid/,
        ({ code_challenge_methods_supported: _, ...rest }) => ({
          ...rest,
          token_endpoint_auth_methods_supported: ["client_secret_post"],
        }),
      ),
    },
    "Server metadata",
    /^Lacks S256 in code_challenge_methods_supported, none in token_endpoint_auth_methods/,
  ));

for (
  const [member, path] of [
    ["issuer", /oauth-authorization-server|openid/],
    ["token_endpoint", /oauth-authorization-server|openid/],
    ["resource", /protected-resource/],
  ] as const
) {
  Deno.test(`another address as ${member} is red, and nobody is signed in there`, async () => {
    const other = document(path, (one) => ({ ...one, [member]: "http://localhost:8000" }));
    const findings = await examine({ proxy: other });
    assert.deepEqual(named(findings, "failed"), ["Addresses"]);
    assert.match(findings.Addresses.text, new RegExp(`http://localhost:8000 as its ${member}`));
    assert.equal(findings.Addresses.fix, `Start the server with --public-url=${origin}`);
    assert.equal(findings.Registration.text, 'Needs "Addresses" to be in order');
  });
}

Deno.test("a server that lets in a token alone is green without any document", async () => {
  const findings = await examine({
    proxy: async (request, next) => {
      const { pathname } = new URL(request.url);
      if (/^\/(\.well-known|register|token|authorize)/.test(pathname)) {
        return Response.json({}, { status: 404 });
      }
      const answer = await next(request);
      if (pathname === "/") {
        return Response.json({ endpoints: { mcp: `${origin}/mcp` } });
      }
      const value = answer.headers.get("WWW-Authenticate");
      return withHeaders(answer, (headers) => {
        if (value) {
          headers.set("WWW-Authenticate", value.replace(/,? ?resource_metadata="[^"]*"/, ""));
        }
      });
    },
  });
  assert.deepEqual(named(findings, "failed", "warning"), []);
  assert.match(findings["Resource metadata"].text, /signs nobody in/);
  assert.equal(findings.Challenge.text, "Who has no token is refused");
});

Deno.test("a document at a host that only begins like ours is not asked for, and named", async () => {
  const other = "https://mcp.example.com.evil.example/.well-known/oauth-protected-resource/mcp";
  const hosts = new Set<string>();
  const findings = await examine({
    proxy: async (request, next) => {
      hosts.add(new URL(request.url).hostname);
      const answer = await next(request);
      const value = answer.headers.get("WWW-Authenticate");
      return withHeaders(answer, (headers) => {
        if (value) {
          headers.set("WWW-Authenticate", value.replace(/(?<=resource_metadata=")[^"]*/, other));
        }
      });
    },
  });
  assert.deepEqual([...hosts], ["mcp.example.com"]);
  assert.deepEqual(named(findings, "failed", "warning"), ["Addresses"]);
  assert.match(findings.Addresses.text, /evil\.example.* as its resource_metadata/);
});
