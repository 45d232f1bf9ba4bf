import assert from "node:assert/strict";
import { fishCompletions } from "../../../src/cli/completions/fish.ts";
import { offersFor, shellTest } from "../../support/shells.ts";
import { expected, offers } from "./support.ts";

const script = fishCompletions(offers);

await shellTest("fish", "fish offers what can follow, and nothing else", async () => {
  assert.deepEqual(await offersFor("fish", script, Object.keys(expected)), expected);
});

await shellTest("fish", "fish completes a value after an equals sign", async () => {
  const line = "kimai-mcp --log-level=w";
  assert.deepEqual(await offersFor("fish", script, [line]), { [line]: ["--log-level=warning"] });
});

Deno.test("fish is told what a flag means, whatever signs are in that", () => {
  const said = `-d 'It\\'s [about] demo: \\\\ "$HOME" \`x\`'`;
  assert(script.includes(said), script);
});
