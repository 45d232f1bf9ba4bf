/** How this very program is started again by an assistant: command, arguments and variables. */

import { fileURLToPath } from "node:url";
import type { System } from "../../settings/sources.ts";
import {
  fileNamesOf,
  type Found,
  namesOf,
  type Setting,
  type SettingRows,
  type Sources,
  variablesOf,
} from "../../settings/table.ts";
import type { Launch } from "./clients.ts";

/** What the runtime says of the running program. */
export interface Running {
  /** The executable: the program, or Deno where it runs the source. */
  execPath: string;
  /** Whether the executable is the program. */
  standalone: boolean;
  /** The module that was started. */
  mainModule: string;
}

/** The program that runs now. */
export function runningProgram(): Running {
  const { build: { standalone }, mainModule } = Deno;
  return { execPath: Deno.execPath(), standalone, mainModule };
}

/** What serving over stdio is permitted under `deno run`, as the `start` task has it. */
export const servingPermissions: readonly string[] = [
  "--no-prompt",
  "--allow-net",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  "--deny-import",
];

/**
 * The launch of a program with these variables. A compiled one is its own command; under `deno run` Deno is,
 * with the permissions for serving and the module that was started, whose folder tells Deno the configuration.
 */
export function launchOf(running: Running, env: Record<string, string>): Launch {
  const { execPath, standalone, mainModule } = running;
  if (standalone) return { command: execPath, args: [], env };
  const entry = mainModule.startsWith("file:") ? fileURLToPath(mainModule) : mainModule;
  return { command: execPath, args: ["run", ...servingPermissions, entry], env };
}

/** Credentials of all upstreams by key: the values, and for secrets the files that hold them. */
export interface Given {
  values: Readonly<Record<string, string>>;
  files: Readonly<Record<string, string>>;
}

/** What the variables of an entry are made from. */
export interface Variables {
  rows: SettingRows;
  /** What this run was told. */
  sources: Sources;
  given: Given;
  /** The entry that is there already, and what its flags say. */
  earlier?: { env: Launch["env"]; settings: ReadonlyMap<string, Found> };
}

/**
 * The variables of an entry: the credentials, secrets by their file, whatever else of stdio's settings stood on
 * the command line, and what an earlier entry had beside. What has no variable concerns this run alone.
 * @param absolute makes the path of an existing file absolute: assistants start servers somewhere else
 */
export async function variablesFor(
  { rows, sources, given, earlier }: Variables,
  absolute: (value: string) => Promise<string>,
): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  const old = { ...earlier?.env };
  for (const [key, row] of Object.entries(rows)) {
    const names = namesOf(key, row);
    const file = fileNamesOf(names).variable;
    if (names.variable === undefined || file === undefined) continue;
    if (row.secret || row.deprecated || key in given.values || key === "demo") {
      for (const name of [...variablesOf(names), file]) delete old[name];
    }
    const value = given.values[key] ?? flagOf(row, sources.values.get(key)) ??
      flagOf(row, earlier?.settings.get(key));
    if (given.files[key] !== undefined) env[file] = given.files[key];
    else if (value !== undefined) env[names.variable] = await absolute(value);
  }
  return { ...env, ...Object.fromEntries(Object.entries(old).filter(([name]) => !(name in env))) };
}

/** What was said of it on the command line, if it means something to a server on stdio. */
function flagOf({ only, secret, deprecated }: Setting, found: Found | undefined) {
  if (only || secret || deprecated || found?.from !== "the command line") return undefined;
  return found.text;
}

/**
 * What an assistant's server inherits of this process: all variables but those that are settings, which would
 * help an entry that lacks them, here and nowhere else.
 */
export function inheritedFrom(system: System, rows: SettingRows): Record<string, string> {
  const ours = new Set(
    Object.entries(rows).flatMap(([key, row]) => {
      const names = namesOf(key, row);
      return [...variablesOf(names), fileNamesOf(names).variable];
    }),
  );
  return Object.fromEntries(
    system.names().filter((name) => !ours.has(name)).map((name) => [name, system.env(name) ?? ""]),
  );
}
