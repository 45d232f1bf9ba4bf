import assert from "node:assert/strict";
import fc from "fast-check";
import { refusalOf, returnAddress } from "../../src/oauth/answers.ts";
import { OAuthError } from "../../src/oauth/errors.ts";

const issuer = "https://mcp.test";

Deno.test("an answer tells the result, the state and who says so", () => {
  const to = { redirectUri: "https://claude.test/cb", state: "a b+c" };
  assert.equal(
    returnAddress(issuer, to, { code: "x" }),
    "https://claude.test/cb?code=x&state=a%20b%2Bc&iss=https%3A%2F%2Fmcp.test",
  );
});

Deno.test("a query of the client's own stays as it is written", () => {
  const to = { redirectUri: "https://claude.test/cb?a=%7e&b=1+2" };
  assert.equal(
    returnAddress(issuer, to, { code: "x" }),
    "https://claude.test/cb?a=%7e&b=1+2&code=x&iss=https%3A%2F%2Fmcp.test",
  );
});

Deno.test("whatever the state is, it stays one parameter", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (state) => {
    const url = new URL(returnAddress(issuer, { redirectUri: "app:/cb", state }, { code: "x" }));
    assert.deepEqual([...url.searchParams], [["code", "x"], ["state", state], ["iss", issuer]]);
    assert.equal(url.hash, "");
  }));
});

Deno.test("a description has the characters that it may have", () => {
  const { error, error_description } = refusalOf(new OAuthError("invalid_scope", 'No "\\ü\r\n'));
  assert.deepEqual([error, error_description], ["invalid_scope", "No ''???"]);
});
