import assert from "node:assert/strict";
import { endStrayGrants } from "../../src/oauth/stray_grants.ts";
import { codeOf, createWorld, exchange, whoIs } from "./state.ts";

Deno.test("70: an account that comes back as it was inherits nothing of before", async () => {
  const world = createWorld();
  const { store } = world.services;
  const { access } = await exchange(world, await codeOf(world));
  const bens = await exchange(world, await codeOf(world, { account: "ben" }));
  await codeOf(world);
  const signIn = { account: "anna", accountVersion: "anna 1", expiresAt: world.time + 10 };
  await store.change("signIn", "s", () => signIn);
  await endStrayGrants(world.services);
  assert.equal(await whoIs(world, access), "anna");
  world.accounts.delete("anna");
  await endStrayGrants(world.services);
  world.accounts.set("anna", "anna 1");
  assert.equal(await whoIs(world, access), undefined);
  assert.equal(await whoIs(world, bens.access), "ben");
  assert.deepEqual([store.count("grant"), store.count("code"), store.count("signIn")], [1, 1, 0]);
  assert.deepEqual(world.events, [
    { what: "grant_revoked", account: "anna", client: "client", why: "account_changed" },
  ]);
});

Deno.test("70: a new secret ends the grants of the old one", async () => {
  const world = createWorld();
  await exchange(world, await codeOf(world));
  world.accounts.set("anna", "anna 2");
  await endStrayGrants(world.services);
  assert.equal(world.services.store.count("grant"), 0);
});
