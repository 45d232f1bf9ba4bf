// No test of its own: tests/settings/sources_test.ts reads every command line through it.
/** The command line: flags of known rows, words between them, and a suggestion for a flag that is unknown. */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { nearest } from "../lib/distance.ts";
import { fileNamesOf, kindOf, namesOf, type Problem, type SettingRows } from "./table.ts";

/** What the words after the program's name say. */
export interface Arguments {
  /** By flag without dashes, the last one given. */
  flags: Map<string, string>;
  positionals: string[];
  problems: Problem[];
}

/** Reads flags and positionals. Nothing throws: what is wrong is among the problems, without its value. */
export function readArguments(rows: SettingRows, args: readonly string[]): Arguments {
  const known = knownFlags(rows);
  const options: ParseArgsOptionsConfig = Object.fromEntries(known);
  // Not strict: its refusals quote values, come one at a time and know no suggestion.
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const flags = new Map<string, string>();
  const positionals: string[] = [];
  const problems = new Map<number, Problem>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const read = readFlag(known, token);
    if (!("text" in read)) flags.set(read.flag, joined(known, flags, read));
    // One problem a word: `-kSECRET` is read as seven unknown letters, which together are the secret.
    else if (!problems.has(token.index)) problems.set(token.index, read);
  }
  return { flags, positionals, problems: [...problems.values()] };
}

/** The value so far and this one, where values add up; else this one. */
function joined(
  known: Map<string, KnownFlag>,
  flags: Map<string, string>,
  { flag, value }: { flag: string; value: string },
): string {
  const before = known.get(flag)?.list ? flags.get(flag) : undefined;
  return before === undefined ? value : `${before},${value}`;
}

interface KnownFlag {
  list?: true;
  type: "boolean" | "string";
  short?: string;
  key: string;
  placeholder: string;
}

function knownFlags(rows: SettingRows): Map<string, KnownFlag> {
  const known = new Map<string, KnownFlag>();
  for (const [key, row] of Object.entries(rows)) {
    const names = namesOf(key, row);
    const kind = kindOf(row);
    const placeholder = row.placeholder ?? kind.placeholder ?? "VALUE";
    const short = row.short && { short: row.short };
    const { list } = kind;
    const type = kind.flag ? "boolean" : "string";
    known.set(names.flag, { type, list, key, placeholder, ...short });
    if (row.secret) {
      known.set(fileNamesOf(names).flag, { type: "string", key, placeholder: "FILE" });
    }
  }
  return known;
}

interface FlagToken {
  name: string;
  rawName: string;
  value?: string;
  inlineValue?: boolean;
}

/** The flag's text, or what is wrong with it; never the value, which may be a secret in the wrong place. */
function readFlag(
  known: Map<string, KnownFlag>,
  { name, rawName, value, inlineValue }: FlagToken,
): { flag: string; value: string } | Problem {
  const row = known.get(name);
  if (!row) {
    const negated = /^no-(.+)$/.exec(name)?.[1];
    if (!negated || known.get(negated)?.type !== "boolean") return unknownFlag(known, rawName);
    if (value === undefined) return { flag: negated, value: "false" };
    return { text: `${rawName} takes no value: write --${negated}=true or =false`, exitCode: 2 };
  }
  if (row.type === "boolean") return { flag: name, value: value ?? "true" };
  // A next word that looks like a flag is one, unless it is a number: `--offset -5`.
  const isFlag = !inlineValue && value !== undefined && /^-[^\d]/.test(value);
  if (value !== undefined && !isFlag) return { flag: name, value };
  const right = `write --${name}=${row.placeholder}`;
  return { text: `${rawName} needs a value: ${right}`, key: row.key, exitCode: 2 };
}

function unknownFlag(known: Map<string, KnownFlag>, rawName: string): Problem {
  const near = nearest(rawName.replace(/^-+/, ""), [...known.keys()]);
  const hint = near ? `did you mean --${near}?` : "--help lists all flags";
  return { text: `Unknown flag ${rawName}: ${hint}`, exitCode: 2 };
}
