/** `print users`: a users.json to start from. Its example is a comment, so that nobody gets in with it. */

import type { Artifact, PrintOrder } from "./artifact.ts";
import { credentialRows } from "./credential_rows.ts";

export const users: Artifact = {
  summary: "The accounts that may sign in, to start from",
  file: "users.json",
  isPrivate: true,
  render: (order) =>
    `${
      JSON.stringify(
        {
          _about:
            `Accounts of kimai-mcp ${order.version}. Names that start with _ are comments. Keep this file from others (chmod 600), and name it with --users-config (USERS_CONFIG_FILE).`,
          _add:
            "kimai-mcp users add anna --users-config users.json writes an entry with a new secret and shows that once. By hand: copy _example, take the _ off, and make the secret with kimai-mcp users rotate NAME.",
          _example: exampleOf(order),
        },
        null,
        2,
      )
    }\n`,
};

/** What an account must bring, with the values that the settings have for everybody. */
function exampleOf({ given }: PrintOrder): Record<string, string> {
  const needed = credentialRows().filter(({ key, fallback }) =>
    given.has(key) || fallback === undefined
  );
  const fields = needed.map(({ key, row }) => [key, given.get(key) ?? row.help]);
  return {
    ...Object.fromEntries(fields),
    auth_secret_hash: "written by kimai-mcp users rotate",
  };
}
