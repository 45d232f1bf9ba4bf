/**
 * Adds a server to a TOML text as a block of its own at the end, as people and `codex mcp add` write it, or
 * takes its blocks out again. What a text looks like after that is a proposal: whoever asks reads it again and
 * takes the next one if it says something else, because a block may stand in a string or be written otherwise.
 */

import { isDeepStrictEqual } from "node:util";
import { parse, patch } from "@decimalturn/toml-patch";
import { isObject } from "../../lib/is_object.ts";
import type { Entry } from "./entries.ts";
import { newLineOf } from "./json_layout.ts";

/** Everything that a text says, in objects like any other. @throws {Error} with `line` and `column`, from 1 and 0 */
export function readToml(text: string): Entry {
  return plain(parse(text)) as Entry;
}

/** The library's objects have no prototype, which makes them unequal to all others. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isTable(value)) return value;
  return Object.fromEntries(
    Object.entries(value as Entry).map(([key, inner]) => [key, plain(inner)]),
  );
}

/** Ways of writing a change down, the nicest first. One may throw. */
export type Proposals = readonly (() => string)[];

export interface TableChange {
  entry: Entry;
  /** What the text has now, if anything. */
  old: unknown;
  /** What the text should say afterwards. */
  after: Entry;
}

/** Texts with an entry set at a path. */
export function withTable(
  text: string,
  path: readonly string[],
  { entry, old, after }: TableChange,
): Proposals {
  const rest = () => old === undefined ? text : withoutBlocks(text, path);
  const block = () => appended(rest(), path, entry);
  const patched = () => patch(text, after);
  // Where only values change, they change where they stand, with the comments beside them. The library puts
  // a new key behind the comments that follow, which speak of the next table.
  const isSameShape = isDeepStrictEqual(keysIn(old), keysIn(entry));
  return isSameShape ? [patched, block] : [block, patched];
}

/** The keys of a table and of those in it. */
function keysIn(value: unknown): unknown {
  if (!isTable(value)) return undefined;
  const entries = Object.entries(value as Entry).map(([key, inner]) => [key, keysIn(inner)]);
  return Object.fromEntries(entries);
}

/** Texts without the entry at a path. */
export function withoutTable(text: string, path: readonly string[], after: Entry): Proposals {
  return [() => withoutBlocks(text, path), () => patch(text, after)];
}

/** The text with a block at its end. A last line that is not ended stays so. */
function appended(text: string, path: readonly string[], entry: Entry): string {
  const newLine = newLineOf(text);
  const block = blockOf(path, entry).join(newLine);
  const content = text.replace(/^\ufeff/, "");
  if (content === "") return text + block + newLine;
  const isEnded = /[\r\n]$/.test(content);
  return text + (isEnded ? "" : newLine) + newLine + block + (isEnded ? newLine : "");
}

/** Lines of a table and of the tables in it, which TOML wants after its values. */
function blockOf(path: readonly string[], entry: Entry): string[] {
  const members = Object.entries(entry);
  const values = members.filter(([, value]) => !isTable(value));
  const tables = members.filter(([, value]) => isTable(value));
  return [
    `[${path.map(keyOf).join(".")}]`,
    ...values.map(([key, value]) => `${keyOf(key)} = ${valueOf(value)}`),
    ...tables.flatMap(([key, value]) => ["", ...blockOf([...path, key], value as Entry)]),
  ];
}

function isTable(value: unknown): boolean {
  return isObject(value) && !(value instanceof Date);
}

function keyOf(name: string): string {
  return /^[\w-]+$/.test(name) ? name : textOf(name);
}

function valueOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueOf).join(", ")}]`;
  return typeof value === "string" ? textOf(value) : String(value);
}

/** A JSON string is a basic string of TOML, but for the one control character that JSON lets stand. */
function textOf(text: string): string {
  return JSON.stringify(text).replaceAll("\x7f", "\\u007f");
}

/** The text without the tables at this path and below, each with the blank line before it. */
export function withoutBlocks(text: string, path: readonly string[]): string {
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const marks = blocksIn(lines, path);
  const result = lines.filter((_, at) => !marks[at]).join("");
  const isUnended = marks.at(-1) && !text.endsWith("\n");
  return isUnended ? result.replace(/\r?\n$/, "") : result;
}

/** Which lines make up the tables at this path and below. */
function blocksIn(lines: readonly string[], path: readonly string[]): boolean[] {
  let isOurs = false;
  const marks = lines.map((line) => {
    const header = headerOf(line);
    if (header) isOurs = path.every((name, index) => header[index] === name);
    return isOurs;
  });
  // What stands between our last value and the next table belongs to that one.
  for (const at of marks.keys().toArray().reverse()) {
    if (!marks[at + 1] && /^\s*(?:#|$)/.test(lines[at])) marks[at] = false;
  }
  return marks.map((mark, at) => mark || (marks[at + 1] && lines[at].trim() === ""));
}

/** The names in a table's header, or in one of a list of tables; undefined for any other line. */
function headerOf(line: string): string[] | undefined {
  if (!/^\ufeff?\s*\[/.test(line)) return undefined;
  try {
    return namesIn(parse(line));
  } catch {
    return undefined;
  }
}

function namesIn(data: unknown): string[] {
  const [first] = isObject(data) ? Object.entries(data) : [];
  return first ? [first[0], ...namesIn(Array.isArray(first[1]) ? first[1][0] : first[1])] : [];
}
