import assert from "node:assert/strict";
import { describeError, UpstreamError, UserError, withContext } from "../../src/mcp/errors.ts";

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

Deno.test("context goes in front of an expected error and keeps what is known of it", () => {
  const fields = [{ name: "begin", messages: ["no"] }];
  const error = withContext(new UpstreamError("invalid", "No", { status: 400, fields }), "Part 2");
  assert(error instanceof UpstreamError);
  assert.deepEqual([error.message, error.fault, error.status, error.fields], [
    "Part 2: No",
    "invalid",
    400,
    fields,
  ]);
  assert.equal((withContext(new UserError("No"), "Part 2") as Error).message, "Part 2: No");
  const bug = new TypeError("bug");
  assert.equal(withContext(bug, "Part 2"), bug);
});
