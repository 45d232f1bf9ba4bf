/**
 * A file that is replaced whole or not at all: the new text is written beside it, synced and renamed over it,
 * so that a reader, a full disk or a killed process never meets half of it.
 */

import { basename, dirname, join } from "node:path";
import { reasonOf } from "./file_reasons.ts";

/** A file cannot be read or written. The message is a sentence that says why. */
export class FileError extends Error {
  override name = "FileError";
}

export interface WriteOptions {
  /** Keeps the mode of the file that is replaced, for one that people set up; otherwise it is 0600. */
  keepMode?: boolean;
}

/**
 * Reads a text file, links followed.
 * @throws {FileError} when it cannot, or when it is a folder, a pipe or a device, which reading might wait for
 */
export async function readPlainFile(path: string): Promise<string> {
  return await asFileError("read", path, async () => {
    requirePlain(await Deno.stat(path));
    return await Deno.readTextFile(path);
  });
}

/**
 * Replaces or creates a file. Its owner stays; mode 0600 unless told otherwise. Where the path is a link, what
 * it points to is replaced and the link stays: users.json is often one. The new text is never written through
 * a link, because its file has a name that nobody can know and must not exist.
 * @throws {FileError} when it cannot; the old file is as it was then
 */
export async function writeAtomically(
  path: string,
  text: string,
  { keepMode = false }: WriteOptions = {},
): Promise<void> {
  await asFileError("write", path, async () => {
    const target = await targetOf(path);
    const old = await ifThere(Deno.stat(target));
    if (old) requirePlain(old);
    const beside = `${besideOf(target)}${crypto.randomUUID()}${ending}`;
    const file = await Deno.open(beside, { createNew: true, write: true, mode: 0o600 });
    try {
      await fill(file, text);
      if (old) await takeOver(beside, old, keepMode);
      await Deno.rename(beside, target);
    } catch (error) {
      await Deno.remove(beside).catch(() => {});
      throw error;
    }
    await syncFolder(dirname(target));
  });
}

const ending = ".tmp";

function besideOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.`);
}

/** Removes what killed writers left beside a file. Only for who holds its lock: it would take another's text away. */
export async function removeLeftovers(path: string): Promise<void> {
  await asFileError("write", path, async () => {
    const target = await targetOf(path);
    const [folder, start] = [dirname(target), basename(besideOf(target))];
    for await (const { name } of Deno.readDir(folder)) {
      const isOurs = name.startsWith(start) && name.endsWith(ending);
      if (isOurs) await Deno.remove(join(folder, name));
    }
  });
}

/**
 * The file that a path means: a link's end, if it is one.
 * @throws {FileError} with the reason alone, for a link to nowhere
 */
export async function targetOf(path: string): Promise<string> {
  const link = await ifThere(Deno.lstat(path));
  if (!link?.isSymlink) return path;
  const target = await ifThere(Deno.realPath(path));
  if (target !== undefined) return target;
  throw new FileError(
    `it is a link to ${JSON.stringify(await Deno.readLink(path))}, which is not there`,
  );
}

async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function requirePlain(info: Deno.FileInfo): void {
  if (info.isDirectory) throw new FileError("it is a folder");
  if (!info.isFile) throw new FileError("it is a pipe, a socket or a device and no plain file");
}

async function fill(file: Deno.FsFile, text: string): Promise<void> {
  using open = file;
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await open.write(bytes));
  await open.sync();
}

/** Gives a new file the owner, and if wished the mode, of the one that it replaces. */
async function takeOver(path: string, old: Deno.FileInfo, keepMode: boolean): Promise<void> {
  if (Deno.build.os === "windows") return;
  const made = await Deno.stat(path);
  if (made.uid !== old.uid || made.gid !== old.gid) {
    await Deno.chown(path, old.uid, old.gid).catch(() => {
      // Its reader, such as a server that runs as another user, would be locked out.
      throw new FileError(
        `its owner ${old.uid}:${old.gid} could not be kept: run this as that user`,
      );
    });
  }
  // After the owner: changing that may cut the mode. What the umask took away comes back as well.
  if (keepMode && old.mode !== null) await Deno.chmod(path, old.mode & 0o777);
}

/** Makes the new name last through a power cut, where the system offers that for folders. */
async function syncFolder(path: string): Promise<void> {
  try {
    using folder = await Deno.open(path);
    await folder.sync();
  } catch {
    // The file is replaced already, and no reader can tell the difference.
  }
}

async function asFileError<T>(verb: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new FileError(`Cannot ${verb} ${JSON.stringify(path)}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
