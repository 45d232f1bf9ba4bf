/** Writes the golden files: `deno task golden`. A change there is what users will see, so review it first. */

import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { definitionOf } from "../src/mcp/catalogue.ts";
import { createServer } from "./support/server.ts";

for (const offer of (await createServer().catalogue()).offers) {
  const definition = definitionOf(offer);
  const { name, description, inputSchema } = definition;
  const tokens = encode(JSON.stringify({ name, description, inputSchema })).length;
  const file = new URL(`golden/${name}.json`, import.meta.url);
  await Deno.writeTextFile(file, `${JSON.stringify({ tokens, ...definition }, null, 2)}\n`);
}
