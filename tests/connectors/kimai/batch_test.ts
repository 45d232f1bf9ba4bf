import assert from "node:assert/strict";
import { batch, failureLines } from "../../../src/connectors/kimai/batch.ts";
import { UpstreamError } from "../../../src/mcp/errors.ts";

const quiet = { progress: () => {} };

Deno.test("every item is tried and reported in order, at most ten at a time", async () => {
  let running = 0;
  let most = 0;
  const steps: number[] = [];
  const ids = Array.from({ length: 25 }, (_, index) => index + 1);
  const result = await batch(ids, async (id) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    if (id % 10 === 0) throw new UpstreamError("not_found", `No ${id}`);
  }, { progress: (done) => steps.push(done) });
  assert.equal(most, 10);
  assert.deepEqual(result.done, ids.filter((id) => id % 10 !== 0));
  assert.deepEqual(result.failed, [{ id: 10, why: "No 10" }, { id: 20, why: "No 20" }]);
  assert.deepEqual(steps, ids);
  assert.equal(failureLines(result), "\n  - ID 10: No 10\n  - ID 20: No 20");
});

Deno.test("a bug is not reported as an item's failure", async () => {
  await assert.rejects(batch([1], () => Promise.reject(new TypeError("bug")), quiet), TypeError);
});
