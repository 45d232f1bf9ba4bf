import assert from "node:assert/strict";
import { setup } from "../../src/cli/setup.ts";
import { commandContext, emptySystem } from "../support/command.ts";
import { inFolder, namesIn } from "../support/folder.ts";
import { withOutput } from "../support/output.ts";

const usual = { name: "kimai", json: false, dry_run: false, yes: false, check: true };

/** Runs the command in a home that is a folder. */
function inHome(home: string) {
  const windows = Deno.build.os === "windows";
  const env = (name: string) => name === (windows ? "USERPROFILE" : "HOME") ? home : undefined;
  return (words: string[], settings: Record<string, unknown> = {}) =>
    withOutput(() =>
      setup.run(commandContext({
        words,
        system: { ...emptySystem, env, windows },
        settings: { ...usual, ...settings },
      }))
    );
}

Deno.test("a name that assistants do not accept is refused, exit code 2", () =>
  inFolder(async (path) => {
    for (const name of ["my kimai", "a".repeat(65), "a/b"]) {
      const { value, out, err } = await inHome(path(""))(["cursor"], { name });
      assert.deepEqual([value, out], [2, ""]);
      assert.equal(
        err,
        `Cannot use "${name}" as a name: write letters, digits, - and _, at most 64\n`,
      );
    }
  }));

Deno.test("an unknown assistant is refused, exit code 2, in JSON as well", () =>
  inFolder(async (path) => {
    const problem = 'There is no assistant "curser": did you mean cursor?';
    const { value, out, err } = await inHome(path(""))(["curser"], { json: true });
    assert.deepEqual([value, err], [2, `${problem}\n`]);
    assert.deepEqual(JSON.parse(out), { ok: false, problem, findings: [] });
  }));

Deno.test("where no assistant is, none can be connected, exit code 2", () =>
  inFolder(async (path) => {
    const { value, err } = await inHome(path(""))([]);
    assert.equal(value, 2);
    assert.match(err, /^Found no assistant on this machine: name one of claude-desktop, /);
  }));

Deno.test("without a home nothing can be done, exit code 1", async () => {
  const context = commandContext({ words: ["cursor"], settings: usual });
  const { value, err } = await withOutput(() => setup.run(context));
  assert.equal(value, 1);
  assert.match(err, /^Cannot tell where your home folder is: set the variable HOME/);
});

Deno.test("taking out what nobody has is no failure, and makes nothing", () =>
  inFolder(async (path) => {
    const on = inHome(path(""));
    const { value, out } = await on([], { uninstall: true });
    assert.deepEqual([value, out], [0, 'No assistant here knows "kimai": nothing to take out\n']);
    const named = await on(["cursor"], { uninstall: true, json: true });
    assert.equal(named.value, 0);
    const { outcomes } = JSON.parse(named.out);
    assert.deepEqual([outcomes[0].client, outcomes[0].outcome], ["cursor", "unchanged"]);
    assert.deepEqual(await namesIn(path("")), []);
  }));
