import assert from "node:assert/strict";
import {
  checkFlow,
  clientNameOf,
  readClientMetadata,
  wordsOf,
} from "../../src/oauth/client_metadata.ts";
import { OAuthError } from "../../src/oauth/errors.ts";

const refuses = (run: () => unknown, message?: RegExp) =>
  assert.throws(run, (error: Error) => {
    assert(error instanceof OAuthError && error.code === "invalid_client_metadata", String(error));
    if (message) assert.match(error.message, message);
    return true;
  });

Deno.test("an object is read as it is, unknown members included", () => {
  const text = `{"client_name":"A","tos_uri":"x","jwks":{"keys":[{"a":1}]}}`;
  assert.deepEqual(readClientMetadata(text), JSON.parse(text));
});

Deno.test("40: what is no JSON object is refused", () => {
  for (const text of ["", "null", "5", "[]", '"x"', "{", "{]", "{'a':1}", '{"a":1}x', "\ufeff{}"]) {
    refuses(() => readClientMetadata(text), /must be a JSON object/);
  }
});

Deno.test("40: depth of 10,000 is refused without an overflow", () => {
  for (const [open, close] of [["[", "]"], ['{"a":', "}"]]) {
    refuses(() => readClientMetadata(`{"a":${open.repeat(10_000)}1${close.repeat(10_000)}}`));
    refuses(() => readClientMetadata(`{"a":${open.repeat(10_000)}`));
  }
});

Deno.test("40: a member that stands twice is refused, also behind escapes", () => {
  for (const second of ["redirect_uris", "redirect\\u005furis"]) {
    const text = `{"redirect_uris":["https://a.example/"],"${second}":["https://b.example/"]}`;
    refuses(() => readClientMetadata(text), /each member once/);
  }
});

Deno.test("a member named like the language's own is only a member", () => {
  const metadata = readClientMetadata('{"__proto__":{"client_name":"x"},"constructor":1}');
  assert.equal(clientNameOf(metadata), undefined);
  assert.equal(wordsOf(metadata, "toString"), undefined);
});

Deno.test("24: the name is fit to be shown; null and blanks are none, other things are refused", () => {
  assert.equal(clientNameOf({ client_name: "Claude" }), "Claude");
  assert.equal(clientNameOf({ client_name: "Cla\u200bude\u202e\0\n  Code" }), "Claude Code");
  for (const client_name of [null, undefined, "", " \u200b"]) {
    assert.equal(clientNameOf({ client_name }), undefined);
  }
  for (const client_name of [5, {}, ["x"], true]) refuses(() => clientNameOf({ client_name }));
});

Deno.test("24: a name of 5,000 characters is cut", () => {
  const name = clientNameOf({ client_name: "x".repeat(5000) })!;
  assert(name.length <= 200, String(name.length));
});

Deno.test("D3: lists are lists of texts, or absent", () => {
  assert.deepEqual(wordsOf({ grant_types: ["a", "b"] }, "grant_types"), ["a", "b"]);
  assert.equal(wordsOf({ grant_types: null }, "grant_types"), undefined);
  assert.equal(wordsOf({}, "grant_types"), undefined);
  for (const list of ["code", 5, { a: 1 }, [5], [null]]) refuses(() => wordsOf({ list }, "list"));
});

Deno.test("A13: a client that cannot use codes is refused; what it wants beside them is not asked", () => {
  checkFlow({});
  checkFlow({ grant_types: [], response_types: [] });
  checkFlow({
    grant_types: ["implicit", "authorization_code", "password"],
    response_types: ["token", "code"],
  });
  refuses(() => checkFlow({ grant_types: ["client_credentials"] }), /authorization_code/);
  refuses(() => checkFlow({ response_types: ["token"] }), /code among its response_types/);
  refuses(() => checkFlow({ response_types: ["code id_token"] }));
});
