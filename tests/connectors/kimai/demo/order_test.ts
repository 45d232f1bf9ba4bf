import assert from "node:assert/strict";
import { byText } from "../../../../src/connectors/kimai/demo/order.ts";

Deno.test("names are ordered without case, punctuation before digits before letters", () => {
  assert.deepEqual(["b", "A", "a2", "a@", null].sort(byText), [null, "A", "a@", "a2", "b"]);
});
