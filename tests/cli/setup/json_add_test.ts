import assert from "node:assert/strict";
import { setMember } from "../../../src/cli/setup/json_add.ts";
import { removeMember } from "../../../src/cli/setup/json_remove.ts";

const strict = { comments: false };
const lenient = { comments: true };
const entry = { command: "x", args: ["-y"] };

/** Adds `kimai` to `servers`, and sees it taken out again without a trace. */
function added(text: string, kind = lenient): string {
  const result = setMember(text, ["servers"], "kimai", entry, kind);
  assert.equal(removeMember(result, ["servers"], "kimai", kind), text);
  return result;
}

Deno.test("a server comes after the others, indented as they are", () => {
  const text = `{
    "servers": {
        "other": {
            "command": "y"
        }
    },
    "theme": "dark"
}
`;
  assert.equal(
    added(text, strict),
    `{
    "servers": {
        "other": {
            "command": "y"
        },
        "kimai": {
            "command": "x",
            "args": [
                "-y"
            ]
        }
    },
    "theme": "dark"
}
`,
  );
});

Deno.test("tabs, Windows line ends, a byte order mark and a missing last line end stay", () => {
  const text = '\ufeff{\r\n\t"servers": {\r\n\t\t"other": {}\r\n\t}\r\n}';
  assert.equal(
    added(text),
    '\ufeff{\r\n\t"servers": {\r\n\t\t"other": {},\r\n\t\t"kimai": {\r\n\t\t\t"command": "x",\r\n' +
      '\t\t\t"args": [\r\n\t\t\t\t"-y"\r\n\t\t\t]\r\n\t\t}\r\n\t}\r\n}',
  );
});

Deno.test("a comment stays beside what it speaks of", () => {
  const text = `{
  // mine
  "servers": {
    // first
    "other": {} // the other
    // "third": {}
  } /* end */
}
`;
  assert.equal(
    added(text),
    `{
  // mine
  "servers": {
    // first
    "other": {}, // the other
    "kimai": {
      "command": "x",
      "args": [
        "-y"
      ]
    }
    // "third": {}
  } /* end */
}
`,
  );
});

Deno.test("a last comma is kept, and the new one has its own", () => {
  const text = '{\n  "servers": {\n    "other": {}, // the other\n  },\n}\n';
  assert.equal(
    added(text),
    '{\n  "servers": {\n    "other": {}, // the other\n    "kimai": {\n      "command": "x",\n' +
      '      "args": [\n        "-y"\n      ]\n    },\n  },\n}\n',
  );
});

Deno.test("a text on one line stays on it", () => {
  assert.equal(
    added('{"servers":{"other":{}},"a":1}', strict),
    '{"servers":{"other":{},"kimai":{"command":"x","args":["-y"]}},"a":1}',
  );
  assert.equal(
    added('{ "servers": { "other": {} } }'),
    '{ "servers": { "other": {}, "kimai": { "command": "x", "args": [ "-y" ] } } }',
  );
  assert.equal(
    added('{"servers":{},"a":1}', strict),
    '{"servers":{"kimai":{"command":"x","args":["-y"]}},"a":1}',
  );
});

Deno.test("a list of servers that is empty is filled", () => {
  const filled = '{\n  "servers": {\n    "kimai": {\n      "command": "x",\n      "args": [\n' +
    '        "-y"\n      ]\n    }\n  }\n}\n';
  assert.equal(added('{\n  "servers": {}\n}\n', strict), filled);
  const path = ["servers"];
  assert.equal(
    setMember('{\n  "servers": {\n  }\n}\n', path, "kimai", entry, strict),
    filled,
  );
  const remarked = '{\n  "servers": {\n    // none\n  }\n}\n';
  assert.equal(
    added(remarked),
    filled.replace('    "kimai"', '    // none\n    "kimai"'),
  );
});

Deno.test("a list of servers that is not there is made, in an empty file as well", () => {
  const made = '{\n  "servers": {\n    "kimai": 1\n  }\n}';
  assert.equal(setMember("{}", ["servers"], "kimai", 1, strict), made);
  assert.equal(setMember("", ["servers"], "kimai", 1, strict), `${made}\n`);
  assert.equal(setMember("\ufeff", ["servers"], "kimai", 1, strict), `\ufeff${made}\n`);
  assert.equal(setMember("// mine", ["servers"], "kimai", 1, lenient), `// mine\n${made}\n`);
  assert.equal(
    setMember('{\n  "a": 1\n}\n', ["servers"], "kimai", 1, strict),
    '{\n  "a": 1,\n  "servers": {\n    "kimai": 1\n  }\n}\n',
  );
  assert.equal(
    setMember('{"a":1}', ["servers"], "kimai", 1, strict),
    '{"a":1,"servers":{"kimai":1}}',
  );
});

Deno.test("a server that is there is replaced in its place", () => {
  const text = '{\n  "servers": {\n    "kimai": 1, // mine\n    "other": {}\n  }\n}\n';
  assert.equal(
    setMember(text, ["servers"], "kimai", { a: 1 }, lenient),
    '{\n  "servers": {\n    "kimai": {\n      "a": 1\n    }, // mine\n    "other": {}\n  }\n}\n',
  );
  assert.equal(
    setMember('{"servers":{"kimai":1}}', ["servers"], "kimai", { a: [1] }, strict),
    '{"servers":{"kimai":{"a":[1]}}}',
  );
});
