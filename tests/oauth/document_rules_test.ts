import assert from "node:assert/strict";
import fc from "fast-check";
import { documentUrl, namesDocument, readDocument } from "../../src/oauth/document_rules.ts";
import { OAuthError } from "../../src/oauth/errors.ts";

const noon = 1_800_000_000;
const id = "https://client.example.com/oauth/client.json";

function refuses(run: () => unknown, message?: RegExp) {
  assert.throws(run, (error: Error) => {
    assert(error instanceof OAuthError && error.code === "invalid_client", String(error));
    if (message) assert.match(error.message, message);
    return true;
  });
}

const outside = (url: string) => documentUrl(url, { loopback: false });

Deno.test("D5, 2.1: the names of real clients are URLs of documents", () => {
  const real = [
    "https://claude.ai/oauth/mcp-oauth-client-metadata",
    "https://claude.ai/oauth/claude-code-client-metadata",
    "https://chatgpt.com/oauth/abc-123/client.json",
    "https://chatgpt.com/oauth/codex/client.json",
    "https://vscode.dev/oauth/client-metadata.json",
    "https://opencode.ai/oauth/opencode/client.json",
    "https://client.example.com:8443/c%20d",
    "https://xn--mller-kva.example/client.json",
  ];
  for (const url of real) {
    assert.equal(namesDocument(url), true);
    assert.equal(outside(url).href, url);
  }
});

Deno.test("only https names a document", () => {
  for (const name of ["", "web", "8f14e45f-ceea-467f", "http://client.example/c", "urn:https:x"]) {
    assert.equal(namesDocument(name), false, name);
  }
});

Deno.test("43: URLs that are not fetched from", () => {
  const bad = [
    "http://client.example.com/c",
    "ftp://client.example.com/c",
    "https:",
    "https://",
    "https:///c",
    "https://client.example.com",
    "https://client.example.com/",
    "https://client.example.com//..",
    "https://client.example.com/c#f",
    "https://client.example.com/c#",
    "https://client.example.com/c?a=b",
    "https://client.example.com/c?",
    "https://user@client.example.com/c",
    "https://user:word@client.example.com/c",
    "https://@client.example.com/c",
    "https://client.example.com/a/../c",
    "https://client.example.com/a/./c",
    "https://client.example.com/a/%2e%2e/c",
    "https://client.example.com/a/.%2E/c",
    "https://client.example.com/a/..",
    "https://client.example.com/a\\c",
    "https:\\\\client.example.com\\c",
    "https://client.example.com/a b",
    "https://client.example.com/ä",
    " https://client.example.com/c",
    "https://client.example.com/c\n",
    "https://client.exa\tmple.com/c",
    "HTTPS://client.example.com/c",
    "https://CLIENT.example.com/c",
    "https://müller.example/c",
    "https://client.example.com:443/c",
    "https://client.example.com:22/c",
    "https://client.example.com:25/c",
    "https://client.example.com:80/c",
    "https://client.example.com:0/c",
    "https://client.example.com:99999/c",
    "https://127.0.0.1/c",
    "https://127.1/c",
    "https://0x7f000001/c",
    "https://2130706433/c",
    "https://8.8.8.8/c",
    "https://[::1]/c",
    "https://[2606:4700::1]/c",
    "https://localhost/c",
    "https://localhost:8443/c",
    "https://foo.localhost/c",
    "https://intranet/c",
    "https://kimai/c",
    "https://kimai.internal/c",
    "https://metadata.google.internal/c",
    "https://printer.local/c",
    "https://nas.lan/c",
    "https://nas.home.arpa/c",
    "https://client.example.com./c",
    "https://localhost./c",
    `https://client.example.com/${"x".repeat(1024)}`,
  ];
  for (const url of bad) refuses(() => outside(url));
});

Deno.test("D8: on a server of this machine alone, its own names may be used, with any port", () => {
  const inside = (url: string) => documentUrl(url, { loopback: true }).href;
  const own = ["https://localhost:18443/c", "https://127.0.0.1:1/c", "https://[::1]:22/c"];
  for (const url of own) assert.equal(inside(url), url);
  assert.equal(inside(id), id);
  for (const url of ["http://localhost:1/c", "https://localhost:1/", "https://127.0.0.2:1/c"]) {
    refuses(() => inside(url));
  }
  refuses(() => inside("https://10.0.0.1/c"));
  refuses(() => inside("https://foo.localhost/c"));
});

const document = {
  client_id: id,
  client_name: "Client",
  redirect_uris: ["https://client.example.com/cb"],
};
const read = (changes: Record<string, unknown> = {}) =>
  readDocument(id, JSON.stringify({ ...document, ...changes }), noon);

Deno.test("D6: a document makes a public client", () => {
  assert.deepEqual(read(), {
    id,
    name: "Client",
    redirectUris: ["https://client.example.com/cb"],
    authMethod: "none",
    origin: "document",
    createdAt: noon,
  });
});

Deno.test("D6: the document names itself exactly", () => {
  const others = [
    undefined,
    null,
    5,
    "",
    "https://client.example.com/oauth/client.json/",
    "https://client.example.com/oauth/CLIENT.json",
    "https://CLIENT.example.com/oauth/client.json",
    "https://client.example.com:443/oauth/client.json",
    "https://other.example.com/oauth/client.json",
    [id],
  ];
  for (const client_id of others) refuses(() => read({ client_id }), /own address as client_id/);
});

Deno.test("D6: the document has a name that can be shown", () => {
  for (const client_name of [undefined, null, "", "\u200b", 5, {}]) {
    refuses(() => read({ client_name }), /client_name/);
  }
});

Deno.test("45: the document has redirect URIs that can be used", () => {
  const bad = [
    undefined,
    null,
    [],
    "https://client.example.com/cb",
    ["javascript:alert(1)"],
    ["https://client.example.com/cb", "javascript:alert(1)"],
    ["http://client.example.com/cb"],
    Array(21).fill("https://client.example.com/cb"),
    [`https://client.example.com/${"x".repeat(2000)}`],
  ];
  for (const redirect_uris of bad) refuses(() => read({ redirect_uris }), /, in the document at/);
});

Deno.test("45: what is no JSON object, or says something twice, is refused", () => {
  for (const text of ["", "{", "[]", "null", JSON.stringify([document]), "<!DOCTYPE html>"]) {
    refuses(() => readDocument(id, text, noon));
  }
  refuses(() =>
    readDocument(id, JSON.stringify(document).replace("}", `,"client_id":"${id}"}`), noon)
  );
});

Deno.test("D8, 45: a document with a secret, or a method that shares one, is refused", () => {
  refuses(() => read({ client_secret: "x" }), /no secret/);
  refuses(() => read({ client_secret_expires_at: 0 }), /no secret/);
  for (const method of ["client_secret_post", "client_secret_basic", "client_secret_jwt"]) {
    refuses(() => read({ token_endpoint_auth_method: method }), /none/);
    refuses(() =>
      read({
        token_endpoint_auth_method: method,
        token_endpoint_auth_methods_supported: ["none", method],
      }), /none/);
  }
});

Deno.test("45, 2.4: ChatGPT's document, which chooses private_key_jwt and offers none, is of a public client", () => {
  const client = read({
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
    token_endpoint_auth_signing_alg: "RS256",
    jwks_uri: "https://chatgpt.com/oauth/jwks.json",
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
  });
  assert.equal(client.authMethod, "none");
});

Deno.test("45: private_key_jwt without the offer of none is refused, not let in without", () => {
  refuses(() => read({ token_endpoint_auth_method: "private_key_jwt" }), /none/);
  refuses(() => read({ token_endpoint_auth_methods_supported: ["private_key_jwt"] }), /none/);
  refuses(() =>
    read({
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
    }), /none/);
  for (const method of ["tls_client_auth", "None", "", 5, {}]) {
    refuses(() => read({ token_endpoint_auth_method: method }));
  }
  refuses(() => read({ token_endpoint_auth_methods_supported: "none" }));
});

Deno.test("a document that says nothing of authentication, or none, is of a public client", () => {
  assert.equal(read({ token_endpoint_auth_method: "none" }).authMethod, "none");
  assert.equal(read({ token_endpoint_auth_method: null }).authMethod, "none");
  assert.equal(read({ token_endpoint_auth_methods_supported: [] }).authMethod, "none");
  assert.equal(read({ token_endpoint_auth_methods_supported: ["none"] }).authMethod, "none");
});

Deno.test("A13: a document of a client that uses no codes is refused", () => {
  refuses(() => read({ grant_types: ["client_credentials"] }), /authorization_code/);
});

Deno.test("property: a name that passes is one public https URL, and nothing else than a refusal is thrown", () => {
  const near = fc.tuple(fc.nat(id.length), fc.nat(2), fc.string({ unit: "binary", maxLength: 3 }))
    .map(([at, drop, put]) => id.slice(0, at) + put + id.slice(at + drop));
  fc.assert(fc.property(near, (text) => {
    let url: URL;
    try {
      url = outside(text);
    } catch (error) {
      assert(error instanceof OAuthError);
      return;
    }
    assert.equal(url.href, text);
    assert.deepEqual([url.protocol, url.username, url.search, url.hash], ["https:", "", "", ""]);
  }));
});

Deno.test("property: arbitrary documents are refused or make a client with usable fields", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(document)), fc.jsonValue()),
      (changes) => {
        try {
          assert.equal(read(changes).id, id);
        } catch (error) {
          assert(error instanceof OAuthError && error.code === "invalid_client");
        }
      },
    ),
  );
});
