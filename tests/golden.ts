/**
 * Writes what tools/list shows: all definitions in one file for the program, and each with its cost in tokens as a
 * golden file for people. `deno task golden`. A change there is what users will see, so review it first.
 */

import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { definitionOf } from "../src/mcp/catalogue.ts";
import { createServer } from "./support/server.ts";

const definitions = (await createServer().catalogue()).offers.map(definitionOf);

async function write(path: string, value: unknown): Promise<void> {
  await Deno.writeTextFile(new URL(path, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);
}

for (const definition of definitions) {
  const { name, description, inputSchema } = definition;
  const tokens = encode(JSON.stringify({ name, description, inputSchema })).length;
  await write(`golden/${name}.json`, { tokens, ...definition });
}
await write("../src/connectors/kimai/tools/definitions.json", definitions);
