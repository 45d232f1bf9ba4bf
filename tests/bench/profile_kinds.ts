/** Whose code a profile's samples belong to: the runtime's own are put to the nearest one that called it. */

import type { CpuProfile, ProfileNode } from "./inspector.ts";
import { median } from "./table.ts";

/** Kinds by what a script's address holds; the first that fits counts. */
export type Places<Kind extends string> = readonly (readonly [RegExp, Kind])[];

/** What belongs to nobody's code. */
const nobodys = ["garbage collection", "runtime and engine"] as const;
type Nobodys = typeof nobodys[number];

/** Of a request over HTTP. */
export const requestPlaces = [
  [/@modelcontextprotocol[/+]|\/zod\//, "the SDK, and zod for it"],
  [/\/src\/lib\/(?:log|metrics)\.ts|\/src\/http\/request_id\.ts|@logtape/, "log and metrics"],
  [
    /\/src\/http\/(?!mcp\.|late_stream\.|quick_events\.)|\/hono\/|\/src\/lib\/later\.ts/,
    "guards and routes",
  ],
  [/\/src\/(?:oauth|accounts)\//, "who signed in"],
  [/\/src\/(?:mcp|connectors|audit)\/|\/src\/http\/|\/src\/composition/, "tool and answer"],
  [/\/src\/|\/tests\//, "the server around it"],
] as const satisfies Places<string>;

/** Of a long read from Kimai. */
export const readPlaces = [
  [
    /\/kimai\/(?:api|paging|transport|faults|download|circuit|redirects)\.ts/,
    "requests and their JSON",
  ],
  [/\/zod\/|\/kimai\/(?:records|record_reading|moments)\.ts/, "checking the records"],
  [/@modelcontextprotocol[/+]/, "the SDK"],
  [/\/src\/connectors\//, "adding up and writing the answer"],
  [/\/src\/|\/hono\/|\/tests\//, "the server around it"],
] as const satisfies Places<string>;

/** Of a start. */
export const startPlaces = [
  [/\/zod\//, "zod"],
  [/@modelcontextprotocol[/+]/, "the SDK"],
  [/registry\.npmjs\.org|\/node_modules\//, "other libraries"],
  [/\/src\/|\/tests\//, "the program itself"],
] as const satisfies Places<string>;

type KindOf<P extends Places<string>> = P[number][1] | Nobodys;
/** Kinds of a request's time. */
export type RequestKind = KindOf<typeof requestPlaces>;
/** Kinds of a long read's time, and of a single call's. */
export type ReadKind = KindOf<typeof readPlaces>;
/** Kinds of a start's time. */
export type StartKind = KindOf<typeof startPlaces>;

/** All kinds, in the order of a table. */
export function kindsIn<Kind extends string>(places: Places<Kind>): readonly (Kind | Nobodys)[] {
  return [...new Set(places.map(([, kind]) => kind)), ...nobodys];
}

/** Microseconds of each kind; idle time is of none. */
export function kindsOf<Kind extends string>(
  { nodes, samples, timeDeltas }: CpuProfile,
  places: Places<Kind>,
): Record<Kind | Nobodys, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const ownKind = ({ callFrame: { functionName, url } }: ProfileNode) =>
    functionName === "(garbage collector)"
      ? "garbage collection"
      : places.find(([place]) => place.test(url))?.[1];
  const known = new Map<number, Kind | Nobodys>();
  const of = (id: number): Kind | Nobodys => {
    const found = known.get(id) ?? ownKind(byId.get(id)!);
    const caller = callers.get(id);
    const kind = found ?? (caller === undefined ? "runtime and engine" : of(caller));
    known.set(id, kind);
    return kind;
  };
  const sums = Object.fromEntries(kindsIn(places).map((kind) => [kind, 0])) as Record<
    Kind | Nobodys,
    number
  >;
  samples.forEach((id, index) => {
    if (byId.get(id)!.callFrame.functionName !== "(idle)") sums[of(id)] += timeDeltas[index];
  });
  return sums;
}

/** Milliseconds of each collection of garbage, one after the other. */
export function collectionsIn({ nodes, samples, timeDeltas }: CpuProfile): number[] {
  const collecting = new Set(
    nodes.filter(({ callFrame }) => callFrame.functionName === "(garbage collector)")
      .map(({ id }) => id),
  );
  const found: number[] = [];
  samples.forEach((id, index) => {
    if (!collecting.has(id)) return;
    const goesOn = index > 0 && collecting.has(samples[index - 1]);
    if (!goesOn) found.push(0);
    found[found.length - 1] += timeDeltas[index] / 1000;
  });
  return found;
}

/** The same of one of so many. */
export function perOne<Kind extends string>(
  sums: Record<Kind, number>,
  count: number,
): Record<Kind, number> {
  return Object.fromEntries(
    Object.entries<number>(sums).map(([kind, sum]) => [kind, sum / count]),
  ) as Record<Kind, number>;
}

/** Of several rounds, the median of each kind. */
export function mediansOf<Kind extends string>(
  rounds: readonly Record<Kind, number>[],
): Record<Kind, number> {
  const kinds = Object.keys(rounds[0]) as Kind[];
  return Object.fromEntries(
    kinds.map((kind) => [kind, median(rounds.map((round) => round[kind]))]),
  ) as Record<Kind, number>;
}

/** All kinds together. */
export function totalOf(parts: Record<string, number>): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}
