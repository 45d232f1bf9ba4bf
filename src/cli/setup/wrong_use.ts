// No test of its own: a name for an error, tests/cli/setup_test.ts sees what becomes of it.
/** The command was called wrongly: exit code 2. The message is a sentence, shown word for word. */
export class WrongUse extends Error {
  override name = "WrongUse";
}
