/** SHA256SUMS, as `sha256sum --check` reads it. */

import { createHash } from "node:crypto";
import { join } from "node:path";

/** The SHA-256 of a file, in hexadecimal. The file is read in pieces. */
export async function sha256Of(path: string | URL): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  for await (const piece of file.readable) hash.update(piece);
  return hash.digest("hex");
}

/** One line for each file of a folder, in the order of their names. */
export async function checksumsOf(folder: string, names: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const name of names.toSorted()) {
    lines.push(`${await sha256Of(join(folder, name))}  ${name}\n`);
  }
  return lines.join("");
}
