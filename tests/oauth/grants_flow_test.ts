import assert from "node:assert/strict";
import { endGrant, grantsOf } from "../../src/oauth/grants_flow.ts";
import { hashOf } from "../../src/oauth/hashes.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import type { Code, Grant } from "../../src/oauth/model.ts";
import { type Store, StoreFullError } from "../../src/oauth/store.ts";
import {
  beginning,
  callback,
  challenge,
  codeOf,
  createWorld,
  exchange,
  granted,
  lifetimes,
  refresh,
  resource,
  verifier,
  whoIs,
} from "./state.ts";

const invalidGrant = { name: "OAuthError", code: "invalid_grant" };

const grantsIn = async (store: Store): Promise<Grant[]> =>
  (await store.find("grant", () => true)).map(([, grant]) => grant);

Deno.test("T15: of a code its hash is kept, with all that it is bound to", async () => {
  const world = createWorld();
  const text = await codeOf(world);
  const code: Code = {
    grant: {
      account: "anna",
      accountVersion: "anna 1",
      clientId: "client",
      clientName: "Client",
      redirectHost: "client.example",
      scopes: granted,
      resource,
      createdAt: beginning,
      usedAt: beginning,
      expiresAt: beginning + lifetimes.grant,
    },
    redirectUri: callback,
    challenge,
    expiresAt: beginning + 600,
    failures: 0,
  };
  assert.deepEqual(await world.services.store.find("code", () => true), [[hashOf(text), code]]);
});

Deno.test("a code becomes a grant with tokens, one of which is good for its account", async () => {
  const world = createWorld();
  const tokens = await exchange(world, await codeOf(world));
  assert.equal(await whoIs(world, tokens.access), "anna");
  assert.deepEqual(tokens.scopes, granted);
  assert.deepEqual(await grantsIn(world.services.store), [tokens.grant]);
  assert.match(tokens.refresh, /^[\w-]{43}\.[\w-]{43}$/);
});

Deno.test("T1: what is not the client's own is refused, and the code stays good", async () => {
  const world = createWorld();
  const code = await codeOf(world);
  for (
    const wrong of [
      { code: `${code}x` },
      { code: hashOf(code) },
      { clientId: "other" },
      { redirectUri: "https://client.example/cb2" },
      { verifier: "w".repeat(43) },
    ]
  ) {
    await assert.rejects(exchange(world, code, wrong), invalidGrant, JSON.stringify(wrong));
  }
  await assert.rejects(exchange(world, code, { resources: ["https://other.example/mcp"] }), {
    code: "invalid_target",
  });
  assert.deepEqual(await grantsIn(world.services.store), []);
  await exchange(world, code, { resources: [`${resource}/`] });
});

Deno.test("31: a code is good until the second before its end", async () => {
  const world = createWorld();
  const [early, late] = [await codeOf(world), await codeOf(world)];
  world.time = beginning + 599;
  await exchange(world, early);
  world.time = beginning + 600;
  await assert.rejects(exchange(world, late), invalidGrant);
});

Deno.test("29: after five wrong verifiers the right one is refused", async () => {
  const world = createWorld();
  const code = await codeOf(world);
  for (let count = 0; count < 5; count++) {
    await assert.rejects(exchange(world, code, { verifier: "w".repeat(43) }), invalidGrant);
  }
  await assert.rejects(exchange(world, code), invalidGrant);
});

Deno.test("T2: a code that is replayed with all that belongs to it ends the grant", async () => {
  const world = createWorld();
  const code = await codeOf(world);
  const { access, refresh: token } = await exchange(world, code);
  await assert.rejects(exchange(world, code), invalidGrant);
  assert.equal(await whoIs(world, access), undefined);
  await assert.rejects(refresh(world, token), invalidGrant);
  assert.deepEqual(world.events, [
    { what: "grant_revoked", account: "anna", client: "client", why: "code_replayed" },
  ]);
});

Deno.test("T2: a thief of a code who lacks the verifier or the client ends nothing", async () => {
  const world = createWorld();
  const code = await codeOf(world);
  const { access } = await exchange(world, code);
  for (let count = 0; count < 10; count++) {
    await assert.rejects(exchange(world, code, { verifier: "w".repeat(43) }), invalidGrant);
    await assert.rejects(exchange(world, code, { clientId: "other" }), invalidGrant);
  }
  assert.equal(await whoIs(world, access), "anna");
  await assert.rejects(exchange(world, code), invalidGrant);
  assert.equal(await whoIs(world, access), undefined, "a true replay still ends it");
});

Deno.test("32: of 50 exchanges at once one succeeds", async () => {
  const world = createWorld();
  const code = await codeOf(world);
  const all = await Promise.allSettled(Array.from({ length: 50 }, () => exchange(world, code)));
  const good = all.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
  assert.deepEqual(await grantsIn(world.services.store), good.map(({ grant }) => grant));
  assert.equal(good.length, 1);
});

Deno.test("32: of 50 exchanges at once of which one has the verifier, that one succeeds", async () => {
  const world = createWorld();
  const code = await codeOf(world);
  const all = await Promise.allSettled(
    Array.from(
      { length: 50 },
      (_, count) => exchange(world, code, { verifier: count === 3 ? verifier : "w".repeat(43) }),
    ),
  );
  assert.deepEqual(all.flatMap(({ status }, count) => status === "fulfilled" ? [count] : []), [3]);
  assert.equal((await grantsIn(world.services.store)).length, 1);
});

Deno.test("70: a code of an account that is gone, or signs in differently by now, is refused", async () => {
  const world = createWorld();
  const codes = [await codeOf(world), await codeOf(world)];
  world.accounts.set("anna", "anna 2");
  await assert.rejects(exchange(world, codes[0]), invalidGrant);
  world.accounts.delete("anna");
  await assert.rejects(exchange(world, codes[1]), invalidGrant);
  assert.deepEqual(await grantsIn(world.services.store), []);
});

Deno.test("an account has 100 grants at most: the one unused for longest makes room", async () => {
  const world = createWorld();
  const first = await exchange(world, await codeOf(world));
  const second = await exchange(world, await codeOf(world));
  const bens = await exchange(world, await codeOf(world, { account: "ben" }));
  world.time += 10;
  await refresh(world, first.refresh);
  for (let count = 0; count < 99; count++) await exchange(world, await codeOf(world));
  assert.equal((await grantsOf(world.services, "anna")).length, 100);
  assert.equal(await whoIs(world, first.access), "anna");
  assert.equal(await whoIs(world, second.access), undefined);
  assert.equal(await whoIs(world, bens.access), "ben");
  assert.deepEqual(world.events, [
    { what: "grant_revoked", account: "anna", client: "client", why: "too_many" },
  ]);
});

Deno.test("a store without room for a grant says so", async () => {
  const world = createWorld(createMemoryStore({ lifetimes, limits: { grant: 0 } }));
  await assert.rejects(exchange(world, await codeOf(world)), StoreFullError);
});

Deno.test("an ended grant takes its tokens with it, and is told once", async () => {
  const world = createWorld();
  const { access, grant } = await exchange(world, await codeOf(world));
  assert.equal(await endGrant(world.services, grant.id, "disconnected", () => false), false);
  assert.equal(await whoIs(world, access), "anna");
  assert.equal(await endGrant(world.services, grant.id, "disconnected"), true);
  assert.equal(await endGrant(world.services, grant.id, "disconnected"), false);
  assert.equal(await whoIs(world, access), undefined);
  assert.deepEqual(world.events, [
    { what: "grant_revoked", account: "anna", client: "client", why: "disconnected" },
  ]);
});

Deno.test("an account's grants are those that count, the last used first", async () => {
  const world = createWorld();
  const one = await exchange(world, await codeOf(world));
  world.time += 10;
  const two = await exchange(world, await codeOf(world));
  await exchange(world, await codeOf(world, { account: "ben" }));
  const ids = async () => (await grantsOf(world.services, "anna")).map(({ id }) => id);
  assert.deepEqual(await ids(), [two.grant.id, one.grant.id]);
  world.time += 10;
  await refresh(world, one.refresh);
  assert.deepEqual(await ids(), [one.grant.id, two.grant.id]);
  world.accounts.set("anna", "anna 2");
  assert.deepEqual(await ids(), []);
});
