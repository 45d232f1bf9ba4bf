/**
 * Where the time of each typical call goes, asked again and again of a server before the embedded Kimai: it is sampled
 * by V8's profiler, and each sample is put to whose code called for it. It shows what stands between a call and its
 * target.
 */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { serve } from "../e2e/kimais.ts";
import type { Part } from "./goals.ts";
import { beforeKimai, inspected, started, steady } from "./http_subjects.ts";
import { kindsIn, mediansOf, type ReadKind, readPlaces, totalOf } from "./profile_kinds.ts";
import { profiledRounds } from "./profile_reads.ts";
import { printTable, say } from "./table.ts";
import { type TypicalCall, typicalCalls } from "./typical_calls.ts";

/** Where the time of one call went. */
export interface ProfiledCall {
  call: string;
  /** Microseconds of a call, by whose code called for them, in each round. */
  rounds: Record<ReadKind, number>[];
}

export interface CallProfileEffort {
  rounds: number;
  /** Of one round. */
  calls: number;
  /** Before the first round, for the compiler. */
  warming: number;
}

/** Looks into each of the typical calls on a Kimai and a server of its own, and prints one table. */
export async function benchCallProfile(effort: CallProfileEffort): Promise<Part<ProfiledCall[]>> {
  const today = Temporal.Now.zonedDateTimeISO("Europe/Berlin").toPlainDate();
  const found: ProfiledCall[] = [];
  for (const call of typicalCalls(today)) found.push(await profiled(call, effort));
  report(found, effort);
  return { figures: found, goals: [] };
}

async function profiled(
  { name, tool, args }: TypicalCall,
  effort: CallProfileEffort,
): Promise<ProfiledCall> {
  const { fetch, tokens, defaultUser } = createDemoKimai();
  await using kimai = serve((request) => fetch(request));
  await using ours = await started(steady(inspected(beforeKimai(kimai.url, tokens[defaultUser]))));
  return {
    call: name,
    rounds: await profiledRounds(ours, { name: tool, arguments: args }, effort),
  };
}

function report(
  found: readonly ProfiledCall[],
  { rounds, calls, warming }: CallProfileEffort,
): void {
  say(
    "Microseconds of the main thread for one call over HTTP, by whose code called for them, under V8's",
  );
  say(
    `sampling profiler: medians of ${rounds} rounds of ${calls} calls each, after ${warming} others`,
  );
  printTable(
    ["call", ...kindsIn(readPlaces), "all of it"],
    found.map(({ call, rounds }) => {
      const medians = mediansOf(rounds);
      const cells = [...kindsIn(readPlaces).map((kind) => medians[kind]), totalOf(medians)];
      return [call, ...cells.map((us) => us.toFixed(0))];
    }),
  );
}
