import assert from "node:assert/strict";
import { commands } from "../../src/main.ts";
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
