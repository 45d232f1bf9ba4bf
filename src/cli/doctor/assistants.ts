/**
 * What the assistants of this machine start. `setup` writes address and token into their configurations, where a
 * terminal does not see them.
 */

import { posix, win32 } from "node:path";
import type { Finding } from "../../connectors/connector.ts";
import { UserError } from "../../mcp/errors.ts";
import type { System } from "../../settings/sources.ts";
import type { Found, SettingRows } from "../../settings/table.ts";
import type { Client, Machine } from "../setup/clients.ts";
import { settingsIn } from "../setup/earlier.ts";
import { machineOf } from "../setup/machine.ts";
import { type Use, usesOn } from "../setup/uses.ts";

/** Settings with which assistants start this server. */
export interface Started {
  /** The assistants that give these very settings. */
  titles: string[];
  values: ReadonlyMap<string, Found>;
}

/** What there is to be told of the assistants, and to be looked at because of them. */
export interface Assistants {
  findings: Finding[];
  started: Started[];
}

/** The assistants of this machine that give some of these rows a value. A machine without a home has none. */
export async function readAssistants(rows: SettingRows, system: System): Promise<Assistants> {
  const machine = homeOf(system);
  return machine ? await assistantsOn(machine, rows, system) : { findings: [], started: [] };
}

/** The same for a machine that is known. */
export async function assistantsOn(
  machine: Machine,
  rows: SettingRows,
  system: System,
): Promise<Assistants> {
  const { uses, unreadable } = await usesOn(machine);
  const all = await Promise.all(
    uses.map(async (use) => ({ use, values: await settingsIn(use.launch, rows, system) })),
  );
  const ours = all.filter(({ values }) => values.size > 0);
  const findings = await Promise.all([
    ...ours.map(({ use }) => startFinding(use, machine)),
    ...unreadable.map((client) => unreadableFinding(client, machine)),
  ]);
  const started = new Map<string, Started>();
  for (const { use: { client: { title } }, values } of ours) {
    const same = JSON.stringify([...values].map(([key, { text }]) => [key, text]).sort());
    const { titles = [] } = started.get(same) ?? {};
    started.set(same, { titles: [...new Set([...titles, title])], values });
  }
  return {
    findings: findings.length > 0 ? findings : [nobody],
    started: [...started.values()],
  };
}

const nobody: Finding = {
  name: "Assistants",
  outcome: "skipped",
  text: 'None on this machine starts this server; "kimai-mcp setup" connects them',
};

function homeOf(system: System): Machine | undefined {
  try {
    return machineOf(system);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function startFinding({ client, name, launch }: Use, machine: Machine): Promise<Finding> {
  const { id, title } = client;
  const path = await client.configPath(machine);
  if (await isMissing(launch.command, machine)) {
    return {
      name: `${title}, ${name}`,
      outcome: "failed",
      text: `${path} starts "${launch.command}", which is not there`,
      fix: `Put the program there, or run kimai-mcp setup ${id} with the one that is to be started`,
    };
  }
  const text = `Started with what "kimai-mcp setup" or you wrote into ${path}`;
  return { name: `${title}, ${name}`, outcome: "ok", text };
}

/** A bare name is looked up by the assistant, on a path that is not ours. */
async function isMissing(command: string, machine: Machine): Promise<boolean> {
  const { isAbsolute } = machine.os === "windows" ? win32 : posix;
  if (!isAbsolute(command)) return false;
  const names = machine.os === "windows" ? [command, `${command}.exe`] : [command];
  const there = await Promise.all(names.map((name) => machine.exists(name)));
  return !there.includes(true);
}

async function unreadableFinding(client: Client, machine: Machine): Promise<Finding> {
  return {
    name: client.title,
    outcome: "warning",
    text: `Nobody can tell what it starts: ${await client.configPath(machine)} cannot be read`,
    fix: `Mend that file; "kimai-mcp setup ${client.id}" says what is wrong with it`,
  };
}
