/**
 * Changes to the configuration files of clients: planned, shown, made with a dated copy of the old file beside
 * it, and taken back.
 */

import { dirname } from "node:path";
import { FileError, readPlainFile, writeAtomically } from "../../lib/atomic_file.ts";
import { UserError } from "../../mcp/errors.ts";
import { copiesOf, copyAside, orFileError } from "./backups.ts";
import { entryIn, type Format, withEntry, withoutEntry } from "./config_text.ts";
import { unifiedDiff } from "./diff.ts";
import type { Entry } from "./entries.ts";

/** A change to one file. `undefined` is a file that is not there. Nothing changes where both are the same. */
export interface Change {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** A change that was made. */
export interface Made extends Change {
  /** The copy of the old file, if there was one. */
  backup?: string;
}

/** The text of a file; undefined if there is none. @throws {FileError} when it cannot be read */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readPlainFile(path);
  } catch (error) {
    if (error instanceof FileError && error.cause instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What a file has under a name. @throws {UserError | FileError} when it cannot be read */
export async function readEntry(path: string, format: Format, name: string): Promise<unknown> {
  const text = await readIfThere(path);
  return text === undefined ? undefined : naming(path, () => entryIn(text, format, name));
}

/** The change that sets an entry. @throws {UserError | FileError} for a file that is malformed or cannot be read */
export async function planEntry(
  path: string,
  format: Format,
  name: string,
  entry: Entry,
): Promise<Change> {
  const before = await readIfThere(path);
  const after = naming(path, () => withEntry(before ?? "", format, name, entry));
  return { path, before, after };
}

/**
 * The change that takes an entry out. Where nobody else has changed the file since it was added, it becomes
 * what it was before, character by character.
 * @throws {UserError | FileError} for a file that is malformed or cannot be read
 */
export async function planRemoval(path: string, format: Format, name: string): Promise<Change> {
  const before = await readIfThere(path);
  if (before === undefined) return { path, before, after: before };
  const without = naming(path, () => withoutEntry(before, format, name));
  if (without === before) return { path, before, after: before };
  const entry = entryIn(before, format, name) as Entry;
  const isBefore = (text: string) => addedGives(before, { text, format, name, entry });
  const original = (await copiesOf(path)).find(isBefore);
  return { path, before, after: original ?? (isBefore("") ? undefined : without) };
}

interface Addition {
  text: string;
  format: Format;
  name: string;
  entry: Entry;
}

function addedGives(result: string, { text, format, name, entry }: Addition): boolean {
  try {
    return entryIn(text, format, name) === undefined &&
      withEntry(text, format, name, entry) === result;
  } catch {
    return false;
  }
}

/** The change as a unified diff; empty where nothing changes. */
export function diffOf({ path, before, after }: Change): string {
  return unifiedDiff(path, before, after);
}

/**
 * Makes a change: keeps a copy of the old file beside it, then replaces it whole. Its mode and a link to it
 * stay; folders that are absent are made.
 * @throws {UserError} when the file is no longer as it was planned
 * @throws {FileError} when it cannot be written; it is as it was then
 */
export async function make(change: Change, now: Temporal.ZonedDateTime): Promise<Made> {
  const { path, before, after } = change;
  if (before === after) return change;
  await requireText(path, before);
  const backup = before === undefined ? undefined : await copyAside(path, before, now);
  await replace(path, after);
  return { ...change, backup };
}

/**
 * Takes a change back, and its copy away.
 * @throws {UserError} when somebody else has changed the file since
 * @throws {FileError} when it cannot be written
 */
export async function takeBack({ path, before, after, backup }: Made): Promise<void> {
  if (before === after) return;
  await requireText(path, after);
  await replace(path, before);
  if (backup !== undefined) await remove(backup);
}

async function requireText(path: string, expected: string | undefined): Promise<void> {
  if (await readIfThere(path) === expected) return;
  throw new UserError(
    `${JSON.stringify(path)} was changed by another program meanwhile: try again`,
  );
}

async function replace(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) return await remove(path);
  await orFileError("write", path, () => Deno.mkdir(dirname(path), { recursive: true }));
  await writeAtomically(path, text, { keepMode: true });
}

async function remove(path: string): Promise<void> {
  await orFileError("remove", path, () => Deno.remove(path));
}

/** Says which file it is that is malformed. */
function naming<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message} (${JSON.stringify(path)})`, { cause: error });
  }
}
