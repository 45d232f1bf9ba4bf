/** All enabled tools in one list: names unique, trimmed to reading where asked, each with its two faces. */

import { type JsonSchema, type Wire, wireOf } from "./wire.ts";
import { outputSchemaOf } from "./result.ts";
import { UserError } from "./errors.ts";
import { highestOf, type Level, levelOf, scopeName, suffice } from "./scopes.ts";
import { type Annotations, annotationsOf, type Tool } from "./tool.ts";

/** The tools of one upstream, and who makes sessions for them. */
export interface Toolbox {
  /** The upstream's id; sessions are asked for under it. */
  id: string;
  tools: readonly Tool[];
}

/** A tool as it is offered. */
export interface Offer {
  upstream: string;
  tool: Tool;
  /** Names of the enabled actions. */
  actions: string[];
  annotations: Annotations;
  /** What suffices for whatever is asked of it. */
  highest: Level;
  wire: Wire;
  outputSchema(): JsonSchema;
}

/** What this server offers. */
export interface Catalogue {
  offers: readonly Offer[];
  find(name: string): Offer | undefined;
  /**
   * The scope that a call takes and the caller has not; nothing for one that may go on, or that is no call of
   * ours and will be refused in words.
   */
  missingScope(
    granted: readonly string[] | undefined,
    name: string,
    args: unknown,
  ): string | undefined;
}

/** @throws {Error} when two tools share a name. */
export function createCatalogue(
  toolboxes: readonly Toolbox[],
  options: { readOnly?: boolean; only?: ReadonlySet<string> } = {},
): Catalogue {
  const { readOnly = false, only } = options;
  const offers = toolboxes.flatMap(({ id, tools }) =>
    tools.filter(({ name }) => only?.has(name) ?? true).map((tool) => offerOf(id, tool, readOnly))
  ).filter((offer) => offer.actions.length > 0);
  const byName = new Map<string, Offer>();
  for (const offer of offers) {
    const other = byName.get(offer.tool.name);
    if (other) {
      throw new Error(
        `Tool "${offer.tool.name}" exists twice, in ${other.upstream} and ${offer.upstream}`,
      );
    }
    byName.set(offer.tool.name, offer);
  }
  return {
    offers,
    find: (name) => byName.get(name),
    missingScope: (granted, name, args) => {
      const offer = byName.get(name);
      if (granted === undefined || !offer) return undefined;
      // Without reading the arguments, which takes longer.
      if (suffice(granted, offer.upstream, offer.highest)) return undefined;
      try {
        const { action, input } = offer.wire.parse(args);
        const level = levelOf(offer.tool.actions[action], input);
        return suffice(granted, offer.upstream, level)
          ? undefined
          : scopeName(offer.upstream, level);
      } catch (error) {
        if (error instanceof UserError) return undefined;
        throw error;
      }
    },
  };
}

function offerOf(upstream: string, tool: Tool, readOnly: boolean): Offer {
  const actions = Object.keys(tool.actions)
    .filter((name) => !readOnly || tool.actions[name].effect === "read");
  const enabled = actions.map((name) => tool.actions[name]);
  let outputSchema: JsonSchema | undefined;
  return {
    upstream,
    tool,
    actions,
    annotations: annotationsOf(enabled.map(({ effect }) => effect)),
    highest: highestOf(enabled),
    wire: wireOf(tool, actions),
    outputSchema: () => outputSchema ??= outputSchemaOf(tool, actions),
  };
}

/** A tool as `tools/list` shows it. */
export interface Definition {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema;
  outputSchema: JsonSchema;
  annotations: Annotations & { title: string };
}

export function definitionOf({ tool, annotations, wire, outputSchema }: Offer): Definition {
  const { name, title, description } = tool;
  return {
    name,
    title,
    description,
    inputSchema: wire.schema(),
    outputSchema: outputSchema(),
    annotations: { title, ...annotations },
  };
}
