/** Where the token of an upstream is kept, so that it stands in no configuration and in no list of processes. */

import { dirname } from "node:path";
import { writeAtomically } from "../../lib/atomic_file.ts";
import { orFileError } from "./backups.ts";
import { joined, type Machine, settingsFolder } from "./machine.ts";

/** The file of a secret: `kimai_api_token` is in `~/.config/kimai-mcp/kimai_api_token` on Linux. */
export function secretPath(machine: Machine, name: string): string {
  return joined(machine, settingsFolder(machine), "kimai-mcp", name);
}

/**
 * Writes a secret to a file that only its owner can read, in a folder that only he can open. Windows knows no
 * modes: there the folder inherits from the user's profile that nobody but he and the administrators get in.
 * @throws {FileError} when it cannot; an old file is as it was then
 */
export async function writeSecret(path: string, secret: string): Promise<void> {
  await makePrivateFolder(dirname(path));
  await writeAtomically(path, `${secret}\n`);
}

/** Takes the file away, and its folder if nothing else is in it. @throws {FileError} when it cannot */
export async function removeSecret(path: string): Promise<void> {
  await orFileError("remove", path, async () => {
    await Deno.remove(path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  });
  // Refused where something else is kept there.
  await Deno.remove(dirname(path)).catch(() => {});
}

/** The folder is ours alone, so one that others can open is closed to them. */
async function makePrivateFolder(folder: string): Promise<void> {
  await orFileError("make the folder", folder, async () => {
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    if (Deno.build.os !== "windows") await Deno.chmod(folder, 0o700);
  });
}
