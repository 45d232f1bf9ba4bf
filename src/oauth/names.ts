/** Names that strangers give themselves, made fit to be shown: what hides, reorders or piles up is taken out. */

/** Characters that people see; more are cut. */
const longest = 60;

/**
 * A name without control, direction and invisible characters, spaces in single file, at most two marks on a letter.
 * @returns nothing when nothing is left to see
 */
export function shownName(name: string | undefined): string | undefined {
  const plain = (name ?? "").slice(0, 2000).normalize("NFC")
    .replace(/[\p{Z}\t-\r]+/gu, " ")
    // Unassigned and private characters, lone surrogates, and letters that are drawn as nothing.
    .replace(
      /[\p{C}\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu,
      "",
    )
    .replace(/(\p{M}{2})\p{M}+/gu, "$1")
    // It stands between quotes, and shall not look as if it ended before them.
    .replace(/[\p{Pi}\p{Pf}"\u201a\u201e]/gu, "'")
    .replace(/ +/g, " ")
    .trim();
  const letters = [...new Intl.Segmenter("en").segment(plain)].map(({ segment }) => segment);
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(plain)) return undefined;
  return letters.length > longest ? `${letters.slice(0, longest).join("")}…` : plain;
}
