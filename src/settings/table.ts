/**
 * What a setting is: one row gives it its flag, its variable, its type with default, and its help.
 * Reads all rows at once and names every problem, not only the first.
 */
import { z } from "zod";

/** One setting. `T` is its value, default included. */
export interface Setting<T = unknown> {
  /** Turns text into the value; `undefined` (not set) must give the default. Use `flag`, `text`, `integer`, `choice`. */
  type: z.ZodType<T>;
  /** A sentence without full stop, for `--help` and README. */
  help: string;
  /** The variable, if it is not the key in capitals; `false` for a flag without variable. */
  env?: string | false;
  /** Further variables that other servers call it by, in the order in which they count. */
  also?: readonly string[];
  /** One letter: `h` for `-h`. */
  short?: string;
  /** Never shown; can also be read from the file that `--<flag>-file` or `<VARIABLE>_FILE` names. */
  secret?: true;
  /** Means something to the HTTP server only. */
  only?: "http";
  /** What stands for the value in help, like `URL`. */
  placeholder?: string;
  /** Known, but not shown in help and README. */
  hidden?: true;
  /** Why this is on its way out and what happens to its value: said when it is set. */
  deprecated?: string;
}

/** Settings by snake_case name: `kimai_url` is the flag `--kimai-url` and, unless `env` differs, the variable `KIMAI_URL`. */
export type SettingRows = Record<string, Setting>;

/** The values that `readSettings` gives for rows. */
export type Settings<R extends SettingRows> = { [K in keyof R]: z.output<R[K]["type"]> };

/** A value as somebody wrote it: trimmed, never empty. */
export interface Found {
  text: string;
  /** The variable, where it is one that other programs use too. */
  foreign?: string;
  /** Where it stands, as a phrase: "the command line", "the environment", ".env", or a secret's file. */
  from: string;
}

/** Something wrong with what was given, as a sentence; `key` is the row that it spoils. */
export interface Problem {
  text: string;
  key?: string;
  exitCode: 1 | 2;
}

/** Everything that was given, looked up for some rows (`openSources` makes it). */
export interface Sources {
  /** By key; absent is not set. */
  values: ReadonlyMap<string, Found>;
  /** What is not a flag, in order: the command and its arguments. */
  positionals: readonly string[];
  problems: readonly Problem[];
}

/** The settings cannot be used. The message is one problem a line; `exitCode` is what the program ends with. */
export class SettingsError extends Error {
  override name = "SettingsError";

  constructor(readonly problems: string[], readonly exitCode: 1 | 2) {
    super(problems.join("\n"));
  }
}

/**
 * Gives every row its value, default included.
 * @returns the settings, and a sentence for each deprecated one that is set.
 * @throws {SettingsError} naming all problems; exit code 2 if a flag or value cannot be understood, 1 if only a file is at fault.
 */
export function readSettings<R extends SettingRows>(
  rows: R,
  sources: Sources,
): { settings: Settings<R>; notices: string[] } {
  const settings: Record<string, unknown> = {};
  const notices: string[] = [];
  const problems = [...sources.problems];
  for (const [key, row] of Object.entries(rows)) {
    if (sources.problems.some((problem) => problem.key === key)) continue;
    const found = sources.values.get(key);
    const parsed = row.type.safeParse(found?.text);
    if (parsed.success) settings[key] = parsed.data;
    else if (found?.foreign !== undefined) {
      // It may well be meant for somebody else.
      settings[key] = row.type.parse(undefined);
      notices.push(`Ignored ${found.foreign} from ${found.from}: ${reasonsOf(parsed.error)}`);
    } else problems.push({ text: explain(key, row, found, parsed.error), exitCode: 2 });
    if (found && row.deprecated) {
      notices.push(`${title(namesOf(key, row))} is deprecated: ${row.deprecated}`);
    }
  }
  if (problems.length > 0) {
    const exitCode = problems.some((problem) => problem.exitCode === 2) ? 2 : 1;
    throw new SettingsError(problems.map((problem) => problem.text), exitCode);
  }
  return { settings: settings as Settings<R>, notices };
}

function explain(key: string, row: Setting, found: Found | undefined, error: z.ZodError): string {
  const names = title(namesOf(key, row));
  if (!found) return `Missing ${names}: it has no default`;
  const reason = reasonsOf(error);
  if (!row.secret) {
    return `Cannot use ${quote(found.text)} from ${found.from} as ${names}: ${reason}`;
  }
  // A type's own message may quote the value, so one that does is not shown.
  const why = reason.includes(found.text) ? "it is not valid" : reason;
  return `Cannot use the value from ${found.from} as ${names}: ${why}`;
}

function reasonsOf(error: z.ZodError): string {
  return error.issues.map((issue) => issue.message).join(", ");
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

/** A setting's flag without dashes, and its variable if it has one. */
export interface Names {
  flag: string;
  variable?: string;
  /** Further variables. */
  also?: readonly string[];
}

/** How a setting is called on the command line and in the environment. */
export function namesOf(key: string, { env, also }: Setting): Names {
  const variable = env === false ? undefined : env ?? key.toUpperCase();
  return { flag: key.replaceAll("_", "-"), variable, ...(also && { also }) };
}

/** The names under which the file with a secret is given. */
export function fileNamesOf({ flag, variable }: Names): Names {
  return { flag: `${flag}-file`, variable: variable && `${variable}_FILE` };
}

/** All variables, in the order in which they count. */
export function variablesOf({ variable, also = [] }: Names): string[] {
  return variable ? [variable, ...also] : [...also];
}

/** `--kimai-url (KIMAI_URL)` */
export function title({ flag, variable }: Names): string {
  return variable ? `--${flag} (${variable})` : `--${flag}`;
}

/** What help and the command line must know of a type. */
export interface Kind {
  flag?: true;
  /** Given several times on the command line, the values add up. */
  list?: true;
  choices?: readonly string[];
  placeholder?: string;
}

/** What the type of a row says of itself; nothing for a type not made with this file's functions. */
export function kindOf({ type }: Setting): Kind {
  return (type.meta() ?? {}) as Kind;
}

const truthy = ["true", "1", "yes", "on"];
const falsy = ["false", "0", "no", "off"];

/** Yes or no: `--x`, `--no-x`, `--x=off`, or a variable with one of the eight words in any case. */
export function flag(fallback: boolean): z.ZodType<boolean> {
  // Not z.stringbool(): the first one made costs 2 ms of start-up, this shares what choice() needs.
  return z.string().toLowerCase().pipe(z.enum([...truthy, ...falsy], "give true or false"))
    .transform((word) => truthy.includes(word)).default(fallback).meta({ flag: true });
}

/** Any text as it is written. */
export function text(): z.ZodType<string | undefined>;
export function text(fallback: string): z.ZodType<string>;
export function text(fallback?: string): z.ZodType<string | undefined> {
  const type = z.string();
  return (fallback === undefined ? type.optional() : type.default(fallback))
    .meta({ placeholder: "TEXT" });
}

interface Bounds {
  min?: number;
  max?: number;
}

/** A whole number in decimal digits, bounds included. */
export function integer(options: Bounds & { default: number }): z.ZodType<number>;
export function integer(options?: Bounds): z.ZodType<number | undefined>;
export function integer(
  { min, max, default: fallback }: Bounds & { default?: number } = {},
): z.ZodType<number | undefined> {
  const range = [min !== undefined && `from ${min}`, max !== undefined && `up to ${max}`];
  const error = ["give a whole number", ...range.filter(Boolean)].join(" ");
  const type = z.string().refine((digits) => {
    const number = Number(digits);
    return /^[+-]?\d+$/.test(digits) && Number.isSafeInteger(number) &&
      number >= (min ?? -Infinity) && number <= (max ?? Infinity);
  }, { error }).transform(Number);
  return (fallback === undefined ? type.optional() : type.default(fallback))
    .meta({ placeholder: "N" });
}

/** One of some lower-case words, in any case. */
export function choice<const C extends string>(choices: readonly C[]): z.ZodType<C | undefined>;
export function choice<const C extends string>(
  choices: readonly C[],
  fallback: C,
): z.ZodType<C>;
export function choice<const C extends string>(
  choices: readonly C[],
  fallback?: C,
): z.ZodType<C | undefined> {
  const error = `give ${listed(choices)}`;
  const type = z.string().toLowerCase().pipe(z.enum(choices, { error }));
  return (fallback === undefined ? type.optional() : type.default(fallback))
    .meta({ placeholder: "WORD", choices });
}

/** Names separated by commas or blanks, each once; none unless set. */
export function list(): z.ZodType<string[]> {
  return z.string().transform((text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))])
    .default([]).meta({ list: true, placeholder: "NAMES" });
}

/** `a, b or c` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
