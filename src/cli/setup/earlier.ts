/**
 * What an entry that is there already says of the upstreams: a second run need not ask again, and who comes
 * from another server with the same flags and variables need not search for the token.
 */

import { openSources, type System } from "../../settings/sources.ts";
import type { Found, SettingRows } from "../../settings/table.ts";
import type { Launch } from "./clients.ts";

/**
 * The values of these rows that a launch gives by its flags, its variables or the files they name. What cannot
 * be read is left out, and so is what the assistant itself would fill in (`${input:token}`).
 */
export async function settingsIn(
  { args, env }: Launch,
  rows: SettingRows,
  system: System,
): Promise<ReadonlyMap<string, Found>> {
  const { values } = await openSources(rows, {
    ...system,
    args,
    env: (name) => Object.hasOwn(env, name) ? env[name] : undefined,
    names: () => Object.keys(env),
    // The .env of this folder is nothing to an assistant's server.
    readTextFile: (path) =>
      path === ".env" ? Promise.reject(new Deno.errors.NotFound()) : system.readTextFile(path),
  });
  return new Map([...values].filter(([, { text }]) => !text.includes("${")));
}

/** The file that a secret was read from, absolute or as it was given. */
export function fileOf({ from }: Found): string | undefined {
  return from.startsWith('"') ? JSON.parse(from) : undefined;
}
