/** The tables of README.md, from the same rows and tools that the program uses. */

import { definitionOf } from "../../src/mcp/catalogue.ts";
import { serverRows } from "../../src/composition.ts";
import { commands } from "../../src/cli/commands.ts";
import { settingsTable } from "../../src/settings/help.ts";
import { clientsChapter, tokenFiles } from "./readme_clients.ts";
import { createServer } from "./server.ts";

async function toolsTable(): Promise<string> {
  const catalogue = await createServer().catalogue();
  const rows = [
    ["Tool", "What for", "Actions"],
    ...catalogue.offers.map((offer) => {
      const { name, title } = definitionOf(offer);
      const chooses = Object.keys(offer.tool.actions).length > 1;
      const actions = chooses ? offer.actions.map((action) => `\`${action}\``).join(", ") : "";
      return [`\`${name}\``, title, actions];
    }),
  ];
  return tableOf(rows);
}

async function commandsTable(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return tableOf([
    ["Command", "What it does"],
    [
      "`kimai-mcp`",
      "Serve the Model Context Protocol over stdin and stdout, or with `--http` over HTTP",
    ],
    ...all.map(({ usage, summary }) => [`\`kimai-mcp ${usage.replaceAll("|", "\\|")}\``, summary]),
  ]);
}

/** Padded as `deno fmt` pads it. */
function tableOf(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index])).join(" | ")} |`;
  const [heading, ...body] = rows;
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join(
    "\n",
  );
}

const tables: Record<string, () => string | Promise<string>> = {
  settings: () => settingsTable(serverRows),
  tools: toolsTable,
  commands: commandsTable,
  clients: clientsChapter,
  "token files": tokenFiles,
};

/** README's text with its tables made anew; each stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
export async function renderReadme(readme: string): Promise<string> {
  let text = readme;
  for (const [name, table] of Object.entries(tables)) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(open), text.indexOf(close)];
    if (from < 0 || to < from) throw new Error(`README.md has no place for the table "${name}"`);
    text = `${text.slice(0, from + open.length)}\n\n${await table()}\n\n${text.slice(to)}`;
  }
  return text;
}
