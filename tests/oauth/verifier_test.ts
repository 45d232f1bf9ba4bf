import assert from "node:assert/strict";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import type { Store } from "../../src/oauth/store.ts";
import { createVerifier } from "../../src/oauth/verifier.ts";
import {
  beginning,
  codeOf,
  createWorld,
  day,
  exchange,
  granted,
  lifetimes,
  refresh,
  whoIs,
} from "./state.ts";

async function begin(store?: Store) {
  const world = createWorld(store);
  const tokens = await exchange(world, await codeOf(world));
  return { world, tokens, verify: createVerifier(world.services).verify };
}

Deno.test("an access token says who, for which client, how far and how long", async () => {
  const { tokens, verify } = await begin();
  assert.deepEqual(await verify(tokens.access), {
    account: "anna",
    version: tokens.grant.accountVersion,
    client: "client",
    scopes: granted,
    expiresAt: beginning + 3600,
  });
});

Deno.test("R1: what is no access token is not one", async () => {
  const { tokens, verify } = await begin();
  for (
    const token of [
      "",
      "x",
      `${tokens.access}x`,
      tokens.access.toLowerCase(),
      tokens.refresh,
      tokens.grant.id,
      "__proto__",
    ]
  ) {
    assert.equal(await verify(token), undefined, token);
  }
});

Deno.test("T4: an access token is good until the second before its end", async () => {
  const { world, tokens } = await begin();
  world.time = beginning + 3599;
  assert.equal(await whoIs(world, tokens.access), "anna");
  world.time = beginning + 3600;
  assert.equal(await whoIs(world, tokens.access), undefined);
});

Deno.test("68: a token made while the clock was far ahead is not good, and one of a day ahead not for long", async () => {
  const { world, tokens } = await begin();
  world.time = beginning - day;
  assert.equal(await whoIs(world, tokens.access), "anna");
  world.time = beginning - day - 1;
  assert.equal(await whoIs(world, tokens.access), undefined);
});

Deno.test("70: a token ends with its account, or with what the person signs in with", async () => {
  const { world, tokens } = await begin();
  world.accounts.set("anna", "anna 2");
  assert.equal(await whoIs(world, tokens.access), undefined);
  world.accounts.delete("anna");
  assert.equal(await whoIs(world, tokens.access), undefined);
});

Deno.test("S1: a token for another resource is not good here", async () => {
  const { world, tokens } = await begin();
  world.services.resource = "https://moved.example.com/mcp";
  assert.equal(await whoIs(world, tokens.access), undefined);
});

Deno.test("a narrowed token has its own scopes", async () => {
  const { world, tokens, verify } = await begin();
  const { access } = await refresh(world, tokens.refresh, { scopes: ["kimai:read"] });
  assert.deepEqual((await verify(access))?.scopes, ["kimai:read"]);
});

Deno.test("the use of a grant is noted once a minute at most, and waited for by nobody", async () => {
  const inner = createMemoryStore({ lifetimes });
  const change = inner.change.bind(inner);
  const { world, tokens, verify } = await begin(inner);
  const { promise: forEver } = Promise.withResolvers<never>();
  let notes = 0;
  inner.change = async (kind, key, how) => (notes++, await change(kind, key, how), await forEver);
  const usedAt = async () => (await inner.get("grant", tokens.grant.id))?.usedAt;
  world.time += 59;
  await verify(tokens.access);
  assert.deepEqual([notes, await usedAt()], [0, beginning]);
  world.time += 1;
  for (let count = 0; count < 10; count++) await verify(tokens.access);
  assert.deepEqual([notes, await usedAt()], [1, beginning + 60]);
  world.time += 60;
  await verify(tokens.access);
  assert.deepEqual([notes, await usedAt()], [2, beginning + 120]);
});

Deno.test("a note of use that fails is logged, and the token is good", async () => {
  const store = createMemoryStore({ lifetimes });
  const { world, tokens, verify } = await begin(store);
  const lines: string[] = [];
  world.services.log = { ...world.services.log, error: (line) => lines.push(line) };
  store.change = () => Promise.reject(new Error("lost"));
  const noting = createVerifier(world.services);
  world.time += 60;
  assert.equal((await noting.verify(tokens.access))?.account, "anna");
  await Promise.resolve();
  assert.deepEqual(lines, ["The use of a grant could not be noted"]);
  assert.equal((await verify(tokens.access))?.account, "anna");
});
