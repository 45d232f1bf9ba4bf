/**
 * The embedded Kimai against what a running Kimai 2.66 answered, where those recordings are at hand.
 */
import assert from "node:assert/strict";
import { KNOWN_DIFFERENCES } from "./known_differences.ts";
import { readRecordings } from "./recordings.ts";
import { replay } from "./replay.ts";

const folder = Deno.env.get("KIMAI_RECORDINGS");

if (folder === undefined) {
  Deno.test({
    name: "replay: KIMAI_RECORDINGS names no folder, so the recorded answers are not compared",
    ignore: true,
    fn: () => {},
  });
} else {
  const table: string[] = [];
  for (const recording of readRecordings(folder)) {
    Deno.test(`replay ${recording.name}`, async () => {
      const { name, requests, disagreements } = await replay(recording);
      table.push(`${name}: ${requests - disagreements.length} of ${requests} agree`);
      const known = KNOWN_DIFFERENCES[name] ?? {};
      const found = new Map(disagreements.map(({ line, what }) => [line, what]));
      const unlisted = disagreements.filter(({ line }) => !(line in known))
        .map(({ line, what }) => `${line} ${what}`);
      const healed = Object.keys(known).filter((line) => !found.has(Number(line)));
      assert.deepEqual({ unlisted, healed }, { unlisted: [], healed: [] });
    });
  }
  Deno.test("replay table", () => {
    assert.ok(table.length > 0);
    Deno.stdout.writeSync(new TextEncoder().encode(`\n${table.join("\n")}\n`));
  });
}
