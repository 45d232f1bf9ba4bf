/** Whose code a profile's samples belong to: the runtime's own are put to the nearest one that called it. */

import type { CpuProfile, ProfileNode } from "./inspector.ts";

/** In the order of the table. */
export const kinds = [
  "the SDK, and zod for it",
  "guards and routes",
  "log and metrics",
  "tool and answer",
  "garbage collection",
  "the server around it",
  "runtime and engine",
] as const;
export type Kind = typeof kinds[number];

/** By what a script's address holds; the first that fits counts. */
const places: readonly [RegExp, Kind][] = [
  [/@modelcontextprotocol[/+]|\/zod\//, "the SDK, and zod for it"],
  [/\/src\/lib\/(?:log|metrics)\.ts|\/src\/http\/request_id\.ts|@logtape/, "log and metrics"],
  [/\/src\/http\/(?!mcp\.|late_stream\.)|\/hono\/|\/src\/lib\/later\.ts/, "guards and routes"],
  [/\/src\/(?:mcp|connectors|audit)\/|\/src\/http\/|\/src\/composition/, "tool and answer"],
  [/\/src\/|\/tests\//, "the server around it"],
];

function kindOf({ callFrame: { functionName, url } }: ProfileNode): Kind | undefined {
  if (functionName === "(garbage collector)") return "garbage collection";
  return places.find(([place]) => place.test(url))?.[1];
}

/** Microseconds of each kind; idle time is of none. */
export function kindsOf({ nodes, samples, timeDeltas }: CpuProfile): Record<Kind, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const known = new Map<number, Kind>();
  const of = (id: number): Kind => {
    const found = known.get(id) ?? kindOf(byId.get(id)!);
    const caller = callers.get(id);
    const kind = found ?? (caller === undefined ? "runtime and engine" : of(caller));
    known.set(id, kind);
    return kind;
  };
  const sums = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  samples.forEach((id, index) => {
    if (byId.get(id)!.callFrame.functionName !== "(idle)") sums[of(id)] += timeDeltas[index];
  });
  return sums;
}
