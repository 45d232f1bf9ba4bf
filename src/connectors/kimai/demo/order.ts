/**
 * The order of names as the database has it: without case, punctuation before digits before letters
 * (recordings 2090).
 */

/** Compares two names; null counts as empty. */
export const byText = (a: string | null, b: string | null): number =>
  (a ?? "").localeCompare(b ?? "", "en", { sensitivity: "accent" });
