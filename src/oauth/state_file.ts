/**
 * The store with a file, from which clients, grants and tokens survive a restart. The whole file is written anew
 * for what happened since it was written last, one write at a time, and a change is through once it is on disk.
 *
 * A write that fails (a full disk) refuses nothing: what happened holds in memory, the log says so, `writable` is
 * false, and each further change and each sweep tries again. Refusing would not help anybody: a revocation has to
 * take effect, and a client that could not register or refresh would be signed out now rather than perhaps at the
 * next restart.
 *
 * Who puts an older copy of the file back brings back what was revoked since; tokens that were refreshed since end
 * their grant when they are used. Nothing but the file knows better.
 */

import { removeLeftovers, writeAtomically } from "../lib/atomic_file.ts";
import { lockFile } from "../lib/file_lock.ts";
import type { Log } from "../lib/log.ts";
import { createMemoryStore, type MemoryOptions, type MemoryStore } from "./memory_store.ts";
import { loadState } from "./state_loading.ts";
import { createStateWriter, savedKinds } from "./state_text.ts";
import type { Kind, Records, Store } from "./store.ts";

export interface FileStoreOptions extends MemoryOptions {
  path: string;
  log: Log;
  /** Seconds since 1970, whole. */
  now(): number;
  /** Replaces the file system, for tests of a failing one. */
  write?: (path: string, text: string) => Promise<void>;
}

export interface FileStore extends Store {
  /** Whether the last write went well. */
  readonly writable: boolean;
}

/**
 * Opens the file, or begins one, for this process alone. What cannot be read in it is kept beside it.
 * @throws {FileError} when another process has it, when it cannot be read or is no plain file, or when it is of
 *   a later version of this program
 */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  const { path } = options;
  // One that is about to end may have it for a moment longer, as may a child that it began a moment ago.
  const lock = await lockFile(path, { retries: 10 });
  try {
    await removeLeftovers(path);
    const memory = createMemoryStore(options);
    await loadState(memory, options);
    await memory.sweep(options.now());
    const store = new StateFile(options, memory, lock);
    // Shows at start that the file can be written, and ends modes that let others read it.
    await store.save();
    return store;
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

class StateFile implements FileStore {
  writable = true;
  /** Whether something happened that is not in the file. */
  #isBehind = false;
  /** A write that has not begun, so that what happens now will be in it. */
  #next?: Promise<void>;
  /** The write that ends last. */
  #last = Promise.resolve();
  readonly #text = createStateWriter();
  readonly #options: FileStoreOptions;
  readonly #memory: MemoryStore;
  readonly #lock: Disposable;

  constructor(options: FileStoreOptions, memory: MemoryStore, lock: Disposable) {
    this.#options = options;
    this.#memory = memory;
    this.#lock = lock;
  }

  get<K extends Kind>(kind: K, key: string): Promise<Records[K] | undefined> {
    return this.#memory.get(kind, key);
  }

  async change<K extends Kind>(
    kind: K,
    key: string,
    change: (now: Records[K] | undefined) => Records[K] | undefined,
  ): Promise<Records[K] | undefined> {
    if (!isSaved(kind)) return await this.#memory.change(kind, key, change);
    let [before, after]: (Records[K] | undefined)[] = [];
    // This runs at once, so that whoever sees the change waits for the same write.
    const changed = this.#memory.change(kind, key, (now) => after = change(before = now));
    await Promise.all([changed, this.#saved(before, after)]);
    return after;
  }

  find<K extends Kind>(
    kind: K,
    test: (record: Records[K]) => boolean,
  ): Promise<[key: string, record: Records[K]][]> {
    return this.#memory.find(kind, test);
  }

  count(kind: Kind): number {
    return this.#memory.count(kind);
  }

  async sweep(now: number): Promise<void> {
    const size = () => savedKinds.reduce((sum, kind) => sum + this.count(kind), 0);
    const before = size();
    await this.#memory.sweep(now);
    if (this.#isBehind || size() !== before) await this.save();
  }

  async close(): Promise<void> {
    if (this.#isBehind) await this.save();
    await this.#last;
    this.#lock[Symbol.dispose]();
  }

  /** Resolves once all that happened so far was written, or could not be. */
  save(): Promise<void> {
    this.#isBehind = true;
    this.#next ??= this.#last = this.#last.then(() => {
      this.#next = undefined;
      return this.#write();
    });
    return this.#next;
  }

  /** What changed nothing waits as well, for it may have seen what is not on disk yet. */
  #saved(before: object | undefined, after: object | undefined): Promise<void> {
    if (before === after) return this.#last;
    if (!isOnlyUse(before, after)) return this.save();
    this.#isBehind = true;
    return Promise.resolve();
  }

  async #write(): Promise<void> {
    const { path, log, write = writeAtomically } = this.#options;
    this.#isBehind = false;
    try {
      await write(path, this.#text(this.#memory));
      if (!this.writable) log.info("The OAuth state is written again", { path });
      this.writable = true;
    } catch (error) {
      this.#isBehind = true;
      if (this.writable) {
        log.error(
          "The OAuth state cannot be written: clients and sign-ins of now on are lost at a restart, and what was revoked comes back",
          { error },
        );
      }
      this.writable = false;
    }
  }
}

function isSaved(kind: Kind): boolean {
  return savedKinds.some((saved) => saved === kind);
}

/** Whether nothing but the time of last use differs: the next write is early enough for that. */
function isOnlyUse(before?: object, after?: object): boolean {
  if (!before || !after) return false;
  const [old, young] = [before, after].map((record) => new Map(Object.entries(record)));
  return [...new Set([...old.keys(), ...young.keys()])]
    .every((member) => member === "usedAt" || old.get(member) === young.get(member));
}
