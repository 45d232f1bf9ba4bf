/**
 * Words and orders as a database sees them: without case and accents.
 */

/** A text as a database compares it. */
export const fold = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The first word of a text that a search takes as it is. */
export const wordIn = (text: string | null): string | undefined =>
  /(?<![\p{L}\p{N}:_])[a-z]{4,}(?![\p{L}\p{N}:_])/iu.exec(text ?? "")?.[0];

/** Does the text contain the word? */
export const containsWord = (text: string | null, word: string): boolean =>
  fold(text ?? "").includes(fold(word));

/** Do the rows ascend by the first key that differs? */
export function ascends<Row>(rows: readonly Row[], keys: ((row: Row) => number)[]): boolean {
  return rows.slice(1).every((row, index) => {
    const key = keys.find((key) => key(row) !== key(rows[index]));
    return key === undefined || key(rows[index]) < key(row);
  });
}
