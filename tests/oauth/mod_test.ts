import assert from "node:assert/strict";
import { createOAuth, type OAuthOptions } from "../../src/oauth/mod.ts";
import { createFlow, people } from "./support.ts";

async function setUp(changes: Partial<OAuthOptions> = {}) {
  const { services, clock, setAccounts } = await createFlow();
  const oauth = await createOAuth(services, {
    registration: true,
    documents: true,
    configured: [],
    title: "Kimai",
    steady: () => clock.seconds * 1000,
    ...changes,
  });
  const statusOf = async (path: string, init?: RequestInit) => {
    const env = { peer: "192.0.2.1" };
    const { status } = await oauth.routes.request(`https://mcp.test${path}`, init, env);
    return status;
  };
  return { oauth, services, clock, setAccounts, statusOf };
}

Deno.test("every endpoint that the metadata names is there", async () => {
  const { oauth, statusOf } = await setUp();
  const metadata = await oauth.routes.request("/.well-known/oauth-authorization-server");
  const document = await metadata.json();
  const endpoints = Object.entries(document).filter(([name]) => name.endsWith("_endpoint"));
  assert.deepEqual(endpoints.map(([name]) => name), [
    "authorization_endpoint",
    "token_endpoint",
    "registration_endpoint",
    "revocation_endpoint",
  ]);
  for (const [, url] of endpoints) {
    assert.notEqual(await statusOf(new URL(url as string).pathname), 404, url as string);
  }
  for (const path of ["/oauth/login", "/account"]) assert.notEqual(await statusOf(path), 404, path);
  assert.equal(await statusOf("/introspect"), 404, "T13: nothing introspects");
});

Deno.test("registration and documents can be switched off, and then nothing promises them", async () => {
  const { oauth, statusOf } = await setUp({ registration: false, documents: false });
  const metadata = await oauth.routes.request("/.well-known/oauth-authorization-server");
  const document = await metadata.json();
  assert.equal(document.registration_endpoint, undefined);
  assert.equal(document.client_id_metadata_document_supported, undefined);
  assert.equal(await statusOf("/register", { method: "POST", body: "{}" }), 404);
});

Deno.test("R3, R6: the challenge says where the metadata is and what to ask for at first", async () => {
  const { oauth } = await setUp();
  assert.deepEqual(oauth.challenge, {
    scope: "kimai:read kimai:write",
    resource_metadata: "https://mcp.test/.well-known/oauth-protected-resource/mcp",
  });
  const { pathname } = new URL(oauth.challenge.resource_metadata);
  const { resource } = await (await oauth.routes.request(pathname)).json();
  assert.equal(resource, "https://mcp.test/mcp");
});

Deno.test("70: what an account left behind ends with it, and does not come back with its name", async () => {
  const { oauth, services, setAccounts } = await setUp();
  const account = services.accounts.get("anna")!;
  const signIn = { account: "anna", accountVersion: account.signInVersion, expiresAt: 2e9 };
  await services.store.change("signIn", "hash", () => signIn);
  setAccounts({ ben: people.ben });
  await oauth.accountsChanged();
  setAccounts(people);
  await oauth.accountsChanged();
  assert.equal(await services.store.get("signIn", "hash"), undefined);
});
