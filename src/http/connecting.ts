/** The lines with which people connect their clients to a server over HTTP. */

/**
 * What to paste where, for a server at `url` (its `/mcp`).
 * @param token for a server with a static one; without it the client opens the page on which people sign in
 */
export function connectingLines(url: string, token?: string): string {
  const authorization = token && `Bearer ${token}`;
  const server = { url, ...(authorization && { headers: { Authorization: authorization } }) };
  const cursor = JSON.stringify({ mcpServers: { kimai: server } });
  const code = JSON.stringify({ name: "kimai", type: "http", ...server });
  const header = authorization ? ` --header "Authorization: ${authorization}"` : "";
  return [
    "Claude Code:",
    `  claude mcp add --transport http kimai ${url}${header}`,
    "Cursor, in ~/.cursor/mcp.json:",
    `  ${cursor}`,
    "VS Code:",
    `  code --add-mcp '${code}'`,
  ].join("\n");
}
