/** Takes a member out of an object deep in a JSON text, and leaves every other character where it was. */

import type { Member, ObjectText } from "../../accounts/json_text.ts";
import { isOnOneLine } from "./json_layout.ts";
import { type JsonKind, type Layers, layersOf, memberOf, objectAt } from "./jsonc.ts";
import { applied, commaAfter, type Edit, endOfBlanks, startOfBlanks } from "./text_edits.ts";

/**
 * Takes the member `name` out of the object at a path, each one if there are two.
 * @throws {JsonTextError} for a text that is no object
 */
export function removeMember(
  text: string,
  path: readonly string[],
  name: string,
  kind: JsonKind,
): string {
  const layers = layersOf(text, kind);
  if (layers.bare.replace(/^\ufeff/, "").trim() === "") return text;
  const { depth, object } = objectAt(layers, path);
  const member = depth === path.length ? memberOf(object, name) : undefined;
  if (!member) return text;
  return removeMember(applied(text, removal(layers, object, member)), path, name, kind);
}

function removal({ text, bare }: Layers, object: ObjectText, member: Member): Edit[] {
  const index = object.members.indexOf(member);
  const [previous, next] = [object.members[index - 1], object.members[index + 1]];
  const comma = commaAfter(bare, member.end, object.close);
  const end = (comma ?? member.end - 1) + 1;
  if (next) return [{ from: member.start, to: endOfBlanks(text, end), text: "" }];
  const from = startOfRemoval(text, member.start, { end, open: object.open });
  if (!previous) return [onlyRemoval(text, object, from, end)];
  const freed = comma === undefined ? commaAfter(bare, previous.end, member.start) : undefined;
  const edits = [{ from, to: end, text: "" }];
  if (freed !== undefined) edits.unshift({ from: freed, to: Math.min(freed + 1, from), text: "" });
  return edits;
}

/** With the blanks before, but for a line break that may end a comment if none follows. */
function startOfRemoval(
  text: string,
  start: number,
  around: { end: number; open: number },
): number {
  const from = startOfBlanks(text, start, around.open + 1);
  const after = text.slice(around.end, endOfBlanks(text, around.end));
  return isOnOneLine(text, from, start) || /[\r\n]/.test(after) ? from : start;
}

/** Nothing but blanks left: the object closes on its line. */
function onlyRemoval(text: string, { open, close }: ObjectText, from: number, end: number): Edit {
  const rest = text.slice(open + 1, from) + text.slice(end, close);
  return rest.trim() === "" ? { from: open + 1, to: close, text: "" } : { from, to: end, text: "" };
}
