import assert from "node:assert/strict";
import fc from "fast-check";
import { readTyped } from "../../../src/cli/setup/typed.ts";

Deno.test("a typed line ends with Enter, what follows is kept", () => {
  assert.deepEqual(readTyped("abc\rdef"), { value: "abc", end: "enter", rest: "def" });
  assert.deepEqual(readTyped("abc\r\ndef\n"), { value: "abc", end: "enter", rest: "def\n" });
  assert.deepEqual(readTyped("\n"), { value: "", end: "enter", rest: "" });
  assert.deepEqual(readTyped("abc"), { value: "abc", rest: "" });
});

Deno.test("corrections take back what was typed", () => {
  const cases: [keys: string, value: string][] = [
    ["abx\u007fc\r", "abc"],
    ["\b\bab\b\r", "a"],
    ["wrong\u0015right\r", "right"],
    ["two words\u0017right\r", "right"],
    ["ü😀\u007f\r", "ü"],
  ];
  for (const [keys, value] of cases) assert.equal(readTyped(keys).value, value, keys);
});

Deno.test("arrows, marks around a paste and control keys are no part of a secret", () => {
  assert.equal(readTyped("a\u001b[Db\u001b[3~c\u001bOHd\u001bfe\r").value, "abcde");
  assert.equal(readTyped("\u001b[200~token\u001b[201~\r").value, "token");
  assert.equal(readTyped("a\tb\u0000c\r").value, "abc");
});

Deno.test("an escape that is cut off in the middle waits for its rest", () => {
  assert.deepEqual(readTyped("ab\u001b["), { value: "ab", rest: "" });
  assert.deepEqual(readTyped("ab\u001b[20"), { value: "ab", rest: "" });
  assert.equal(readTyped("ab\u001b\r").end, "enter");
});

Deno.test("Ctrl-C quits at any time, Ctrl-D closes only an empty line", () => {
  assert.equal(readTyped("abc\u0003").end, "quit");
  assert.equal(readTyped("\u0004").end, "closed");
  assert.deepEqual(readTyped("a\u0004b\r"), { value: "ab", end: "enter", rest: "" });
});

Deno.test("letters without corrections come out as they went in", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."aZ09-_.ü€😀 ") });
  fc.assert(fc.property(letters, letters, (value, rest) => {
    assert.deepEqual(readTyped(`${value}\r${rest}`), { value, end: "enter", rest });
  }));
});

Deno.test("whatever keys are pressed, a value has no control characters", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (keys) => {
    assert.doesNotMatch(readTyped(keys).value, /\p{Cc}/u);
  }));
});
