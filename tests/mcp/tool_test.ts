import assert from "node:assert/strict";
import { annotationsOf, type Effect } from "../../src/mcp/tool.ts";

Deno.test("annotations are the worst case over the effects", () => {
  const cases: [Effect[], boolean, boolean, boolean][] = [
    // effects, read-only, destructive, idempotent
    [["read"], true, false, true],
    [["read", "create"], false, false, false],
    [["read", "update"], false, true, false],
    [["create", "delete"], false, true, false],
  ];
  for (const [effects, readOnlyHint, destructiveHint, idempotentHint] of cases) {
    assert.deepEqual(annotationsOf(effects), {
      readOnlyHint,
      destructiveHint,
      idempotentHint,
      openWorldHint: false,
    });
  }
});
