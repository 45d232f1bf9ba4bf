import assert from "node:assert/strict";
import { PALETTE, safeColor } from "../../../../src/connectors/kimai/demo/colors.ts";

Deno.test("the palette has 27 colours", () => {
  assert.equal(Object.keys(PALETTE).length, 27);
});

Deno.test("a chosen colour is safe, others follow from the bytes of the name", () => {
  assert.deepEqual(
    [safeColor("#ff0000", "Pier"), safeColor(null, ""), safeColor(null, "A"), safeColor(null, "é")],
    ["#ff0000", "#AAAAAA", "#FFC107", "#B10DC9"],
  );
});
