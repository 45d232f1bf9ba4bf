import assert from "node:assert/strict";
import fc from "fast-check";
import { withChanged, withoutUser, withUser } from "../../src/accounts/users_edit.ts";

const name = fc.stringMatching(/^[a-zA-Z0-9-][a-zA-Z0-9_-]{0,12}$/);
const fields = fc.dictionary(name, fc.jsonValue(), { noNullPrototype: true })
  .map((value) => JSON.parse(JSON.stringify(value)));
const file = fc.record({
  value: fc.dictionary(fc.oneof(name, fc.constant("_note")), fields),
  indent: fc.constantFrom("", "  ", "    ", "\t"),
  newline: fc.constantFrom("\n", "\r\n"),
  end: fc.constantFrom("", "\n"),
}).map(({ value, indent, newline, end }) =>
  (JSON.stringify(value, null, indent) + end).replaceAll("\n", newline)
);

Deno.test("an added entry is the last, and everything before it stays as it is", () => {
  fc.assert(fc.property(file, name, fields, (text, added, entry) => {
    const before = JSON.parse(text);
    fc.pre(!Object.hasOwn(before, added));
    const after = withUser(text, added, entry);
    assert.deepEqual(JSON.parse(after), { ...before, [added]: entry });
    const kept = text.slice(0, text.search(/\s*\}\s*$/));
    assert.equal(after.startsWith(kept), true);
  }));
});

Deno.test("adding and removing gives back the same bytes, or an empty object", () => {
  fc.assert(fc.property(file, name, fields, (text, added, entry) => {
    const before = JSON.parse(text);
    fc.pre(!Object.hasOwn(before, added));
    assert.equal(withoutUser(withUser(text, added, entry), added), text);
  }));
});

Deno.test("removing takes one entry and keeps the text of all others", () => {
  fc.assert(fc.property(file, fc.nat(), (text, index) => {
    const before = JSON.parse(text);
    const names = Object.keys(before);
    fc.pre(names.length > 0);
    const gone = names[index % names.length];
    const after = withoutUser(text, gone);
    const { [gone]: _, ...others } = before;
    assert.deepEqual(JSON.parse(after), others);
    assert.deepEqual(Object.keys(JSON.parse(after)), Object.keys(others));
  }));
});

Deno.test("changing an entry keeps all before and behind it byte by byte", () => {
  fc.assert(fc.property(file, fc.nat(), fields, (text, index, entry) => {
    const before = JSON.parse(text);
    const names = Object.keys(before);
    fc.pre(names.length > 0);
    const changed = names[index % names.length];
    const after = withChanged(text, changed, () => entry);
    assert.deepEqual(JSON.parse(after), { ...before, [changed]: entry });
    assert.equal(withChanged(after, changed, () => before[changed]), text);
  }));
});

const people = `{
    "_note": "mind the order",
    "zoe":  { "kimai_url" : "https://k.test/", "kimai_user_id": 7 },

    "42": {
        "kimai_url": "https://k.test"
    }
}
`;

Deno.test("what people write stays as they wrote it", () => {
  assert.equal(
    withUser(people, "anna", { kimai_url: "https://k.test", kimai_token: "t" }),
    people.replace(
      /\n\}\n$/,
      ',\n    "anna": {\n        "kimai_url": "https://k.test",\n        "kimai_token": "t"\n    }\n}\n',
    ),
  );
  const hashed = { kimai_url: "https://k.test", auth_secret_hash: "x" };
  assert.equal(
    withChanged(people, "42", (before) => ({ ...before, auth_secret_hash: "x" })),
    people.replace(
      /"42": [^}]*\}/,
      `"42": ${JSON.stringify(hashed, null, 4).replaceAll("\n", "\n    ")}`,
    ),
  );
  assert.equal(withoutUser(people, "zoe"), people.replace(/"zoe".*\n\n {4}/, ""));
});

Deno.test("a file of one line stays one, an empty one gets the usual layout", () => {
  assert.equal(withUser('{"a":{"x":1}}', "b", { y: 2 }), '{"a":{"x":1},"b":{"y":2}}');
  assert.equal(withUser('{ "a": {} }', "b", { y: 2 }), '{ "a": {}, "b": {"y":2} }');
  const usual = '{\n  "b": {\n    "y": 2\n  }\n}\n';
  assert.equal(withUser("", "b", { y: 2 }), usual);
  assert.equal(withUser("{}\n", "b", { y: 2 }), usual);
  assert.equal(withUser("{\n}\n", "b", { y: 2 }), usual);
});

Deno.test("of two entries of one name the last is changed and both are removed", () => {
  const twice = '{"a": {"x": 1}, "b": {}, "a": {"x": 2}}';
  assert.equal(withChanged(twice, "a", () => ({})), '{"a": {"x": 1}, "b": {}, "a": {}}');
  assert.equal(withoutUser(twice, "a"), '{"b": {}}');
});

Deno.test("a name that is not there changes nothing", () => {
  assert.equal(withoutUser(people, "nobody"), people);
  assert.equal(withChanged(people, "nobody", () => ({})), people);
});
