/**
 * What many entries take: memory of one call over a hundred to a million of them, statistics over a million by
 * themselves, and a year of one person where Kimai takes its time.
 */

import { pause } from "../../src/lib/pause.ts";
import { inMemory } from "../support/clients.ts";
import { kimaiWith, serverBeforeKimai } from "./entries.ts";
import { measured, memoryOf, type ReadMemory } from "./entry_memory.ts";
import { atMost, type Goal, type Part, sayGoals } from "./goals.ts";
import { listed, listings } from "./listings.ts";
import { createStandIn } from "./stand_in.ts";
import { median, printTable, say } from "./table.ts";
import { timed } from "./turns.ts";

/** Memory of one listing. */
export interface Memory extends ReadMemory {
  entries: number;
  listing: string;
}

/** Sums over records that are in memory already, without Kimai and without JSON. */
export interface Summed {
  entries: number;
  /** Milliseconds of adding all of them and making the statistics, and of making the records, which is not in it. */
  ms: number;
  making: number;
  /** Bytes above what was there before: of the heap at the most after a collection; resident at the most. */
  held: number;
  peak: number;
}

export interface ScaleFigures {
  memories: Memory[];
  summed: Summed;
  /** Milliseconds of the first call of a conversation and of later ones. */
  year: { first: number[]; later: number[] };
}

/** Entries to read. */
export type ScaleEffort = readonly number[];

/** Prints two tables and the year. */
export async function benchScale(sizes: ScaleEffort): Promise<Part<ScaleFigures>> {
  const memories: Memory[] = [];
  for (const entries of sizes) {
    const kimai = kimaiOf(entries);
    for (const { name, filters } of listings) {
      memories.push({ entries, listing: name, ...await memoryOf(kimai, filters) });
    }
  }
  const goals = reportMemories(memories);
  const summed = await measured<Summed>("sums", `${million}`);
  reportSums(summed);
  const year = await measureYear();
  return { figures: { memories, summed, year }, goals: [...goals, ...reportYear(year)] };
}

const million = 1_000_000;

/** The embedded Kimai keeps rows as Kimai does, which are too many when they are a million. */
function kimaiOf(entries: number): (request: Request) => Promise<Response> {
  const { fetch } = entries < million
    ? kimaiWith({ total: entries, perDay: 8 })
    : createStandIn(entries, 300);
  return (request) => fetch(request);
}

/** More MB than a thousand entries that sums over a hundred times as many may hold. */
const mostHeld = 40;

function reportMemories(memories: readonly Memory[]): Goal[] {
  say(
    "Memory of a fresh process for one call to a Kimai in another process, in MB above what it had:",
  );
  say(
    "resident at the peak, heap right after the call with what was not collected yet, heap that was",
  );
  say(
    "really held at the most while pages came, and what is left after a collection. A million come",
  );
  say("from a Kimai that only lists, and makes each page when it is asked for");
  printTable(
    ["entries", "call", "seconds", "peak", "heap", "held", "left"],
    memories.map(({ entries, listing, ms, peak, heap, held, left }) => [
      `${entries}`,
      listing,
      (ms / 1000).toFixed(2),
      ...[peak, heap, held, left].map((bytes) => (bytes / 1e6).toFixed(1)),
    ]),
  );
  const goals = listings.flatMap(({ name }) => {
    const own = memories.filter(({ listing, entries }) => listing === name && entries < million);
    const [few, many] = [own.find(({ entries }) => entries === 1000), own.at(-1)];
    if (!few || !many || many === few) return [];
    const what =
      `Heap that ${name} holds for ${many.entries} entries above that for ${few.entries}`;
    const value = (many.held - few.held) / 1e6;
    return [atMost({ what, value, target: mostHeld, unit: " MB", digits: 1 })];
  });
  sayGoals(goals);
  return goals;
}

function reportSums({ entries, ms, making, held, peak }: Summed): void {
  say(
    "Statistics over records that are in memory, page by page, as they are once their JSON was read",
  );
  say("and checked: neither Kimai nor JSON is in it, nor the making of the records");
  const cells = [ms / 1000, ms * 1000 / entries, making / 1000].map((value) => value.toFixed(2));
  const memory = [held, peak].map((bytes) => (bytes / 1e6).toFixed(1));
  const heading = ["entries", "seconds", "us per entry", "making them, s", "MB held", "MB peak"];
  printTable(heading, [[`${entries}`, ...cells, ...memory]]);
}

/** Milliseconds that a Kimai may well take for an answer. */
const delay = 50;

/** The first call of a conversation, and later ones, who is asking being known by then. */
async function measureYear(): Promise<ScaleFigures["year"]> {
  const kimai = kimaiWith({ total: 1_500, perDay: 5, user: "lena" });
  const fetch: typeof kimai.fetch = async (input, init) => {
    await pause(delay, init?.signal ?? undefined);
    return kimai.fetch(input, init);
  };
  const filters = { begin: "2026-01-01", end: "2026-12-31", calculate_stats: true };
  const year: ScaleFigures["year"] = { first: [], later: [] };
  for (let round = 0; round < 7; round++) {
    const { factory } = serverBeforeKimai({ fetch, token: kimai.tokens.lena });
    await using server = await inMemory(factory);
    const call = () => listed(server, filters);
    year.first.push(await timed(call));
    year.later.push(await timed(call));
  }
  return year;
}

function reportYear({ first, later }: ScaleFigures["year"]): Goal[] {
  const what = `A year of one person, 1500 entries with statistics, ${delay} ms an answer of Kimai`;
  const goals = [["first call", first] as const, ["later ones", later] as const].map((
    [which, times],
  ) =>
    atMost({
      what: `${what}, ${which}`,
      ...{ value: median(times) / 1000, target: 0.5, unit: " s", digits: 2 },
    })
  );
  sayGoals(goals);
  return goals;
}
