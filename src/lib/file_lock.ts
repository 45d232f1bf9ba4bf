/**
 * One process at a time at a file. The lock is the system's own (flock) on an empty file beside it, so it ends
 * with the process that holds it, however that ends, and no lock is ever stale. The empty file stays: removing
 * it would let two processes hold locks on two files of that name.
 */

import { basename, dirname, join } from "node:path";
import { FileError, targetOf } from "./atomic_file.ts";
import { reasonOf } from "./file_reasons.ts";
import { pause } from "./pause.ts";

export interface LockOptions {
  /** How often to try again, 50 ms apart; 0 refuses at once. */
  retries?: number;
}

const pauseMs = 50;

/**
 * Locks a file, which need not exist, until the answer is disposed of.
 * @throws {FileError} when another process has it, or when it cannot be locked
 */
export async function lockFile(
  path: string,
  { retries = 100 }: LockOptions = {},
): Promise<Disposable> {
  const file = await openLock(path);
  try {
    for (let left = retries; !await file.tryLock(true); left--) {
      if (left <= 0) throw new FileError("another process is using it");
      await pause(pauseMs);
    }
    return file;
  } catch (error) {
    file.close();
    throw refused(path, error);
  }
}

/** Runs something while nobody else does so with the same file. @throws {FileError} as `lockFile` does */
export async function withFileLock<T>(
  path: string,
  run: () => Promise<T>,
  options?: LockOptions,
): Promise<T> {
  using _lock = await lockFile(path, options);
  return await run();
}

async function openLock(path: string): Promise<Deno.FsFile> {
  try {
    const target = await targetOf(path);
    const beside = join(dirname(target), `.${basename(target)}.lock`);
    return await Deno.open(beside, { create: true, write: true, mode: 0o600 });
  } catch (error) {
    throw refused(path, error);
  }
}

function refused(path: string, cause: unknown): FileError {
  return new FileError(`Cannot lock ${JSON.stringify(path)}: ${reasonOf(cause)}`, { cause });
}
