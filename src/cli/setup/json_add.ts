/**
 * Adds a member to an object deep in a JSON text, or replaces it, and leaves every other character where it was:
 * order, indentation, line ends, comments.
 */

import type { Member, ObjectText } from "../../accounts/json_text.ts";
import { indentOf, isOnOneLine, newLineOf, onLines, onOneLine, unitOf } from "./json_layout.ts";
import { type JsonKind, type Layers, layersOf, memberOf, objectAt } from "./jsonc.ts";
import { applied, commaAfter, type Edit, startOfBlanks } from "./text_edits.ts";

/**
 * Sets the member `name` of the object at a path; objects that are not there yet are made. A text with nothing
 * in it becomes one with just this.
 * @throws {JsonTextError} for a text that is no object, and where the path leads to something else
 */
export function setMember(
  text: string,
  path: readonly string[],
  name: string,
  value: unknown,
  kind: JsonKind,
): string {
  const layers = layersOf(text, kind);
  if (layers.bare.replace(/^\ufeff/, "").trim() === "") return begun(text, [...path, name], value);
  const { depth, object } = objectAt(layers, path);
  const [key, ...inner] = [...path.slice(depth), name];
  const content = nested(inner, value);
  const old = memberOf(object, key);
  const edits = old
    ? [replacement(layers, object, old, content)]
    : insertion(layers, object, { key, content, isRoot: depth === 0 });
  return applied(text, edits);
}

function nested(names: readonly string[], value: unknown): unknown {
  return names.reduceRight((inner, name) => ({ [name]: inner }), value);
}

function begun(text: string, names: readonly string[], value: unknown): string {
  const newLine = newLineOf(text);
  const before = text === "" || text === "\ufeff" || /[\r\n]$/.test(text) ? text : text + newLine;
  return before + JSON.stringify(nested(names, value), null, 2).replaceAll("\n", newLine) + newLine;
}

function replacement(
  layers: Layers,
  object: ObjectText,
  { start, valueStart, end }: Member,
  value: unknown,
): Edit {
  const written = isOnOneLine(layers.strict, object.open, start)
    ? onOneLine(value, layers.strict)
    : onLines(value, layers.text, indentOf(layers.text, start));
  return { from: valueStart, to: end, text: written };
}

interface Addition {
  key: string;
  content: unknown;
  isRoot: boolean;
}

function insertion(layers: Layers, object: ObjectText, addition: Addition): Edit[] {
  const last = object.members.at(-1);
  if (last) return insertionAfter(layers, object, last, addition);
  const isCompact = !addition.isRoot && !/[\r\n]/.test(layers.text.trim());
  if (isCompact) {
    const written = memberOnOneLine(addition, layers.strict);
    return [{ from: object.open + 1, to: object.close, text: written }];
  }
  const { text } = layers;
  const outer = indentOf(text, object.open);
  const indent = outer + unitOf(text);
  // After a comment that may stand in it, and before the line break that may end it.
  const from = startOfBlanks(text, object.close, object.open + 1);
  const blanks = text.slice(from, object.close);
  const end = /[\r\n]/.test(blanks) ? blanks : newLineOf(text) + outer;
  const written = newLineOf(text) + indent + memberOnLines(addition, text, indent) + end;
  return [{ from, to: object.close, text: written }];
}

function insertionAfter(
  layers: Layers,
  object: ObjectText,
  last: Member,
  addition: Addition,
): Edit[] {
  const { text, bare, strict } = layers;
  const lastComma = commaAfter(bare, last.end, object.close);
  const comma: Edit[] = lastComma === undefined
    ? [{ from: last.end, to: last.end, text: "," }]
    : [];
  const ending = lastComma === undefined ? "" : ",";
  const end = (lastComma ?? last.end - 1) + 1;
  if (isOnOneLine(strict, object.open, last.start)) {
    const space = /[,{]\s/.test(strict) ? " " : "";
    const written = space + memberOnOneLine(addition, strict) + ending;
    return [...comma, { from: end, to: end, text: written }];
  }
  const indent = indentOf(text, last.start);
  const from = endOfRemark(text, end);
  const written = newLineOf(text) + indent + memberOnLines(addition, text, indent) + ending;
  return [...comma, { from, to: from, text: written }];
}

/** Behind a comment that ends the line and belongs to what stands before it. */
function endOfRemark(text: string, from: number): number {
  const remark = /[^\S\r\n]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=\s*[\r\n]))/y;
  remark.lastIndex = from;
  const found = remark.exec(text)?.[0] ?? "";
  return from + found.length;
}

function memberOnLines({ key, content }: Addition, text: string, indent: string): string {
  return `${JSON.stringify(key)}: ${onLines(content, text, indent)}`;
}

function memberOnOneLine({ key, content }: Addition, strict: string): string {
  const space = /:\s/.test(strict) ? " " : "";
  return `${JSON.stringify(key)}:${space}${onOneLine(content, strict)}`;
}
