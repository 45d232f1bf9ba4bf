import assert from "node:assert/strict";
import { OAuthClientInformationFullSchema } from "@modelcontextprotocol/sdk/shared/auth.js";
import fc from "fast-check";
import { Hono } from "hono";
import type { Env } from "../../src/oauth/context.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import type { OAuthEvent } from "../../src/oauth/model.ts";
import { registerEndpoint, type RegistrationOptions } from "../../src/oauth/registration.ts";

const noon = 1_800_000_000;

function setUp(options: RegistrationOptions & { room?: number } = {}) {
  const { room = 1000, ...rest } = options;
  const store = createMemoryStore({ lifetimes: { client: 1 }, limits: { client: room } });
  const events: OAuthEvent[] = [];
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("address", "192.0.2.7");
    await next();
  });
  app.all(
    "/register",
    registerEndpoint({ store, now: () => noon, happened: (event) => events.push(event) }, rest),
  );
  const send = (body: BodyInit, headers: HeadersInit = { "Content-Type": "application/json" }) =>
    app.request("/register", { method: "POST", body, headers });
  const register = (metadata: unknown) => send(JSON.stringify(metadata));
  return { app, store, events, send, register };
}

const redirect_uris = ["https://client.example/cb"];

async function refusal(answer: Response): Promise<string> {
  assert.equal(answer.status, 400);
  assert.equal(answer.headers.get("Cache-Control"), "no-store");
  const { error, error_description, ...rest } = await answer.json();
  assert.deepEqual(rest, {});
  assert.equal(typeof error_description, "string");
  return error;
}

Deno.test("D1: a client registers, and reads back what was kept of it", async () => {
  const { register, store, events } = setUp();
  const answer = await register({ client_name: "Kimai\u202e client", redirect_uris });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get("Cache-Control"), "no-store");
  assert.match(answer.headers.get("Content-Type")!, /^application\/json/);
  const { client_id, ...rest } = await answer.json();
  assert.deepEqual(rest, {
    client_id_issued_at: noon,
    client_name: "Kimai client",
    redirect_uris,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  });
  assert.deepEqual(await store.get("client", client_id), {
    id: client_id,
    name: "Kimai client",
    redirectUris: redirect_uris,
    authMethod: "none",
    origin: "registered",
    createdAt: noon,
  });
  assert.deepEqual(events, [
    { what: "client_registered", client: client_id, address: "192.0.2.7" },
  ]);
});

/** What clients send, by OAUTH.md 2.1 to 2.5 and their own sources. */
const real: Record<string, Record<string, unknown>> = {
  "Claude": {
    client_name: "Claude",
    redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_post",
    scope: "claudeai",
  },
  "Claude Code": {
    client_name: "Claude Code (kimai)",
    redirect_uris: ["http://localhost:54545/callback"],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
    application_type: "native",
  },
  "ChatGPT": {
    client_name: "ChatGPT",
    redirect_uris: ["https://chatgpt.com/connector/oauth/AbC123"],
    token_endpoint_auth_method: "private_key_jwt",
    jwks_uri: "https://chatgpt.com/oauth/jwks.json",
    application_type: "web",
  },
  "VS Code": {
    client_name: "Visual Studio Code",
    client_uri: "https://code.visualstudio.com",
    grant_types: [
      "authorization_code",
      "refresh_token",
      "urn:ietf:params:oauth:grant-type:device_code",
    ],
    response_types: ["code"],
    redirect_uris: [
      "https://insiders.vscode.dev/redirect",
      "https://vscode.dev/redirect",
      "http://127.0.0.1/",
      "http://127.0.0.1:33418/",
    ],
    scope: "kimai:read kimai:write",
    token_endpoint_auth_method: "none",
    application_type: "native",
  },
  "Cursor": {
    client_name: "Cursor",
    redirect_uris: [
      "cursor://anysphere.cursor-mcp/oauth/callback",
      "https://www.cursor.com/agents/mcp/oauth/callback",
      "http://localhost:8787/callback",
    ],
    token_endpoint_auth_method: "none",
  },
  "Dify": {
    client_name: "Dify",
    redirect_uris: ["https://dify.example.com/console/api/mcp/oauth/callback"],
    token_endpoint_auth_method: "none",
  },
  "a bare one": { redirect_uris: ["http://127.0.0.1:1/cb"] },
  "one that writes null": {
    client_name: null,
    redirect_uris: ["http://127.0.0.1:1/cb"],
    grant_types: null,
    contacts: null,
    logo_uri: "",
  },
};

for (const [client, metadata] of Object.entries(real)) {
  Deno.test(`2.1, D4: ${client} registers as it does, and gets no secret and nothing empty`, async () => {
    const { register } = setUp();
    const answer = await register(metadata);
    assert.equal(answer.status, 201);
    const body = await answer.json();
    assert.deepEqual(body.redirect_uris, metadata.redirect_uris);
    assert.equal(body.token_endpoint_auth_method, "none");
    assert.equal("client_secret" in body || "client_secret_expires_at" in body, false);
    for (const [member, value] of Object.entries(body)) {
      assert(value !== null && value !== "" && !(Array.isArray(value) && !value.length), member);
    }
    OAuthClientInformationFullSchema.parse(body);
  });
}

Deno.test("2.2: whatever method of authentication is asked for, the answer is none", async () => {
  const { register } = setUp();
  const methods = ["none", "client_secret_post", "client_secret_basic", "client_secret_jwt"];
  for (const method of [...methods, "private_key_jwt", "tls_client_auth", "x", "", null, 5, {}]) {
    const answer = await register({ redirect_uris, token_endpoint_auth_method: method });
    assert.equal(answer.status, 201, String(method));
    assert.equal((await answer.json()).token_endpoint_auth_method, "none");
  }
});

Deno.test("D10: ids are never like a URL, and never the same", async () => {
  const { register } = setUp();
  const ids = await Promise.all(Array.from({ length: 50 }, async () => {
    const { client_id } = await (await register({ redirect_uris })).json();
    assert.match(client_id, /^[\da-f-]{36}$/);
    return client_id;
  }));
  assert.equal(new Set(ids).size, 50);
});

Deno.test("a client cannot choose its id or what it is", async () => {
  const { register, store } = setUp();
  const answer = await register({
    redirect_uris,
    client_id: "chosen",
    id: "chosen",
    origin: "configured",
    client_secret: "chosen",
  });
  const { client_id } = await answer.json();
  assert.notEqual(client_id, "chosen");
  assert.equal((await store.get("client", client_id))!.origin, "registered");
  assert.equal(store.count("client"), 1);
});

Deno.test("4, 5, D3: redirect URIs that must not be are refused as such", async () => {
  const { register, store, events } = setUp();
  const bad = ["javascript:alert(1)", "http://example.com/cb", "https://x.example/#f"];
  for (const uri of bad) {
    assert.equal(await refusal(await register({ redirect_uris: [uri] })), "invalid_redirect_uri");
  }
  assert.equal(store.count("client"), 0);
  assert.deepEqual(events[0], {
    what: "client_refused",
    why: "invalid_redirect_uri",
    address: "192.0.2.7",
  });
});

Deno.test("40: malformed registrations get 400 with a code of RFC 7591", async () => {
  const { send, store } = setUp();
  const uris = JSON.stringify(redirect_uris);
  const bodies: [body: BodyInit, error: string][] = [
    ["", "invalid_client_metadata"],
    ["null", "invalid_client_metadata"],
    ["[]", "invalid_client_metadata"],
    ['"text"', "invalid_client_metadata"],
    ["{", "invalid_client_metadata"],
    ["grant_type=authorization_code", "invalid_client_metadata"],
    [`\ufeff{"redirect_uris":${uris}}`, "invalid_client_metadata"],
    [Uint8Array.of(0x7b, 0xff, 0x7d), "invalid_client_metadata"],
    [`{"redirect_uris":${uris},"redirect_uris":${uris}}`, "invalid_client_metadata"],
    [`{"redirect_uris":${uris},"x":${"[".repeat(10_000)}`, "invalid_client_metadata"],
    [`{"redirect_uris":${uris},"x":"${"x".repeat(65_536)}"}`, "invalid_client_metadata"],
    [`{"redirect_uris":${uris},"client_name":5}`, "invalid_client_metadata"],
    [`{"redirect_uris":${uris},"grant_types":"x"}`, "invalid_client_metadata"],
    [`{"redirect_uris":${uris},"grant_types":["password"]}`, "invalid_client_metadata"],
    ["{}", "invalid_redirect_uri"],
    [`{"redirect_uris":[]}`, "invalid_redirect_uri"],
    [`{"redirect_uris":"https://client.example/cb"}`, "invalid_redirect_uri"],
    [`{"redirect_uris":[5]}`, "invalid_redirect_uri"],
    [
      `{"redirect_uris":${JSON.stringify(Array(1000).fill("https://a.example/"))}}`,
      "invalid_redirect_uri",
    ],
  ];
  for (const [body, error] of bodies) {
    assert.equal(await refusal(await send(body)), error, String(body).slice(0, 80));
  }
  assert.equal(store.count("client"), 0);
});

Deno.test("40: a body that was not read ends the connection", async () => {
  const { send } = setUp();
  const answer = await send("x".repeat(65_537));
  assert.equal(answer.headers.get("Connection"), "close");
  await answer.body?.cancel();
});

Deno.test("41: without room the answer is 503, and those who are there stay", async () => {
  const { register, store, events } = setUp({ room: 2 });
  const ids = [];
  for (let count = 0; count < 2; count++) {
    const { client_id } = await (await register({ redirect_uris })).json();
    const grant = { clientId: client_id, expiresAt: noon * 2 };
    // deno-lint-ignore no-explicit-any
    await store.change("grant", client_id, () => grant as any);
    ids.push(client_id);
  }
  const answer = await register({ redirect_uris });
  assert.equal(answer.status, 503);
  assert.equal((await answer.json()).error, "temporarily_unavailable");
  assert.equal(events.at(-1)!.why, "full");
  for (const id of ids) assert.notEqual(await store.get("client", id), undefined);
});

Deno.test("41: 10,000 registrations that nobody finishes leave no more than there is room for", async () => {
  const { register, store } = setUp({ room: 100 });
  for (let count = 0; count < 10_000; count++) {
    await (await register({ redirect_uris })).body?.cancel();
  }
  assert.equal(store.count("client"), 100);
});

Deno.test("42: statements, keys, logos and links are neither kept nor fetched", async () => {
  const { register, store } = setUp();
  const fetched: unknown[] = [];
  const fetch = globalThis.fetch;
  globalThis.fetch = (input) => {
    fetched.push(input);
    return Promise.reject(new Error("nothing is to be fetched"));
  };
  try {
    const answer = await register({
      redirect_uris,
      software_statement: "eyJhbGciOiJub25lIn0.e30.",
      jwks_uri: "http://169.254.169.254/",
      sector_identifier_uri: "http://169.254.169.254/",
      logo_uri: "javascript:alert(1)",
      client_uri: "javascript:alert(1)",
      tos_uri: "data:text/html,x",
    });
    const body = await answer.json();
    assert.doesNotMatch(JSON.stringify(body), /169\.254|javascript|data:|eyJ/);
    const kept = JSON.stringify(await store.get("client", body.client_id));
    assert.doesNotMatch(kept, /169\.254|javascript|data:|eyJ/);
    assert.deepEqual(fetched, []);
  } finally {
    globalThis.fetch = fetch;
  }
});

Deno.test("23: markup in a name is text, and stays text", async () => {
  const { register } = setUp();
  const client_name = "'><script>alert(1)</script>";
  const answer = await register({ redirect_uris, client_name });
  assert.equal((await answer.json()).client_name, client_name);
});

Deno.test("D1: only POST registers", async () => {
  const { app, store } = setUp();
  for (const method of ["GET", "PUT", "DELETE"]) {
    const answer = await app.request("/register", { method });
    assert.equal(answer.status, 405, method);
    assert.equal(answer.headers.get("Allow"), "POST");
    await answer.body?.cancel();
  }
  assert.equal(store.count("client"), 0);
});

Deno.test("switched off there is nothing", async () => {
  const { register, store, events } = setUp({ enabled: false });
  const answer = await register({ redirect_uris });
  assert.deepEqual([answer.status, await answer.json()], [404, { error: "Not found" }]);
  assert.deepEqual([store.count("client"), events], [0, []]);
});

Deno.test("property: whatever is sent gets 201 or 400, and only plain text is kept", async () => {
  const { register, store } = setUp();
  const metadata = fc.record({
    redirect_uris: fc.oneof(fc.constant(redirect_uris), fc.array(fc.webUrl()), fc.jsonValue()),
    client_name: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    grant_types: fc.oneof(fc.constant(["authorization_code"]), fc.jsonValue()),
    token_endpoint_auth_method: fc.jsonValue(),
  }, { requiredKeys: [] });
  await fc.assert(fc.asyncProperty(metadata, async (given) => {
    const answer = await register(given);
    const body = await answer.json();
    if (answer.status === 400) return assert.match(body.error, /^invalid_(redirect|client)/);
    assert.equal(answer.status, 201);
    const { name = "x" } = (await store.get("client", body.client_id))!;
    assert.doesNotMatch(name, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    OAuthClientInformationFullSchema.parse(body);
  }));
});
