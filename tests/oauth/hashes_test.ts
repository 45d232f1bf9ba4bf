import assert from "node:assert/strict";
import { createToken, deriveToken, hashOf } from "../../src/oauth/hashes.ts";

Deno.test("T4: tokens have 256 random bits and only characters that every header and URL carries", () => {
  const tokens = Array.from({ length: 1000 }, createToken);
  assert.equal(new Set(tokens).size, 1000);
  for (const token of tokens) {
    assert.match(token, /^[\w-]{43}$/);
    assert.equal(Buffer.from(token, "base64url").length, 32);
  }
});

Deno.test("a hash is SHA-256 in base64url", () => {
  assert.equal(hashOf(""), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
  assert.equal(hashOf("abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});

Deno.test("a derived token needs both the token and the salt", () => {
  const token = deriveToken("token", "salt");
  assert.match(token, /^[\w-]{43}$/);
  assert.equal(deriveToken("token", "salt"), token);
  const others = [deriveToken("token", "salz"), deriveToken("tokem", "salt"), hashOf("tokensalt")];
  assert(!others.includes(token));
});
