import assert from "node:assert/strict";
import { answers, isChallenge, isVerifier } from "../../src/oauth/pkce.ts";

// RFC 7636, appendix B.
const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

Deno.test("A1: the verifier of the RFC answers its challenge, and nothing else does", () => {
  assert.equal(answers(verifier, challenge), true);
  assert.equal(answers(verifier.toLowerCase(), challenge), false);
  assert.equal(answers(`${verifier}a`, challenge), false);
  assert.equal(answers(challenge, challenge), false, "plain is no method here");
  assert.equal(answers(verifier, `${challenge.slice(0, 42)}A`), false, "to the last character");
  assert.equal(answers(verifier, `A${challenge.slice(1)}`), false, "from the first character");
});

Deno.test("8: a challenge has the 43 characters of a SHA-256", () => {
  assert.equal(isChallenge(challenge), true);
  const wrong = [
    "",
    challenge.slice(1),
    `${challenge}=`,
    `${challenge}a`,
    "a".repeat(129),
    challenge.replace("-", "+"),
    `${challenge.slice(1)}\n`,
  ];
  assert.deepEqual(wrong.filter(isChallenge), []);
});

Deno.test("30: a verifier has 43 to 128 unreserved characters", () => {
  const good = ["a".repeat(43), "a".repeat(128), `${"a".repeat(42)}~`, "-._~".repeat(11)];
  assert.deepEqual(good.filter(isVerifier), good);
  const wrong = [
    "",
    "a".repeat(42),
    "a".repeat(129),
    `${"a".repeat(42)} `,
    `${"a".repeat(43)}\n`,
    `${"a".repeat(42)}ä`,
    `${"a".repeat(42)}/`,
  ];
  assert.deepEqual(wrong.filter(isVerifier), []);
});
