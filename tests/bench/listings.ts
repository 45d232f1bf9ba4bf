/**
 * Long reads: a hundred to a hundred thousand entries of a Kimai in another process, beside the floor, which fetches
 * the same pages bare, as many of them at once, and reads their JSON.
 */

import { inMemory, type TestClient } from "../support/clients.ts";
import { ownerToken, serverBeforeKimai } from "./entries.ts";
import { type Goal, type Part, sayGoals, surelyAtMost } from "./goals.ts";
import { started, subject } from "./http_subjects.ts";
import { spreadOf } from "./spread.ts";
import { median, printTable, say } from "./table.ts";
import { bare, inTurns, ratiosOf, type Sent, type Turns } from "./turns.ts";

/**
 * Who answers: the embedded Kimai, which takes less time for a page than a real one; one that has all pages as text
 * and takes hardly any; and that one where each page takes 50 ms, as from a real one nearby.
 */
const kimais = ["embedded", "prepared", "50 ms a page"] as const;

/** What is asked, as the owner of the agency sees it. */
export const listings: readonly { name: string; filters: Record<string, unknown> }[] = [
  { name: "list", filters: { user_scope: "all" } },
  { name: "list with statistics", filters: { user_scope: "all", calculate_stats: true } },
];

/** One listing of one Kimai. */
export interface Read {
  kimai: typeof kimais[number];
  entries: number;
  listing: string;
  requests: number;
  /** Milliseconds, round by round. */
  turns: Turns;
}

/** How many entries, and how often each call is timed. */
export type ReadEffort = readonly { entries: number; rounds: number }[];

/** Measures all of them and prints a table. */
export async function benchListings(effort: ReadEffort): Promise<Part<Read[]>> {
  const reads: Read[] = [];
  for (const kimai of kimais) {
    for (const { entries, rounds } of effort) {
      reads.push(...await readsOf(kimai, entries, rounds));
    }
  }
  return { figures: reads, goals: report(reads) };
}

async function readsOf(kimai: Read["kimai"], entries: number, rounds: number): Promise<Read[]> {
  await using upstream = await started(subject("kimai", kimai, `${entries}`));
  const sent: Sent[] = [];
  const { factory } = serverBeforeKimai({ fetch, token: ownerToken, url: upstream.url }, sent);
  await using server = await inMemory(factory);
  const reads: Read[] = [];
  for (const { name, filters } of listings) {
    const list = () => listed(server, filters);
    // The first one asks who is there and warms up both sides.
    await list();
    sent.length = 0;
    await list();
    const requests = [...sent];
    await bare(fetch, requests);
    const turns = await inTurns(rounds, list, () => bare(fetch, requests));
    reads.push({ kimai, entries, listing: name, requests: requests.length, turns });
  }
  return reads;
}

/**
 * A listing that must succeed.
 * @throws {Error} for a refusal: it is quick, and would be a fine figure
 */
export async function listed(server: TestClient, filters: unknown): Promise<void> {
  const { isError, text } = await server.call("timesheet", { action: "list", filters });
  if (isError) throw new Error(text);
}

/** Most times as long as the bare pages. */
const target = 1.3;

function report(reads: readonly Read[]): Goal[] {
  say(
    "Long reads over loopback from a Kimai in another process, medians; the floor fetches the same",
  );
  say(
    "pages bare, four at once as ours does, and reads their JSON. The slower a Kimai, the closer",
  );
  say("both are: ours works while it waits");
  const rows = reads.map(({ kimai, entries, listing, requests, turns }) => {
    const ratios = ratiosOf(turns);
    const over = median(turns.call.map((ms, round) => ms - turns.floor[round]));
    return [
      ...[kimai, `${entries}`, listing, `${requests}`],
      ...[median(turns.call), median(turns.floor)].map((ms) => ms.toFixed(1)),
      ...[median(ratios), Math.min(...ratios), Math.max(...ratios)].map((one) => one.toFixed(2)),
      (over * 1000 / entries).toFixed(1),
    ];
  });
  const heading = ["Kimai", "entries", "call", "requests", "ms", "bare ms", "x bare", "min", "max"];
  printTable([...heading, "over it, us per entry"], rows);
  // Pages that are there at once come from no Kimai: they show what ours itself takes.
  const goals = reads.filter(({ kimai }) => kimai !== "prepared").map(goalOf);
  sayGoals(goals);
  return goals;
}

function goalOf({ kimai, entries, listing, turns }: Read): Goal {
  const what = `${listing} of ${entries} entries (${kimai}), against the bare pages`;
  return surelyAtMost(spreadOf(ratiosOf(turns)), { what, target, unit: " x", digits: 2 });
}
