// No test of its own: tests/cli/setup/json_add_test.ts and json_remove_test.ts edit texts with it.
/** Edits of a text, and where its blanks begin and end. */

import { isBlank } from "./jsonc.ts";

/** What is cut out of a text, and what comes in its place. */
export interface Edit {
  from: number;
  to: number;
  text: string;
}

/** The text with all edits, whose places are those in the text before. */
export function applied(text: string, edits: readonly Edit[]): string {
  // From the end, so that the places before stay; of two at one place the later one first.
  return edits.toReversed().sort((a, b) => b.from - a.from).reduce(
    (result, { from, to, text }) => result.slice(0, from) + text + result.slice(to),
    text,
  );
}

/** Where the blanks end that begin here. */
export function endOfBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text[at])) at++;
  return at;
}

/** Where the blanks begin that end here, not before `from`. */
export function startOfBlanks(text: string, to: number, from: number): number {
  let at = to;
  while (at > from && isBlank(text[at - 1])) at--;
  return at;
}

/** Where the comma stands that follows a value, if one does. */
export function commaAfter(bare: string, from: number, to: number): number | undefined {
  const at = endOfBlanks(bare, from);
  return at < to && bare[at] === "," ? at : undefined;
}
