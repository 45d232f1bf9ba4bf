/**
 * The state file's text: one JSON object with a version, and in it each kept kind as an object of key and record,
 * a record a line. Of tokens and secrets it has hashes alone.
 */

import { isObject } from "../lib/is_object.ts";
import { z } from "zod";
import type { MemoryStore } from "./memory_store.ts";
import type { Kind, Records } from "./store.ts";

/** Kinds that outlast a restart. */
export const savedKinds = ["client", "grant", "access"] as const satisfies readonly Kind[];
export type SavedKind = (typeof savedKinds)[number];

export type SavedRecords = { [K in SavedKind]: [key: string, record: Records[K]][] };

/** The version that this program writes, and the only one that it reads. */
export const currentVersion = 1;

/**
 * Makes a writer of texts. It remembers the line of each record, because records are replaced and never changed:
 * writing ten thousand of which one is new takes as long as copying them.
 */
export function createStateWriter(): (store: Pick<MemoryStore, "entries">) => string {
  const lines = new WeakMap<object, string>();
  const lineOf = (record: object) => {
    const line = lines.get(record) ?? JSON.stringify(record);
    lines.set(record, line);
    return line;
  };
  return (store) => {
    const kinds = savedKinds.map((kind) => {
      const records = Array.from(
        store.entries(kind),
        ([key, record]) => `\n${JSON.stringify(key)}:${lineOf(record)}`,
      );
      return `,\n"${kind}":{${records.join(",")}}`;
    });
    return `{"version":${currentVersion}${kinds.join("")}}\n`;
  };
}

const name = z.string().min(1);
const seconds = z.int().nonnegative();
const names = z.array(name);

const schemas: { [K in SavedKind]: z.ZodType<Records[K]> } = {
  client: z.object({
    id: name,
    name: name.optional(),
    redirectUris: names,
    authMethod: z.enum(["none", "client_secret_basic", "client_secret_post"]),
    secretHash: name.optional(),
    origin: z.enum(["registered", "document", "configured"]),
    createdAt: seconds,
    usedAt: seconds.optional(),
  }),
  grant: z.object({
    id: name,
    account: name,
    accountVersion: name,
    clientId: name,
    clientName: name.optional(),
    redirectHost: z.string(),
    scopes: names,
    resource: name,
    createdAt: seconds,
    usedAt: seconds,
    expiresAt: seconds,
    refresh: z.object({
      hash: name,
      idleUntil: seconds,
      replaced: z.array(z.object({ hash: name, at: seconds, answered: seconds, salt: name })),
    }).optional(),
  }),
  access: z.object({ grantId: name, scopes: names, expiresAt: seconds }),
};

/** What a text says, and how many parts of it could not be used. */
export interface ReadState {
  /** Undefined for what is no state of ours: the text counts as one part then. */
  version?: number;
  records: SavedRecords;
  faults: number;
}

/** Reads a parsed text. Nothing throws, and no record comes out that was not checked. */
export function readState(json: unknown): ReadState {
  const records: SavedRecords = { client: [], grant: [], access: [] };
  if (!isObject(json) || !Number.isInteger(json.version)) return { records, faults: 1 };
  const version = Number(json.version);
  if (version !== currentVersion) return { version, records, faults: 0 };
  const faults = savedKinds.map((kind) => readKind(kind, json[kind], records));
  return { version, records, faults: faults.reduce((sum, faults) => sum + faults) };
}

/** Adds the good records of a kind. @returns how many were not */
function readKind<K extends SavedKind>(kind: K, given: unknown, records: SavedRecords): number {
  if (!isObject(given)) return 1;
  const entries = Object.entries(given);
  for (const [key, value] of entries) {
    const record = schemas[kind].safeParse(value).data as Records[K] | undefined;
    // Under another key than its own a record would be another one.
    const isOwn = record && (!("id" in record) || record.id === key);
    if (isOwn) (records[kind] as [string, Records[K]][]).push([key, record]);
  }
  return entries.length - records[kind].length;
}
