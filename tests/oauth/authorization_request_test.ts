import assert from "node:assert/strict";
import fc from "fast-check";
import {
  parameter,
  readRequest,
  redirectUriOf,
  scopesToAsk,
  stateOf,
} from "../../src/oauth/authorization_request.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import { challenge, clientWith, parametersWith, scopes } from "./support.ts";

const names = scopes.map(({ name }) => name);
const resource = "https://mcp.test/mcp";

Deno.test("a request becomes what somebody is asked for", () => {
  const given = parametersWith({ scope: "kimai:write", resource });
  assert.deepEqual(readRequest(given, { resource, scopes }), {
    challenge,
    scopes: ["kimai:read", "kimai:write"],
  });
});

Deno.test("scopes that are asked for stand with all that they include, and nothing above them", () => {
  const some = fc.subarray(["openid", "offline_access", ...names]);
  fc.assert(fc.property(some, (asked) => {
    const result = scopesToAsk(asked, scopes);
    assert.deepEqual(result, names.slice(0, result.length));
    const known = asked.filter((name) => names.includes(name));
    if (known.length > 0) {
      assert.equal(
        result.at(-1),
        names.findLast((name) => known.includes(name)),
      );
    } else assert.deepEqual(result, ["kimai:read", "kimai:write"]);
  }));
});

Deno.test("a server without scopes asks for none", () => {
  assert.deepEqual(scopesToAsk(["kimai:read"], []), []);
});

Deno.test("an empty parameter is none, and a second one is a fault", () => {
  assert.equal(parameter(new URLSearchParams("state="), "state"), undefined);
  assert.equal(parameter(new URLSearchParams(""), "state"), undefined);
  assert.throws(() => parameter(new URLSearchParams("state=&state=x"), "state"), {
    code: "invalid_request",
    message: "state is there more than once",
  });
  assert.equal(stateOf(new URLSearchParams("state=a&state=b")), undefined);
});

Deno.test("a parameter has an end", () => {
  const lengths = { client_id: 2048, redirect_uri: 2048, scope: 4096, state: 8192, prompt: 256 };
  for (const [name, most] of Object.entries(lengths)) {
    const given = (length: number) => new URLSearchParams({ [name]: "x".repeat(length) });
    assert.equal(parameter(given(most), name)?.length, most);
    assert.throws(() => parameter(given(most + 1), name), {
      code: "invalid_request",
      message: `${name} may have ${most} characters`,
    });
  }
});

Deno.test("a redirect URI is the client's own, as it is written in the request", () => {
  const client = clientWith({ redirectUris: ["http://127.0.0.1/cb"] });
  const uri = "http://127.0.0.1:4711/cb";
  assert.equal(redirectUriOf(new URLSearchParams({ redirect_uri: uri }), client), uri);
  assert.equal(redirectUriOf(new URLSearchParams(), client), "http://127.0.0.1/cb");
  assert.throws(() => redirectUriOf(new URLSearchParams({ redirect_uri: "https://x" }), client), {
    code: "invalid_redirect_uri",
  });
});

Deno.test("whatever a stranger sends, it is read or refused with a word of OAuth", () => {
  const keys = fc.constantFrom(
    ...["scope", "state", "resource", "response_type", "code_challenge", "request", "x"],
  );
  const pairs = fc.array(fc.tuple(keys, fc.string({ unit: "binary", maxLength: 50 })));
  fc.assert(fc.property(pairs, (more) => {
    const given = new URLSearchParams([...parametersWith(), ...more]);
    try {
      const { scopes: asked } = readRequest(given, { resource, scopes });
      assert(asked.every((name) => names.includes(name)));
    } catch (error) {
      assert(error instanceof OAuthError, String(error));
    }
  }));
});
