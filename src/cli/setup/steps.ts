/** What connecting and disconnecting have in common: look, show, ask, then all of it or nothing. */

import { dirname } from "node:path";
import { FileError } from "../../lib/atomic_file.ts";
import { UserError } from "../../mcp/errors.ts";
import { print } from "../output.ts";
import { type Style, styled } from "../terminal.ts";
import { Stopped } from "./ask.ts";
import type { Client } from "./clients.ts";
import {
  type Change,
  diffOf,
  type Made,
  make,
  planEntry,
  planRemoval,
  readEntry,
  takeBack,
} from "./config_file.ts";
import type { Entry } from "./entries.ts";
import { masked } from "./mask.ts";
import type { Fate, Order, Outcome, Target } from "./order.ts";
import { Undo } from "./undo.ts";
import { WrongUse } from "./wrong_use.ts";

/** The change to one assistant's configuration. */
export interface TargetChange {
  target: Target;
  change: Change;
  /** The change as a diff without secrets; empty where nothing changes. */
  diff: string;
  /** Whether a secret stood in the old text, so that its copy has it as well. */
  hadSecret: boolean;
}

/** Reads what each of these has under the name. @throws {UserError | FileError} for one that is malformed */
export async function targetsOf(
  clients: readonly Client[],
  { machine, name }: Order,
): Promise<Target[]> {
  return await Promise.all(clients.map(async (client) => {
    const path = await client.configPath(machine);
    const entry = await readEntry(path, client, name);
    return { client, path, entry, launch: client.launchOf(entry) };
  }));
}

/** A change with its diff, in which nothing that is hidden can be seen. */
export function shown(target: Target, change: Change, hidden: readonly string[]): TargetChange {
  const hadSecret = hidden.some((secret) => change.before?.includes(secret));
  return { target, change, diff: masked(diffOf(change), hidden), hadSecret };
}

/** Shows people what would change, unless they have agreed to all of it. */
export function showDiffs(
  changes: readonly TargetChange[],
  { json, yes, dryRun, coloured }: Order,
): void {
  if (json || (yes && !dryRun)) return;
  for (const { diff } of changes) {
    if (diff) print(`\n${coloured ? painted(diff) : diff}`);
  }
}

const colours: Record<string, Style> = { "+": "green", "-": "red", "@": "cyan" };

function painted(diff: string): string {
  const paint = (line: string) => colours[line[0]] ? styled(colours[line[0]], line) : line;
  return diff.trimEnd().split("\n").map(paint).join("\n");
}

/**
 * Asks whether to go on.
 * @throws {WrongUse} where nobody can be asked
 * @throws {Stopped} where the answer is no, or none
 */
export async function confirm(question: string, { dialog, yes }: Order): Promise<void> {
  if (yes) return;
  const answer = await dialog.ask(`${question} [Y/n]: `);
  if (answer === undefined && !dialog.isTerminal) {
    throw new WrongUse("Cannot ask whether to go on: add --yes");
  }
  if (answer === undefined || !/^(y|yes|)$/i.test(answer)) throw new Stopped();
}

/**
 * Does all of it, or takes back what was done.
 * @throws {UserError} saying what failed, and what could not be taken back
 * @throws {Stopped} when the signal fires meanwhile
 */
export async function allOrNothing<T>(
  { context: { signal } }: Order,
  act: (undo: Undo) => Promise<T>,
): Promise<T> {
  const undo = new Undo();
  try {
    const done = await act(undo);
    if (signal.aborted) throw new Stopped();
    return done;
  } catch (error) {
    const left = await undo.all();
    if (left.length > 0) {
      throw new UserError(`${because(error)}. Not all could be taken back: ${left.join("; ")}`);
    }
    if (signal.aborted) throw new Stopped();
    if (!(error instanceof UserError || error instanceof FileError)) throw error;
    throw new UserError(`${error.message}. What was written is taken back: all is as it was`);
  }
}

function because(error: unknown): string {
  return error instanceof Stopped ? "Stopped" : error instanceof Error ? error.message : `${error}`;
}

/**
 * Makes the change to a configuration. A copy with a secret in it is for its owner alone.
 * @returns what there is to say of the copy
 * @throws {UserError | FileError} when it cannot
 * @throws {Stopped} when the signal has fired
 */
export async function makeFor(
  { target, change, diff, hadSecret }: TargetChange,
  order: Order,
  undo: Undo,
): Promise<Pick<Outcome, "backup" | "hadSecret">> {
  if (order.context.signal.aborted) throw new Stopped();
  if (!diff) return {};
  const absent = await absentFolders(change.path);
  undo.add(() => removeEmpty(absent));
  const made = await make(change, order.now);
  undo.add(() => putBack(made, target, order));
  const { backup } = made;
  if (backup === undefined || !hadSecret) return { backup };
  if (!order.context.system.windows) await Deno.chmod(backup, 0o600);
  return { backup, hadSecret };
}

/** What becomes of an assistant: its fate is `changed` where something changes. */
export function outcomeOf(
  { target: { client, path }, diff }: TargetChange,
  changed: Fate,
): Outcome {
  const outcome: Outcome = {
    client: client.id,
    title: client.title,
    file: path,
    outcome: diff ? changed : "unchanged",
  };
  return diff ? { ...outcome, diff, next: client.afterwards } : outcome;
}

/** Some assistants write their configuration all the time: then only the entry is put back. */
async function putBack(made: Made, { client, path, entry }: Target, order: Order): Promise<void> {
  try {
    await takeBack(made);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const change = entry === undefined
      ? await planRemoval(path, client, order.name)
      : await planEntry(path, client, order.name, entry as Entry);
    await make(change, order.now);
  }
}

/** The folders above a path that are not there, the innermost first. */
async function absentFolders(path: string): Promise<string[]> {
  const absent: string[] = [];
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (await Deno.stat(folder).then(() => true, () => false)) break;
    absent.push(folder);
  }
  return absent;
}

async function removeEmpty(folders: readonly string[]): Promise<void> {
  // One that somebody has put something into meanwhile stays.
  for (const folder of folders) await Deno.remove(folder).catch(() => {});
}
