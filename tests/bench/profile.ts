/**
 * Where the time of a request goes, beside the bare SDK server's: both are sampled under load by V8's profiler, and
 * each sample is put to whose code called for it. It shows what stands between a figure and its target.
 */

import type { Part } from "./goals.ts";
import { withoutWrk } from "./http.ts";
import { type Address, loadOf, type Message, once } from "./http_messages.ts";
import { barePath, signIn } from "./http_rates.ts";
import {
  authorization,
  bareSdk,
  demo,
  inspected,
  started,
  steady,
  type Subject,
} from "./http_subjects.ts";
import { hasWrk, type Load, loaded } from "./http_wrk.ts";
import { profileOf } from "./inspector.ts";
import { startSignIn } from "./oauth_subjects.ts";
import {
  collectionsIn,
  kindsIn,
  kindsOf,
  mediansOf,
  perOne,
  type RequestKind,
  requestPlaces,
  totalOf,
} from "./profile_kinds.ts";
import { median, printTable, say } from "./table.ts";
import { orderOf } from "./turns.ts";

/** Who is looked into. */
const programs = ["bare SDK", "kimai-mcp", "kimai-mcp, signed in"] as const;
type Program = typeof programs[number];

/** Where one server's time went with one kind of request. */
export interface Profiled extends Message {
  program: Program;
  /** Microseconds of an answer, by whose code called for them, in each round. */
  rounds: Record<RequestKind, number>[];
  /** From one connection: what hardly any answer waits for, and what a few of them wait for. */
  tail?: Tail;
}

/** Milliseconds of an answer, and of the collections of garbage meanwhile. */
interface Tail {
  p50: number;
  p99: number;
  answers: number;
  collections: number[];
}

export interface ProfileEffort {
  rounds: number;
  /** Of one round. */
  seconds: number;
  messages: readonly Message[];
}

/** Prints a table for each kind of request. */
export async function benchProfile(effort: ProfileEffort): Promise<Part<Profiled[]>> {
  if (!await hasWrk()) return withoutWrk("Where the time goes is", []);
  await using bare = await started(steady(inspected(await bareSdk())));
  await using ours = await started(steady(inspected(demo())));
  await using signedIn = await startSignIn("memory", { looked: true });
  const servers: Servers = {
    subjects: { "bare SDK": bare, "kimai-mcp": ours, "kimai-mcp, signed in": signedIn },
    signedInAddress: { url: signedIn.url, headers: await signIn(signedIn) },
  };
  const found: Profiled[] = [];
  for (const message of effort.messages) {
    found.push(...await ofMessage(message, servers, effort));
  }
  report(found, effort);
  return { figures: found, goals: [] };
}

interface Servers {
  subjects: Record<Program, Subject>;
  signedInAddress: Address;
}

async function ofMessage(
  message: Message,
  { subjects, signedInAddress }: Servers,
  { rounds, seconds }: ProfileEffort,
): Promise<Profiled[]> {
  const ours = await loadOf(message, { url: subjects["kimai-mcp"].url, headers: authorization });
  const bareUrl = `${subjects["bare SDK"].url}${barePath(message, await once(ours))}`;
  const loads: Record<Program, Load> = {
    "bare SDK": await loadOf(message, { url: bareUrl, headers: {} }),
    "kimai-mcp": ours,
    "kimai-mcp, signed in": await loadOf(message, signedInAddress),
  };
  const own = programs.map((program): Profiled => ({ ...message, program, rounds: [] }));
  // The engine is done with compiling before anything counts.
  for (const program of programs) await loaded(loads[program], { connections: 16, seconds: 8 });
  for (let round = 0; round < rounds; round++) {
    for (const one of orderOf(own, round)) {
      const { profile, result } = await profileOf(
        subjects[one.program].inspector!,
        () => loaded(loads[one.program], { connections: 16, seconds }),
      );
      one.rounds.push(perOne(kindsOf(profile, requestPlaces), result.answers));
    }
  }
  if (message.method === "tools/call") {
    for (const one of own) {
      one.tail = await tailOf(subjects[one.program].inspector!, loads[one.program], seconds);
    }
  }
  return own;
}

/** One connection asks after each answer. */
async function tailOf(inspector: string, load: Load, seconds: number): Promise<Tail> {
  const { profile, result } = await profileOf(
    inspector,
    () => loaded(load, { connections: 1, seconds }),
  );
  const { p50, p99, answers } = result;
  return { p50, p99, answers, collections: collectionsIn(profile) };
}

/** What was asked, as tables name it. */
export function titleOf({ era, method }: Profiled): string {
  return `${method} of ${era}`;
}

function report(found: readonly Profiled[], { rounds, seconds }: ProfileEffort): void {
  say(
    "Microseconds of the main thread for one answer, from 16 connections, by whose code called for",
  );
  say(
    `them, under V8's sampling profiler: medians of ${rounds} rounds of ${seconds} s each, in turns`,
  );
  for (const [title, both] of Map.groupBy(found, titleOf)) {
    const [bare, ...ours] = programs.map((program) =>
      mediansOf(both.find((one) => one.program === program)!.rounds)
    );
    const row = (title: string, us: (of: Record<RequestKind, number>) => number) => [
      title,
      ...[us(bare), ...ours.flatMap((one) => [us(one), us(one) - us(bare)])].map((us) =>
        us.toFixed(1)
      ),
    ];
    printTable(["", "bare SDK", "kimai-mcp", "more", "signed in", "more"], [
      ...kindsIn(requestPlaces).map((kind) => row(kind, (of) => of[kind])),
      row(`all of ${title}`, totalOf),
    ]);
  }
  reportTails(found);
}

function reportTails(found: readonly Profiled[]): void {
  say(
    "From one connection: milliseconds of an answer, how many answers come between two collections of",
  );
  say("garbage, and milliseconds that those take");
  const rows = found.flatMap((one) => {
    if (!one.tail) return [];
    const { p50, p99, answers, collections } = one.tail;
    const longest = Math.max(0, ...collections);
    return [[
      ...[titleOf(one), one.program, p50.toFixed(2), p99.toFixed(2)],
      (answers / Math.max(1, collections.length)).toFixed(0),
      ...[collections.length > 0 ? median(collections) : 0, longest].map((ms) => ms.toFixed(2)),
    ]];
  });
  printTable(["", "server", "p50", "p99", "answers between", "median", "longest"], rows);
}
