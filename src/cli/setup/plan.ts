// No test of its own: tests/e2e/setup_test.ts compares every file that was planned with it.
/** What is going to be written for each assistant, from what the settings, the person and earlier entries say. */

import { isDeepStrictEqual } from "node:util";
import { resolve } from "node:path";
import type { Connector } from "../../connectors/connector.ts";
import type { Found } from "../../settings/table.ts";
import type { Answers } from "./collect.ts";
import { type Change, planEntry, readIfThere } from "./config_file.ts";
import { settingsIn } from "./earlier.ts";
import { entryOver } from "./entries.ts";
import { type Given, launchOf, runningProgram, variablesFor } from "./launch.ts";
import type { Order, Target } from "./order.ts";
import { type KeptSecret, planSecrets } from "./secrets.ts";
import { shown, type TargetChange } from "./steps.ts";

/** The credentials of all upstreams so far, and what follows from them. */
export interface Gathered {
  given: Given;
  kept: KeptSecret[];
  /** What must not be shown. */
  hidden: string[];
}

/** The settings of an upstream that an entry gives which is there already. */
export type Earlier = ReadonlyMap<string, Found>;

/** What the entries say of an upstream that are there already, without those that say nothing. */
export async function earlierOf(
  targets: readonly Target[],
  { settings: rows }: Connector,
  { context: { system } }: Order,
): Promise<Earlier[]> {
  const all = await Promise.all(
    targets.map(({ launch }) => launch ? settingsIn(launch, rows, system) : new Map()),
  );
  return all.filter(({ size }) => size > 0);
}

/** Adds the credentials of one upstream. */
export async function gather(
  { given, kept, hidden }: Gathered,
  connector: Connector,
  answers: Answers,
  { earlier, order }: { earlier: readonly Earlier[]; order: Order },
): Promise<void> {
  const planned = await planSecrets(connector, answers, order);
  const texts = Object.entries(answers).map(([key, { text }]) => [key, text]);
  Object.assign(given.values, Object.fromEntries(texts));
  Object.assign(given.files, planned.files);
  kept.push(...planned.kept);
  for (const [key, { secret }] of Object.entries(connector.settings)) {
    if (!secret) continue;
    const known = [answers[key], ...earlier.map((values) => values.get(key))];
    hidden.push(...known.flatMap((one) => one ? [one.text] : []));
  }
}

/** The change to one assistant's configuration, and the variables that its entry gives. */
export interface Planned extends TargetChange {
  env: Record<string, string>;
}

/** Plans the entry. What people have set in an earlier one beside the credentials stays. */
export async function plan(
  target: Target,
  { given, hidden }: Gathered,
  order: Order,
): Promise<Planned> {
  const { client, path, entry, launch } = target;
  const { rows, sources, system } = order.context;
  const earlier = launch && { env: launch.env, settings: await settingsIn(launch, rows, system) };
  const env = await variablesFor({ rows, sources, given, earlier }, absolute);
  const fresh = entryOver(entry, client.entryOf(launchOf(runningProgram(), env)));
  const change = isDeepStrictEqual(entry, fresh)
    ? await unchanged(path)
    : await planEntry(path, client, order.name, fresh);
  return { ...shown(target, change, hidden), env };
}

async function unchanged(path: string): Promise<Change> {
  const text = await readIfThere(path);
  return { path, before: text, after: text };
}

/** A file that is named from here is named from everywhere. */
async function absolute(value: string): Promise<string> {
  const isPath = /[./\\]/.test(value) && await Deno.stat(value).then(() => true, () => false);
  return isPath ? resolve(value) : value;
}
