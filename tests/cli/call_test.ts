import assert from "node:assert/strict";
import { call } from "../../src/cli/call.ts";
import type { CommandContext } from "../../src/cli/command.ts";
import { createCatalogue } from "../../src/mcp/catalogue.ts";
import { createDispatch } from "../../src/mcp/dispatch.ts";
import { shelfTool } from "../mcp/support.ts";
import { commandContext } from "../support/command.ts";
import { withOutput } from "../support/output.ts";

function contextOf(words: string[], changes: Partial<CommandContext> = {}): CommandContext {
  const catalogue = createCatalogue([{ id: "library", tools: [shelfTool] }]);
  const books = new Map([[1, "Emma"]]);
  const dispatch = createDispatch({
    catalogue: () => Promise.resolve(catalogue),
    sessionOf: () => Promise.resolve({ books }),
  });
  return commandContext({
    words,
    settings: { json: false },
    catalogue: () => Promise.resolve(catalogue),
    dispatch,
    readStdin: () => Promise.resolve(`{"action":"list"}`),
    ...changes,
  });
}

const cases: [name: string, words: string[], code: number, out: string, err: string][] = [
  ["an answer goes to stdout", ["shelf", `{"action":"list"}`], 0, "Emma\n", ""],
  ["- reads the arguments from stdin", ["shelf", "-"], 0, "Emma\n", ""],
  [
    "a refusal goes to stderr",
    ["shelf", `{"action":"add","id":1,"data":{"title":"Dune"}}`],
    1,
    "",
    "Cannot add book 1: there is one already\n",
  ],
  ["no tool is wrong usage", [], 2, "", "Cannot call a tool: name one of shelf\n"],
  ["an unknown tool is wrong usage", ["x"], 2, "", `There is no tool "x", choose one of shelf\n`],
  [
    "what is no JSON object is wrong usage",
    ["shelf", "[1]"],
    2,
    "",
    `Cannot read the arguments: write a JSON object, as in '{"action":"list"}'\n`,
  ],
  [
    "a word too many is wrong usage",
    ["shelf", "{}", "x"],
    2,
    "",
    `Cannot use "x": write the arguments as one JSON object, in quotes\n`,
  ],
];

for (const [name, words, code, out, err] of cases) {
  Deno.test(`call: ${name}`, async () => {
    const output = await withOutput(() => call.run(contextOf(words)));
    assert.deepEqual(output, { value: code, out, err });
  });
}

Deno.test("call: --json prints the structured content", async () => {
  const context = contextOf(["shelf", `{"action":"list"}`], { settings: { json: true } });
  const { out } = await withOutput(() => call.run(context));
  assert.deepEqual(JSON.parse(out), { action: "list", result: { titles: ["Emma"] } });
});
