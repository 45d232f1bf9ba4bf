import assert from "node:assert/strict";
import { gone, ok, refusal } from "../../../../src/connectors/kimai/demo/answers.ts";

Deno.test("a refusal carries Kimai's generic phrase of its status", () => {
  assert.deepEqual(refusal(404).answer, {
    status: 404,
    body: { code: 404, message: "Not Found" },
    headers: undefined,
  });
});

Deno.test("ok has a body, gone has none", () => {
  assert.deepEqual([ok([1]), gone()], [{ status: 200, body: [1] }, { status: 204 }]);
});
