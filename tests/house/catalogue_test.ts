import assert from "node:assert/strict";
// @ts-types="@modelcontextprotocol/sdk/validation/ajv"
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { connectors } from "../../src/connectors/mod.ts";
import { definitionOf } from "../../src/mcp/catalogue.ts";
import type { JsonSchema } from "../../src/mcp/wire.ts";
import { createServer } from "../support/server.ts";

const catalogue = await createServer().catalogue();
const definitions = catalogue.offers.map(definitionOf);

/** Tokens that a definition may cost (o200k), by name; all others get `otherTools`. */
const budgets: Record<string, number> = { absence: 500, entity: 900, timesheet: 750 };
const otherTools = 200;

function* schemasIn(schema: JsonSchema, path = "$"): Generator<[path: string, schema: JsonSchema]> {
  yield [path, schema];
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    yield* schemasIn(inner, `${path}.${name}`);
  }
  if (schema.items) yield* schemasIn(schema.items, `${path}[]`);
}

const combinators = [
  "oneOf",
  "anyOf",
  "allOf",
  "not",
  "if",
  "then",
  "else",
  "$ref",
  "dependentSchemas",
];

for (const definition of definitions) {
  const { name, title, description, inputSchema, outputSchema, annotations } = definition;
  const tool = catalogue.find(name)!.tool;

  Deno.test(`${name} has a title, a description, and complete hints`, () => {
    assert.match(name, /^[a-z][a-z_]*$/);
    assert(title.length > 2 && title.length < 40);
    assert(description.length > 10 && description.length < 400);
    for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]) {
      assert.equal(typeof annotations[hint as keyof typeof annotations], "boolean");
    }
    for (const [action, { summary }] of Object.entries(tool.actions)) {
      assert(summary.length > 1 && summary.length < 100, `${action}: ${summary}`);
    }
  });

  Deno.test(`${name} shows hosts only schemas that all of them take`, () => {
    assert.equal(inputSchema.type, "object");
    for (const [path, schema] of schemasIn(inputSchema)) {
      for (const word of combinators) assert(!(word in schema), `${path} has ${word}`);
      assert(schema.type !== undefined, `${path} has no type`);
      if (schema.enum) {
        assert.equal(schema.type, "string", path);
        assert(schema.enum.every((value) => typeof value === "string"), path);
      }
      const isRoot = path === "$";
      if (schema.type === "object" && !isRoot) {
        assert(Object.keys(schema.properties ?? {}).length > 0, `${path} has no properties`);
      }
      if (schema.type === "array") assert(schema.items, `${path} has no items`);
      for (const word of ["format", "pattern", "$schema"]) {
        assert(!(word in schema), `${path}: ${word}`);
      }
    }
  });

  Deno.test(`${name} fits its budget: 8 KB of schema, and the tokens of its kind`, () => {
    assert(JSON.stringify(inputSchema).length <= 8192);
    const tokens = encode(JSON.stringify({ name, description, inputSchema })).length;
    const budget = budgets[name] ?? otherTools;
    assert(tokens <= budget, `${tokens} tokens, ${budget} are allowed`);
  });

  Deno.test(`${name} promises answers that old clients can compile, and never null`, () => {
    new AjvJsonSchemaValidator().getValidator(outputSchema);
    assert.deepEqual(outputSchema.required, ["action", "result"]);
    for (const [path, schema] of schemasIn(outputSchema)) {
      const types = [schema.type].flat();
      assert(!types.includes("null") && !("additionalProperties" in schema), path);
      assert(!("anyOf" in schema && JSON.stringify(schema.anyOf).includes('"null"')), path);
    }
  });

  Deno.test(`${name} is what its golden file shows`, async () => {
    const file = new URL(`../golden/${name}.json`, import.meta.url);
    const tokens = encode(JSON.stringify({ name, description, inputSchema })).length;
    assert.deepEqual(JSON.parse(await Deno.readTextFile(file)), { tokens, ...definition });
  });
}

Deno.test("the program shows the definitions that its tools have (deno task golden writes them)", async () => {
  const written = await Promise.all(connectors.map((connector) => connector.definitions()));
  assert.deepEqual(written.flat(), JSON.parse(JSON.stringify(definitions)));
});

Deno.test("every tool is in one set of its connector", async () => {
  for (const connector of connectors) {
    const names = (await connector.tools()).map(({ name }) => name);
    assert.deepEqual(Object.values(connector.toolsets).flat().sort(), names.sort());
  }
});

Deno.test("tool names are unique, and every golden file belongs to a tool", async () => {
  const names = definitions.map((definition) => definition.name);
  assert.equal(new Set(names).size, names.length);
  const golden: string[] = [];
  for await (const { name } of Deno.readDir(new URL("../golden/", import.meta.url))) {
    golden.push(name.replace(".json", ""));
  }
  assert.deepEqual(golden.sort(), names.sort());
});
