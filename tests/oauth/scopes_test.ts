import assert from "node:assert/strict";
import fc from "fast-check";
import { OAuthError } from "../../src/oauth/errors.ts";
import { narrowScopes, readScopes } from "../../src/oauth/scopes.ts";
import { scopes } from "./state.ts";

const invalid = (error: Error) => error instanceof OAuthError && error.code === "invalid_scope";

Deno.test("9: blanks before, between and behind scopes count for nothing, nor does a second mention", () => {
  assert.deepEqual(readScopes(" offline_access"), ["offline_access"]);
  assert.deepEqual(readScopes("  kimai:read   claudeai kimai:read "), ["kimai:read", "claudeai"]);
  assert.deepEqual(readScopes(""), []);
});

Deno.test("9: characters that no scope has are refused", () => {
  for (const text of ['a"b', "a\\b", "a\tb", "a\nb", "a\0", "ä", "\x7f"]) {
    assert.throws(() => readScopes(text), invalid, JSON.stringify(text));
  }
});

Deno.test("no scope text makes reading fail in another way", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    try {
      for (const name of readScopes(text)) assert.match(name, /^[!-~]+$/);
    } catch (error) {
      assert(invalid(error as Error));
    }
  }));
});

Deno.test("T7: a token may have less than was granted, and what a greater scope includes", () => {
  const narrow = (granted: string[], asked: string[]) => narrowScopes(granted, asked, scopes);
  const both = ["kimai:read", "kimai:write"];
  assert.deepEqual(narrow(both, []), both);
  assert.deepEqual(narrow(both, ["kimai:read"]), ["kimai:read"]);
  assert.deepEqual(narrow(["kimai:admin"], ["kimai:write"]), ["kimai:write"]);
  assert.deepEqual(narrow(both, ["claudeai", "offline_access"]), both);
  assert.deepEqual(narrow(both, ["kimai:write", "offline_access"]), ["kimai:write"]);
});

Deno.test("34: more than was granted is refused", () => {
  const narrow = (granted: string[], asked: string[]) => () => narrowScopes(granted, asked, scopes);
  assert.throws(narrow(["kimai:read"], ["kimai:write"]), {
    name: "OAuthError",
    code: "invalid_scope",
    message: 'The scope "kimai:write" was not granted',
  });
  assert.throws(narrow(["kimai:write"], ["kimai:read", "kimai:admin"]), invalid);
  assert.throws(narrow([], ["kimai:read"]), invalid);
});

Deno.test("a scope of one upstream includes none of another", () => {
  const both = [
    ...scopes,
    ...scopes.map((scope) => ({ ...scope, name: scope.name.replace("kimai", "other") })),
  ];
  const granted = ["kimai:read", "other:admin"];
  assert.deepEqual(narrowScopes(granted, ["other:write"], both), ["other:write"]);
  assert.throws(() => narrowScopes(granted, ["kimai:write"], both), invalid);
});
