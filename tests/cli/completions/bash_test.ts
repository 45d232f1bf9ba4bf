import assert from "node:assert/strict";
import { bashCompletions } from "../../../src/cli/completions/bash.ts";
import { offersFor, shellTest } from "../../support/shells.ts";
import { expected, offers } from "./support.ts";

const script = bashCompletions(offers);

await shellTest("bash", "bash offers what can follow, and nothing else", async () => {
  assert.deepEqual(await offersFor("bash", script, Object.keys(expected)), expected);
});

await shellTest(
  "bash",
  "bash completes a value after an equals sign, and a file with a blank",
  async () => {
    const expected = {
      "kimai-mcp --log-level=": ["debug", "info", "warning"],
      "kimai-mcp --log-level=w": ["warning"],
      "kimai-mcp --users-config=two": ["two words.json"],
      "kimai-mcp --demo=false us": ["users"],
    };
    assert.deepEqual(await offersFor("bash", script, Object.keys(expected)), expected);
  },
);
