import assert from "node:assert/strict";
import { createToken, hashOf } from "../../src/oauth/hashes.ts";
import type { Grant } from "../../src/oauth/model.ts";
import {
  createRefreshToken,
  firstRefresh,
  grantIdOf,
  readRefreshToken,
  rotate,
  writeRefreshToken,
} from "../../src/oauth/refresh_tokens.ts";
import { beginning, grantOf, lifetimes } from "./state.ts";

/** A grant whose tokens a test uses one after the other. */
function begin() {
  const first = createRefreshToken();
  let grant = grantOf(grantIdOf(first), { refresh: firstRefresh(first, lifetimes, beginning) });
  return {
    first: first.secret,
    get grant(): Grant {
      return grant;
    },
    /** Shows a secret so many seconds after the beginning. @returns what came of it, and the next secret */
    show(secret: string, after = 0) {
      const rotation = rotate(grant, secret, createToken(), lifetimes, beginning + after);
      if (!("grant" in rotation)) return { outcome: rotation.outcome, next: "" };
      grant = rotation.grant;
      return { outcome: rotation.outcome, next: rotation.secret };
    },
  };
}

Deno.test("a refresh token names its family and its secret, and other texts are none", () => {
  const token = createRefreshToken();
  const text = writeRefreshToken(token);
  assert.deepEqual(readRefreshToken(text), token);
  assert.equal(grantIdOf(token), hashOf(token.family));
  for (
    const wrong of [
      "",
      token.secret,
      `${text}.`,
      `${text} `,
      text.slice(1),
      text.replace(".", "!"),
      `${text}\n`,
      "x".repeat(100_000),
    ]
  ) {
    assert.equal(readRefreshToken(wrong), undefined);
  }
});

Deno.test("T5: each use gives a new token, and starts the idle time anew", () => {
  const family = begin();
  const { outcome, next } = family.show(family.first, 1000);
  assert.equal(outcome, "rotated");
  assert.notEqual(next, family.first);
  assert.equal(family.grant.refresh!.hash, hashOf(next));
  assert.equal(family.grant.refresh!.idleUntil, beginning + 1000 + lifetimes.refreshIdle);
  assert.equal(family.grant.usedAt, beginning + 1000);
});

Deno.test("a grant lasts at least as long as its access tokens, however short its idle time", () => {
  const state = firstRefresh(createRefreshToken(), { refreshIdle: 60, access: 3600 }, beginning);
  assert.equal(state.idleUntil, beginning + 3600);
});

Deno.test("33: all who bring a replaced token within the grace get the one token that is in force", () => {
  const family = begin();
  const { next } = family.show(family.first);
  for (let count = 0; count < 9; count++) {
    assert.deepEqual(family.show(family.first, 120), { outcome: "repeated", next });
  }
  assert.deepEqual(family.show(next, 4000).outcome, "rotated");
});

Deno.test("33: who is two tokens behind gets the one in force as well", () => {
  const family = begin();
  const second = family.show(family.first).next;
  const third = family.show(second, 50).next;
  assert.deepEqual(family.show(family.first, 100), { outcome: "repeated", next: third });
  assert.deepEqual(family.show(second, 100), { outcome: "repeated", next: third });
});

Deno.test("T6: a token that was replaced longer ago than the grace is a reused one", () => {
  const family = begin();
  family.show(family.first);
  assert.equal(family.show(family.first, 121).outcome, "reused");
});

Deno.test("T6: an invented secret, and one from before a backup, are as reused ones", () => {
  const family = begin();
  assert.equal(family.show(createToken()).outcome, "reused");
  const without = { ...family.grant, refresh: undefined };
  assert.deepEqual(rotate(without, family.first, "salt", lifetimes, beginning), {
    outcome: "reused",
  });
});

Deno.test("33: a replaced token is answered ten times, then it has to wait, and nothing ends", () => {
  const family = begin();
  const { next } = family.show(family.first);
  for (let count = 0; count < 10; count++) family.show(family.first, 1);
  const before = family.grant;
  assert.equal(family.show(family.first, 1).outcome, "busy");
  assert.equal(family.grant, before);
  assert.equal(family.show(next, 1).outcome, "rotated");
});

Deno.test("33: a client that refreshes in circles has to wait for the grace to end, and loses nothing", () => {
  const family = begin();
  let secret = family.first;
  for (let count = 0; count < 20; count++) secret = family.show(secret).next;
  assert.equal(family.show(secret, 120).outcome, "busy");
  assert.equal(family.grant.refresh!.replaced.length, 20);
  assert.equal(family.show(secret, 121).outcome, "rotated");
  assert.equal(family.grant.refresh!.replaced.length, 1);
});

Deno.test("what is kept of a replaced token goes with the grace: without its salt nobody can follow the family", () => {
  const family = begin();
  const second = family.show(family.first).next;
  family.show(second, 200);
  const hashes = family.grant.refresh!.replaced.map(({ hash }) => hash);
  assert.deepEqual(hashes, [hashOf(second)]);
});

Deno.test("68: a clock that went back does not make a replaced token a reused one", () => {
  const family = begin();
  const { next } = family.show(family.first, 86_400);
  assert.deepEqual(family.show(family.first), { outcome: "repeated", next });
});

Deno.test("68: a token that was replaced before the clock went back is late with those after it", () => {
  const family = begin();
  const second = family.show(family.first, 86_400).next;
  family.show(second, 0);
  assert.equal(family.show(family.first, 121).outcome, "reused");
});

Deno.test("T15: what is kept holds no token", () => {
  const family = begin();
  const second = family.show(family.first).next;
  const third = family.show(second).next;
  const text = JSON.stringify(family.grant);
  for (const secret of [family.first, second, third]) assert(!text.includes(secret));
});
