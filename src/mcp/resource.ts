/**
 * What can be read by its address beside what tools answer: a kind of resource is data plus one function, as an
 * action is. Clients see the kinds as templates; an address that fits a template is read by the function.
 */

import type { Call } from "./caller.ts";

/** What a read gives: text, or bytes that are no text. */
export type Content = { mimeType: string } & ({ text: string } | { bytes: Uint8Array });

/** A kind of resource. */
export interface Resource<Session = unknown> {
  /** Such as `kimai://invoices/{id}`: each name in braces stands for one piece between slashes. */
  uriTemplate: string;
  name: string;
  title: string;
  description: string;
  /** Where all have the same; what a read gives says its own in any case. */
  mimeType?: string;
  /** The tool it goes with: where an administrator leaves that out, this is left out as well. */
  tool: string;
  /**
   * Reads one. `params` are the pieces by name, percent-decoded.
   * @throws {UserError} for a piece that names nothing
   * @throws {UpstreamError} of the fault "not_found" where there is none
   */
  read(params: Readonly<Record<string, string>>, session: Session): Promise<Content>;
}

/** The resources of one upstream. */
export interface Shelf {
  /** The upstream's id; sessions are asked for under it. */
  id: string;
  resources: readonly Resource[];
}

/** An address that a template fits. */
export interface Found {
  resource: Resource;
  /** Reads it. */
  read(call: Call): Promise<Content>;
}

/** All that this server offers to read. */
export interface Resources {
  kinds: readonly Resource[];
  find(uri: string): Found | undefined;
}

/** What `createResources` is made of. */
export interface ResourcesOptions {
  /** The names of the tools that are offered; absent for all. */
  only?: ReadonlySet<string>;
  /** The session of the upstream with this id, for one read. */
  sessionOf(upstream: string, call: Call): Promise<unknown>;
  /** Told when a read is over. */
  ended?(call: Call): void;
}

export function createResources(
  shelves: readonly Shelf[],
  { only, sessionOf, ended }: ResourcesOptions,
): Resources {
  const offers = shelves.flatMap(({ id, resources }) =>
    resources.filter(({ tool }) => only?.has(tool) ?? true)
      .map((resource) => ({ upstream: id, resource, pattern: patternOf(resource.uriTemplate) }))
  );
  return {
    kinds: offers.map(({ resource }) => resource),
    find: (uri) => {
      for (const { upstream, resource, pattern } of offers) {
        const params = paramsOf(pattern.exec(uri)?.groups);
        if (!params) continue;
        const read = async (call: Call) => {
          try {
            return await resource.read(params, await sessionOf(upstream, call));
          } finally {
            ended?.(call);
          }
        };
        return { resource, read };
      }
    },
  };
}

/** The addresses of a template, its names as groups. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\{(\w+)\}/);
  const source = parts.map((part, index) =>
    index % 2 === 1 ? `(?<${part}>[^/?#]+)` : RegExp.escape(part)
  );
  return new RegExp(`^${source.join("")}$`);
}

/** The pieces decoded; undefined where there are none, or they are not encoded as they should be. */
function paramsOf(groups: Record<string, string> | undefined): Record<string, string> | undefined {
  if (!groups) return undefined;
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, piece]) => [name, decodeURIComponent(piece)]),
    );
  } catch {
    return undefined;
  }
}
