import assert from "node:assert/strict";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import { loadState } from "../../src/oauth/state_loading.ts";
import { createStateWriter } from "../../src/oauth/state_text.ts";
import { silentLog } from "../../src/lib/log.ts";
import { inFolder } from "../support/folder.ts";
import {
  beginning,
  codeOf,
  createWorld,
  day,
  exchange,
  granted,
  lifetimes,
  refresh,
  resource,
  whoIs,
  type World,
} from "./state.ts";

const invalidGrant = { name: "OAuthError", code: "invalid_grant" };

async function begin(world = createWorld()) {
  return { world, tokens: await exchange(world, await codeOf(world)) };
}

Deno.test("T5: a refresh token gives new tokens, and the access token before stays good for its time", async () => {
  const { world, tokens } = await begin();
  const next = await refresh(world, tokens.refresh);
  assert.notEqual(next.refresh, tokens.refresh);
  assert.equal(next.refresh.split(".")[0], tokens.refresh.split(".")[0]);
  assert.equal(await whoIs(world, next.access), "anna");
  assert.equal(await whoIs(world, tokens.access), "anna");
  assert.deepEqual([next.scopes, next.expiresIn], [granted, 3600]);
});

Deno.test("T6: a replaced token after the grace ends all tokens of the grant", async () => {
  const { world, tokens } = await begin();
  const next = await refresh(world, tokens.refresh);
  world.time += 121;
  await assert.rejects(refresh(world, tokens.refresh), invalidGrant);
  await assert.rejects(refresh(world, next.refresh), invalidGrant);
  assert.deepEqual(await Promise.all([tokens, next].map(({ access }) => whoIs(world, access))), [
    undefined,
    undefined,
  ]);
  assert.deepEqual(world.events, [{ what: "refresh_reused", account: "anna", client: "client" }]);
});

Deno.test("33: clients that refresh at once all get on, with one token in force", async () => {
  const { world, tokens } = await begin();
  const all = await Promise.all(Array.from({ length: 10 }, () => refresh(world, tokens.refresh)));
  assert.equal(new Set(all.map(({ refresh }) => refresh)).size, 1);
  assert.equal(new Set(all.map(({ access }) => access)).size, 10);
  for (const { access } of all) assert.equal(await whoIs(world, access), "anna");
  world.time += day;
  await refresh(world, all[9].refresh);
  await refresh(world, all[0].refresh);
});

Deno.test("33: of 50 refreshes at once those that come too much have to wait, and nobody is signed out", async () => {
  const { world, tokens } = await begin();
  const all = await Promise.allSettled(
    Array.from({ length: 50 }, () => refresh(world, tokens.refresh)),
  );
  const good = all.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
  const bad = all.flatMap((one) => one.status === "rejected" ? [one.reason.code] : []);
  assert.equal(good.length, 11);
  assert.deepEqual(new Set(bad), new Set(["temporarily_unavailable"]));
  assert.equal(world.services.store.count("access"), 12);
  await refresh(world, good[0].refresh);
});

Deno.test("34: another client is refused and ends nothing, not even with an old token", async () => {
  const { world, tokens } = await begin();
  await assert.rejects(refresh(world, tokens.refresh, { clientId: "other" }), invalidGrant);
  const next = await refresh(world, tokens.refresh);
  world.time += 1000;
  await assert.rejects(refresh(world, tokens.refresh, { clientId: "other" }), invalidGrant);
  await refresh(world, next.refresh);
});

Deno.test("T7: a refresh for fewer scopes narrows its access token alone", async () => {
  const { world, tokens } = await begin();
  const narrow = await refresh(world, tokens.refresh, { scopes: ["kimai:read", "offline_access"] });
  assert.deepEqual(narrow.scopes, ["kimai:read"]);
  assert.deepEqual((await refresh(world, narrow.refresh)).scopes, granted);
});

Deno.test("34, T8: more scopes or another resource are refused, and the token stays in force", async () => {
  const { world, tokens } = await begin();
  await assert.rejects(refresh(world, tokens.refresh, { scopes: ["kimai:admin"] }), {
    code: "invalid_scope",
  });
  await assert.rejects(refresh(world, tokens.refresh, { resources: ["https://other.example/"] }), {
    code: "invalid_target",
  });
  world.time += 1000;
  await refresh(world, tokens.refresh, { resources: [resource] });
});

Deno.test("T7: a refresh token that nobody uses ends, one that is used goes on until the grant ends", async () => {
  const { world, tokens } = await begin();
  world.time = beginning + lifetimes.refreshIdle;
  await assert.rejects(refresh(world, tokens.refresh), invalidGrant);
  const again = await begin();
  let token = again.tokens.refresh;
  for (const days of [29, 58, 87]) {
    again.world.time = beginning + days * day;
    token = (await refresh(again.world, token)).refresh;
  }
  again.world.time = beginning + lifetimes.grant;
  await assert.rejects(refresh(again.world, token), invalidGrant);
});

Deno.test("34, 70: a token of an account that is gone, or signs in differently by now, is refused", async () => {
  const changes: ((world: World) => unknown)[] = [
    (world) => world.accounts.delete("anna"),
    (world) => world.accounts.set("anna", "anna 2"),
  ];
  for (const change of changes) {
    const { world, tokens } = await begin();
    change(world);
    await assert.rejects(refresh(world, tokens.refresh), invalidGrant);
  }
});

Deno.test("texts that are no refresh token of ours are refused", async () => {
  const { world, tokens } = await begin();
  for (
    const text of ["", "x", tokens.access, tokens.grant.id, `${tokens.grant.id}.${"a".repeat(43)}`]
  ) {
    await assert.rejects(refresh(world, text), invalidGrant, text);
  }
  assert.equal(await whoIs(world, tokens.access), "anna");
});

Deno.test("67: with an older copy of the state the token of then works on, and one of later ends the grant", () =>
  inFolder(async (path) => {
    const store = createMemoryStore({ lifetimes });
    const { world, tokens } = await begin(createWorld(store));
    await Deno.writeTextFile(path("state"), createStateWriter()(store), { mode: 0o600 });
    const later = await refresh(world, tokens.refresh);
    const restored = async () => {
      const memory = createMemoryStore({ lifetimes });
      await loadState(memory, { path: path("state"), log: silentLog, now: () => beginning });
      return createWorld(memory);
    };
    await refresh(await restored(), tokens.refresh);
    const again = await restored();
    await assert.rejects(refresh(again, later.refresh), invalidGrant);
    assert.equal(again.services.store.count("grant"), 0);
  }));
