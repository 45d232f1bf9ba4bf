/** What changes in a text, line by line, as a unified diff for people and for `patch`. */

/** A line with how it begins in a diff: a blank stays, `-` goes, `+` comes. */
type Change = [sign: " " | "-" | "+", line: string];

const context = 3;

/** Beyond this many pairs of lines the changed part is shown as going and coming whole. */
const mostPairs = 4_000_000;

/**
 * The change from one text to another in one hunk with three lines around it; `undefined` is a file that is not
 * there. @returns an empty text where nothing changes
 */
export function unifiedDiff(
  path: string,
  before: string | undefined,
  after: string | undefined,
): string {
  if (before === after) return "";
  const [old, fresh] = [linesOf(before ?? ""), linesOf(after ?? "")];
  const start = sharedStart(old, fresh);
  const end = sharedEnd(old.slice(start), fresh.slice(start));
  const from = Math.max(0, start - context);
  const changes: Change[] = [
    ...kept(old.slice(from, start)),
    ...changesBetween(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ...kept(old.slice(old.length - end, old.length - end + context)),
  ];
  return [
    `--- ${before === undefined ? "/dev/null" : path}\n`,
    `+++ ${after === undefined ? "/dev/null" : path}\n`,
    `@@ -${range(changes, from, "+")} +${range(changes, from, "-")} @@\n`,
    ...changes.map(([sign, line]) => sign + ended(line)),
  ].join("");
}

function kept(lines: string[]): Change[] {
  return lines.map((line) => [" ", line]);
}

/** Lines with what ends them; the last may be without. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function ended(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`;
}

/** The first line and the number of lines that one side has. */
function range(changes: Change[], from: number, otherSide: "+" | "-"): string {
  const count = changes.filter(([sign]) => sign !== otherSide).length;
  return `${count === 0 ? from : from + 1},${count}`;
}

function sharedStart(old: string[], fresh: string[]): number {
  let count = 0;
  while (count < old.length && count < fresh.length && old[count] === fresh[count]) count++;
  return count;
}

function sharedEnd(old: string[], fresh: string[]): number {
  return sharedStart(old.toReversed(), fresh.toReversed());
}

/** The fewest lines that go and come: the longest common subsequence stays. */
function changesBetween(old: string[], fresh: string[]): Change[] {
  if (old.length * fresh.length > mostPairs) return replaced(old, fresh);
  const lengths = commonLengths(old, fresh);
  const changes: Change[] = [];
  let [left, right] = [0, 0];
  while (left < old.length && right < fresh.length) {
    if (old[left] === fresh[right]) {
      changes.push([" ", old[left]]);
      [left, right] = [left + 1, right + 1];
    } else if (lengths[left + 1][right] >= lengths[left][right + 1]) {
      changes.push(["-", old[left++]]);
    } else changes.push(["+", fresh[right++]]);
  }
  return [...changes, ...replaced(old.slice(left), fresh.slice(right))];
}

function replaced(old: string[], fresh: string[]): Change[] {
  return [
    ...old.map((line): Change => ["-", line]),
    ...fresh.map((line): Change => ["+", line]),
  ];
}

/** How many lines two texts have in common from here on, for each pair of places. */
function commonLengths(old: string[], fresh: string[]): Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let left = old.length - 1; left >= 0; left--) {
    for (let right = fresh.length - 1; right >= 0; right--) {
      lengths[left][right] = old[left] === fresh[right]
        ? lengths[left + 1][right + 1] + 1
        : Math.max(lengths[left + 1][right], lengths[left][right + 1]);
    }
  }
  return lengths;
}
