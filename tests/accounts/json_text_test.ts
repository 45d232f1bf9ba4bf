import assert from "node:assert/strict";
import fc from "fast-check";
import { JsonTextError, readObject } from "../../src/accounts/json_text.ts";

const object = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue());
const indent = fc.constantFrom("", " ", "  ", "\t");

/** Where JSON.parse and this one disagree about a text being an object; undefined where they agree. */
function isObjectText(text: string): { ours: boolean; theirs: boolean } {
  const accepts = (read: () => unknown) => {
    try {
      return read();
    } catch (error) {
      assert(error instanceof SyntaxError || error instanceof JsonTextError);
      return undefined;
    }
  };
  const parsed = accepts(() => JSON.parse(text));
  const theirs = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  return { ours: accepts(() => readObject(text)) !== undefined, theirs };
}

Deno.test("members are found where they stand, in order, with their values", () => {
  fc.assert(fc.property(object, indent, (value, space) => {
    const text = JSON.stringify(value, null, space);
    const { open, close, members } = readObject(text);
    assert.deepEqual([text[open], text[close]], ["{", "}"]);
    assert.deepEqual(members.map(({ name }) => name), Object.keys(JSON.parse(text)));
    for (const { name, start, valueStart, end } of members) {
      assert.deepEqual(JSON.parse(`{${text.slice(start, end)}}`), {
        [name]: JSON.parse(text.slice(valueStart, end)),
      });
    }
  }));
});

Deno.test("what JSON.parse takes as an object is taken, and nothing else", () => {
  const noise = fc.constantFrom(..."{}[]\",:0-1.eE+truefalsn\\u00\n\t \u00a0\u0001é'/");
  const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 2 }), insert: noise });
  fc.assert(
    fc.property(object, indent, fc.array(edit, { maxLength: 3 }), (value, space, edits) => {
      let text = JSON.stringify(value, null, space);
      for (const { at, length, insert } of edits) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + insert + text.slice(place + length);
      }
      const { ours, theirs } = isObjectText(text);
      assert.equal(ours, theirs, text);
    }),
    { numRuns: 2000 },
  );
});

const wrong: [name: string, text: string, line: number, column: number][] = [
  ["a comma too many", '{\n  "anna": {},\n}', 3, 1],
  ["a comma too few", '{"a": 1\n "b": 2}', 2, 2],
  ["a name without quotes", "{\r\n  anna: {}}", 2, 3],
  ["a string that never ends", '{"a": "hush', 1, 7],
  ["a line break in a string", '{"a": "hu\nsh"}', 1, 7],
  ["an end too early", '{"a": {', 1, 8],
  ["something behind it", "{} x", 1, 4],
  ["a list", "[]", 1, 1],
  ["a comment", '{ // "a"\n}', 1, 3],
  ["a word", '{"a": yes}', 1, 7],
  ["nothing", "", 1, 1],
];

for (const [name, text, line, column] of wrong) {
  Deno.test(`the first wrong character is named by its place: ${name}`, () => {
    assert.throws(() => readObject(text), new JsonTextError(line, column));
  });
}

Deno.test("two members of one name are both there, and a byte order mark is passed over", () => {
  const { members } = readObject('\ufeff{"a": 1, "a": 2}');
  assert.deepEqual(members.map(({ name }) => name), ["a", "a"]);
});

Deno.test("a text of a hundred thousand brackets, or one endless string, is refused at once", () => {
  const deep = `{"a":${"[".repeat(100_000)}`;
  assert.throws(() => readObject(deep), new JsonTextError(1, 106));
  const endless = `{"a":"${"x\\\\".repeat(100_000)}`;
  assert.throws(() => readObject(endless), new JsonTextError(1, 6));
});
