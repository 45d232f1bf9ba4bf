/** How long the fuzz tests run: seconds as part of all tests, as long as somebody likes on their own. */

/**
 * Runs of a property: as many as `FUZZ_RUNS` says, for all properties the same, else its usual ones. A failure
 * prints its seed, with which fast-check finds it again.
 */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: Number(Deno.env.get("FUZZ_RUNS") || usual) };
}
