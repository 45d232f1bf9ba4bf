/**
 * A hundred to a hundred thousand entries of an embedded Kimai: what a listing takes above the bare
 * requests, and what memory; and a year of one person where Kimai takes its time.
 */

import { fileURLToPath } from "node:url";
import type { DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { pause } from "../../src/lib/pause.ts";
import { inMemory, type TestClient } from "../support/clients.ts";
import { flagsOf, run } from "../support/program.ts";
import { kimaiWith, serverBeforeKimai } from "./entries.ts";
import { median, printTable, say, verdict } from "./table.ts";
import { bare, inTurns, type Sent, timed } from "./turns.ts";

/** Entries, and how often each call is timed: the long ones less. */
const sizes: [entries: number, rounds: number][] = [
  [100, 15],
  [1_000, 9],
  [12_000, 5],
  [100_000, 3],
];

/** Everybody's entries, as the owner of the agency sees them. */
const owner = "olivia";
const calls: [name: string, filters: Record<string, unknown>][] = [
  ["list", { user_scope: "all" }],
  ["list with statistics", { user_scope: "all", calculate_stats: true }],
];

/** Prints both tables, and the year. */
export async function benchScale(): Promise<void> {
  const times: string[][] = [];
  const memories: Memory[] = [];
  for (const [total, rounds] of sizes) {
    const kimai = kimaiWith({ total, perDay: 8 });
    for (const [name, filters] of calls) {
      times.push([`${total}`, name, ...await timesOf(kimai, filters, rounds, total)]);
      memories.push({ total, name, ...await memoryOf(kimai, filters) });
    }
  }
  say("Listings of an embedded Kimai in the same process: medians; the floor sends the same");
  say("requests bare and reads their JSON; a cost that grows with the entries alone is the same");
  say("per entry on every line");
  printTable(["entries", "call", "requests", "ms", "floor ms", "over it", "us per entry"], times);
  printMemories(memories);
  await benchYear();
}

/** What a call takes, in MB above what the process had before. */
interface Memory {
  total: number;
  name: string;
  /** Resident at the most; the engine collects when it likes, so much of it is in use no more. */
  peak: number;
  heap: number;
  /** In use at the most, after a collection before each request. */
  held: number;
  left: number;
}

/** More MB than a thousand entries that sums over a hundred thousand may hold. */
const mostHeld = 40;

function printMemories(memories: readonly Memory[]): void {
  say(
    "Memory of a fresh process for one such call to a Kimai in another process, in MB above what",
  );
  say(
    "it had: resident at the peak, heap right after the call with what was not collected yet, heap",
  );
  say("that was really held at the most while pages came, and what is left after a collection");
  printTable(
    ["entries", "call", "peak", "heap", "held", "left"],
    memories.map(({ total, name, peak, heap, held, left }) => [
      `${total}`,
      name,
      ...[peak, heap, held, left].map((value) => value.toFixed(1)),
    ]),
  );
  for (const [call] of calls) {
    const [few, many] = [1_000, 100_000].map((entries) =>
      memories.find(({ total, name }) => total === entries && name === call)!.held
    );
    say(`100000 entries hold more than 1000, ${call}: ${verdict(many - few, mostHeld, " MB", 1)}`);
  }
  say();
}

async function timesOf(
  kimai: DemoKimai,
  filters: unknown,
  rounds: number,
  total: number,
): Promise<string[]> {
  const sent: Sent[] = [];
  await using server = await inMemory(serverBeforeKimai(kimai, owner, sent).factory);
  const list = () => listed(server, filters);
  // The first one asks who is there and warms up both sides.
  await list();
  sent.length = 0;
  await list();
  const requests = [...sent];
  const { took, least } = await inTurns(rounds, list, () => bare(kimai.fetch, requests));
  const over = took - least;
  const cells = [took, least, over, over * 1000 / total].map((value) => value.toFixed(1));
  return [`${requests.length}`, ...cells];
}

/** A listing that must succeed: a refusal is quick, and would be a fine figure. */
async function listed(server: TestClient, filters: unknown): Promise<void> {
  const { isError, text } = await server.call("timesheet", { action: "list", filters });
  if (isError) throw new Error(text);
}

interface Usage {
  before: Deno.MemoryUsage;
  after: Deno.MemoryUsage;
  settled: Deno.MemoryUsage;
  peak: number;
  held: number;
}

/** One process for what the call takes as it is, another one that collects in between. */
async function memoryOf(
  kimai: DemoKimai,
  filters: unknown,
): Promise<Omit<Memory, "total" | "name">> {
  const { before, after, settled, peak } = await usageOf(kimai, filters);
  const { before: base, held } = await usageOf(kimai, filters, "held");
  const megabytes = (bytes: number) => bytes / 1e6;
  return {
    peak: megabytes(peak - before.rss),
    heap: megabytes(after.heapUsed - before.heapUsed),
    held: megabytes(held - base.heapUsed),
    left: megabytes(settled.heapUsed - before.heapUsed),
  };
}

async function usageOf(kimai: DemoKimai, filters: unknown, ...mode: string[]): Promise<Usage> {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => kimai.fetch(request),
  );
  const { code, stdout, stderr } = await run({
    command: Deno.execPath(),
    args: [
      "run",
      ...flagsOf("bench"),
      "--v8-flags=--expose-gc",
      fileURLToPath(new URL("subjects/one_call.ts", import.meta.url)),
      `http://127.0.0.1:${server.addr.port}`,
      kimai.tokens[owner],
      JSON.stringify(filters),
      ...mode,
    ],
    env: Deno.env.toObject(),
  });
  if (code !== 0) throw new Error(`The measured process failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** Milliseconds that a Kimai may well take for an answer. */
const delay = 50;

/** The first call of a conversation, and later ones, who is asking being known by then. */
async function benchYear(): Promise<void> {
  const kimai = kimaiWith({ total: 1_500, perDay: 5, user: "lena" });
  const slow: DemoKimai["fetch"] = async (input, init) => {
    await pause(delay, init?.signal ?? undefined);
    return kimai.fetch(input, init);
  };
  const filters = { begin: "2026-01-01", end: "2026-12-31", calculate_stats: true };
  const first: number[] = [];
  const later: number[] = [];
  for (let round = 0; round < 7; round++) {
    const { factory } = serverBeforeKimai({ ...kimai, fetch: slow }, "lena");
    await using server = await inMemory(factory);
    const call = () => listed(server, filters);
    first.push(await timed(call));
    later.push(await timed(call));
  }
  say(
    `A year of one person, 1500 entries with statistics, where Kimai takes ${delay} ms to answer`,
  );
  say(`first call: ${verdict(median(first) / 1000, 0.5, " s", 2)}`);
  say(`later ones: ${verdict(median(later) / 1000, 0.5, " s", 2)}`);
  say();
}
