/**
 * Where the time of a long read goes, while Kimai takes hardly any: ours is sampled by V8's profiler, one call after
 * the other, and each sample is put to whose code called for it.
 */

import { ownerToken } from "./entries.ts";
import type { Part } from "./goals.ts";
import { loadOf, type Message, once, resultIn } from "./http_messages.ts";
import {
  authorization,
  beforeKimai,
  inspected,
  started,
  type Subject,
  subject,
} from "./http_subjects.ts";
import type { Load } from "./http_wrk.ts";
import { profileOf } from "./inspector.ts";
import { listings } from "./listings.ts";
import {
  kindsIn,
  kindsOf,
  mediansOf,
  perOne,
  type ReadKind,
  readPlaces,
  totalOf,
} from "./profile_kinds.ts";
import { printTable, say } from "./table.ts";

/** Where the time of one listing went. */
export interface ProfiledRead {
  listing: string;
  entries: number;
  /** Microseconds of an entry, by whose code called for them, in each round. */
  rounds: Record<ReadKind, number>[];
}

export interface ReadProfileEffort {
  entries: number;
  rounds: number;
  /** Of one round. */
  calls: number;
}

/** Calls before the first round: the engine is done with compiling by then. */
const warming = 15;

/** Prints one table. */
export async function benchReadProfile(effort: ReadProfileEffort): Promise<Part<ProfiledRead[]>> {
  const { entries, rounds, calls } = effort;
  await using upstream = await started(subject("kimai", "prepared", `${entries}`));
  await using ours = await started(inspected(beforeKimai(upstream.url, ownerToken)));
  const found: ProfiledRead[] = [];
  for (const { name, filters } of listings) {
    const call = { name: "timesheet", arguments: { action: "list", filters } };
    const perCall = await profiledRounds(ours, call, { rounds, calls, warming });
    found.push({ listing: name, entries, rounds: perCall.map((sums) => perOne(sums, entries)) });
  }
  report(found, effort);
  return { figures: found, goals: [] };
}

/** Makes a call of a server again and again. @returns microseconds of one, by whose code called for them, by rounds */
export async function profiledRounds(
  { url, inspector }: Subject,
  call: Message["call"],
  { rounds, calls, warming }: { rounds: number; calls: number; warming: number },
): Promise<Record<ReadKind, number>[]> {
  const message = { era: "2026-07-28", method: "tools/call", call } as const;
  const load = await loadOf(message, { url, headers: authorization });
  await repeated(load, warming);
  const found: Record<ReadKind, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    const { profile } = await profileOf(inspector!, () => repeated(load, calls));
    found.push(perOne(kindsOf(profile, readPlaces), calls));
  }
  return found;
}

/** Asks one after the other. @throws {Error} where a call is refused: it is quick, and would be a fine figure */
async function repeated(load: Load, times: number): Promise<void> {
  for (let time = 0; time < times; time++) resultIn(await once(load));
}

function report(
  found: readonly ProfiledRead[],
  { entries, rounds, calls }: ReadProfileEffort,
): void {
  say(
    `Microseconds of the main thread for one of ${entries} entries that a call reads from a Kimai which`,
  );
  say(
    "has its pages at hand, by whose code called for them, under V8's sampling profiler: medians of",
  );
  say(`${rounds} rounds of ${calls} calls each`);
  const medians = found.map((one) => mediansOf(one.rounds));
  printTable(["", ...found.map(({ listing }) => listing)], [
    ...kindsIn(readPlaces).map((kind) => [kind, ...medians.map((one) => one[kind].toFixed(2))]),
    ["all of it", ...medians.map((one) => totalOf(one).toFixed(2))],
  ]);
}
