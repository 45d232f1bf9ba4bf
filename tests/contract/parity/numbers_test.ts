import assert from "node:assert/strict";
import { guards } from "./numbers.ts";

const tests = new URL("../../", import.meta.url);

/** The names of a file's tests, those made of a template as they are written. */
async function namesIn(file: string): Promise<Set<string>> {
  const source = await Deno.readTextFile(new URL(file, tests)).catch(() => "");
  const named = /Deno\.test\(\s*(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g;
  return new Set([...source.matchAll(named)].map(([, plain, template]) => plain ?? template));
}

const upTo = (letter: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${letter}-${index + 1}`);

Deno.test("every trap of Kimai and every bug of the reference is held by a test", () => {
  const wanted = [...upTo("K", 41), ...upTo("B", 25)];
  const told = new Set(Object.keys(guards));
  assert.deepEqual(wanted.filter((number) => !told.has(number)), []);
  assert.deepEqual([...told].filter((number) => !wanted.includes(number)), []);
  assert.deepEqual(Object.entries(guards).filter(([, tests]) => tests.length === 0), []);
});

Deno.test("every test that holds a number exists", async () => {
  const all = Object.entries(guards).flatMap(([number, tests]) =>
    tests.map(([file, test]) => ({ number, file, test }))
  );
  const files = [...new Set(all.map(({ file }) => file))];
  const names = new Map(
    await Promise.all(files.map(async (file) => [file, await namesIn(file)] as const)),
  );
  assert.deepEqual(all.filter(({ file, test }) => !names.get(file)!.has(test)), []);
});
