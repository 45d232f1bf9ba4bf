/**
 * The inside face of a tool's input: the chosen action's schema, strict, every problem named at once.
 * What is empty and of no use is forgiven, because models fill optional fields they do not need.
 */

import { isObject } from "../lib/is_object.ts";
import type { z } from "zod";
import { UserError } from "./errors.ts";
import type { Tool } from "./tool.ts";
import { type JsonSchema, jsonSchemaOf } from "./wire.ts";

/** Parsed arguments: which action, and its input. */
export interface Parsed {
  action: string;
  input: unknown;
}

/** Whether the caller has to name an action: a tool with a single one has no such field. */
export function choosesAction(tool: Tool): boolean {
  return Object.keys(tool.actions).length > 1;
}

/**
 * Reads the arguments of a call.
 * @throws {UserError} naming every problem at once, and what would be right.
 */
export function parseArguments(tool: Tool, enabled: readonly string[], args: unknown): Parsed {
  const chooses = choosesAction(tool);
  const given: Record<string, unknown> = isObject(args) ? { ...args } : {};
  const name = chooses ? given.action : enabled[0];
  if (typeof name !== "string" || !enabled.includes(name)) {
    throw new UserError(unknownAction(tool, enabled, name));
  }
  if (chooses || given.action === name) delete given.action;
  const call = chooses ? `${tool.name} ${name}` : tool.name;
  return { action: name, input: readFields(call, tool.actions[name].input, given) };
}

function unknownAction(tool: Tool, enabled: readonly string[], name: unknown): string {
  const choices = enabled.join(", ");
  if (name === undefined) {
    return `Cannot call ${tool.name}: "action" is missing, it is one of ${choices}`;
  }
  const why = typeof name === "string" && Object.hasOwn(tool.actions, name)
    ? "is switched off here (read-only)"
    : `is not an action of ${tool.name}`;
  return `Cannot call ${tool.name}: ${quote(name)} ${why}, choose one of ${choices}`;
}

const strict = new WeakMap<z.ZodObject, z.ZodObject>();

/** The strict form of fields, made once: zod compiles each form anew, which costs more than all parsing. */
function strictOf(fields: z.ZodObject): z.ZodObject {
  const known = strict.get(fields) ?? fields.strict();
  strict.set(fields, known);
  return known;
}

/**
 * Reads fields strictly, forgiving what is empty and of no use. For a field whose own fields depend on another
 * one (the `data` of an entity), with `at` naming it.
 * @throws {UserError} naming every problem at once.
 */
export function readFields<T extends z.ZodObject>(
  call: string,
  fields: T,
  given: unknown,
  at: readonly string[] = [],
): z.output<T> {
  const schema = strictOf(fields);
  let input = given;
  let result = parsed(schema, input);
  // Models fill fields they do not need with null, "", [] or {}: what cannot be used and is empty
  // is dropped, level by level; anything else there is refused by name.
  for (let round = 0; !result.success && round < 3; round++) {
    const empties = emptyPaths(result.error.issues, input);
    if (empties.length === 0) break;
    input = empties.reduce<unknown>((value, path) => without(value, path), input);
    result = parsed(schema, input);
  }
  if (result.success) return result.data as z.output<T>;
  const problems = result.error.issues.map((issue) =>
    describeIssue({ ...issue, path: [...at, ...issue.path] }, valueAt(input, issue.path), {
      call,
      takes: () => schemaAt(jsonSchemaOf(fields), issue.path)?.properties ?? {},
    })
  );
  throw new UserError(`Cannot run ${call}: ${[...new Set(problems)].join("; ")}`);
}

/**
 * Where a text of some length is wanted, zod 4.6 compares the `length` of whatever stands there, and throws where
 * that is no number. No field of ours has that name, so a second try goes without.
 */
function parsed<T extends z.ZodType>(schema: T, input: unknown): z.ZodSafeParseResult<z.output<T>> {
  try {
    return schema.safeParse(input);
  } catch {
    const plain = JSON.stringify(input, (name, value) => name === "length" ? undefined : value);
    return schema.safeParse(JSON.parse(plain));
  }
}

function emptyPaths(issues: readonly z.core.$ZodIssue[], input: unknown): PropertyKey[][] {
  const paths = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [...issue.path, key])
      : [[...issue.path]]
  );
  return paths.filter((path) =>
    path.length > 0 && typeof path.at(-1) === "string" && isEmpty(valueAt(input, path))
  );
}

function describeIssue(
  issue: z.core.$ZodIssue,
  value: unknown,
  { call, takes }: { call: string; takes(): Record<string, JsonSchema> },
): string {
  const field = `"${issue.path.join(".")}"`;
  if (issue.code === "unrecognized_keys") {
    const fields = takes();
    const known = Object.keys(fields);
    const owner = issue.path.length > 0 ? field : call;
    const right = known.length > 0 ? `which takes ${known.join(", ")}` : "which takes no fields";
    const keys = issue.keys.map((key) => quote(key)).join(", ");
    const verb = issue.keys.length > 1 ? "are not fields" : "is not a field";
    const home = known.find((name) =>
      issue.keys.every((key) => Object.hasOwn(fields[name].properties ?? {}, key))
    );
    const hint = home === undefined ? "" : `: put ${issue.keys.length > 1 ? "them" : "it"} into`;
    return `${keys} ${verb} of ${owner}, ${right}${hint && `${hint} "${home}"`}`;
  }
  if (value === undefined) return `${field} is missing`;
  const path = issue.path.length > 0 ? `${field} ` : "";
  return `${path}is ${quote(value)}: ${issue.message.replace(/^Invalid input: /, "")}`;
}

function schemaAt(
  schema: JsonSchema | undefined,
  path: readonly PropertyKey[],
): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (at, key) => typeof key === "number" ? at?.items : at?.properties?.[String(key)],
    schema,
  );
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined,
    input,
  );
}

function without(input: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (Array.isArray(input)) {
    return input.map((item, index) => index === key ? without(item, rest) : item);
  }
  if (!isObject(input)) return input;
  const { [String(key)]: inner, ...others } = input;
  return rest.length === 0 ? others : { ...others, [String(key)]: without(inner, rest) };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" ||
    (typeof value === "object" && Object.keys(value as object).length === 0);
}

/** A value as a message shows it: JSON, cut at 60 characters, control characters left out. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
