import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Env } from "../../src/oauth/context.ts";
import { hashOf } from "../../src/oauth/hashes.ts";
import { revocationEndpoint } from "../../src/oauth/revocation.ts";
import { clientOf, codeOf, createWorld, exchange, refresh, whoIs } from "./state.ts";

async function serve() {
  const world = createWorld();
  const { store } = world.services;
  await store.change("client", "client", () => clientOf("client"));
  await store.change(
    "client",
    "other",
    () => clientOf("other", { authMethod: "client_secret_post", secretHash: hashOf("secret") }),
  );
  const app = new Hono<Env>().all("/revoke", revocationEndpoint(world.services, world.clients));
  const revoke = async (
    form: Record<string, string>,
    type = "application/x-www-form-urlencoded",
  ) => {
    const body = new URLSearchParams(form).toString();
    const answer = await app.request("/revoke", {
      method: "POST",
      body,
      headers: { "Content-Type": type },
    });
    const text = await answer.text();
    return [answer.status, text && JSON.parse(text).error];
  };
  const begin = async () => await exchange(world, await codeOf(world));
  return { world, revoke, begin };
}

Deno.test("T12: a refresh token that is given back takes its access tokens with it", async () => {
  const { world, revoke, begin } = await serve();
  const tokens = await begin();
  const others = await begin();
  assert.deepEqual(await revoke({ token: tokens.refresh, client_id: "client" }), [200, ""]);
  assert.equal(await whoIs(world, tokens.access), undefined);
  await assert.rejects(refresh(world, tokens.refresh), { code: "invalid_grant" });
  assert.equal(await whoIs(world, others.access), "anna");
  assert.deepEqual(world.events, [
    { what: "grant_revoked", account: "anna", client: "client", why: "revoked" },
  ]);
});

Deno.test("an access token that is given back takes its refresh token with it, as it did before", async () => {
  const { world, revoke, begin } = await serve();
  const tokens = await begin();
  assert.deepEqual(await revoke({ token: tokens.access, client_id: "client" }), [200, ""]);
  await assert.rejects(refresh(world, tokens.refresh), { code: "invalid_grant" });
});

Deno.test("a refresh token that was replaced a while ago ends its grant as well", async () => {
  const { world, revoke, begin } = await serve();
  const tokens = await begin();
  const next = await refresh(world, tokens.refresh);
  world.time += 1000;
  assert.deepEqual(await revoke({ token: tokens.refresh, client_id: "client" }), [200, ""]);
  assert.equal(await whoIs(world, next.access), undefined);
});

Deno.test("48: a hint is only a hint, and what is unknown is as well as gone", async () => {
  const { world, revoke, begin } = await serve();
  const [one, two, three] = [await begin(), await begin(), await begin()];
  const hinted = (token: string, token_type_hint: string) =>
    revoke({ token, token_type_hint, client_id: "client" });
  assert.deepEqual(await hinted(one.refresh, "access_token"), [200, ""]);
  assert.deepEqual(await hinted(two.access, "refresh_token"), [200, ""]);
  assert.deepEqual(await hinted(three.access, "anything"), [200, ""]);
  for (const { access } of [one, two, three]) assert.equal(await whoIs(world, access), undefined);
  for (
    const token of ["x", "x.y", one.refresh, one.access, `${"a".repeat(43)}.${"a".repeat(43)}`]
  ) {
    assert.deepEqual(await revoke({ token, client_id: "client" }), [200, ""], token);
  }
});

Deno.test("48: another client's token is answered like an unknown one, and goes on", async () => {
  const { world, revoke, begin } = await serve();
  const tokens = await begin();
  const other = { client_id: "other", client_secret: "secret" };
  assert.deepEqual(await revoke({ token: tokens.refresh, ...other }), [200, ""]);
  assert.deepEqual(await revoke({ token: tokens.access, ...other }), [200, ""]);
  assert.equal(await whoIs(world, tokens.access), "anna");
  await refresh(world, tokens.refresh);
});

Deno.test("48: no token, no form and no proof are refused", async () => {
  const { world, revoke, begin } = await serve();
  const { access: token } = await begin();
  assert.deepEqual(await revoke({ client_id: "client" }), [400, "invalid_request"]);
  assert.deepEqual(await revoke({ token, client_id: "client" }, "application/json"), [
    400,
    "invalid_request",
  ]);
  assert.deepEqual(await revoke({ token }), [401, "invalid_client"]);
  assert.deepEqual(await revoke({ token, client_id: "lost" }), [401, "invalid_client"]);
  assert.deepEqual(await revoke({ token, client_id: "other" }), [401, "invalid_client"]);
  assert.equal(await whoIs(world, token), "anna");
});

Deno.test("the reference's clients send an empty secret", async () => {
  const { world, revoke, begin } = await serve();
  const { access: token } = await begin();
  assert.deepEqual(await revoke({ token, client_id: "client", client_secret: "" }), [200, ""]);
  assert.equal(await whoIs(world, token), undefined);
});
