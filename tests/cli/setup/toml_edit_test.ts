import assert from "node:assert/strict";
import { readToml, withoutBlocks, withTable } from "../../../src/cli/setup/toml_edit.ts";

const path = ["mcp_servers", "kimai"];
const entry = {
  command: "/opt/kimai-mcp",
  args: ["--read-only", 'a "b" \\ \x7f'],
  env: { KIMAI_URL: "https://kimai.example.com" },
};

function block(text: string, entryToWrite: Record<string, unknown> = entry): string {
  const [written] = withTable(text, path, { entry: entryToWrite, old: undefined, after: {} });
  return written();
}

const written = String.raw`[mcp_servers.kimai]
command = "/opt/kimai-mcp"
args = ["--read-only", "a \"b\" \\ \u007f"]

[mcp_servers.kimai.env]
KIMAI_URL = "https://kimai.example.com"
`;

Deno.test("a server becomes a block at the end, as people write it", () => {
  assert.equal(block(""), written);
  assert.deepEqual(readToml(written), { mcp_servers: { kimai: entry } });
  const text = '# mine\nmodel = "o5"\n\n[mcp_servers.other]\ncommand = "y"\n';
  assert.equal(block(text), `${text}\n${written}`);
});

Deno.test("Windows line ends and a last line that is not ended stay", () => {
  const text = 'model = "o5"\r\n[tui]\r\ntheme = "dark"';
  const result = block(text);
  assert.equal(result, `${text}\r\n\r\n${written.trimEnd().replaceAll("\n", "\r\n")}`);
  assert.equal(withoutBlocks(result, path), text);
});

Deno.test("names that are no bare keys are quoted, and lists and numbers are written", () => {
  const odd = { "a b": [1, true, ["x"]], tools: { "é": { mode: "auto" } } };
  const text = block("", odd);
  assert.deepEqual(readToml(text), { mcp_servers: { kimai: odd } });
  assert.match(text, /^\[mcp_servers\.kimai\.tools\."é"\]$/m);
});

Deno.test("a block is taken out with its tables and its blank line, and comments of others stay", () => {
  const before = 'a = 1\n\n[mcp_servers.other]\ncommand = "y"\n';
  const after = '\n# of the next\n[mcp_servers.third]\ncommand = "z"\n';
  assert.equal(withoutBlocks(`${before}\n${written}${after}`, path), before + after);
  assert.equal(withoutBlocks(`${before}\n${written}`, path), before);
  assert.equal(withoutBlocks(written, path), "");
  assert.equal(withoutBlocks(`[mcp_servers . "kimai"] # ours\na = 1\n`, path), "");
});

Deno.test("a table whose name only begins alike stays", () => {
  const text = "[mcp_servers.kimai2]\na = 1\n[mcp_servers]\n[other.kimai]\n";
  assert.equal(withoutBlocks(text, path), text);
});
