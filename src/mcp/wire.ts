/**
 * The two faces of a tool's input. Inside (`arguments.ts`), each action's schema is strict and names
 * what is wrong. Outside stands one flat object without combinators: Anthropic's Messages API refuses
 * `oneOf`, `allOf` and `anyOf` at the root of an input schema, and some hosts drop such tools in silence.
 */

import { z } from "zod";
import { choosesAction, parseArguments, type Parsed } from "./arguments.ts";
import type { Tool } from "./tool.ts";

/** A JSON Schema object, as it goes over the wire. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  default?: unknown;
  [key: string]: unknown;
}

/** What `wireOf` makes of a tool: the flat face, computed once at first use, and the strict one. */
export interface Wire {
  schema(): JsonSchema;
  /** @throws {UserError} naming every problem at once. */
  parse(args: unknown): Parsed;
}

/** Marks a schema's face on the wire where zod's own would carry a combinator: `wired(idOrName, { type: "integer" })`. */
export function wired<T extends z.ZodType>(schema: T, face: JsonSchema): T {
  return schema.meta({ ...schema.meta(), wire: face });
}

/** Both faces of a tool's input, for the actions that are enabled. */
export function wireOf(tool: Tool, enabled = Object.keys(tool.actions)): Wire {
  const chooses = choosesAction(tool);
  let schema: JsonSchema | undefined;
  return {
    schema: () => schema ??= flatSchema(tool, enabled, chooses),
    parse: (args) => parseArguments(tool, enabled, args),
  };
}

/** An action's own schema as JSON Schema, stripped of what costs tokens and says little. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output" = "input"): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => strip(jsonSchema as JsonSchema),
  });
  return json as JsonSchema;
}

const unsaid = [
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minItems",
  "additionalProperties",
  "propertyNames",
];

function strip(json: JsonSchema): void {
  const face = json.wire as JsonSchema | undefined;
  if (face) {
    const kept = Object.entries(json).filter(([key]) => key === "description" || key === "default");
    for (const key of Object.keys(json)) delete json[key];
    Object.assign(json, face, Object.fromEntries(kept));
  }
  // Bounds of ±2^53, formats and patterns cost up to 140 tokens a field; the strict face checks them.
  for (const key of unsaid) delete json[key];
  for (const key of ["minimum", "maximum"]) {
    if (Math.abs(Number(json[key])) === Number.MAX_SAFE_INTEGER) delete json[key];
  }
}

function flatSchema(tool: Tool, enabled: readonly string[], chooses: boolean): JsonSchema {
  const flats = enabled.map((name) => jsonSchemaOf(tool.actions[name].input));
  const flat = flats.reduce((all, one) => merge(tool.name, all, one));
  const { properties = {}, required = [] } = flat;
  if (!chooses) return { type: "object", properties, ...(required.length > 0 && { required }) };
  const summaries = enabled.map((name) => `${name}: ${tool.actions[name].summary}`).join("; ");
  return {
    type: "object",
    properties: {
      action: { type: "string", enum: [...enabled], description: summaries },
      ...properties,
    },
    required: ["action", ...required],
  };
}

/** The union of two objects' properties; one name must mean one thing. */
function merge(path: string, left: JsonSchema, right: JsonSchema): JsonSchema {
  const properties = { ...left.properties };
  for (const [name, field] of Object.entries(right.properties ?? {})) {
    const known = properties[name];
    properties[name] = known ? mergeField(`${path}: "${name}"`, known, field) : field;
  }
  const required = (left.required ?? []).filter((name) => right.required?.includes(name));
  const { required: _, ...rest } = left;
  return { ...rest, properties, ...(required.length > 0 && { required }) };
}

function mergeField(path: string, left: JsonSchema, right: JsonSchema): JsonSchema {
  if (left.properties && right.properties && left.description === right.description) {
    return merge(path, left, right);
  }
  const [one, other] = [JSON.stringify(left), JSON.stringify(right)];
  if (one !== other) throw new Error(`${path} means two things (${one} / ${other})`);
  return left;
}
