import assert from "node:assert/strict";
import { issueAccess } from "../../src/oauth/access_tokens.ts";
import { hashOf } from "../../src/oauth/hashes.ts";
import { beginning, clientOf, createWorld, granted, grantOf, lifetimes } from "./state.ts";

Deno.test("T15: of an access token its hash is kept, with what it is good for", async () => {
  const { services } = createWorld();
  const { access, expiresIn } = await issueAccess(services, grantOf("g"), ["kimai:read"]);
  assert.equal(expiresIn, 3600);
  assert.deepEqual(await services.store.find("access", () => true), [
    [hashOf(access), { grantId: "g", scopes: ["kimai:read"], expiresAt: beginning + 3600 }],
  ]);
});

Deno.test("an access token does not outlast its grant", async () => {
  const world = createWorld();
  world.time = beginning + lifetimes.grant - 10;
  const { expiresIn } = await issueAccess(world.services, grantOf("g"), granted);
  assert.equal(expiresIn, 10);
});

Deno.test("a client that gets a token is in use; one that is not in the store is not put there", async () => {
  const { services } = createWorld();
  await services.store.change("client", "client", () => clientOf("client"));
  await issueAccess(services, grantOf("g"), granted);
  await issueAccess(services, grantOf("g", { clientId: "https://c.example/client.json" }), granted);
  assert.deepEqual(await services.store.find("client", () => true), [
    ["client", clientOf("client", { usedAt: beginning })],
  ]);
});
