import assert from "node:assert/strict";
import { errorBody, OAuthError } from "../../src/oauth/errors.ts";

Deno.test("an error carries its code, its status and a sentence", () => {
  const error = new OAuthError("invalid_client");
  assert.deepEqual([error.code, error.status], ["invalid_client", 401]);
  assert.deepEqual(errorBody(error), {
    error: "invalid_client",
    error_description: "The client is unknown, or did not prove who it is",
  });
});

Deno.test("what is better known takes the place of the sentence, and busy is no fault of the client", () => {
  assert.equal(new OAuthError("invalid_grant", "The code was used").message, "The code was used");
  assert.equal(new OAuthError("temporarily_unavailable").status, 503);
});
