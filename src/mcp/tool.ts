/**
 * What a tool is: data. What an action is: data plus one function.
 * A connector binds both to its own session type once, with `toolsFor<Session>()`.
 */

import type { z } from "zod";
import type { Link } from "./result.ts";

/** What an action does to the upstream. Annotations, scope and read-only mode follow from it. */
export type Effect = "read" | "create" | "update" | "delete";

/**
 * One thing a tool can do.
 * `run` gets parsed input and returns plain values as `output` describes them (optional, never null:
 * clients validate answers). `text` is the same answer for reading; without it the values are listed.
 */
export interface Action<I extends z.ZodObject, O extends z.ZodObject, Session> {
  /** A few words; the `action` field's description is made of them. */
  summary: string;
  effect: Effect;
  /** Whether writing is administration, which takes a scope of its own; may depend on the input. */
  admin?: boolean | ((input: z.output<I>) => boolean);
  input: I;
  output: O;
  run(input: z.output<I>, session: Session): Promise<z.input<O>>;
  text?(result: z.input<O>, session: Session): string | Promise<string>;
  /** Resources that the answer speaks of; their addresses are in the text as well. */
  links?(result: z.input<O>): Link[];
}

// Actions of one tool differ in their types; `any` is the only type they all share, and it stays in mcp/.
// deno-lint-ignore no-explicit-any
export type AnyAction = Action<any, any, any>;

/** A tool: its name and words, and its actions by name. A tool with one action has no `action` field. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  actions: Record<string, AnyAction>;
}

/** The two makers a connector's tools are written with, bound to its session type. */
export function toolsFor<Session>(): {
  action<I extends z.ZodObject, O extends z.ZodObject>(
    action: Action<I, O, Session>,
  ): Action<I, O, Session>;
  tool(tool: Tool): Tool;
} {
  return { action: (action) => action, tool: (tool) => tool };
}

/** MCP tool annotations (MCP 2025-11-25, ToolAnnotations). */
export interface Annotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** The worst case over the effects of a tool's actions. An upstream is a closed world. */
export function annotationsOf(effects: readonly Effect[]): Annotations {
  const readOnly = effects.every((effect) => effect === "read");
  return {
    readOnlyHint: readOnly,
    destructiveHint: effects.some((effect) => effect === "update" || effect === "delete"),
    idempotentHint: readOnly,
    openWorldHint: false,
  };
}
