import assert from "node:assert/strict";
import { removeMember } from "../../../src/cli/setup/json_remove.ts";

const strict = { comments: false };
const lenient = { comments: true };

Deno.test("taken out, a server leaves the others and every comment", () => {
  const text = `{
  "servers": {
    // one
    "kimai": 1, // two
    // three
    "other": {}
  }
}
`;
  assert.equal(
    removeMember(text, ["servers"], "kimai", lenient),
    `{
  "servers": {
    // one
    // two
    // three
    "other": {}
  }
}
`,
  );
  assert.equal(
    removeMember('{\n  "a": {\n    "kimai": 1,\n    "b": 2\n  }\n}', ["a"], "kimai", strict),
    '{\n  "a": {\n    "b": 2\n  }\n}',
  );
  assert.equal(
    removeMember('{"a":{"b":1,"kimai":{},"c":2}}', ["a"], "kimai", strict),
    '{"a":{"b":1,"c":2}}',
  );
});

Deno.test("of a server that is there twice nothing is left", () => {
  const text = '{"a":{"kimai":1,"b":2,"kimai":3}}';
  assert.equal(removeMember(text, ["a"], "kimai", strict), '{"a":{"b":2}}');
});

Deno.test("a server that is not there leaves the text as it is", () => {
  for (const text of ["", "{}", '{"a":{}}', '{"a": {"b": {"kimai": 1}}}']) {
    assert.equal(removeMember(text, ["a"], "kimai", strict), text);
  }
});

Deno.test("a line break that ends a comment stays", () => {
  assert.equal(
    removeMember('{"a":{"b":1 // one\n,"kimai":2} }', ["a"], "kimai", lenient),
    '{"a":{"b":1 // one\n} }',
  );
  assert.equal(
    removeMember('{"a":{ // none\n "kimai":2 } }', ["a"], "kimai", lenient),
    '{"a":{ // none\n  } }',
  );
});
