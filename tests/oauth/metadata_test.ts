import assert from "node:assert/strict";
import {
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
} from "@modelcontextprotocol/client";
import { OAuthMetadataSchema } from "@modelcontextprotocol/sdk/shared/auth.js";
import { Hono } from "hono";
import type { Env } from "../../src/oauth/context.ts";
import { type MetadataOptions, metadataRoutes } from "../../src/oauth/metadata.ts";
import type { Scope } from "../../src/oauth/model.ts";

const scope = (name: string, usual: boolean): Scope => ({ name, usual, title: { en: "", de: "" } });
const scopes = [
  scope("kimai:read", true),
  scope("kimai:write", true),
  scope("kimai:admin", false),
];

function setUp(
  { issuer = "https://mcp.example.com", known = scopes, ...options }:
    & { issuer?: string; known?: Scope[] }
    & Partial<MetadataOptions> = {},
) {
  const services = { issuer, resource: `${issuer}/mcp`, scopes: known };
  const app = new Hono<Env>();
  app.route("/", metadataRoutes(services, { registration: true, documents: true, ...options }));
  const get = (path: string, headers: HeadersInit = {}) => app.request(path, { headers });
  const read = async (path: string) => await (await get(path)).json();
  /** `fetch` for clients, which go to the issuer's address. */
  const asked: string[] = [];
  const fetch = (input: URL | string | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input);
    asked.push(url.pathname);
    return Promise.resolve(app.request(url.pathname, init));
  };
  return { app, get, read, fetch, asked };
}

const server = "/.well-known/oauth-authorization-server";
const openid = "/.well-known/openid-configuration";
const resource = "/.well-known/oauth-protected-resource";

Deno.test("M1: the authorization server's document has what clients of all revisions want", async () => {
  const { get } = setUp();
  const answer = await get(server);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), "application/json");
  assert.equal(answer.headers.get("Cache-Control"), "public, max-age=3600");
  const document = await answer.json();
  assert.deepEqual(document, {
    issuer: "https://mcp.example.com",
    authorization_endpoint: "https://mcp.example.com/authorize",
    token_endpoint: "https://mcp.example.com/token",
    registration_endpoint: "https://mcp.example.com/register",
    revocation_endpoint: "https://mcp.example.com/revoke",
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: ["none", "client_secret_post", "client_secret_basic"],
    revocation_endpoint_auth_methods_supported: [
      "none",
      "client_secret_post",
      "client_secret_basic",
    ],
    code_challenge_methods_supported: ["S256"],
    scopes_supported: ["kimai:read", "kimai:write", "kimai:admin"],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
    protected_resources: ["https://mcp.example.com/mcp"],
  });
  OAuthMetadataSchema.parse(document);
});

Deno.test("R2, R7: the resource's document names its server, and the usual scopes alone", async () => {
  const { read } = setUp({ title: "Kimai" });
  assert.deepEqual(await read(`${resource}/mcp`), {
    resource: "https://mcp.example.com/mcp",
    authorization_servers: ["https://mcp.example.com"],
    bearer_methods_supported: ["header"],
    scopes_supported: ["kimai:read", "kimai:write"],
    resource_name: "Kimai",
  });
});

Deno.test("R4, M2: every form has the same bytes, at the root and with the path behind", async () => {
  const { get } = setUp();
  const bodies = async (...paths: string[]) =>
    await Promise.all(paths.map(async (path) => {
      const answer = await get(path);
      assert.equal(answer.status, 200, path);
      return await answer.text();
    }));
  const servers = await bodies(server, `${server}/mcp`, openid, `${openid}/mcp`);
  assert.equal(new Set(servers).size, 1);
  assert.equal(new Set(await bodies(resource, `${resource}/mcp`)).size, 1);
});

Deno.test("R4, 61: other suffixes are 404 and reflect nothing", async () => {
  const { get } = setUp();
  const others = [
    `${resource}/other`,
    `${resource}/mcp/other`,
    `${resource}/..%2f..%2fmcp`,
    `${resource}/%2e%2e/x`,
    `${resource}mcp`,
    `${server}/evil`,
    `${server}/mcp/evil`,
    `${openid}/evil`,
    "/.well-known/",
    "/.well-known/jwks.json",
    "/mcp/.well-known/openid-configuration",
  ];
  for (const path of others) {
    const answer = await get(path);
    assert.equal(answer.status, 404, path);
    assert.doesNotMatch(await answer.text(), /evil|other/);
  }
});

Deno.test("61: a query changes nothing", async () => {
  const { get } = setUp();
  const plain = await (await get(openid)).text();
  const asked = await get(`${openid}?issuer=https://evil.example&x=%0d%0ax`);
  assert.equal(await asked.text(), plain);
});

Deno.test("M9: nothing comes from Host or forwarding headers", async () => {
  const { get } = setUp();
  for (const path of [server, resource]) {
    const plain = await (await get(path)).text();
    const headers = {
      Host: "evil.example",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Proto": "http",
      Forwarded: "host=evil.example;proto=http",
    };
    assert.equal(await (await get(path, headers)).text(), plain);
    const elsewhere = setUp().app.request(`http://evil.example${path}`);
    assert.equal(await (await elsewhere).text(), plain);
  }
});

Deno.test("M3, R5: issuer and resource have no slash at their end", async () => {
  const { read } = setUp();
  const [{ issuer }, { resource: own, authorization_servers }] = [
    await read(server),
    await read(resource),
  ];
  assert.equal(issuer, "https://mcp.example.com");
  assert.equal(own, "https://mcp.example.com/mcp");
  assert.deepEqual(authorization_servers, [issuer]);
});

Deno.test("M4, M7, M8: S256, iss and none are there", async () => {
  const document = await setUp().read(server);
  assert.deepEqual(document.code_challenge_methods_supported, ["S256"]);
  assert.equal(document.authorization_response_iss_parameter_supported, true);
  assert.equal(document.token_endpoint_auth_methods_supported[0], "none");
});

Deno.test("M6, D1: what is switched off is not promised", async () => {
  const off = await setUp({ registration: false, documents: false }).read(server);
  assert.equal("registration_endpoint" in off, false);
  assert.equal("client_id_metadata_document_supported" in off, false);
  OAuthMetadataSchema.parse(off);
});

Deno.test("M10: the OpenID form promises nothing of OpenID", async () => {
  const document = await setUp().read(openid);
  for (const member of ["jwks_uri", "userinfo_endpoint", "id_token_signing_alg_values_supported"]) {
    assert.equal(member in document, false, member);
  }
});

Deno.test("R7: offline_access is nowhere, and without scopes the lists are absent", async () => {
  const { read } = setUp();
  assert.doesNotMatch(JSON.stringify([await read(server), await read(resource)]), /offline_access/);
  const bare = setUp({ known: [] });
  for (const path of [server, resource]) {
    assert.equal("scopes_supported" in await bare.read(path), false);
  }
});

Deno.test("M2: an issuer with a path is found by every rule", async () => {
  const { read } = setUp({ issuer: "https://example.com/kimai" });
  for (const path of [`${server}/kimai`, `${openid}/kimai`, `/kimai${openid}`, server]) {
    assert.equal((await read(path)).issuer, "https://example.com/kimai", path);
  }
  for (const path of [`${resource}/kimai/mcp`, `${resource}/mcp`, resource]) {
    assert.equal((await read(path)).resource, "https://example.com/kimai/mcp", path);
  }
});

Deno.test("only GET and HEAD are answered", async () => {
  const { app } = setUp();
  for (const path of [server, resource]) {
    assert.equal((await app.request(path, { method: "HEAD" })).status, 200);
    for (const method of ["POST", "PUT", "DELETE"]) {
      assert.equal((await app.request(path, { method })).status, 404, method);
    }
  }
});

Deno.test("R4, M3: the SDK's client finds the server from the resource at its first tries", async () => {
  const { fetch, asked } = setUp();
  const found = await discoverOAuthProtectedResourceMetadata(
    "https://mcp.example.com/mcp",
    {},
    fetch,
  );
  assert.equal(found.resource, "https://mcp.example.com/mcp");
  const [issuer] = found.authorization_servers!;
  const metadata = await discoverAuthorizationServerMetadata(issuer, { fetchFn: fetch });
  assert.equal(metadata!.issuer, issuer);
  assert.deepEqual(asked, [`${resource}/mcp`, server]);
});
