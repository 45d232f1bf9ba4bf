import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, type ParseError } from "jsonc-parser";
import { JsonTextError } from "../../../src/accounts/json_text.ts";
import { layersOf, memberOf, objectAt } from "../../../src/cli/setup/jsonc.ts";

function read(text: string): unknown {
  return JSON.parse(layersOf(text, { comments: true }).strict);
}

Deno.test("comments and last commas are blanked out, and every character stays where it was", () => {
  const text = '{ // a "\n  "b": [1, 2, ], /* c\n */ "d": "// no", \n}';
  const { bare, strict } = layersOf(text, { comments: true });
  assert.equal(bare, '{       \n  "b": [1, 2, ],     \n    "d": "// no", \n}');
  assert.equal(strict, '{       \n  "b": [1, 2  ],     \n    "d": "// no"  \n}');
});

Deno.test("a plain JSON file is looked at as it is", () => {
  const text = '{"a": 1, // b\n}';
  assert.deepEqual(layersOf(text, { comments: false }), { text, bare: text, strict: text });
});

Deno.test("a comma after nothing is no last comma", () => {
  for (const text of ["{,}", "[,]", '{"a":,}', "[1,,]", ",", "[1],"]) {
    assert.throws(() => read(text), SyntaxError, text);
  }
});

Deno.test("what another reader of JSON with comments reads, this one reads alike", () => {
  const pieces = fc.constantFrom(
    ...['{"a":', '{"b" : ', "[", "]", "}", ",", ", ", "1", "null", '"//"', '"\\""', '"/*"', '"'],
    ...["// x\n", "/* , */", "/*/", "\n", "\r\n", "/", "*/", "-0.5e3", "01", "\\", "\t", '"c":'],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const errors: ParseError[] = [];
      const theirs = parse(text, errors, { allowTrailingComma: true });
      if (errors.length > 0) assert.throws(() => read(text), text);
      else assert.deepEqual(read(text), theirs);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a long file that is damaged is refused as soon as a short one", () => {
  const many = 200_000;
  const damaged = [
    '{"a": "' + '\\"'.repeat(many),
    "/*".repeat(many),
    '"'.repeat(many - 1),
    ",".repeat(many),
  ];
  for (const text of damaged) assert.throws(() => read(text), SyntaxError, text.slice(0, 10));
});

Deno.test("an object is found where it stands, as far as there is one", () => {
  const text = '{"a": {"b": {"c": 1}}, "d": 2}';
  const layers = layersOf(text, { comments: false });
  const found = objectAt(layers, ["a", "b"]);
  assert.equal(found.depth, 2);
  assert.equal(text.slice(found.object.open, found.object.close + 1), '{"c": 1}');
  const { valueStart, end } = memberOf(found.object, "c")!;
  assert.equal(text.slice(valueStart, end), "1");
  assert.equal(objectAt(layers, ["a", "x", "y"]).depth, 1);
});

Deno.test("of two members of one name the last counts", () => {
  const text = '{"a": {"b": 1}, "a": {"c": 2}}';
  const { object } = objectAt(layersOf(text, { comments: false }), ["a"]);
  assert.deepEqual(object.members.map(({ name }) => name), ["c"]);
});

Deno.test("something else than an object is refused with its place", () => {
  const layers = layersOf('{\n  "a": [1]\n}', { comments: false });
  assert.throws(() => objectAt(layers, ["a"]), new JsonTextError(2, 8));
});
