/**
 * The entry of one server in the text of a client's configuration: set, taken out, read. Whatever was written
 * is read again before anybody gets it, and must say what the text before said but for that entry.
 */

import { isDeepStrictEqual } from "node:util";
import { JsonTextError } from "../../accounts/json_text.ts";
import { UserError } from "../../mcp/errors.ts";
import type { Client } from "./clients.ts";
import { isObject } from "../../lib/is_object.ts";
import type { Entry } from "./entries.ts";
import { setMember } from "./json_add.ts";
import { removeMember } from "./json_remove.ts";
import { layersOf, objectAt } from "./jsonc.ts";
import { type Proposals, readToml, withoutTable, withTable } from "./toml_edit.ts";

/** What is asked of a client here. */
export type Format = Pick<Client, "title" | "format" | "at">;

/** A configuration that cannot be read. Lines and columns count from 1; 0 where they cannot be told. */
export class ConfigTextError extends UserError {
  override name = "ConfigTextError";

  constructor(
    readonly reason: string,
    readonly line: number,
    readonly column: number,
    title: string,
  ) {
    super(`Cannot read the configuration of ${title}: ${reason}`);
  }
}

/**
 * The text with this entry, new or in place of the old one.
 * @throws {UserError} for a text that is malformed, and where the entry cannot be set without changing more
 */
export function withEntry(text: string, format: Format, name: string, entry: Entry): string {
  requireName(name);
  const after = dataOf(text, format);
  const old = entryOf(after, format, name);
  servers(after, format)[name] = entry;
  const proposals = format.format === "toml"
    ? withTable(text, [...format.at, name], { entry, old, after })
    : [() => setMember(text, format.at, name, entry, kindOf(format))];
  return firstThatSays(after, proposals, format);
}

/**
 * The text without this entry; the same text if there is none.
 * @throws {UserError} for a text that is malformed, and where the entry cannot be taken out without changing more
 */
export function withoutEntry(text: string, format: Format, name: string): string {
  const after = dataOf(text, format);
  if (entryOf(after, format, name) === undefined) return text;
  delete servers(after, format)[name];
  const proposals = format.format === "toml"
    ? withoutTable(text, [...format.at, name], after)
    : [() => removeMember(text, format.at, name, kindOf(format))];
  return firstThatSays(after, proposals, format);
}

/**
 * What the text has under this name.
 * @throws {ConfigTextError} for a text that is malformed
 */
export function entryIn(text: string, format: Format, name: string): unknown {
  return entryOf(dataOf(text, format), format, name);
}

/**
 * Everything that the text says; an empty one says nothing.
 * @throws {ConfigTextError} for a text that is malformed
 */
export function dataOf(text: string, format: Format): Entry {
  const content = text.replace(/^\ufeff/, "");
  try {
    return format.format === "toml" ? readToml(content) : jsonData(content, format);
  } catch (error) {
    throw malformed(error, format, content);
  }
}

function jsonData(text: string, format: Format): Entry {
  const layers = layersOf(text, kindOf(format));
  if (layers.bare.trim() === "") return {};
  objectAt(layers, []);
  return JSON.parse(layers.strict);
}

function kindOf({ format }: Format): { comments: boolean } {
  return { comments: format === "jsonc" };
}

function malformed(error: unknown, format: Format, text: string): ConfigTextError {
  const { title } = format;
  if (error instanceof JsonTextError) {
    const { line, column } = error;
    return new ConfigTextError(
      `it is no JSON at line ${line}, column ${column}${hint(text, format)}`,
      line,
      column,
      title,
    );
  }
  // The library quotes the line, which may hold a secret.
  const { line = 0, column = -1 } = error as { line?: number; column?: number };
  const where = line > 0 ? ` at line ${line}, column ${column + 1}` : "";
  return new ConfigTextError(`it is no TOML${where}`, line, column + 1, title);
}

/** People write comments into files that their client reads as plain JSON. */
function hint(text: string, format: Format): string {
  if (format.format !== "json") return "";
  try {
    jsonData(text, { ...format, format: "jsonc" });
    return `: ${format.title} accepts no comments and no comma after the last item there`;
  } catch {
    return "";
  }
}

function entryOf(data: Entry, { at }: Format, name: string): unknown {
  const found = at.reduce<unknown>((inner, key) => member(inner, key), data);
  return member(found, name);
}

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The object with the servers in it, made where it is absent. @throws {UserError} where something else stands */
function servers(data: Entry, { at, title }: Format): Entry {
  return at.reduce((inner, key) => {
    if (member(inner, key) === undefined) inner[key] = {};
    const next = inner[key];
    if (isObject(next)) return next;
    throw new UserError(
      `Cannot change the configuration of ${title}: "${key}" in it is no object, so mend that first`,
    );
  }, data);
}

/** A slip here would cost people what they have set. */
function firstThatSays(data: Entry, proposals: Proposals, format: Format): string {
  for (const proposal of proposals) {
    const text = ifSaying(data, proposal, format);
    if (text !== undefined) return text;
  }
  throw new UserError(
    `Cannot change the configuration of ${format.title} without changing more than this server: change it by hand`,
  );
}

function ifSaying(data: Entry, proposal: () => string, format: Format): string | undefined {
  try {
    const text = proposal();
    const [said, meant] = [dataOf(text, format), data].map((each) => tidied(each, format.at));
    return isDeepStrictEqual(said, meant) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** No servers at all is said in two ways: by an empty list and by none. */
function tidied(data: Entry, [key, ...inner]: readonly string[]): Entry {
  if (!isObject(data[key])) return data;
  const { [key]: old, ...others } = data;
  const left = tidied(old as Entry, inner);
  return Object.keys(left).length === 0 ? others : { ...others, [key]: left };
}

/** Codex takes no other names, and a name of the language's own would mean something else. */
function requireName(name: string): void {
  if (/^[a-z\d][\w-]*$/i.test(name)) return;
  throw new UserError(
    `Cannot call a server ${
      JSON.stringify(name)
    }: a name has letters, digits, "-" and "_" and begins with one of the first two`,
  );
}
