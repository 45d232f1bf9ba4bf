/**
 * Where the time of a start goes, and what of the memory after many calls is in use: ours and the server with one tool,
 * run from source, with V8's inspector from the very beginning.
 */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { closedPort, serve } from "../e2e/kimais.ts";
import { createFolder } from "../support/folder.ts";
import type { Start } from "../support/clients.ts";
import type { Part } from "./goals.ts";
import { withFlag } from "./http_subjects.ts";
import { heapOf, inspectorAt, profileOf } from "./inspector.ts";
import { residentOf } from "./processes.ts";
import {
  kindsIn,
  kindsOf,
  mediansOf,
  type StartKind,
  startPlaces,
  totalOf,
} from "./profile_kinds.ts";
import { called } from "./start.ts";
import { sources } from "./start_variants.ts";
import { StdioSubject } from "./stdio_subject.ts";
import { median, printTable, say } from "./table.ts";

const programs = ["one tool", "kimai-mcp"] as const;
type Program = typeof programs[number];

/** When memory is looked at. */
const moments = ["after tools/list", "after the calls"] as const;
type Moment = typeof moments[number];

/** What all starts of one program came to. */
export interface ProfiledStart {
  program: Program;
  /** Microseconds of a start, by whose code ran, start by start. */
  rounds: Record<StartKind, number>[];
  /** Bytes that are resident, and those of the heap that are in use once garbage is collected, start by start. */
  memory: Record<Moment, { resident: number[]; used: number[] }>;
}

export interface StartProfileEffort {
  rounds: number;
  /** After which memory is looked at again. */
  calls: number;
}

/** Prints two tables. */
export async function benchStartProfile(
  effort: StartProfileEffort,
): Promise<Part<ProfiledStart[]>> {
  await using folder = await createFolder();
  const { fetch, tokens, defaultUser } = createDemoKimai();
  await using kimai = serve((request) => fetch(request));
  const there = { url: kimai.url, token: tokens[defaultUser] };
  const starts = sources(folder.path, { there, nowhere: there.url });
  const found = programs.map((program): ProfiledStart => ({
    program,
    rounds: [],
    memory: {
      "after tools/list": { resident: [], used: [] },
      "after the calls": { resident: [], used: [] },
    },
  }));
  for (let round = 0; round < effort.rounds; round++) {
    for (const one of found) {
      const { start } = starts.find(({ subject }) => subject === one.program)!;
      await look(one, start, effort.calls);
    }
  }
  report(found, effort);
  return { figures: found, goals: [] };
}

async function look(found: ProfiledStart, start: Start, calls: number): Promise<void> {
  const port = closedPort();
  await using server = new StdioSubject(withFlag(start, `--inspect-wait=127.0.0.1:${port}`));
  const inspector = await inspectorAt(port);
  const { profile } = await profileOf(inspector, () => server.initialize());
  found.rounds.push(kindsOf(profile, startPlaces));
  const remember = async (moment: Moment) => {
    found.memory[moment].resident.push(await residentOf(server.pid));
    found.memory[moment].used.push(await heapOf(inspector));
  };
  await server.ask("tools/list");
  await remember("after tools/list");
  for (let count = 0; count < calls; count++) await server.ask("tools/call", called[found.program]);
  await remember("after the calls");
}

function report(found: readonly ProfiledStart[], { rounds, calls }: StartProfileEffort): void {
  const medians = found.map((one) => mediansOf(one.rounds));
  const milliseconds = (us: number) => (us / 1000).toFixed(1);
  say(
    "Milliseconds of the main thread from the first module to the answer to initialize, from source, by",
  );
  say(`whose code ran, under V8's sampling profiler: medians of ${rounds} starts`);
  printTable(["", ...programs], [
    ...kindsIn(startPlaces).map((kind) => [kind, ...medians.map((one) => milliseconds(one[kind]))]),
    ["all of it", ...medians.map((one) => milliseconds(totalOf(one)))],
  ]);
  say(
    `MB that are resident, and MB of the heap that are in use; ${calls} calls, medians of ${rounds} starts`,
  );
  const megabytes = (bytes: readonly number[]) => (median(bytes) / 1e6).toFixed(1);
  printTable(
    ["", "", "resident", "in use"],
    moments.flatMap((moment) =>
      found.map(({ program, memory }) => {
        const { resident, used } = memory[moment];
        return [moment, program, megabytes(resident), megabytes(used)];
      })
    ),
  );
}
