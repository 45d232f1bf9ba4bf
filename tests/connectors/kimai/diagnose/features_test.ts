import assert from "node:assert/strict";
import { versionFinding } from "../../../../src/connectors/kimai/diagnose/features.ts";

Deno.test("the newest release has everything", () => {
  assert.deepEqual(versionFinding({ version: "2.66.0", versionId: 26_600 }), {
    name: "Version",
    outcome: "ok",
    text: "Kimai 2.66.0 has everything that the tools use",
  });
});

Deno.test("an older release says what it lacks, and from when on that is there", () => {
  const { outcome, text, fix } = versionFinding({ version: "2.57.0", versionId: 25_700 });
  assert.equal(outcome, "warning");
  assert.equal(
    text,
    "Kimai 2.57.0 lacks addresses in lists of customers (2.62), favourites and duplicating projects (2.66)",
  );
  assert.equal(fix, "Update Kimai to 2.66 or later to have them; everything else works");
});

Deno.test("the step before a feature lacks it", () => {
  const lacks = (versionId: number) => versionFinding({ version: "x", versionId }).text;
  assert.match(lacks(25_699), /comments \(2\.57\)/);
  assert.doesNotMatch(lacks(25_700), /comments/);
});

Deno.test("a release without API tokens is red", () => {
  const { outcome, fix } = versionFinding({ version: "2.13.0", versionId: 21_300 });
  assert.deepEqual([outcome, fix], ["failed", "Update Kimai to 2.14 or later"]);
});
