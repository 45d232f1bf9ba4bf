/** How dates and durations in words are refused: one sentence that quotes the text and shows what can be read. */

import { UserError } from "../../mcp/errors.ts";

/** What a text was meant to be, and three examples of it. */
export interface Wanted {
  name: string;
  examples: string;
}

/** A reason to refuse, found deep inside a grammar; `reading` makes the sentence around it. */
export class Refusal extends Error {
  override name = "Refusal";
}

const longest = 100;
const quoted = 60;

/** Control and format characters, and separators of lines: what would hide or reorder text. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;
const allInvisible = new RegExp(invisible.source, "gu");

/** The text as JSON, cut; what is invisible is spelled out. */
function quote(text: string): string {
  const cut = [...text.slice(0, 2 * quoted)].slice(0, quoted).join("");
  return JSON.stringify(cut).replace(
    allInvisible,
    (hidden) => `\\u{${hidden.codePointAt(0)!.toString(16)}}`,
  );
}

/** Why text is not even looked at. */
function unreadable(text: string): string | undefined {
  if (text.length > longest) return `it is longer than ${longest} characters`;
  return invisible.test(text) ? "it contains control characters" : undefined;
}

/** Why a reader threw; bugs go on their way. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  // Temporal's answer to 30 February, and to a day beyond its calendar.
  if (error instanceof RangeError) return "it is not in the calendar";
  throw error;
}

/**
 * Runs a reader over text that is neither too long nor has control characters.
 * @throws {UserError} when the reader answers nothing, gives a `Refusal`, or meets a day that does not exist.
 */
export function reading<T>(text: string, wanted: Wanted, read: (text: string) => T | undefined): T {
  const trimmed = text.trim();
  let why = unreadable(trimmed);
  try {
    const found = why ? undefined : read(trimmed);
    if (found !== undefined) return found;
  } catch (error) {
    why = reasonOf(error);
  }
  const reason = why ? `${why}; ` : "";
  throw new UserError(
    `Cannot read ${quote(trimmed)} as ${wanted.name}: ${reason}write ${wanted.examples}`,
  );
}
