/** Which file keeps each secret, and when it is written and taken away. */

import { dirname, resolve } from "node:path";
import type { Connector } from "../../connectors/connector.ts";
import { UserError } from "../../mcp/errors.ts";
import { fileNamesOf, namesOf } from "../../settings/table.ts";
import type { Machine } from "./clients.ts";
import type { Answers } from "./collect.ts";
import { readIfThere } from "./config_file.ts";
import { removeSecret, secretPath, writeSecret } from "./secret_file.ts";
import type { Undo } from "./undo.ts";
import type { Use } from "./uses.ts";

/** A secret that is kept in a file of ours. */
export interface KeptSecret {
  key: string;
  path: string;
  before: string | undefined;
  after: string;
  /** Whether it has to be written: it is another one, or others may read it. */
  changes: boolean;
}

/** The credentials of an entry, as `variablesFor` wants them, and the files of ours among them. */
export interface PlannedSecrets {
  files: Record<string, string>;
  kept: KeptSecret[];
}

type Rows = Pick<Connector, "settings">;

interface Naming {
  machine: Machine;
  /** Of the entry. */
  name: string;
  /** The name that entries have unless somebody wants another. */
  usualName: string;
}

/**
 * Gives each secret its file: the one it was read from, if that is a plain file, else one of ours, which all
 * entries of that name share.
 */
export async function planSecrets(
  { settings: rows }: Rows,
  answers: Answers,
  { machine, name, usualName }: Naming,
): Promise<PlannedSecrets> {
  const planned: PlannedSecrets = { files: {}, kept: [] };
  for (const [key, { text, file }] of Object.entries(answers)) {
    const { variable } = namesOf(key, rows[key]);
    if (!rows[key].secret || variable === undefined) continue;
    const own = secretPath(machine, ownName(variable, name, usualName));
    const path = file !== undefined && await isPlain(file) ? resolve(file) : own;
    planned.files[key] = path;
    if (path !== own) continue;
    planned.kept.push({ key, path, ...await comparedWith(path, text) });
  }
  return planned;
}

function ownName(variable: string, name: string, usualName: string): string {
  const secret = variable.toLowerCase();
  return name === usualName ? secret : `${name}.${secret}`;
}

async function comparedWith(path: string, after: string) {
  const before = (await readIfThere(path))?.trim();
  const mode = before === undefined ? null : (await Deno.stat(path)).mode;
  const isOpen = Deno.build.os !== "windows" && mode !== null && (mode & 0o077) !== 0;
  return { before, after, changes: before !== after || isOpen };
}

/** A pipe, as shells make one for `<(pass show kimai)`, is gone afterwards. */
async function isPlain(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined))?.isFile === true;
}

/**
 * Makes sure that no other entry sends the new secret to another address.
 * @param env the variables of the new entry
 * @throws {UserError} naming the entry that does
 */
export function requireSameAddress(
  { settings: rows }: Rows,
  kept: readonly KeptSecret[],
  { env, others }: { env: Record<string, string>; others: readonly Use[] },
): void {
  const addresses = Object.entries(rows).filter(([, row]) => row.placeholder === "URL")
    .map(([key, row]) => namesOf(key, row).variable ?? "");
  for (const { path } of kept.filter(({ before, after }) => before && before !== after)) {
    const clash = others.filter(({ launch }) => refersTo(launch.env, path))
      .find(({ launch }) => addresses.some((name) => launch.env[name] !== env[name]));
    if (!clash) continue;
    throw new UserError(
      `"${clash.name}" of ${clash.client.title} keeps its own secret in ${
        JSON.stringify(path)
      } and sends it to another address: choose another name with --name`,
    );
  }
}

function refersTo(env: Readonly<Record<string, string>>, path: string): boolean {
  return Object.values(env).includes(path);
}

/** Writes a secret where it changes. @throws {FileError} when it cannot */
export async function keep(
  { path, before, after, changes }: KeptSecret,
  undo: Undo,
): Promise<void> {
  if (!changes) return;
  await writeSecret(path, after);
  undo.add(() => before === undefined ? removeSecret(path) : writeSecret(path, before));
}

/** The files of ours that setup wrote for entries of that name and no entry refers to: a later one named another. */
export function leftOver(
  { settings: rows }: Rows,
  { machine, name, usualName, uses }: Naming & { uses: readonly Use[] },
): string[] {
  return Object.entries(rows).filter(([, row]) => row.secret)
    .flatMap(([key, row]) => namesOf(key, row).variable ?? [])
    .map((variable) => secretPath(machine, ownName(variable, name, usualName)))
    .filter((path) => !uses.some(({ launch }) => refersTo(launch.env, path)));
}

/** The files of ours that these entries refer to and no other does. */
export function unused(
  { settings: rows }: Rows,
  { machine, removed, others }: {
    machine: Machine;
    removed: readonly Use[];
    others: readonly Use[];
  },
): string[] {
  const folder = dirname(secretPath(machine, "any"));
  const variables = Object.entries(rows).filter(([, row]) => row.secret)
    .map(([key, row]) => fileNamesOf(namesOf(key, row)).variable ?? "");
  const paths = removed.flatMap(({ launch }) => variables.map((name) => launch.env[name]))
    .filter((path) => path !== undefined && dirname(path) === folder);
  return [...new Set(paths)].filter((path) =>
    !others.some(({ launch }) => refersTo(launch.env, path))
  );
}
