/** How far two words are apart, for suggestions and slips of the pen. */

/** Letters to change, add, drop or swap with their neighbour (optimal string alignment). */
export function distance(from: string, to: string): number {
  const [left, right] = [[...from], [...to]];
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at++) {
    const next = [at];
    for (let column = 1; column <= right.length; column++) {
      const change = row[column - 1] + (left[at - 1] === right[column - 1] ? 0 : 1);
      let cost = Math.min(change, row[column] + 1, next[column - 1] + 1);
      const swapped = at > 1 && column > 1 && left[at - 1] === right[column - 2] &&
        left[at - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, before[column - 2] + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[right.length];
}

/** The word that somebody probably meant: one that begins like it, else one or a few slips away. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const [near] = words
    .map((known) => ({ known, far: known.startsWith(word) ? 0 : distance(word, known) }))
    .filter(({ far }) => word.length > 1 && far <= Math.max(2, word.length / 3))
    .sort((a, b) => a.far - b.far);
  return near?.known;
}
