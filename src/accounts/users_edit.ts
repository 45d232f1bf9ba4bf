/**
 * Changes to the text of users.json: one entry comes, changes or goes, and every other character stays, so
 * comments, unknown keys, order and indentation do.
 */

import { type Member, type ObjectText, readObject } from "./json_text.ts";

/** What an entry holds, by key. */
export type Fields = Record<string, unknown>;

/** Appends an entry. @throws {JsonTextError} for a text that is no object; an empty one counts as `{}` */
export function withUser(text: string, name: string, fields: Fields): string {
  const source = text.trim() === "" ? "{}\n" : text;
  const object = readObject(source);
  const { open, close, members } = object;
  const layout = layoutOf(source, object);
  const added = `${layout.gap}${JSON.stringify(name)}:${layout.space}${print(fields, layout)}`;
  const last = members.at(-1);
  return last
    ? `${source.slice(0, last.end)},${added}${source.slice(last.end)}`
    : `${source.slice(0, open + 1)}${added}\n${source.slice(close)}`;
}

/** Changes what an entry holds; of two entries of one name the last, which is the one that counts. */
export function withChanged(
  text: string,
  name: string,
  change: (fields: Fields) => Fields,
): string {
  const object = readObject(text);
  const member = object.members.findLast((each) => each.name === name);
  if (!member) return text;
  const { valueStart, end } = member;
  const fields = change(JSON.parse(text.slice(valueStart, end)));
  return text.slice(0, valueStart) + print(fields, layoutOf(text, object)) + text.slice(end);
}

/** Takes an entry out, all of them if there are several of that name. */
export function withoutUser(text: string, name: string): string {
  const object = readObject(text);
  const index = object.members.findIndex((each) => each.name === name);
  return index < 0 ? text : withoutUser(cut(text, object, index), name);
}

function cut(text: string, { open, close, members }: ObjectText, index: number): string {
  const { start, end } = members[index];
  const [before, after] = [members[index - 1], members[index + 1]] as (Member | undefined)[];
  if (after) return text.slice(0, start) + text.slice(after.start);
  if (before) return text.slice(0, before.end) + text.slice(end);
  return text.slice(0, open + 1) + text.slice(close);
}

interface Layout {
  /** What stands before a member: a line break and its indentation, or what a text of one line has. */
  gap: string;
  space: "" | " ";
  isOneLine: boolean;
}

/** How a text is laid out, by its first member; an empty one as most files are. */
function layoutOf(text: string, { open, members: [first] }: ObjectText): Layout {
  if (!first) return { gap: "\n  ", space: " ", isOneLine: false };
  const before = text.slice(open + 1, first.start);
  const [gap] = /\r?\n[ \t]*$/.exec(before) ?? [];
  const space = /:\s/.test(text.slice(first.start, first.valueStart)) ? " " : "";
  return { gap: gap ?? space, space, isOneLine: gap === undefined };
}

function print(fields: Fields, { gap, isOneLine }: Layout): string {
  if (isOneLine) return JSON.stringify(fields);
  const indent = gap.replace(/^\r?\n/, "") || "  ";
  return JSON.stringify(fields, null, indent).replaceAll("\n", gap);
}
