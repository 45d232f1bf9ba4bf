import assert from "node:assert/strict";
import { connectingLines } from "../../src/http/connecting.ts";

const lines = connectingLines("http://localhost:8000/mcp", "s3cret-._~+/=").split("\n");
const headers = { Authorization: "Bearer s3cret-._~+/=" };

Deno.test("the line for Claude Code is a command with address and token", () => {
  assert.equal(
    lines[1].trim(),
    'claude mcp add --transport http kimai http://localhost:8000/mcp --header "Authorization: Bearer s3cret-._~+/="',
  );
});

Deno.test("the line for Cursor is what its file wants", () => {
  assert.match(lines[2], /^Cursor, in ~\/\.cursor\/mcp\.json:$/);
  assert.deepEqual(JSON.parse(lines[3]), {
    mcpServers: { kimai: { url: "http://localhost:8000/mcp", headers } },
  });
});

Deno.test("the line for VS Code is a command with one quoted argument", () => {
  const [, argument] = /^ {2}code --add-mcp '([^']*)'$/.exec(lines[5])!;
  assert.deepEqual(JSON.parse(argument), {
    name: "kimai",
    type: "http",
    url: "http://localhost:8000/mcp",
    headers,
  });
});

Deno.test("where people sign in on a page no line has a token", () => {
  const text = connectingLines("http://localhost:8000/mcp");
  assert(text.includes("  claude mcp add --transport http kimai http://localhost:8000/mcp\n"));
  assert(text.includes('  {"mcpServers":{"kimai":{"url":"http://localhost:8000/mcp"}}}\n'));
  assert.doesNotMatch(text, /Authorization|Bearer/);
});
