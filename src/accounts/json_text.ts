/**
 * Where things stand in a JSON text: the members of its object, and the first character that is wrong.
 * JSON.parse says the one not at all and the other only by quoting the text, which may hold secrets; and a
 * file that people keep is changed where it must be, not written anew.
 */

/** A member of an object: `"name": value` from `start` up to `end`. Offsets count UTF-16 units. */
export interface Member {
  name: string;
  start: number;
  valueStart: number;
  end: number;
}

/** An object in a text: its braces and, in order, its members, two of one name included. */
export interface ObjectText {
  open: number;
  close: number;
  members: Member[];
}

/** The text is not JSON, or not an object. Lines and columns count from 1. */
export class JsonTextError extends Error {
  override name = "JsonTextError";

  constructor(readonly line: number, readonly column: number) {
    super(`line ${line}, column ${column}`);
  }
}

interface Cursor {
  text: string;
  at: number;
}

const blanks = /[ \t\r\n]*/y;
// Unrolled, so that a string that never ends costs no backtracking. Controls must be escaped in JSON.
const string = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Deeper ones are refused like a wrong character; accounts have two levels. */
const deepest = 100;

/**
 * Reads the object that a text is.
 * @throws {JsonTextError} at the first character that cannot stand where it stands
 */
export function readObject(text: string): ObjectText {
  // Some Windows editors begin a file with a byte order mark.
  const cursor: Cursor = { text, at: text.startsWith("\ufeff") ? 1 : 0 };
  take(cursor, blanks);
  const object = takeObject(cursor, 1);
  take(cursor, blanks);
  if (cursor.at < text.length) fail(cursor);
  return object;
}

function takeObject(cursor: Cursor, depth: number): ObjectText {
  const members: Member[] = [];
  const [open, close] = takeItems(cursor, "{}", () => {
    const start = cursor.at;
    const name = JSON.parse(take(cursor, string) ?? fail(cursor));
    take(cursor, blanks);
    expect(cursor, ":");
    take(cursor, blanks);
    const valueStart = cursor.at;
    takeValue(cursor, depth);
    members.push({ name, start, valueStart, end: cursor.at });
  });
  return { open, close, members };
}

function takeValue(cursor: Cursor, depth: number): void {
  const next = cursor.text[cursor.at];
  if (depth > deepest) fail(cursor);
  if (next === "{") takeObject(cursor, depth + 1);
  else if (next === "[") takeItems(cursor, "[]", () => takeValue(cursor, depth + 1));
  else take(cursor, string) ?? take(cursor, scalar) ?? fail(cursor);
}

/** What stands between two brackets, with commas. @returns where the brackets are */
function takeItems(cursor: Cursor, brackets: string, takeItem: () => void): [number, number] {
  const open = cursor.at;
  expect(cursor, brackets[0]);
  take(cursor, blanks);
  for (let first = true; cursor.text[cursor.at] !== brackets[1]; first = false) {
    if (!first) expect(cursor, ",");
    take(cursor, blanks);
    takeItem();
    take(cursor, blanks);
  }
  cursor.at++;
  return [open, cursor.at - 1];
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

function expect(cursor: Cursor, character: string): void {
  if (cursor.text[cursor.at] !== character) fail(cursor);
  cursor.at++;
}

function fail({ text, at }: Cursor): never {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  throw new JsonTextError(lines.length, lines[lines.length - 1].length + 1);
}
