/** `kimai-mcp tools`: what is offered, and what it costs in every conversation. */

import { definitionOf } from "../mcp/catalogue.ts";
import { type Command, jsonRow } from "./command.ts";
import { print } from "./output.ts";

/** Bytes of a definition to a token of o200k, measured over our own definitions. */
const bytesPerToken = 4.3;

export const tools: Command = {
  usage: "tools",
  summary: "List the tools with the size of their definitions",
  rows: jsonRow,
  async run({ settings, catalogue }) {
    const rows = (await catalogue()).offers.map((offer) => {
      const definition = definitionOf(offer);
      const { name, description, inputSchema } = definition;
      const bytes = new TextEncoder()
        .encode(JSON.stringify({ name, description, inputSchema })).length;
      return { ...definition, bytes, tokens: Math.round(bytes / bytesPerToken) };
    });
    if (settings.json) {
      print(JSON.stringify(rows, null, 2));
      return 0;
    }
    const sum = (key: "bytes" | "tokens") => rows.reduce((total, row) => total + row[key], 0);
    const lines = [
      ["Tool", "Bytes", "Tokens (about)", "Title"],
      ...rows.map((row) => [row.name, `${row.bytes}`, `${row.tokens}`, row.title]),
      ["all", `${sum("bytes")}`, `${sum("tokens")}`, ""],
    ];
    const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column].length)));
    print(
      lines.map(([name, bytes, tokens, title]) =>
        `${name.padEnd(widths[0])}  ${bytes.padStart(widths[1])}  ${
          tokens.padStart(widths[2])
        }  ${title}`
          .trimEnd()
      ).join("\n"),
    );
    return 0;
  },
};
