/** The credentials of an upstream: from the settings, from an entry that is there already, else asked for. */

import type { Connector } from "../../connectors/connector.ts";
import {
  type Found,
  namesOf,
  type Setting,
  type SettingRows,
  title,
} from "../../settings/table.ts";
import { type Dialog, Stopped } from "./ask.ts";
import { fileOf } from "./earlier.ts";
import { mend } from "./mend.ts";
import { WrongUse } from "./wrong_use.ts";

/** A credential. */
export interface Answer {
  text: string;
  /** The file that it was read from, for secrets that have one already. */
  file?: string;
}
export type Answers = Record<string, Answer>;

export interface Collecting {
  /** What the settings give. */
  given: ReadonlyMap<string, Found>;
  /** What the entry says that is there already. */
  earlier: ReadonlyMap<string, Found>;
  dialog: Dialog;
  /** Nobody wants to be asked for what is known. */
  quiet: boolean;
  /** Tells a person something. */
  tell(sentence: string): void;
}

/**
 * Gives every credential of a connector that has no default its value, and takes the others where they are set.
 * @throws {WrongUse} for one that is missing with nobody to ask, or cannot be used
 */
export async function collect(
  { credentials: { shape }, settings: rows }: Connector,
  { given, earlier, dialog, quiet, tell }: Collecting,
): Promise<Answers> {
  const answers: Answers = {};
  for (const key of Object.keys(shape)) {
    const row = rows[key];
    const known = given.get(key) ?? earlier.get(key);
    const mended = known && mend(key, row, known.text);
    if (given.has(key) && mended && "problem" in mended) throw new WrongUse(mended.problem);
    const answer = mended && "text" in mended ? { ...mended, file: fileOf(known) } : undefined;
    if (given.has(key) || (answer && quiet)) answers[key] = answer!;
    else if (needsValue(row)) answers[key] = await askFor(key, row, { dialog, answer, tell });
    else if (answer) answers[key] = answer;
  }
  return answers;
}

/**
 * Asks again for some credentials of an upstream that refused them.
 * @throws {Stopped} when there is no answer
 */
export async function askAgain(
  keys: readonly string[],
  rows: SettingRows,
  answers: Answers,
  { dialog, tell }: Pick<Collecting, "dialog" | "tell">,
): Promise<Answers> {
  const again = { ...answers };
  for (const key of keys) {
    again[key] = await askFor(key, rows[key], { dialog, answer: answers[key], tell });
  }
  return again;
}

function needsValue({ type }: Setting): boolean {
  return type.safeParse(undefined).data === undefined;
}

/** Asks until there is a value that can be used; an empty answer keeps the one that is known. */
async function askFor(
  key: string,
  row: Setting,
  { dialog, answer, tell }: Pick<Collecting, "dialog" | "tell"> & { answer?: Answer },
): Promise<Answer> {
  const kept = answer && (row.secret ? "Enter keeps the present one" : answer.text);
  const question = `${row.help}${kept ? ` [${kept}]` : ""}: `;
  for (;;) {
    const typed = row.secret ? await dialog.askSecret(question) : await dialog.ask(question);
    if (typed === undefined) throw nobodyAnswers(key, row, dialog);
    if (typed === "" && answer) return answer;
    const mended = mend(key, row, typed);
    if ("text" in mended) return mended;
    if (!dialog.isTerminal) throw new WrongUse(mended.problem);
    tell(mended.problem);
  }
}

function nobodyAnswers(key: string, row: Setting, { isTerminal }: Dialog): Error {
  if (isTerminal) return new Stopped();
  return new WrongUse(`Missing ${title(namesOf(key, row))}: give it, or run setup in a terminal`);
}
