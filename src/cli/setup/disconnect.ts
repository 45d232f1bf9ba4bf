// No test of its own: tests/e2e/setup_test.ts disconnects every assistant with it.
/** Disconnecting assistants: their entry goes, and so does the file with the token that nobody else uses. */

import type { Connector } from "../../connectors/connector.ts";
import { listed } from "../../settings/table.ts";
import type { Client } from "./clients.ts";
import { planRemoval, readIfThere } from "./config_file.ts";
import { settingsIn } from "./earlier.ts";
import type { Order, Report, Target } from "./order.ts";
import { removeSecret, writeSecret } from "./secret_file.ts";
import { leftOver, unused } from "./secrets.ts";
import { allOrNothing, confirm, makeFor, outcomeOf, showDiffs, shown, targetsOf } from "./steps.ts";
import type { Undo } from "./undo.ts";
import { usesOn } from "./uses.ts";

/**
 * Takes the entry out of the configuration of these assistants.
 * @throws {WrongUse} where nobody can be asked
 * @throws {UserError | FileError} for what cannot be done; nothing has changed then
 * @throws {Stopped} when the person does not want to
 */
export async function disconnect(
  clients: readonly Client[],
  upstreams: readonly Connector[],
  order: Order,
): Promise<Report> {
  const { dryRun } = order;
  const targets = await targetsOf(clients, order);
  const hidden = await secretsOf(targets, upstreams, order);
  const changes = await Promise.all(targets.map(async (target) => {
    const change = await planRemoval(target.path, target.client, order.name);
    return shown(target, change, hidden);
  }));
  const files = await unusedAfter(targets, upstreams, order);
  showDiffs(changes, order);
  const report = (fate: "removed" | "planned"): Report => ({
    findings: [],
    outcomes: changes.map((change) => outcomeOf(change, fate)),
    secrets: files.map((file) => ({ file, outcome: fate })),
  });
  if (dryRun) return report("planned");
  if (!changes.some(({ diff }) => diff)) return report("removed");
  await confirm("Take this out?", order);
  return await allOrNothing(order, async (undo) => {
    const done = report("removed");
    for (const [at, change] of changes.entries()) {
      Object.assign(done.outcomes[at], await makeFor(change, order, undo));
    }
    for (const file of files) await forget(file, undo);
    return done;
  });
}

/** The secrets in entries, which their diffs must not show. */
async function secretsOf(
  targets: readonly Target[],
  upstreams: readonly Connector[],
  { context: { system } }: Order,
): Promise<string[]> {
  const all = await Promise.all(
    upstreams.flatMap(({ settings: rows }) =>
      targets.map(async ({ launch }) => {
        const found = launch ? await settingsIn(launch, rows, system) : new Map();
        return [...found].flatMap(([key, { text }]) => rows[key].secret ? [text] : []);
      })
    ),
  );
  return all.flat();
}

async function unusedAfter(
  targets: readonly Target[],
  upstreams: readonly Connector[],
  { machine, name, usualName, tell }: Order,
): Promise<string[]> {
  const goes = (use: { client: Client; name: string }) =>
    use.name === name && targets.some(({ client }) => client === use.client);
  const { uses, unreadable } = await usesOn(machine);
  const [removed, others] = [uses.filter(goes), uses.filter((use) => !goes(use))];
  const files = upstreams.flatMap((connector) => unused(connector, { machine, removed, others }));
  if (unreadable.length === 0) {
    const naming = { machine, name, usualName };
    for (const path of upstreams.flatMap((one) => leftOver(one, { ...naming, uses }))) {
      if (!await machine.exists(path)) continue;
      tell(`Kept ${path}: no assistant refers to it, delete it if nothing else does`);
    }
    return files;
  }
  const titles = listed(unreadable.map(({ title }) => title));
  for (const file of files) tell(`Kept ${file}: the configuration of ${titles} may use it`);
  return [];
}

async function forget(file: string, undo: Undo): Promise<void> {
  const secret = (await readIfThere(file))?.trim();
  if (secret === undefined) return;
  await removeSecret(file);
  undo.add(() => writeSecret(file, secret));
}
