/** The tables of README.md, from the same rows and tools that the program uses. */

import { definitionOf } from "../../src/mcp/catalogue.ts";
import { serverRows } from "../../src/main.ts";
import { settingsTable } from "../../src/settings/help.ts";
import { createServer } from "./server.ts";

function toolsTable(): string {
  const { catalogue } = createServer();
  const rows = [
    ["Tool", "What for", "Actions"],
    ...catalogue.offers.map((offer) => {
      const { name, title } = definitionOf(offer);
      const chooses = Object.keys(offer.tool.actions).length > 1;
      const actions = chooses ? offer.actions.map((action) => `\`${action}\``).join(", ") : "";
      return [`\`${name}\``, title, actions];
    }),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index])).join(" | ")} |`;
  const [heading, ...body] = rows;
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join(
    "\n",
  );
}

const tables: Record<string, () => string> = {
  settings: () => settingsTable(serverRows),
  tools: toolsTable,
};

/** README's text with its tables made anew; each stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function renderReadme(readme: string): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(open), text.indexOf(close)];
    if (from < 0 || to < from) throw new Error(`README.md has no place for the table "${name}"`);
    return `${text.slice(0, from + open.length)}\n\n${table()}\n\n${text.slice(to)}`;
  }, readme);
}
