/** What the server costs in a conversation: each tool's definition, and one ordinary listing (tokens of o200k). */

import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { inMemory } from "../support/clients.ts";
import { createStandIn, serverBefore } from "./stand_in.ts";
import { printTable, say, verdict } from "./table.ts";

const tokensOf = (value: unknown) =>
  encode(typeof value === "string" ? value : JSON.stringify(value)).length;

/** Counts over the real server, as a client gets it. */
export async function benchTokens(): Promise<void> {
  // Fifty entries in seven days.
  await using server = await inMemory(serverBefore(createStandIn(50, 8)).factory);
  const { tools } = await server.client.listTools();
  const rows = tools.map(({ name, title, description, inputSchema, outputSchema, annotations }) => [
    name,
    `${tokensOf({ name, description, inputSchema })}`,
    `${tokensOf({ name, title, description, inputSchema, outputSchema, annotations })}`,
  ]);
  const sum = (column: number) => `${rows.reduce((total, row) => total + Number(row[column]), 0)}`;
  say("Definitions in tokens: what models see, and everything that tools/list sends");
  printTable(["tool", "model", "wire"], [...rows, ["all", sum(1), sum(2)]]);

  const { text, structured } = await server.call("timesheet", { action: "list" });
  say("A listing of 50 entries, 50 descriptions, 5 projects, 7 days, in tokens");
  say(`text: ${verdict(tokensOf(text), 2000, "")}, ${text.length} characters`);
  say(`structured content: ${verdict(tokensOf(structured), 3000, "")}`);
  say();
}
