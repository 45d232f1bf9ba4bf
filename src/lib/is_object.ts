// No test of its own: one line of the language, which tests of all files that read foreign data run.
/** What was read from somewhere else, told apart. */

/** Whether a value is an object with members, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
