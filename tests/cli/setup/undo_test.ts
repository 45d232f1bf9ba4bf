import assert from "node:assert/strict";
import { Undo } from "../../../src/cli/setup/undo.ts";

Deno.test("steps are taken back once, the last first, and one that fails does not stop the others", async () => {
  const undo = new Undo();
  const done: string[] = [];
  for (const step of ["a", "b", "c"]) {
    undo.add(() => {
      if (step === "b") return Promise.reject(new Error("b is stuck"));
      done.push(step);
      return Promise.resolve();
    });
  }
  assert.deepEqual(await undo.all(), ["b is stuck"]);
  assert.deepEqual(done, ["c", "a"]);
  assert.deepEqual(await undo.all(), []);
});
