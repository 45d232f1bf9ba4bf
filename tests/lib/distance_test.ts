import assert from "node:assert/strict";
import fc from "fast-check";
import { distance } from "../../src/lib/distance.ts";

Deno.test("the distance is symmetric, zero for equals, and one for a swap", () => {
  const text = fc.string({ maxLength: 8 });
  fc.assert(fc.property(text, text, (one, other) => {
    assert.equal(distance(one, other), distance(other, one));
    assert.equal(distance(one, other) === 0, one === other);
    assert(distance(one, other) <= Math.max([...one].length, [...other].length));
  }));
  assert.equal(distance("wesbite", "website"), 1);
});
