import assert from "node:assert/strict";
import { type Mutant, mutated } from "./mutant.ts";
import { testRunOf } from "./workshop.ts";

const mutant: Mutant = { name: "", file: "a.ts", from: "one", to: "$& two", tests: [] };

Deno.test("a mutant is the text with one thing replaced, word for word", () => {
  assert.equal(mutated("no one here", mutant), "no $& two here");
});

Deno.test("a text that is not there once makes no mutant", () => {
  for (const text of ["two", "one and one"]) {
    assert.throws(() => mutated(text, mutant), /src\/a.ts/);
  }
});

const failed = `a test ... FAILED (1ms)

 ERRORS

a test => ./tests/a_test.ts:3:6
error: AssertionError: no

FAILED | 3 passed | 1 failed (20ms)

error: Test failed
`;

Deno.test("a red run names the first test that failed", () => {
  assert.deepEqual(testRunOf({ code: 1, text: failed }), { outcome: "red", first: "a test" });
});

Deno.test("tests that do not load are not taken for tests that noticed something", () => {
  const uncaught =
    "./tests/a_test.ts (uncaught error) => ./tests/a_test.ts\nerror: (in promise) no";
  assert.equal(testRunOf({ code: 1, text: uncaught }).outcome, "unloadable");
  const syntax = "error: The module's source code could not be parsed: Expected ';'";
  assert.deepEqual(testRunOf({ code: 1, text: syntax }), {
    outcome: "unloadable",
    first: "The module's source code could not be parsed: Expected ';'",
  });
});

Deno.test("a green run and one that had to be ended are what they are", () => {
  assert.equal(testRunOf({ code: 0, text: "ok" }).outcome, "green");
  assert.equal(testRunOf({ code: -1, text: failed }).outcome, "late");
});
