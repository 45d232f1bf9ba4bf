/** What a mutant is: one mistake that somebody could make in the source, and the tests that must notice it. */

/** A mistake as data. */
export interface Mutant {
  /** The mistake in a few words. */
  name: string;
  /** The file below `src/`. */
  file: string;
  /** Text that occurs exactly once in the file. */
  from: string;
  /** What stands there instead. */
  to: string;
  /** Test files below `tests/`, of which at least one test must turn red. */
  tests: readonly string[];
  /** One of the few that stand for all where time is short. */
  quick?: boolean;
}

/**
 * A file's text with the mistake in it.
 * @throws {Error} when the text to replace is not there, or there more than once
 */
export function mutated(text: string, { file, from, to }: Mutant): string {
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`src/${file} has ${times} times: ${from.trim().slice(0, 60)}`);
  // A function, so that `$` in the replacement means itself.
  return text.replace(from, () => to);
}
