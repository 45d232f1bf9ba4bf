/** Listings from one page to many: requests made, and the time that the server adds to the stand-in's own. */

import { inMemory } from "../support/clients.ts";
import { createStandIn, serverBefore, type StandIn } from "./stand_in.ts";
import { median, printTable, say } from "./table.ts";

const sizes = [50, 500, 12_000];
const rounds = 7;

/** Lists through the real server in memory, in turns with the bare requests that it made. */
export async function benchListings(): Promise<void> {
  const rows = [];
  for (const size of sizes) {
    const standIn = createStandIn(size);
    await using server = await inMemory(serverBefore(standIn).factory);
    const list = () => server.call("timesheet", { action: "list" });
    await list();
    standIn.requests.length = 0;
    await list();
    const urls = [...standIn.requests];
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await timed(list));
      floor.push(await timed(() => bare(standIn, urls)));
    }
    const [took, least] = [median(ours), median(floor)];
    const cells = [took, least, took - least].map((ms) => ms.toFixed(1));
    rows.push([`${size}`, `${urls.length}`, ...cells]);
  }
  say(
    `Listings over a stand-in without network: medians of ${rounds}; the floor reads the same pages as JSON`,
  );
  printTable(["entries", "requests", "ms", "floor ms", "over it"], rows);
}

async function bare({ fetch }: StandIn, urls: readonly URL[]): Promise<void> {
  for (const url of urls) await (await fetch(url)).json();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
