/**
 * Statistics over a million time records without Kimai and without JSON: pages of records as they are after they were
 * read, handed to what a listing with statistics is collected in, and the answer made of it. Only one page is there at
 * a time. Argument: how many records. Writes milliseconds and bytes as JSON.
 */

import { talliesFor } from "../../../src/connectors/kimai/timesheet_tallies.ts";
import { statisticsOf } from "../../../src/connectors/kimai/timesheet_statistics.ts";
import { timesheet } from "../../../src/connectors/kimai/records.ts";
import { kimaiWith, lastEvening, ownerToken } from "../entries.ts";
import type { Summed } from "../scale.ts";
import { say } from "../table.ts";
import { collect, peakNow } from "./memory.ts";

const total = Number(Deno.args[0]);
const pageSize = 500;
const kept = 20;

const { fetch } = kimaiWith({ total: pageSize * kept, perDay: 8 });

/** Pages as Kimai gives them, which come again and again under other ids and on other days. */
async function firstPages() {
  const pages = [];
  for (let page = 1; page <= kept; page++) {
    const url = `https://kimai.example.com/api/timesheets?user=all&full=1&size=500&page=${page}`;
    const headers = { Authorization: `Bearer ${ownerToken}` };
    const rows = await (await fetch(url, { headers })).json() as unknown[];
    pages.push(rows.map((row) => timesheet.parse(row)));
  }
  return pages;
}

const pages = await firstPages();
const days = Array.from(
  { length: 3650 },
  (_, index) => `${Temporal.PlainDate.from("2017-01-01").add({ days: index })}`,
);

/** Page `number` of all: its records are new ones. */
function pageOf(number: number) {
  const day = days[Math.floor(number * days.length / (total / pageSize))];
  return pages[number % kept].map((record, index) => ({
    ...record,
    id: number * pageSize + index,
    begin: day + record.begin.slice(10),
    end: record.end ? day + record.end.slice(10) : record.end,
  }));
}

/** Adds all pages and makes the statistics. With `looks` garbage is collected before every fiftieth page. */
function course(looks: boolean) {
  const now = lastEvening();
  const tallies = talliesFor({ now, withUsers: true, show: 0 }, true);
  let [ms, making, held] = [0, 0, 0];
  for (let number = 0; number < total / pageSize; number++) {
    const began = performance.now();
    const page = pageOf(number);
    const made = performance.now();
    tallies.add(page, number * pageSize);
    making += made - began;
    ms += performance.now() - made;
    if (!looks || number % 50 !== 0) continue;
    collect();
    held = Math.max(held, Deno.memoryUsage().heapUsed);
  }
  const began = performance.now();
  const today = `${now.toZonedDateTimeISO("Europe/Berlin").toPlainDate()}`;
  const statistics = statisticsOf({ tally: tallies.statistics!, format: "json", today });
  ms += performance.now() - began;
  if (statistics.entries !== total) throw new Error(`Only ${statistics.entries} were counted`);
  return { ms, making, held };
}

collect();
const before = Deno.memoryUsage();
const { ms, making } = course(false);
const peak = peakNow();
collect();
const { held } = course(true);
const bytes = { held: held - before.heapUsed, peak: peak - before.rss };
const summed: Summed = { entries: total, ms, making, ...bytes };
say(JSON.stringify(summed));
