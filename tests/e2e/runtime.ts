/** Which runtime the program stands on. */

import { createFolder } from "../support/folder.ts";
import { program, run } from "../support/program.ts";

/**
 * Whether that is an older one than the program is made for, as in a binary of tests where the right one cannot be
 * downloaded: it cannot lock files, nor fetch from a chosen address with the certificates of the environment.
 */
export const isOldRuntime = Deno.env.has("KIMAI_MCP_BIN") && await cannotLock();

async function cannotLock(): Promise<boolean> {
  await using folder = await createFolder();
  const env = {
    USERS_CONFIG_FILE: `${folder.path}/users.json`,
    KIMAI_URL: "https://kimai.test",
    KIMAI_API_TOKEN: "any",
  };
  const { stderr } = await run(program(["users", "add", "anna"], env));
  return stderr.startsWith("Cannot lock ");
}

/** A test of something that an older runtime cannot do; it is skipped there, and says so. */
export function newRuntimeTest(
  name: string,
  fn: () => Promise<void>,
  { without }: { without?: string } = {},
): void {
  const reason = isOldRuntime ? "the program stands on an older Deno" : without;
  Deno.test({
    name: reason === undefined ? name : `${name} (skipped: ${reason})`,
    ignore: reason !== undefined,
    fn,
  });
}
