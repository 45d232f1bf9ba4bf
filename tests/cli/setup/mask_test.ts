import assert from "node:assert/strict";
import fc from "fast-check";
import { masked } from "../../../src/cli/setup/mask.ts";

const hidden: string[] = [
  `"GITHUB_TOKEN": "hidden"`,
  `+      "api_key":"hidden",`,
  `API_KEY = "hidden"`,
  `"--kimai-token=hidden"`,
  `"args": ["--api-key", "hidden"]`,
  `-        "--token",\n-        "hidden"`,
  `"Authorization": "Bearer hidden"`,
  `"DATABASE": "postgres://me:hidden@db/x"`,
  `"HEADER": "X-Auth: Bearer hidden"`,
  `"CLIENT_SECRET": "hid\\"hidden"`,
  `{"API_TOKEN":"hidden","OUT_FILE":"x"}`,
];

for (const text of hidden) {
  Deno.test(`the secret in ${JSON.stringify(text)} is covered`, () => {
    const shown = masked(text, []);
    assert(!shown.includes("hidden"), shown);
    assert(shown.includes("********"));
  });
}

Deno.test("what is no secret stays to be read", () => {
  const plain = [
    `"KIMAI_API_TOKEN_FILE": "/home/me/.config/kimai-mcp/kimai-token"`,
    `"--kimai-token-file=/run/secrets/token"`,
    `"KIMAI_URL": "https://kimai.test"`,
    `"command": "/opt/kimai-mcp"`,
    `"TIMEZONE": "Europe/Vienna"`,
  ];
  for (const text of plain) assert.equal(masked(text, []), text);
});

Deno.test("a known secret is covered wherever it stands", () => {
  const secret = fc.string({ minLength: 4 }).filter((text) => !/\*/.test(text));
  fc.assert(fc.property(secret, fc.string(), (known, around) => {
    const shown = masked(`${around.replaceAll("*", "")}\n${known}`, [known]);
    assert(!shown.includes(known) || "********".includes(known), shown);
  }));
  assert.equal(masked(`"odd": "a\\"b"`, [`a"b`]), `"odd": "********"`);
});
