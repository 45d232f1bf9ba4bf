/** The machine whose assistants are set up: its system, its user's home and where programs keep their settings. */

import { posix, win32 } from "node:path";
import { UserError } from "../../mcp/errors.ts";
import type { System } from "../../settings/sources.ts";

export type Os = "darwin" | "windows" | "linux";

/** What is asked about a machine. */
export interface Machine {
  os: Os;
  /** The user's home, absolute. */
  home: string;
  env(name: string): string | undefined;
  /** Whether there is a file or a folder; false as well where that cannot be told. */
  exists(path: string): Promise<boolean>;
  /** The text of a file; undefined where it cannot be read. */
  read(path: string): Promise<string | undefined>;
}

/** This machine. @throws {UserError} when it does not say where the home is */
export function machineOf(system: Pick<System, "env" | "readTextFile" | "windows">): Machine {
  const variable = system.windows ? "USERPROFILE" : "HOME";
  const home = system.env(variable)?.trim();
  if (!home) {
    throw new UserError(`Cannot tell where your home folder is: set the variable ${variable}`);
  }
  return {
    os: system.windows ? "windows" : Deno.build.os === "darwin" ? "darwin" : "linux",
    home,
    env: (name) => system.env(name),
    exists: async (path) => await ifReadable(Deno.stat(path)) !== undefined,
    read: (path) => ifReadable(system.readTextFile(path)),
  };
}

async function ifReadable<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}

/** A path below another, spelled as that machine spells it. */
export function joined({ os }: Pick<Machine, "os">, ...parts: string[]): string {
  return (os === "windows" ? win32 : posix).join(...parts);
}

/** A path below the home. */
export function inHome(machine: Machine, ...parts: string[]): string {
  return joined(machine, machine.home, ...parts);
}

/** A folder that a variable names, else one below the home. An empty or relative variable counts as not set. */
export function folderOf(machine: Machine, variable: string, ...otherwise: string[]): string {
  const named = machine.env(variable)?.trim();
  const { isAbsolute } = machine.os === "windows" ? win32 : posix;
  return named && isAbsolute(named) ? named : inHome(machine, ...otherwise);
}

/** Where programs keep the settings of their user, as each system has it. */
export function settingsFolder(machine: Machine): string {
  if (machine.os === "darwin") return inHome(machine, "Library", "Application Support");
  if (machine.os === "windows") return folderOf(machine, "APPDATA", "AppData", "Roaming");
  return folderOf(machine, "XDG_CONFIG_HOME", ".config");
}
