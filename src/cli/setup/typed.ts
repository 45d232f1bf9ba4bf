/** What somebody types on a terminal that shows nothing of it: keys in, the line with its corrections out. */

/** A line as far as it was typed. */
export interface Typed {
  value: string;
  /** How it ended, undefined while it goes on: Ctrl-C quits, Ctrl-D on an empty line closes the input. */
  end?: "enter" | "quit" | "closed";
  /** What was typed or pasted after its end. */
  rest: string;
}

const escape = "\u001b";
const [interrupt, endOfInput] = ["\u0003", "\u0004"];
const backspaces = ["\u007f", "\b"];
/** Ctrl-U and Ctrl-W: nobody sees where a word begins, so both take everything back. */
const clearing = ["\u0015", "\u0017"];

/** What follows an escape: an arrow, a mark around what is pasted, a letter typed with Alt, or the beginning of one. */
const sequence = /^(?:\[[\d;?]*[@-~]?|O\P{Cc}?|\P{Cc})/u;

/**
 * Reads the first line of all keys so far. They come in pieces of any size, a paste as one, so whoever calls
 * this keeps them all until there is an end.
 */
export function readTyped(keys: string): Typed {
  const letters = [...withoutSequences(keys)];
  let value: string[] = [];
  for (const [at, letter] of letters.entries()) {
    const end = endingOf(letter, value.length === 0);
    if (end) {
      const both = letter === "\r" && letters[at + 1] === "\n";
      return { value: value.join(""), end, rest: letters.slice(at + (both ? 2 : 1)).join("") };
    }
    if (backspaces.includes(letter)) value.pop();
    else if (clearing.includes(letter)) value = [];
    else if (!/\p{Cc}/u.test(letter)) value.push(letter);
  }
  return { value: value.join(""), rest: "" };
}

function endingOf(letter: string, isEmpty: boolean): Typed["end"] {
  if (letter === "\r" || letter === "\n") return "enter";
  if (letter === interrupt) return "quit";
  return letter === endOfInput && isEmpty ? "closed" : undefined;
}

function withoutSequences(keys: string): string {
  const [first, ...others] = keys.split(escape);
  return first + others.map((part) => part.replace(sequence, "")).join("");
}
