/**
 * Flags, environment, `.env` in the working directory and secret files as one look-up, in that order.
 * The only place that reads `Deno.args` and `Deno.env`.
 */
import { reasonOf } from "../lib/file_reasons.ts";
import { readArguments } from "./arguments.ts";
import { readSecretFile, SecretFileError, type SecretFiles } from "./secret_file.ts";
import {
  fileNamesOf,
  type Found,
  type Names,
  namesOf,
  type Problem,
  type SettingRows,
  type Sources,
  title,
  variablesOf,
} from "./table.ts";

/** What the process and its machine give. */
export interface System extends SecretFiles {
  args: readonly string[];
  env(name: string): string | undefined;
  /** The names of all variables. */
  names(): readonly string[];
}

/** This process. A variable that Deno may not read counts as absent. */
export function systemSources(): System {
  return {
    args: Deno.args,
    env: (name) => ifCapable(() => Deno.env.get(name)),
    names: () => ifCapable(() => Object.keys(Deno.env.toObject())) ?? [],
    readTextFile: (path) => Deno.readTextFile(path),
    stat: (path) => Deno.stat(path),
    readLink: (path) => Deno.readLink(path),
    windows: Deno.build.os === "windows",
  };
}

function ifCapable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

/** The first word that is no flag, given the rows that every command shares; a command's own flags come after it. */
export function commandOf(rows: SettingRows, args: readonly string[]): string | undefined {
  return readArguments(rows, args).positionals[0];
}

/** Looks up every row. Never throws for what was given: what is wrong is among the problems. */
export async function openSources(rows: SettingRows, system: System): Promise<Sources> {
  const { flags, positionals, problems } = readArguments(rows, system.args);
  const dotenv = await readDotenv(system, problems);
  const levels: Level[] = [
    { from: "the command line", look: ({ flag }) => flags.get(flag) },
    { from: "the environment", look: (names) => firstSet(names, system.env) },
    { from: ".env", look: (names) => firstSet(names, (variable) => dotenv[variable]) },
  ];
  const values = new Map<string, Found>();
  for (const [key, row] of Object.entries(rows)) {
    try {
      const found = await find(levels, namesOf(key, row), row.secret ? system : undefined);
      if (found) values.set(key, found);
    } catch (error) {
      if (!(error instanceof SecretFileError)) throw error;
      problems.push({ text: error.message, key, exitCode: 1 });
    }
  }
  return { values, positionals, problems };
}

/**
 * Looks up variables that no row describes, by their names: the environment counts more than `.env`. Where the
 * pattern fits `X_FILE` as well, that may name the file with X, as for a secret.
 */
export async function readVariables(
  pattern: RegExp,
  system: System,
): Promise<{ variables: Map<string, Found>; problems: Problem[] }> {
  const problems: Problem[] = [];
  const dotenv = await readDotenv(system, problems);
  const levels: Level[] = [
    { from: "the environment", look: ({ variable = "" }) => system.env(variable) },
    { from: ".env", look: ({ variable = "" }) => dotenv[variable] },
  ];
  const given = [...system.names(), ...Object.keys(dotenv)].filter((name) => pattern.test(name));
  const variables = new Map<string, Found>();
  for (const name of new Set(given.map((each) => each.replace(/_FILE$/, "")))) {
    const files = pattern.test(`${name}_FILE`) ? system : undefined;
    try {
      const names = { flag: "", variable: name };
      const found = await find(levels, names, files, ({ variable = "" }) => variable);
      if (found) variables.set(name, found);
    } catch (error) {
      if (!(error instanceof SecretFileError)) throw error;
      problems.push({ text: error.message, exitCode: 1 });
    }
  }
  return { variables, problems };
}

/** What Claude Desktop hands over for an option of a bundle that was left empty (modelcontextprotocol/mcpb#250). */
const unfilled = /^\$\{user_config\.\w+\}$/;

/** The first variable that holds something: an empty one counts as not set. */
function firstSet(names: Names, look: (variable: string) => string | undefined): Given | undefined {
  for (const variable of variablesOf(names)) {
    const text = look(variable)?.trim();
    if (text && !unfilled.test(text)) return { text, variable };
  }
}

interface Given {
  text: string;
  variable: string;
}

interface Level {
  from: string;
  look(names: Names): string | Given | undefined;
}

async function find(
  levels: Level[],
  names: Names,
  files?: System,
  label = title,
): Promise<Found | undefined> {
  const fileNames = fileNamesOf(names);
  for (const { from, look } of levels) {
    const { text, variable = "" } = givenOf(look(names));
    if (text) return { text, from, ...(names.also?.includes(variable) && { foreign: variable }) };
    const path = files && givenOf(look(fileNames)).text;
    if (!files || !path) continue;
    const secret = await readSecretFile(files, path, label(fileNames));
    if (secret) return { text: secret, from: JSON.stringify(path) };
  }
}

function givenOf(given: string | Given | undefined): Partial<Given> {
  return typeof given === "string" ? { text: given.trim() } : given ?? {};
}

async function readDotenv(system: System, problems: Problem[]): Promise<Record<string, string>> {
  try {
    const content = await system.readTextFile(".env");
    // Loaded only for a file that is there: most servers get their settings from the host. In a bundle a CommonJS
    // module that is loaded so has its default export alone.
    const { default: dotenv } = await import("dotenv");
    return dotenv.parse(content);
  } catch (error) {
    if (!isAbsent(error)) {
      problems.push({ text: `Cannot read ".env": ${reasonOf(error)}`, exitCode: 1 });
    }
    return {};
  }
}

/** A folder called `.env` is somebody's Python environment, and what Deno may not read is not meant for us. */
function isAbsent(error: unknown): boolean {
  const { NotFound, NotCapable, IsADirectory } = Deno.errors;
  return [NotFound, NotCapable, IsADirectory].some((kind) => error instanceof kind);
}
