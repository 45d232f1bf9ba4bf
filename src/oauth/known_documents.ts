// No test of its own: a table; tests/oauth/client_documents_test.ts uses its rows.
/**
 * What the documents of clients said that lie behind a wall against robots, which now and then turns this server
 * away too. They stand in while such a document cannot be fetched: this is configuration, not a cache of errors.
 */

/** By the client's name. */
export const knownDocuments: Readonly<
  Record<string, { client_name: string; redirect_uris: readonly string[] }>
> = {
  // Seen in 2026. Codes go to their own site, or to the person's own machine.
  "https://claude.ai/oauth/mcp-oauth-client-metadata": {
    client_name: "Claude",
    redirect_uris: [
      "https://claude.ai/api/mcp/auth_callback",
      "https://claude.com/api/mcp/auth_callback",
    ],
  },
  "https://claude.ai/oauth/claude-code-client-metadata": {
    client_name: "Claude Code",
    redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
  },
};
