/** Listings from one page to many: requests made, and the time that the server adds to the stand-in's own. */

import { inMemory } from "../support/clients.ts";
import { createStandIn, serverBefore } from "./stand_in.ts";
import { printTable, say } from "./table.ts";
import { bare, inTurns } from "./turns.ts";

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
    const sent = standIn.requests.map(({ href }) => ({ url: href, headers: {} }));
    const { took, least } = await inTurns(rounds, list, () => bare(standIn.fetch, sent));
    const cells = [took, least, took - least].map((ms) => ms.toFixed(1));
    rows.push([`${size}`, `${sent.length}`, ...cells]);
  }
  say(
    `Listings over a stand-in without network: medians of ${rounds}; the floor reads the same pages as JSON`,
  );
  printTable(["entries", "requests", "ms", "floor ms", "over it"], rows);
}
