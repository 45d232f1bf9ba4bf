import assert from "node:assert/strict";
import { z } from "zod";
import { toolsFor } from "../../src/mcp/tool.ts";
import { jsonSchemaOf, wired, wireOf } from "../../src/mcp/wire.ts";
import { clockTool, shelfTool } from "./support.ts";

const { action, tool } = toolsFor<unknown>();

function twoActions(one: z.ZodObject, other: z.ZodObject) {
  const make = (input: z.ZodObject) =>
    action({
      summary: "s",
      effect: "read",
      input,
      output: z.object({}),
      run: () => Promise.resolve({}),
    });
  return tool({
    name: "t",
    title: "T",
    description: "d",
    actions: { one: make(one), other: make(other) },
  });
}

Deno.test("a tool's input is one flat object: the actions, the union of their fields, what all of them require", () => {
  assert.deepEqual(wireOf(shelfTool).schema(), {
    type: "object",
    properties: {
      action: {
        type: "string",
        enum: ["list", "add", "burn"],
        description: "list: all; add: put one; burn: take one away",
      },
      filters: { type: "object", properties: { term: { type: "string" } } },
      id: { type: "integer", description: "number on the back" },
      data: {
        type: "object",
        properties: { title: { type: "string" }, pages: { type: "integer" } },
        required: ["title"],
      },
    },
    required: ["action"],
  });
});

Deno.test("a tool with one action has no action field, and a default is shown", () => {
  assert.deepEqual(wireOf(clockTool).schema(), {
    type: "object",
    properties: { zone: { type: "string", default: "UTC" } },
  });
});

Deno.test("only enabled actions are offered, with the fields that are theirs", () => {
  const schema = wireOf(shelfTool, ["list"]).schema();
  assert.deepEqual(schema.properties?.action.enum, ["list"]);
  assert.deepEqual(Object.keys(schema.properties ?? {}), ["action", "filters"]);
});

Deno.test("objects of two actions are joined, and require what both require", () => {
  const one = z.object({ data: z.strictObject({ a: z.string(), b: z.string() }) });
  const other = z.object({ data: z.strictObject({ b: z.string(), c: z.string() }) });
  assert.deepEqual(wireOf(twoActions(one, other)).schema().properties?.data, {
    type: "object",
    properties: { a: { type: "string" }, b: { type: "string" }, c: { type: "string" } },
    required: ["b"],
  });
});

Deno.test("a field that means two things in one tool is refused", () => {
  const mixed = twoActions(
    z.object({ id: z.string().describe("x") }),
    z.object({ id: z.string().describe("y") }),
  );
  assert.throws(() => wireOf(mixed).schema(), /^Error: t: "id" means two things \(.*"x".*"y".*\)$/);
});

Deno.test("formats, patterns, lengths and the bounds of safe integers stay off the wire", () => {
  const schema = z.object({
    when: z.iso.date().optional(),
    mail: z.email().optional(),
    number: z.int().optional(),
    bounded: z.int().min(1).max(9).optional(),
  });
  assert.deepEqual(jsonSchemaOf(schema).properties, {
    when: { type: "string" },
    mail: { type: "string" },
    number: { type: "integer" },
    bounded: { type: "integer", minimum: 1, maximum: 9 },
  });
});

Deno.test("a wired schema shows its face and keeps description and default", () => {
  const field = wired(z.union([z.int(), z.string()]), { type: ["integer", "string"] })
    .default(1).describe("id or name");
  assert.deepEqual(jsonSchemaOf(z.object({ field })).properties?.field, {
    type: ["integer", "string"],
    default: 1,
    description: "id or name",
  });
});
