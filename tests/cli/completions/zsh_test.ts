import assert from "node:assert/strict";
import { zshCompletions } from "../../../src/cli/completions/zsh.ts";
import { offersFor, shellTest } from "../../support/shells.ts";
import { expected, offers } from "./support.ts";

const script = zshCompletions(offers);

await shellTest("zsh", "zsh offers what can follow, and flags where nothing else can", async () => {
  const offers = await offersFor("zsh", script, Object.keys(expected));
  for (const [line, words] of Object.entries(expected)) {
    const isWord = (offer: string) => line.includes(" -") || !offer.startsWith("-");
    assert.deepEqual(offers[line].filter(isWord), words, line);
  }
});

await shellTest("zsh", "zsh offers a list's flag again, and another flag once", async () => {
  const expected = { "kimai-mcp --tools=x --too": ["--tools"], "kimai-mcp --demo --dem": [] };
  assert.deepEqual(await offersFor("zsh", script, Object.keys(expected)), expected);
});

await shellTest("zsh", "zsh loads the script by itself where it is kept with others", async () => {
  const expected = { "kimai-mcp us": ["users"] };
  const offers = await offersFor("zsh", script, Object.keys(expected), "_kimai-mcp");
  assert.deepEqual(offers, expected);
});
