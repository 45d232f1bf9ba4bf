/**
 * Finding something by its name as people write it: case, accents and umlaut spelling do not matter,
 * exact beats prefix beats contains beats a slip of the pen, and two that fit alike are never guessed at.
 */

import { distance } from "../../lib/distance.ts";

/** Something with a name, and perhaps what it belongs to. */
export interface Candidate {
  id: number;
  name: string;
  /** Other names it is known by: a user's login beside the display name. */
  aliases?: readonly string[];
  /** What it belongs to: a project's customer, an activity's project. Written in front: `ACME / Website`. */
  owner?: string;
}

/** What a name matches: all candidates of the best level at which there are any. */
export interface Matches<T extends Candidate> {
  level: "exact" | "prefix" | "contains" | "fuzzy" | "none";
  found: T[];
}

/** A name without what does not matter: `Müller`, `mueller` and `MULLER` are one. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss")
    .replace(/([aou])e+/g, "$1").replace(/[\s_-]+/g, " ").trim();
}

/** `ACME / Website` as owner and name; without a slash there is no owner. */
function parted(text: string): { owner?: string; name: string } {
  const cut = text.search(/\s[/>]\s/);
  return cut < 0 ? { name: text } : { owner: text.slice(0, cut), name: text.slice(cut + 3) };
}

/** The candidates that fit the text best. A name that itself contains a slash is found whole first. */
export function matchName<T extends Candidate>(text: string, candidates: readonly T[]): Matches<T> {
  const whole = bestOf(text, candidates);
  const { owner, name } = parted(text);
  if (owner === undefined || whole.level === "exact") return whole;
  const owned = candidates.filter((one) => one.owner && fold(one.owner).includes(fold(owner)));
  const within = bestOf(name, owned);
  return within.found.length > 0 ? within : whole;
}

function bestOf<T extends Candidate>(text: string, candidates: readonly T[]): Matches<T> {
  const wanted = fold(text);
  if (wanted === "") return { level: "none", found: [] };
  const named = candidates.map((one) => ({
    one,
    names: [one.name, ...one.aliases ?? []].map((name) => ({ name, folded: fold(name) })),
  }));
  // The spelling as it is written goes before one that is only alike: "Müller" before "Muller".
  const literal = text.trim().toLowerCase();
  const levels: [Matches<T>["level"], (spelled: { name: string; folded: string }) => boolean][] = [
    ["exact", ({ name }) => name.trim().toLowerCase() === literal],
    ["exact", ({ folded }) => folded === wanted],
    ["prefix", ({ folded }) => folded.startsWith(wanted)],
    ["contains", ({ folded }) => folded.includes(wanted)],
    ["fuzzy", ({ folded }) => isSlip(wanted, folded)],
  ];
  for (const [level, fits] of levels) {
    const found = named.filter(({ names }) => names.some(fits));
    if (found.length > 0) return { level, found: found.map(({ one }) => one) };
  }
  return { level: "none", found: [] };
}

/** A slip of the pen: one letter in four is wrong, missing or too many, and at least four were written. */
function isSlip(wanted: string, name: string): boolean {
  const allowed = Math.floor(wanted.length / 4);
  return Math.abs(wanted.length - name.length) <= allowed && distance(wanted, name) <= allowed;
}

/** The candidates nearest to a text that matched nothing, the nearest first. */
export function nearest<T extends Candidate>(
  text: string,
  candidates: readonly T[],
  count = 3,
): T[] {
  const wanted = fold(text);
  return candidates
    .map((one) => ({
      one,
      far: distance(wanted, fold(one.name)) / Math.max(wanted.length, one.name.length, 1),
    }))
    .sort((left, right) => left.far - right.far || left.one.name.localeCompare(right.one.name))
    .slice(0, count)
    .map(({ one }) => one);
}
