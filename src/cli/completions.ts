/** `kimai-mcp completions`: what a shell offers while somebody types a command of ours. */

import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { bashCompletions } from "./completions/bash.ts";
import { fishCompletions } from "./completions/fish.ts";
import { type Offers, offersOf } from "./completions/offers.ts";
import { zshCompletions } from "./completions/zsh.ts";
import { complain, print } from "./output.ts";

const shells: Readonly<Record<string, (offers: Offers) => string>> = {
  bash: bashCompletions,
  zsh: zshCompletions,
  fish: fishCompletions,
};

export const completions: Command = {
  usage: "completions bash|zsh|fish",
  summary: "Print a script with which the shell completes commands and flags",
  words: Object.keys(shells),
  rows: {},
  async run({ words: [shell = "", ...rest], rows }) {
    if (!Object.hasOwn(shells, shell)) {
      const what = shell ? `complete for "${shell}"` : "tell for which shell";
      complain(`Cannot ${what}: write bash, zsh or fish`);
      return 2;
    }
    if (rest.length > 0) {
      complain(`Cannot use "${rest.join(" ")}" after completions ${shell}`);
      return 2;
    }
    const loaded = Object.entries(commands).map(async ([name, load]) => [name, await load()]);
    print(
      shells[shell](offersOf("kimai-mcp", Object.fromEntries(await Promise.all(loaded)), rows)),
    );
    return 0;
  },
};
