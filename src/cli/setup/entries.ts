/** How a program to start is written down as an entry, and read from one. */

import { isObject } from "../../lib/is_object.ts";

/** What is to be started: what every client writes down in its own way. */
export interface Launch {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** What stands under a server's name. */
export type Entry = Record<string, unknown>;

/** The shape that most clients share. `args` stands there also when it is empty: Zed drops an entry without it. */
export function plainEntry({ command, args, env }: Launch): Entry {
  return { command, args: [...args], env: { ...env } };
}

/** With the transport named, for clients that ask for it. */
export function stdioEntry(launch: Launch): Entry {
  return { type: "stdio", ...plainEntry(launch) };
}

/** Zed's, which required to say that no extension is meant from summer 2025 until early 2026. */
export function customEntry(launch: Launch): Entry {
  return { source: "custom", ...plainEntry(launch) };
}

/**
 * The program that an entry starts, also in the shape of Zed before summer 2025 (`command` with `path`).
 * @returns undefined for one that starts nothing, such as a remote server
 */
export function launchOf(entry: unknown): Launch | undefined {
  if (!isObject(entry)) return undefined;
  const { command, args = [], env } = entry;
  if (isObject(command)) return launchOf({ ...command, command: command.path });
  if (typeof command !== "string" || command === "" || !isTexts(args)) return undefined;
  const variables = isObject(env) ? Object.entries(env) : [];
  return {
    command,
    args,
    env: Object.fromEntries(
      variables.filter(([, value]) => value !== null).map(([name, value]) => [name, `${value}`]),
    ),
  };
}

/** What a fresh entry decides alone: what is started and how it is reached, and that it is switched on. */
const decided = new Set([
  "type",
  "transport",
  "source",
  "command",
  "args",
  "env",
  "env_vars",
  "envFile",
  "cwd",
  "url",
  "serverUrl",
  "httpUrl",
  "headers",
  "http_headers",
  "env_http_headers",
  "bearer_token_env_var",
  "disabled",
  "enabled",
]);

/** A fresh entry with what people had set beside it, such as time limits and tools they approved. */
export function entryOver(old: unknown, fresh: Entry): Entry {
  if (!isObject(old)) return fresh;
  const kept = Object.entries(old).filter(([key]) => !decided.has(key) && !(key in fresh));
  return { ...fresh, ...Object.fromEntries(kept) };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
