/**
 * The search term of lists (API.md 9.10): words are ANDed, `!word` excludes, `field:value` asks
 * custom fields, `%` and `_` are wildcards.
 */
import type { MetaValues } from "./records.ts";

/** Something that a term can be asked of: searched texts and custom fields. */
export interface Searchable {
  texts: (string | null)[];
  meta?: MetaValues;
}

/** Text without accents, as the database compares it: "Ärger" is "Arger", but ß stays ß. */
const plain = (text: string): string =>
  /[^ -~]/.test(text) ? text.normalize("NFD").replace(/\p{M}/gu, "") : text;

/** SQL's `LIKE %word%`: a test without regard to case and accents (recordings 2670, 2676). */
export function like(word: string): (text: string | null) => boolean {
  const pattern = plain(word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/%/g, ".*")
    .replace(/_/g, ".");
  const expression = new RegExp(pattern, "isu");
  return (text) => text !== null && expression.test(plain(text));
}

type Test = (candidate: Searchable) => boolean;

function testOf(token: string): Test {
  const colon = token.indexOf(":");
  // A token with a colon is a custom field's, even when it is a time or a URL (trap 10).
  if (colon > 0) {
    const name = token.slice(0, colon).toLowerCase();
    const value = token.slice(colon + 1);
    const matches = like(value);
    return ({ meta }) => {
      const field = [...meta ?? []].find(([key]) => key.toLowerCase() === name)?.[1];
      const stored = field?.value ?? null;
      if (stored === null || value === "") return false;
      return value === "*" || matches(stored);
    };
  }
  if (token.startsWith("!") && token.length > 1) {
    const matches = like(token.slice(1));
    return ({ texts }) => !texts.some(matches);
  }
  const matches = like(token);
  return ({ texts }) => texts.some(matches);
}

/** The test that a search term stands for; everything passes an empty one. */
export function searchTest(term: string | undefined): Test {
  const tests = (term ?? "").split(" ").filter((token) => token !== "").map(testOf);
  return (candidate) => tests.every((test) => test(candidate));
}
