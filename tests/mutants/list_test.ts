import assert from "node:assert/strict";
import { mutants } from "./list.ts";
import { mutated } from "./mutant.ts";

const source = new URL("../../src/", import.meta.url);
const tests = new URL("../", import.meta.url);

Deno.test("every mutant can be made of the source as it is", async () => {
  const faults: string[] = [];
  for (const mutant of mutants) {
    const text = await Deno.readTextFile(new URL(mutant.file, source));
    try {
      if (mutated(text, mutant) === text) faults.push(`${mutant.name}: changes nothing`);
    } catch (error) {
      faults.push(`${mutant.name}: ${(error as Error).message}`);
    }
  }
  assert.deepEqual(faults, []);
});

Deno.test("the tests that must notice a mutant are there", async () => {
  const missing: string[] = [];
  for (const test of new Set(mutants.flatMap((mutant) => mutant.tests))) {
    await Deno.stat(new URL(test, tests)).catch(() => missing.push(test));
  }
  assert.deepEqual(missing, []);
});

Deno.test("mutants have names of their own", () => {
  const names = mutants.map(({ name }) => name);
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
});
