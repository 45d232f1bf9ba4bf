/** Offers to write scripts from. */

import type { FlagOffer, Offers } from "../../../src/cli/completions/offers.ts";

const flag = (name: string, rest: Partial<FlagOffer> = {}): FlagOffer => ({
  flag: `--${name}`,
  help: `It's [about] ${name}: \\ "$HOME" \`x\``,
  takes: "nothing",
  repeats: false,
  ...rest,
});

/** Of a program with everything that a flag or a command can have, and help with every sign that means something. */
export const offers: Offers = {
  name: "kimai-mcp",
  flags: [
    flag("demo"),
    flag("log-level", { takes: ["debug", "info", "warning"] }),
    flag("kimai-url", { takes: "text" }),
    flag("users-config", { takes: "file" }),
    flag("tools", { takes: "text", repeats: true }),
    flag("help", { short: "-h" }),
  ],
  commands: [
    { name: "users", summary: "People's: accounts", words: ["add", "list"], flags: [flag("json")] },
    { name: "call", summary: "Call", words: [], flags: [] },
  ],
};

/** What each line is offered, in every shell. */
export const expected: Record<string, string[]> = {
  "kimai-mcp ": ["call", "users"],
  "kimai-mcp us": ["users"],
  "kimai-mcp users ": ["add", "list"],
  "kimai-mcp users l": ["list"],
  "kimai-mcp --kimai-url users users a": ["add"],
  "kimai-mcp --kimai-url=call users a": ["add"],
  "kimai-mcp --demo users a": ["add"],
  "kimai-mcp users add ": [],
  "kimai-mcp call ": [],
  "kimai-mcp --lo": ["--log-level"],
  "kimai-mcp --log-level ": ["debug", "info", "warning"],
  "kimai-mcp users --log-level d": ["debug"],
  "kimai-mcp users --js": ["--json"],
  "kimai-mcp --js": [],
  "kimai-mcp users --de": ["--demo"],
  "kimai-mcp --kimai-url ": [],
  "kimai-mcp --users-config us": ["users.json"],
};
