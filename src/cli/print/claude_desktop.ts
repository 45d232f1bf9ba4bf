/**
 * `print claude-desktop`: the configuration of Claude Desktop on this machine, for whoever edits that file by hand;
 * `setup` does it by itself. The token stays out of it: the entry names the file that holds it.
 */

import { resolve } from "node:path";
import { fileNamesOf, namesOf } from "../../settings/table.ts";
import { clientOf, type Launch, type Machine } from "../setup/clients.ts";
import { launchOf, runningProgram } from "../setup/launch.ts";
import { machineOf } from "../setup/machine.ts";
import { secretPath } from "../setup/secret_file.ts";
import type { Artifact, PrintOrder } from "./artifact.ts";
import { credentialRows } from "./credential_rows.ts";
import { givenVariables } from "./variables.ts";

export const claudeDesktop: Artifact = {
  summary: "Configuration of Claude Desktop on this machine; the token is in a file of its own",
  file: "claude_desktop_config.json (Settings, Developer, Edit Config)",
  render(order) {
    const variables = desktopVariables(order, machineOf(order.system));
    const launch = launchOf(runningProgram(), Object.fromEntries(variables));
    return `${JSON.stringify(configuration(launch), null, 2)}\n`;
  },
};

/** The whole file, with nothing but this server in it. */
export function configuration(launch: Launch): Record<string, unknown> {
  const { at, entryOf } = clientOf("claude-desktop")!;
  return at.reduceRight<Record<string, unknown>>(
    (inner, key) => ({ [key]: inner }),
    { kimai: entryOf(launch) },
  );
}

/** What must be brought, secrets by the file where `setup` keeps them, and whatever else was given. */
export function desktopVariables(
  order: PrintOrder,
  machine: Machine,
): [variable: string, text: string][] {
  const { rows, given } = order;
  const brought = credentialRows().filter(({ fallback }) => fallback === undefined);
  const credentials = brought.map(({ row, key, label, variable }): [string, string] =>
    row.secret
      ? [fileNamesOf(namesOf(key, row)).variable!, secretPath(machine, variable.toLowerCase())]
      : [variable, given.get(key) ?? `<${label}>`]
  );
  // What means something over HTTP alone, and what stands above.
  const left = Object.keys(rows).filter((key) => rows[key].only || key === "http");
  const decided = new Set([...left, ...brought.map(({ key }) => key)]);
  const absolute = (_key: string, path: string) => resolve(path);
  return [...credentials, ...givenVariables(order, absolute, decided)];
}
