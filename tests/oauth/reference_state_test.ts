import assert from "node:assert/strict";
import fc from "fast-check";
import { hashOf } from "../../src/oauth/hashes.ts";
import { isReferenceState, readReferenceClients } from "../../src/oauth/reference_state.ts";
import { beginning } from "./state.ts";

const secret = "5".repeat(64);
const claude = {
  redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
  token_endpoint_auth_method: "client_secret_post",
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  scope: null,
  client_name: "Claude",
  client_uri: null,
  client_id: "1f0a",
  client_secret: secret,
  client_id_issued_at: beginning - 1000,
  client_secret_expires_at: 0,
};

const read = (clients: Record<string, unknown>) => readReferenceClients({ clients }, beginning);

Deno.test("a client of the Python server goes on with its id and its secret, which is hashed", () => {
  const expected = {
    id: "1f0a",
    name: "Claude",
    redirectUris: ["https://claude.ai/api/mcp/auth_callback"],
    authMethod: "client_secret_post",
    secretHash: hashOf(secret),
    origin: "registered",
    createdAt: beginning - 1000,
    usedAt: beginning,
  };
  assert.deepEqual(read({ "1f0a": claude }), [expected]);
  assert(!JSON.stringify(read({ "1f0a": claude })).includes(secret));
});

Deno.test("how a client proves itself is read as the Python server did", () => {
  const proofOf = (metadata: Record<string, unknown>) =>
    read({ c: { ...claude, ...metadata } }).map(({ authMethod }) => authMethod);
  assert.deepEqual(proofOf({ token_endpoint_auth_method: undefined }), ["client_secret_post"]);
  assert.deepEqual(proofOf({ token_endpoint_auth_method: "client_secret_basic" }), [
    "client_secret_basic",
  ]);
  assert.deepEqual(proofOf({ token_endpoint_auth_method: "none", client_secret: null }), ["none"]);
  assert.deepEqual(proofOf({ client_secret: null }), ["none"]);
  assert.deepEqual(proofOf({ token_endpoint_auth_method: "private_key_jwt" }), []);
});

Deno.test("clients that could not register today, or whose secret has ended, stay behind", () => {
  const left = {
    evil: { ...claude, redirect_uris: ["javascript:alert(1)"] },
    plain: { ...claude, redirect_uris: ["http://evil.example/cb"] },
    none: { ...claude, redirect_uris: [] },
    odd: { ...claude, redirect_uris: "https://claude.ai/" },
    ended: { ...claude, client_secret_expires_at: beginning },
    "": claude,
    number: 1,
    nothing: null,
  };
  assert.deepEqual(read(left), []);
  const mixed = { ...claude, redirect_uris: ["javascript:1", "http://localhost/cb", 5] };
  assert.deepEqual(read({ mixed })[0].redirectUris, ["http://localhost/cb"]);
  const lasting = { ...claude, client_secret_expires_at: beginning + 1 };
  assert.equal(read({ lasting }).length, 1);
});

Deno.test("odd names and times are passed over, not the client", () => {
  const [client] = read({ c: { ...claude, client_name: 5, client_id_issued_at: "soon" } });
  assert.deepEqual([client.name, client.createdAt], [undefined, beginning]);
});

Deno.test("a file of ours, and what is none at all, is not taken for one of the Python server", () => {
  for (const json of [undefined, null, [], {}, { clients: [] }, { version: 1, clients: {} }]) {
    assert.equal(isReferenceState(json), false);
  }
  assert.equal(isReferenceState({ clients: {} }), true);
});

Deno.test("no clients whatever make reading fail", () => {
  const metadata = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...Object.keys(claude)), fc.jsonValue()),
  );
  fc.assert(fc.property(fc.dictionary(fc.string(), metadata), (clients) => {
    for (const { id, redirectUris } of read(clients)) {
      assert(id !== "" && redirectUris.length > 0);
    }
  }));
});
