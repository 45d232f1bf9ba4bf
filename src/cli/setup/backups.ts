/** Dated copies of a file, kept beside it for people who want it back. */

import { basename, dirname, join } from "node:path";
import { FileError, readPlainFile, writeAtomically } from "../../lib/atomic_file.ts";
import { reasonOf } from "../../lib/file_reasons.ts";

/**
 * Copies a file beside it, with its mode, as `NAME.backup-YYYYMMDD-HHMMSS`; a number follows where that is taken.
 * @param text what stands in the file
 * @returns the path of the copy
 * @throws {FileError} when it cannot
 */
export async function copyAside(
  path: string,
  text: string,
  now: Temporal.ZonedDateTime,
): Promise<string> {
  return await orFileError("copy", path, async () => {
    const { mode } = await Deno.stat(path);
    const copy = await createUnused(`${path}${ending}${stamp(now)}`);
    await writeAtomically(copy, text);
    if (mode !== null && Deno.build.os !== "windows") await Deno.chmod(copy, mode & 0o777);
    return copy;
  });
}

const ending = ".backup-";

/** `20260131-235959`, as the clock on the wall has it. */
function stamp(now: Temporal.ZonedDateTime): string {
  const [date, time] = now.toPlainDateTime().toString({ smallestUnit: "second" }).split("T");
  return `${date.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
}

async function createUnused(name: string): Promise<string> {
  for (let count = 1;; count++) {
    const path = count === 1 ? name : `${name}-${count}`;
    try {
      (await Deno.open(path, { createNew: true, write: true, mode: 0o600 })).close();
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/** The texts of the copies of a file, the newest first; what cannot be read is left out. @throws {FileError} */
export async function copiesOf(path: string): Promise<string[]> {
  const folder = dirname(path);
  const start = basename(path) + ending;
  const entries = await orFileError("read", folder, () => Array.fromAsync(Deno.readDir(folder)));
  const names = entries.map(({ name }) => name).filter((name) => name.startsWith(start));
  const newestFirst = names.sort().reverse();
  const texts = newestFirst.map((name) => readPlainFile(join(folder, name)).catch(() => undefined));
  return (await Promise.all(texts)).filter((text) => text !== undefined);
}

/** Runs something; what the system refuses becomes a sentence about a file. @throws {FileError} */
export async function orFileError<T>(
  verb: string,
  path: string,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`Cannot ${verb} ${JSON.stringify(path)}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
