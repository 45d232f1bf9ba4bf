import assert from "node:assert/strict";
import { program, run } from "../support/program.ts";
import { offersFor, type Shell, shellTest } from "../support/shells.ts";

const beginnings: Record<string, string[]> = {
  "kimai-mcp comp": ["completions"],
  "kimai-mcp completions ": ["bash", "fish", "zsh"],
  "kimai-mcp users r": ["remove", "rotate"],
  "kimai-mcp --kimai-url https://kimai.test users a": ["add"],
  "kimai-mcp print ngi": ["nginx"],
  "kimai-mcp call timesh": ["timesheet"],
  "kimai-mcp --log-lev": ["--log-level"],
  "kimai-mcp tools --log-level w": ["warning"],
  "kimai-mcp --kimai-token": ["--kimai-token", "--kimai-token-file"],
  "kimai-mcp --users-config us": ["users.json"],
  "kimai-mcp health --rea": ["--read-only", "--ready"],
};

for (const shell of ["bash", "zsh", "fish"] satisfies Shell[]) {
  await shellTest(shell, `${shell} knows what the program has printed for it`, async () => {
    const { code, stdout, stderr } = await run(program(["completions", shell]));
    assert.deepEqual([code, stderr], [0, ""]);
    const lines = Object.keys(beginnings);
    assert.deepEqual(await offersFor(shell, stdout, lines), beginnings);
  });
}
