/** `kimai-mcp call`: one tool call from a shell, the answer on stdout. */

import { connectors } from "../connectors/mod.ts";
import { type Command, jsonRow } from "./command.ts";
import { complain, print } from "./output.ts";

/** The arguments as JSON, from the command line or, for `-`, from stdin; undefined when they are not an object. */
async function readArguments(
  text: string | undefined,
  readStdin: () => Promise<string>,
): Promise<Record<string, unknown> | undefined> {
  try {
    const value = JSON.parse((text === "-" ? await readStdin() : text)?.trim() || "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const call: Command = {
  usage: "call TOOL [JSON or -]",
  summary: "Run one tool and print its answer; - reads the arguments from stdin",
  words: connectors.flatMap(({ toolsets }) => Object.values(toolsets).flat()),
  rows: jsonRow,
  async run(
    { words: [tool, text, ...rest], settings, catalogue, dispatch, log, signal, readStdin },
  ) {
    const { offers, find } = await catalogue();
    const names = offers.map((offer) => offer.tool.name).join(", ");
    if (tool === undefined || !find(tool)) {
      complain(
        tool === undefined
          ? `Cannot call a tool: name one of ${names}`
          : `There is no tool "${tool}", choose one of ${names}`,
      );
      return 2;
    }
    if (rest.length > 0) {
      complain(`Cannot use "${rest.join(" ")}": write the arguments as one JSON object, in quotes`);
      return 2;
    }
    const args = await readArguments(text, readStdin);
    if (!args) {
      complain(`Cannot read the arguments: write a JSON object, as in '{"action":"list"}'`);
      return 2;
    }
    const answer = await dispatch(tool, args, {
      caller: {},
      requestId: crypto.randomUUID(),
      signal,
      log,
      progress: () => {},
      // A shell call says what it means: `"confirm": true` in its arguments.
      ask: () => Promise.resolve(undefined),
    });
    const words = answer.content.map((block) => block.text).join("\n");
    if (answer.isError) complain(words);
    else print(settings.json ? JSON.stringify(answer.structuredContent, null, 2) : words);
    return answer.isError ? 1 : 0;
  },
};
