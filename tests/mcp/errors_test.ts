import assert from "node:assert/strict";
import { describeError, UpstreamError, UserError } from "../../src/mcp/errors.ts";

Deno.test("expected errors are shown word for word", () => {
  assert.deepEqual(describeError(new UserError("Cannot do it"), "id-1"), {
    text: "Cannot do it",
    expected: true,
  });
  assert.deepEqual(describeError(new UpstreamError("timeout", "Too slow"), "id-1"), {
    text: "Too slow",
    expected: true,
  });
});

Deno.test("a bug is shown as its id and nothing else", () => {
  const { text, expected } = describeError(new TypeError("x is undefined at /srv/app"), "id-1");
  assert.equal(expected, false);
  assert.equal(text, "Internal error (id-1): the server's log says more under this id");
});
