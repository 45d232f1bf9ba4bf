import assert from "node:assert/strict";
import type { Command } from "../../../src/cli/command.ts";
import {
  allFlags,
  type FlagOffer,
  offersOf,
  quoted,
  spellings,
  takesWord,
} from "../../../src/cli/completions/offers.ts";
import { choice, flag, list, text } from "../../../src/settings/table.ts";

const rows = {
  demo: { type: flag(false), help: "Try it" },
  verify: { type: flag(true), help: "Look twice" },
  level: { type: choice(["low", "high"]), help: "How much" },
  users: { type: text(), placeholder: "FILE", help: "Who" },
  token: { type: text(), secret: true as const, help: "Key" },
  sets: { type: list(), help: "Which" },
  help: { type: flag(false), short: "h", help: "Help" },
  gone: { type: flag(false), help: "No", deprecated: "it is gone" },
  planned: { type: flag(false), help: "No", hidden: true as const },
};

const command: Command = {
  usage: "find WHAT",
  summary: "Find something",
  words: ["this", "that"],
  rows: { users: rows.users, json: { type: flag(false), help: "JSON" } },
  run: () => Promise.resolve(0),
};

const offers = offersOf("program", { find: command }, rows);

Deno.test("every row that is shown has its flag, with what it takes", () => {
  const said = offers.flags.map(({ flag, takes, repeats }: FlagOffer) => [flag, takes, repeats]);
  assert.deepEqual(said, [
    ["--demo", "nothing", false],
    ["--verify", "nothing", false],
    ["--no-verify", "nothing", false],
    ["--level", ["low", "high"], false],
    ["--users", "file", false],
    ["--token", "text", false],
    ["--token-file", "file", false],
    ["--sets", "text", true],
    ["--help", "nothing", false],
  ]);
});

Deno.test("a command has its words, and its own flags beside those of all", () => {
  const [{ name, summary, words, flags }] = offers.commands;
  assert.deepEqual([name, summary, words], ["find", "Find something", ["this", "that"]]);
  assert.deepEqual(flags.map(({ flag }) => flag), ["--json"]);
  assert.equal(allFlags(offers).length, offers.flags.length + 1);
});

Deno.test("a flag with a letter is spelt in two ways", () => {
  assert.deepEqual(spellings(offers.flags, ({ flag }) => flag === "--help"), ["-h", "--help"]);
  assert.deepEqual(spellings(offers.flags, takesWord), [
    "--level",
    "--users",
    "--token",
    "--token-file",
    "--sets",
  ]);
});

Deno.test("a quoted text is one word, whatever is in it", async () => {
  const hostile = `it's "$HOME" \`id\` \\ $(id) !x`;
  const args = ["-c", `printf %s ${quoted(hostile)}`];
  const { stdout } = await new Deno.Command("sh", { args }).output();
  assert.equal(new TextDecoder().decode(stdout), hostile);
});
