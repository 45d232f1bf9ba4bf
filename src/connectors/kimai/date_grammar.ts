/** How the tables of the date grammar are written: patterns made of vocabularies, and what they mean from today. */

import { numberWords, type Vocabulary } from "./date_vocabulary.ts";

/** A group that catches one word of a vocabulary. */
export function group(name: string, words: Vocabulary<unknown>): string {
  return `(?<${name}>${words.any})`;
}

/** A whole number of up to three digits or in words, caught as `count`; read it with `countOf`. */
export const count = `(?<count>[1-9]\\d{0,2}|${numberWords.any})`;

/** The number that `count` caught. */
export function countOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : numberWords.of(text);
}

/** A year of four digits, caught as `year`. */
export const year = String.raw`(?<year>(?:19|20)\d\d)`;

/** A row of a grammar: what text looks like, and what it then means. */
export type Form<Meaning> = [
  pattern: string,
  read: (found: Record<string, string>, sight: Sight) => Meaning,
];

/** Where dates are looked at from. */
export interface Sight {
  now: Temporal.ZonedDateTime;
  today: Temporal.PlainDate;
  /** What "this week" begins with: 1 is Monday, 7 is Sunday. */
  firstWeekday: 1 | 7;
  /** The day from which a day without year or week is looked for, and in which direction. */
  anchor: Temporal.PlainDate;
  lean: "past" | "future";
}

/** Makes a reader of a table: the first form that the whole text has counts. */
export function readerOf<Meaning>(forms: Form<Meaning>[]) {
  const compiled = forms.map(([pattern, read]) => ({
    shape: new RegExp(`^(?:${pattern})$`),
    read,
  }));
  return (text: string, sight: Sight): Meaning | undefined => {
    for (const { shape, read } of compiled) {
      const found = shape.exec(text);
      if (found) return read(found.groups ?? {}, sight);
    }
  };
}
