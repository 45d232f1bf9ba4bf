import assert from "node:assert/strict";
import { like, searchTest } from "../../../../src/connectors/kimai/demo/search.ts";

const meta = new Map([["berth", { value: "B-12", visible: true }]]);

Deno.test("words are ANDed, a bang excludes, a colon asks a field", () => {
  const candidate = { texts: ["Welded the rail", null], meta };
  const answers = ["rail welded", "rail paint", "!paint", "berth:b-1", "berth:*", "10:30", "-rail"]
    .map((term) => searchTest(term)(candidate));
  assert.deepEqual(answers, [true, false, true, true, true, false, false]);
});

Deno.test("percent and underscore are wildcards, other signs are themselves", () => {
  assert.deepEqual(
    [like("50%")("50 m"), like("r_il")("RAIL"), like("a.c")("abc"), like("")(null)],
    [
      true,
      true,
      false,
      false,
    ],
  );
});
