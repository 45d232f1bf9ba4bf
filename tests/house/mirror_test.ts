import assert from "node:assert/strict";

const source = new URL("../../src/", import.meta.url);
const tests = new URL("../", import.meta.url);

async function filesBelow(folder: URL, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(new URL(prefix, folder))) {
    const name = prefix + entry.name;
    if (entry.isDirectory) found.push(...await filesBelow(folder, `${name}/`));
    else if (name.endsWith(".ts")) found.push(name);
  }
  return found;
}

Deno.test("every source file has its test, or says in its first lines why it has none", async () => {
  const present = new Set(await filesBelow(tests));
  const without: string[] = [];
  for (const file of await filesBelow(source)) {
    if (present.has(file.replace(/\.ts$/, "_test.ts"))) continue;
    const head = (await Deno.readTextFile(new URL(file, source))).split("\n").slice(0, 8).join(
      "\n",
    );
    if (!/No test of its own: \w+/.test(head)) without.push(file);
  }
  assert.deepEqual(without.sort(), []);
});

Deno.test("every mirrored test has its source file", async () => {
  const present = new Set(await filesBelow(source));
  const folders = /^(accounts|cli|connectors|http|lib|mcp|oauth|settings)\/|^[a-z]+_test\.ts$/;
  const orphans = (await filesBelow(tests))
    .filter((file) => folders.test(file) && file.endsWith("_test.ts"))
    .filter((file) => !present.has(file.replace(/_test\.ts$/, ".ts")));
  assert.deepEqual(orphans, []);
});
