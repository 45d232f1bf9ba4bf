/** An action's answer on its way out: structured content, text, and the output schema of a tool. */

import type { AnyAction, Tool } from "./tool.ts";
import { type JsonSchema, jsonSchemaOf } from "./wire.ts";

/** The answer to a tool call, as MCP has it (CallToolResult). */
export interface Answer {
  [key: string]: unknown;
  content: { type: "text"; text: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
  /** On the way out they become blocks of `content`, see `resultOf`. */
  links?: Link[];
}

/** A resource that an answer speaks of. */
export interface Link {
  uri: string;
  name: string;
}

/** No answer's text is longer, in characters: hosts cut or file away what is. Listings stop earlier and say how to go on. */
export const textLimit = 20_000;

/** A successful answer: `{ action, result }` for programs, `text` for reading. */
export function answerOf(
  action: string,
  result: Record<string, unknown>,
  text: string,
  links: Link[] = [],
): Answer {
  return {
    content: [{ type: "text", text: shorten(text) }],
    structuredContent: { action, result },
    ...(links.length > 0 && { links }),
  };
}

/** The revision that brought links; clients of earlier ones refuse an answer with a block they do not know. */
const linksSince = "2025-06-18";

/**
 * An answer as a client of that protocol revision takes it, with links as blocks behind the text. Whoever
 * gets none finds the addresses in the text.
 */
export function resultOf({ links = [], content, ...rest }: Answer, revision = "") {
  if (revision < linksSince) return { ...rest, content };
  const blocks = links.map((link) => ({ type: "resource_link" as const, ...link }));
  return { ...rest, content: [...content, ...blocks] };
}

/** A refused or failed call. It carries no structured content: old clients would check that against the schema of success. */
export function errorAnswer(text: string): Answer {
  return { content: [{ type: "text", text: shorten(text) }], isError: true };
}

function shorten(text: string): string {
  if (text.length <= textLimit) return text;
  const note = "\n... (cut here; ask for less, or for one item)";
  return text.slice(0, textLimit - note.length) + note;
}

/**
 * The output schema of a tool: `result` has the properties of all enabled actions, none required,
 * all objects open, because clients refuse a whole answer over one key too many.
 */
export function outputSchemaOf(tool: Tool, enabled = Object.keys(tool.actions)): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const name of enabled) {
    const fields = jsonSchemaOf(tool.actions[name].output, "output").properties ?? {};
    for (const [key, field] of Object.entries(fields)) {
      const known = properties[key];
      properties[key] = known ? joinFields(known, field) : field;
    }
  }
  return {
    type: "object",
    properties: {
      action: { type: "string" },
      result: { type: "object", properties },
    },
    required: ["action", "result"],
  };
}

/** Two actions' fields of one name: what holds for both. */
function joinFields(left: JsonSchema, right: JsonSchema): JsonSchema {
  if (JSON.stringify(left) === JSON.stringify(right)) return left;
  return left.type === right.type && left.type !== undefined ? { type: left.type } : {};
}

/** An answer without text of its own: one `name: value` a line, lists indented. */
export function plainText(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${plainItem(item)}`).join("\n");
  }
  if (typeof value !== "object" || value === null) return `${indent}${value}`;
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) =>
      typeof field === "object" && field !== null
        ? `${indent}${key}:\n${plainText(field, `${indent}  `)}`
        : `${indent}${key}: ${field}`
    ).join("\n");
}

function plainItem(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  return Object.entries(item)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => `${key}: ${typeof field === "object" ? JSON.stringify(field) : field}`)
    .join(", ");
}

/** Checks an answer against its action's own schema. For tests: in production it would cost as much as the call. */
export function checkAnswer(action: AnyAction, result: unknown): void {
  action.output.strict().parse(result);
}
