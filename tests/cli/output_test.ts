import assert from "node:assert/strict";
import { complain, print } from "../../src/cli/output.ts";
import { SettingsError } from "../../src/settings/table.ts";
import { withOutput } from "../support/output.ts";

/** Runs something while nothing can be written to a stream. */
function whileFailing(
  stream: typeof Deno.stdout | typeof Deno.stderr,
  error: Error,
  run: () => void,
) {
  const original = stream.writeSync;
  try {
    stream.writeSync = () => {
      throw error;
    };
    run();
  } finally {
    stream.writeSync = original;
  }
}

const gone = new Deno.errors.BrokenPipe("Broken pipe");
const full = Object.assign(new Error("No space left on device"), { code: "ENOSPC" });

Deno.test("a text ends with one line break, on stdout or stderr", async () => {
  const { out, err } = await withOutput(() => {
    print("a");
    print("b\n");
    complain("c");
    return Promise.resolve();
  });
  assert.deepEqual([out, err], ["a\nb\n", "c\n"]);
});

Deno.test("a reader that has gone is no trouble", () => {
  whileFailing(Deno.stdout, gone, () => print("a"));
  whileFailing(Deno.stderr, gone, () => complain("a"));
});

Deno.test("what cannot be written to stdout is a sentence and exit code 1", () => {
  const refused = (error: unknown) =>
    error instanceof SettingsError && error.exitCode === 1 &&
    error.message === "Cannot write to stdout: the disk is full, make room on it";
  whileFailing(Deno.stdout, full, () => assert.throws(() => print("a"), refused));
  whileFailing(Deno.stderr, full, () => complain("a"));
});
