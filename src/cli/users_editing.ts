// No test of its own: tests/cli/users_test.ts changes files through it.
/** How the `users` command changes a file that servers read and people edit. */

import { isName } from "../accounts/entries.ts";
import { JsonTextError, readObject } from "../accounts/json_text.ts";
import { describeNotJson } from "../accounts/users_file.ts";
import { FileError, readPlainFile, removeLeftovers, writeAtomically } from "../lib/atomic_file.ts";
import { distance } from "../lib/distance.ts";
import { withFileLock } from "../lib/file_lock.ts";
import { describeReaders } from "../lib/readers.ts";
import { UserError } from "../mcp/errors.ts";
import { complain } from "./output.ts";

/** @throws {UserError} when the text has no such account */
export function requireUser(text: string, name: string, path: string): void {
  const names = namesIn(text);
  if (names.includes(name)) return;
  const near = names.find((each) => distance(each.toLowerCase(), name.toLowerCase()) <= 2);
  const hint = near ? `did you mean "${near}"?` : `"kimai-mcp users list" shows who is there`;
  throw new UserError(`There is no "${name}" in ${path}: ${hint}`);
}

/** The names in a text, without comments. */
export function namesIn(text: string): string[] {
  if (text.trim() === "") return [];
  return readObject(text).members.map(({ name }) => name).filter(isName);
}

/**
 * Changes the file's text while nobody else does. Its mode stays, because a server may run as another user.
 * @param how whether a file that is not there is an empty one
 * @throws {UserError | FileError} when it cannot, and whatever `change` throws
 */
export async function edit(
  path: string,
  how: "create" | "change",
  change: (text: string) => string,
): Promise<void> {
  await withFileLock(path, async () => {
    await removeLeftovers(path);
    const text = how === "create" ? await readIfThere(path) : await readPlainFile(path);
    try {
      await writeAtomically(path, change(text), { keepMode: true });
    } catch (error) {
      if (!(error instanceof JsonTextError)) throw error;
      throw new UserError(describeNotJson(text, error, path));
    }
  });
  const readers = await describeReaders(path);
  if (readers) complain(readers);
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readPlainFile(path);
  } catch (error) {
    if (error instanceof FileError && error.cause instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
