import assert from "node:assert/strict";
import { commands, loadCommand } from "../../src/cli/commands.ts";
import { serverRows } from "../../src/composition.ts";
import { readArguments } from "../../src/settings/arguments.ts";
import { commandOf } from "../../src/settings/sources.ts";
import { withKimai } from "../support/kimai.ts";
import { renderReadme } from "../support/readme.ts";

const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));

Deno.test("README's tables are what the code says (deno task readme writes them)", async () => {
  assert.equal(readme, await renderReadme(readme));
});

Deno.test("README names every command, and only tasks that exist", async () => {
  for (const name of Object.keys(commands)) assert.match(readme, new RegExp(`kimai-mcp ${name}`));
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  for (const [, name] of readme.matchAll(/deno(?:@[\d.]+)? task ([a-z0-9:]+)/g)) {
    assert(name in tasks, `there is no task "${name}"`);
  }
});

/** The words of a shell's line up to a redirection, single and double quotes taken off. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
    .map(([, single, double, bare]) => single ?? double ?? bare);
  const end = words.findIndex((word) => /^>+$/.test(word));
  return end < 0 ? words : words.slice(0, end);
}

/** Every line of a shell in README that starts the program, without its name. */
const calls = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block.split("\n"))
  .map((line) => /^\s*kimai-mcp(?: (.*))?$/.exec(line)?.[1])
  .filter((call) => call !== undefined);

Deno.test("README starts the program only with commands, words and flags that there are", async () => {
  assert(calls.length > 20, "README's lines were not read");
  for (const call of calls) {
    const args = wordsOf(call);
    const name = commandOf(serverRows, args);
    const command = name === undefined ? undefined : await loadCommand(name);
    assert(name === undefined || command, `there is no command "${name}"`);
    const { positionals, problems } = readArguments({ ...serverRows, ...command?.rows }, args);
    assert.deepEqual(problems, [], call);
    const word = positionals[1];
    if (word && command?.words) assert(command.words.includes(word), `"${word}" in ${call}`);
  }
});

/** Every call of a tool that README shows: in a shell with `kimai-mcp call`, in a conversation as `TOOL` with JSON. */
const toolCalls = [
  ...readme.matchAll(/kimai-mcp call (\w+) '(\{.*?\})'/g),
  ...readme.matchAll(/calls `(\w+)` with\s+(?:> )?`(\{.*?\})`/g),
].map(([, tool, text]) => ({ tool, input: JSON.parse(text) as Record<string, unknown> }));

Deno.test("README's calls of tools are answered by the embedded Kimai", async () => {
  assert.equal(toolCalls.length, 4, "README's calls were not read");
  await using kimai = await withKimai();
  for (const { tool, input } of toolCalls) {
    const { isError, text } = await kimai.call(tool, input);
    assert(!isError, `${tool} ${JSON.stringify(input)}: ${text}`);
  }
});

Deno.test("README's JSON is JSON", () => {
  const blocks = [...readme.matchAll(/```json\n([\s\S]*?)```/g)];
  assert(blocks.length > 10, "README's JSON was not read");
  for (const [, text] of blocks) assert.doesNotThrow(() => JSON.parse(text), text);
});

Deno.test("README's pictures and chapters are where it says", async () => {
  for (const [, path] of readme.matchAll(/src(?:set)?="([^"]+)"/g)) {
    assert((await Deno.stat(new URL(`../../${path}`, import.meta.url))).isFile, path);
  }
  const chapters = [...readme.matchAll(/^#+ (.+)$/gm)]
    .map(([, title]) => title.toLowerCase().replace(/[^\w\s-]/g, "").replaceAll(" ", "-"));
  for (const [, chapter] of readme.matchAll(/\]\(#([^)]+)\)/g)) {
    assert(chapters.includes(chapter), `there is no chapter "${chapter}"`);
  }
});
