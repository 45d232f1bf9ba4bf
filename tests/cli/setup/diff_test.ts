import assert from "node:assert/strict";
import fc from "fast-check";
import { unifiedDiff } from "../../../src/cli/setup/diff.ts";

/** What `patch` makes of a text: the other one, if the diff is right. */
function patched(text: string, diff: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const [, , header, ...changes] = diff.match(/[^\n]*\n/g)!;
  const [, from, count, , newCount] = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n$/.exec(header)!.map(
    Number,
  );
  const start = count === 0 ? from : from - 1;
  const [old, fresh]: string[][] = [[], []];
  for (const [index, change] of changes.entries()) {
    if (change.startsWith("\\")) continue;
    const isEnded = !changes[index + 1]?.startsWith("\\");
    const line = isEnded ? change.slice(1) : change.slice(1, -1);
    if (change[0] !== "+") old.push(line);
    if (change[0] !== "-") fresh.push(line);
  }
  assert.deepEqual([old.length, fresh.length], [count, newCount]);
  assert.deepEqual(lines.slice(start, start + count), old);
  return lines.toSpliced(start, count, ...fresh).join("");
}

Deno.test("a diff leads from one text to the other", () => {
  const texts = fc.array(fc.constantFrom("a\n", "b\n", "c\r\n", "\n", "d"), { maxLength: 14 })
    .map((lines) => lines.join(""));
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      fc.pre(before !== after);
      assert.equal(patched(before, unifiedDiff("f", before, after)), after);
    }),
    { numRuns: 500 },
  );
});

Deno.test("a change has three lines around it", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  assert.equal(
    unifiedDiff("/home/ada/a.json", before, before.replace("5\n", "5a\n5b\n")),
    "--- /home/ada/a.json\n+++ /home/ada/a.json\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+5a\n+5b\n 6\n 7\n 8\n",
  );
});

Deno.test("lines that stay between two changes are not repeated", () => {
  assert.equal(
    unifiedDiff("f", "1\n2\n3\n", "1a\n2\n3a\n"),
    "--- f\n+++ f\n@@ -1,3 +1,3 @@\n-1\n+1a\n 2\n-3\n+3a\n",
  );
});

Deno.test("a file that comes or goes is said so, and a last line without its end", () => {
  assert.equal(
    unifiedDiff("f", undefined, "1\n2"),
    "--- /dev/null\n+++ f\n@@ -0,0 +1,2 @@\n+1\n+2\n\\ No newline at end of file\n",
  );
  assert.equal(
    unifiedDiff("f", "1\n", undefined),
    "--- f\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-1\n",
  );
});

Deno.test("no change is no diff", () => {
  assert.equal(unifiedDiff("f", "1\n", "1\n"), "");
  assert.equal(unifiedDiff("f", undefined, undefined), "");
});

Deno.test("a text that changes everywhere in many lines is shown whole", () => {
  const before = Array.from({ length: 2100 }, (_, index) => `${index}\n`).join("");
  const after = Array.from({ length: 2100 }, (_, index) => `x${index}\n`).join("");
  assert.equal(patched(before, unifiedDiff("f", before, after)), after);
});
