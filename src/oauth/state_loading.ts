/** What a state file says at start: ours, the Python server's, or something that is kept beside it to be looked at. */

import { FileError, readPlainFile, targetOf, writeAtomically } from "../lib/atomic_file.ts";
import type { Log } from "../lib/log.ts";
import type { MemoryStore } from "./memory_store.ts";
import { isReferenceState, readReferenceClients } from "./reference_state.ts";
import { currentVersion, readState, type SavedKind, type SavedRecords } from "./state_text.ts";
import { StoreFullError } from "./store.ts";

export interface LoadingOptions {
  path: string;
  log: Log;
  /** Seconds since 1970, whole. */
  now(): number;
}

/**
 * Puts what the file says into a store, as far as it has room. A file that is not there, or empty, says nothing.
 * @throws {FileError} when it cannot be read or is no plain file, when what cannot be used in it cannot be kept
 *   beside it, or when it is of a later version
 */
export async function loadState(memory: MemoryStore, options: LoadingOptions): Promise<void> {
  const text = await readIfThere(options);
  if (text === undefined || text.trim() === "") return;
  const json = parse(text);
  const records = isReferenceState(json)
    ? await migrate(json, text, options)
    : await recordsOf(json, text, options);
  // Grants first: clients that have some need them to stay.
  await fill(memory, "grant", records.grant);
  await fill(memory, "client", records.client);
  await fill(memory, "access", records.access);
}

async function readIfThere({ path, log }: LoadingOptions): Promise<string | undefined> {
  try {
    const text = await readPlainFile(path);
    const { mode } = await Deno.stat(path);
    if (mode !== null && (mode & 0o077) !== 0) {
      log.warning("Others could read the OAuth state, its mode is 0600 from now on", { path });
    }
    return text;
  } catch (error) {
    const isAbsent = error instanceof FileError && error.cause instanceof Deno.errors.NotFound;
    if (isAbsent) return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function recordsOf(
  json: unknown,
  text: string,
  options: LoadingOptions,
): Promise<SavedRecords> {
  const { path, log, now } = options;
  const { version = currentVersion, records, faults } = readState(json);
  if (version !== currentVersion) {
    throw new FileError(
      `Cannot use ${
        JSON.stringify(path)
      }: it is of version ${version} and this program reads version ${currentVersion}, so run the later program or name another file`,
    );
  }
  if (faults > 0) {
    const time = new Date(now() * 1000).toISOString().replace(/\.\d+|[:-]/g, "");
    const kept = await keepAside(path, text, `corrupt-${time}`);
    const left = records.client.length + records.grant.length + records.access.length;
    log.error(
      "The OAuth state is damaged: what cannot be read was left out, and people may have to sign in again",
      { path, kept, left_out: faults, read: left },
    );
  }
  return records;
}

async function migrate(
  json: { clients: Record<string, unknown> },
  text: string,
  { path, log, now }: LoadingOptions,
): Promise<SavedRecords> {
  const clients = readReferenceClients(json, now());
  const kept = await keepAside(path, text, "reference");
  log.warning(
    "Took the clients over from a state file of the Python server; the old file has their secrets in clear, so delete it once you will not go back",
    {
      path,
      kept,
      clients: clients.length,
      left_out: Object.keys(json.clients).length - clients.length,
    },
  );
  return { client: clients.map((client) => [client.id, client]), grant: [], access: [] };
}

/** Before the file is written anew, so that a process that is killed between leaves both or the old one. */
async function keepAside(path: string, text: string, ending: string): Promise<string> {
  const kept = `${await targetOf(path)}.${ending}`;
  await writeAtomically(kept, text);
  return kept;
}

async function fill<K extends SavedKind>(
  memory: MemoryStore,
  kind: K,
  records: SavedRecords[K],
): Promise<void> {
  try {
    for (const [key, record] of records) await memory.change(kind, key, () => record);
  } catch (error) {
    if (!(error instanceof StoreFullError)) throw error;
  }
}
