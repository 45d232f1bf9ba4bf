/** Tools that the suite looks at for how they take their arguments. */

import { fromJsonSchema, type McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { words } from "./content_tools.ts";

/** Keywords of JSON Schema 2020-12 that must reach the client as they stand (SEP-1613, SEP-2106). */
const wide = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  $defs: {
    address: {
      $anchor: "addressDef",
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" } },
    },
  },
  properties: {
    name: { type: "string" },
    address: { $ref: "#/$defs/address" },
    contactMethod: { type: "string", enum: ["phone", "email"] },
    phone: { type: "string" },
    email: { type: "string" },
  },
  allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
  if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
  then: { required: ["phone"] },
  else: { required: ["email"] },
  additionalProperties: false,
} as const;

/** An argument that a client repeats in the header `Mcp-Param-Region` (SEP-2243). */
const mirrored = {
  type: "object",
  properties: { region: { type: "string", "x-mcp-header": "Region" } },
  required: ["region"],
} as const;

export function addSchemaTools(server: McpServer): void {
  const add = (name: string, description: string, schema: typeof wide | typeof mirrored) =>
    server.registerTool(
      name,
      { description, inputSchema: fromJsonSchema(schema) },
      () => words(`${name} is done`),
    );
  add("json_schema_2020_12_tool", "Tool with JSON Schema 2020-12 features", wide);
  add("test_x_mcp_header", "Takes an argument that a header repeats", mirrored);
  // Called with what clients of the tasks extension send; it is never a task.
  server.registerTool("greet", {
    description: "Answers at once",
    inputSchema: z.object({ name: z.string() }),
  }, ({ name }) => words(`Hello, ${name}!`));
}
