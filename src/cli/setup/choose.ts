/** Which assistants to connect: those that were named, else those of this machine, else those that a person picks. */

import { nearest } from "../../lib/distance.ts";
import { listed } from "../../settings/table.ts";
import { type Dialog, Stopped } from "./ask.ts";
import type { Client } from "./clients.ts";
import { WrongUse } from "./wrong_use.ts";

/** Every assistant, and which of them seem to be here. */
export interface Choice {
  all: readonly Client[];
  installed: readonly Client[];
}

const everything = "all";

/**
 * The assistants that words name, each once, whether they are installed or not. `all` are the installed ones.
 * @throws {WrongUse} for a name that none has, and for `all` of none
 */
export function named(words: readonly string[], { all, installed }: Choice): Client[] {
  const chosen = words.flatMap((word) => {
    if (word.toLowerCase() === everything) return requireSome(installed, all);
    const client = all.find(({ id, title }) =>
      [id, title.toLowerCase()].includes(word.toLowerCase())
    );
    if (!client) throw new WrongUse(unknown(word, all));
    return [client];
  });
  return [...new Set(chosen)];
}

/**
 * Lets a person pick among the installed ones; a single one needs no question.
 * @throws {WrongUse} when there is none, or nobody to ask
 */
export async function pick(
  choice: Choice,
  { dialog, tell }: { dialog: Dialog; tell(sentence: string): void },
): Promise<Client[]> {
  const installed = requireSome(choice.installed, choice.all);
  if (!dialog.isTerminal) {
    const ids = [...installed.map(({ id }) => id), everything];
    throw new WrongUse(`Cannot tell which assistants are meant: name ${listed(ids)}`);
  }
  if (installed.length === 1) return installed;
  for (;;) {
    const answer = await dialog.ask(`Which ones? Numbers or names [${everything}]: `);
    if (answer === undefined) throw new Stopped();
    const words = (answer || everything).split(/[\s,]+/)
      .map((word) => installed[Number(word) - 1]?.id ?? word);
    try {
      return named(words, choice);
    } catch (error) {
      if (!(error instanceof WrongUse)) throw error;
      tell(error.message);
    }
  }
}

function requireSome(installed: readonly Client[], all: readonly Client[]): Client[] {
  if (installed.length > 0) return [...installed];
  const ids = all.map(({ id }) => id);
  throw new WrongUse(`Found no assistant on this machine: name one of ${listed(ids)}`);
}

function unknown(word: string, all: readonly Client[]): string {
  const ids = all.map(({ id }) => id);
  const near = nearest(word.toLowerCase(), ids);
  const what = `There is no assistant "${word}"`;
  return near ? `${what}: did you mean ${near}?` : `${what}: name ${listed([...ids, everything])}`;
}
