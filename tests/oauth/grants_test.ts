import assert from "node:assert/strict";
import { grantLives, isCurrent, useCode } from "../../src/oauth/grants.ts";
import type { Code } from "../../src/oauth/model.ts";
import {
  accountsOf,
  beginning,
  callback,
  challenge,
  day,
  grantOf,
  lifetimes,
  verifier,
} from "./state.ts";

const { id: _, ...grant } = grantOf("g");
const code: Code = {
  grant,
  redirectUri: callback,
  challenge,
  expiresAt: beginning + lifetimes.code,
  failures: 0,
};
const attempt = { clientId: "client", redirectUri: callback, verifier, grantId: "new" };
const wrongVerifier = { ...attempt, verifier: "w".repeat(43) };

const use = (code: Code | undefined, how = attempt, now = beginning) =>
  useCode(code, how, lifetimes, now);

Deno.test("T1: a code is good once, for its client, its redirect URI and its verifier", () => {
  assert.deepEqual(use(code), { outcome: "granted", code: { ...code, usedFor: "new" } });
  assert.deepEqual(use(undefined), { outcome: "refused", code: undefined, why: "unknown" });
  assert.deepEqual(use(code, { ...attempt, clientId: "other" }), {
    outcome: "refused",
    code,
    why: "client",
  });
  assert.deepEqual(use(code, { ...attempt, redirectUri: `${callback}/` }), {
    outcome: "refused",
    code,
    why: "redirect_uri",
  });
});

Deno.test("T3: a redirect URI need not be repeated", () => {
  const { redirectUri: _, ...without } = attempt;
  assert.equal(useCode(code, without, lifetimes, beginning).outcome, "granted");
});

Deno.test("31: a code is good until the second before its end", () => {
  const end = code.expiresAt;
  assert.equal(use(code, attempt, end - 1).outcome, "granted");
  assert.deepEqual(use(code, attempt, end), { outcome: "refused", code, why: "unknown" });
});

Deno.test("29: four wrong verifiers are forgiven, the fifth is the end", () => {
  let now: Code = code;
  for (const failures of [1, 2, 3, 4]) {
    const wrong = use(now, wrongVerifier);
    assert.deepEqual(wrong, { outcome: "refused", code: { ...code, failures }, why: "verifier" });
    now = wrong.code!;
    assert.equal(use(now).outcome, "granted");
  }
  now = use(now, wrongVerifier).code!;
  assert.deepEqual(use(now), { outcome: "refused", code: now, why: "unknown" });
});

Deno.test("T2: a second use that is right in everything tells what is to end", () => {
  const used = use(code).code!;
  const again = use(used, { ...attempt, grantId: "newer" });
  assert.deepEqual(again, { outcome: "replayed", code: used, grantId: "new" });
});

Deno.test("T2: a second use that lacks something ends nothing", () => {
  const used = use(code).code!;
  for (
    const how of [wrongVerifier, { ...attempt, clientId: "other" }, {
      ...attempt,
      redirectUri: "x",
    }]
  ) {
    assert.equal(use(used, how).outcome, "refused");
    assert.equal(use(used, how).code, used);
  }
});

Deno.test("68: what was made while the clock was far ahead is not in force", () => {
  assert.equal(isCurrent(beginning + 1, 600, beginning), true);
  assert.equal(isCurrent(beginning, 600, beginning), false);
  assert.equal(isCurrent(beginning + 600 + day, 600, beginning), true);
  assert.equal(isCurrent(beginning + 601 + day, 600, beginning), false);
});

Deno.test("a grant lives while its account is the same, and in its time", () => {
  const accounts = accountsOf(new Map([["anna", "anna 1"]]));
  const lives = (more = {}, now = beginning) => grantLives(grantOf("g", more), accounts, now);
  assert.equal(lives(), true);
  assert.equal(lives({ account: "ben" }), false);
  assert.equal(lives({ accountVersion: "anna 0" }), false);
  assert.equal(lives({}, beginning + lifetimes.grant - 1), true);
  assert.equal(lives({}, beginning + lifetimes.grant), false);
  const refresh = { hash: "h", idleUntil: beginning + 10, replaced: [] };
  assert.equal(lives({ refresh }, beginning + 9), true);
  assert.equal(lives({ refresh }, beginning + 10), false);
  assert.equal(lives({}, beginning - day), true);
  assert.equal(lives({}, beginning - day - 1), false);
});
