import assert from "node:assert/strict";
import { completions } from "../../src/cli/completions.ts";
import { commands } from "../../src/cli/commands.ts";
import { flag, text } from "../../src/settings/table.ts";
import { commandContext } from "../support/command.ts";
import { withOutput } from "../support/output.ts";

const rows = {
  demo: { type: flag(false), help: "Try it" },
  users: { type: text(), placeholder: "FILE", help: "Who" },
};
const run = (...words: string[]) =>
  withOutput(() => completions.run(commandContext({ words, rows })));

for (const shell of ["bash", "zsh", "fish"]) {
  Deno.test(`completions ${shell} prints a script that names every command and shared flag`, async () => {
    const { value, out, err } = await run(shell);
    assert.deepEqual([value, err], [0, ""]);
    for (const name of [...Object.keys(commands), "demo", "users", "rotate"]) {
      assert.match(out, new RegExp(`\\b${name}\\b`));
    }
  });
}

Deno.test("another shell, none, or a word too many is exit code 2", async () => {
  const wrong = async (...words: string[]) => {
    const { value, out, err } = await run(...words);
    assert.deepEqual([value, out], [2, ""]);
    return err;
  };
  assert.equal(await wrong("tcsh"), 'Cannot complete for "tcsh": write bash, zsh or fish\n');
  assert.equal(await wrong(), "Cannot tell for which shell: write bash, zsh or fish\n");
  assert.equal(await wrong("bash", "x"), 'Cannot use "x" after completions bash\n');
});
