/**
 * JSON with comments read as JSON: what strict JSON does not have is blanked out, so that every character stays
 * where it was and the strict reader tells where things stand.
 */

import {
  JsonTextError,
  type Member,
  type ObjectText,
  readObject,
} from "../../accounts/json_text.ts";

// A comment only counts outside of strings. What is not ended is found as well, up to where it could end, so
// that a damaged file is not searched again from each of its characters.
const string = /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"?/.source;
const stringOrComment = new RegExp(String.raw`${string}|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)`, "g");
const stringOrLastComma = new RegExp(String.raw`${string}|,(?=\s*[}\]])`, "g");

/** Comments become blanks; line breaks in them stay, and so does a comment that does not end. */
export function withoutComments(text: string): string {
  return text.replace(
    stringOrComment,
    (found) => isComment(found) ? found.replace(/[^\r\n]/g, " ") : found,
  );
}

function isComment(found: string): boolean {
  return found.startsWith("//") ||
    (found.startsWith("/*") && found.endsWith("*/") && found.length > 3);
}

/** A comma after the last item becomes a blank; one that follows no item stays, for the reader to refuse. */
export function withoutLastCommas(bare: string): string {
  return bare.replace(stringOrLastComma, (found, at: number) => {
    if (found !== ",") return found;
    return /[[{,:]/.test(characterBefore(bare, at)) ? found : " ";
  });
}

function characterBefore(text: string, at: number): string {
  let before = at - 1;
  while (before >= 0 && isBlank(text[before])) before--;
  return text[before] ?? "{";
}

/** Whether a character is white space. */
export function isBlank(character: string): boolean {
  return /\s/.test(character);
}

/** A configuration text and what the readers see of it, all of one length. */
export interface Layers {
  text: string;
  /** Without comments. */
  bare: string;
  /** Without last commas as well: strict JSON. */
  strict: string;
}

export interface JsonKind {
  /** Whether comments and last commas may stand in it. */
  comments: boolean;
}

/** Looks at a text as its client does. */
export function layersOf(text: string, { comments }: JsonKind): Layers {
  const bare = comments ? withoutComments(text) : text;
  return { text, bare, strict: comments ? withoutLastCommas(bare) : text };
}

/**
 * The object at a path of names, the last where two have one name, as parsers have it.
 * @returns how many names of the path led to an object, and the last of these
 * @throws {JsonTextError} for a text that is no object, and where a name leads to something else
 */
export function objectAt(
  { strict }: Layers,
  path: readonly string[],
): { depth: number; object: ObjectText } {
  let object = readObject(strict);
  for (const [depth, name] of path.entries()) {
    const member = memberOf(object, name);
    if (!member) return { depth, object };
    object = objectIn(strict, member);
  }
  return { depth: path.length, object };
}

/** The member of that name, the last where there are two. */
export function memberOf({ members }: ObjectText, name: string): Member | undefined {
  return members.findLast((member) => member.name === name);
}

function objectIn(strict: string, { valueStart: from, end }: Member): ObjectText {
  if (strict[from] !== "{") throw errorAt(strict, from);
  const { open, close, members } = readObject(strict.slice(from, end));
  return {
    open: open + from,
    close: close + from,
    members: members.map(({ name, start, valueStart, end }) => ({
      name,
      start: start + from,
      valueStart: valueStart + from,
      end: end + from,
    })),
  };
}

function errorAt(text: string, at: number): JsonTextError {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return new JsonTextError(lines.length, lines[lines.length - 1].length + 1);
}
