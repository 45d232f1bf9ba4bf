/** The lines with which people connect their clients to a server that takes a static token. */

/** What to paste where, for a server at `url` (its `/mcp`). */
export function connectingLines(url: string, token: string): string {
  const headers = { Authorization: `Bearer ${token}` };
  const cursor = JSON.stringify({ mcpServers: { kimai: { url, headers } } });
  const code = JSON.stringify({ name: "kimai", type: "http", url, headers });
  return [
    "Claude Code:",
    `  claude mcp add --transport http kimai ${url} --header "Authorization: Bearer ${token}"`,
    "Cursor, in ~/.cursor/mcp.json:",
    `  ${cursor}`,
    "VS Code:",
    `  code --add-mcp '${code}'`,
  ].join("\n");
}
