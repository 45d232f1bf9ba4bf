// No test of its own: listing_test.ts adds records to it, all at once and page by page.
/** What a listing needs to know of all records, collected as they come: totals, names, and the first ones themselves. */

import { textLimit } from "../../mcp/result.ts";
import { wallClock } from "./dates.ts";
import { secondsOf } from "./entries.ts";
import { Legend, type LegendItem } from "./legend.ts";
import { type Amount, moneyOf, Rates } from "./money.ts";
import { InOrder } from "./paging.ts";
import type { Timesheet } from "./records.ts";

/** No text holds more entries: one takes 18 characters and more. */
const mostEntries = Math.ceil(textLimit / 18);

export interface ListingTallyOptions {
  /** Running records last until then. */
  now: Temporal.Instant;
  withUsers: boolean;
  withCustomerIds: boolean;
  /** How many records to show at the most: no more are kept. */
  show: number;
}

/** Collects records, in whatever order their pages come. */
export class ListingTally {
  readonly #legend: Legend;
  readonly #rates = new Rates();
  readonly #daySeconds = new Map<string, number>();
  readonly #first = new InOrder<Timesheet>();
  read = 0;
  /** Seconds. */
  duration = 0;

  constructor(private readonly options: ListingTallyOptions) {
    this.#legend = new Legend(options);
  }

  /** Adds expanded records, before which so many others stand. */
  add(records: readonly Timesheet[], from: number): void {
    const { now, show } = this.options;
    const room = Math.min(show, mostEntries) - from;
    if (room > 0) this.#first.add(records.slice(0, room), from);
    for (const record of records) {
      const seconds = secondsOf(record, now);
      const { date } = wallClock(record.begin);
      this.read++;
      this.duration += seconds;
      this.#daySeconds.set(date, this.secondsOn(date) + seconds);
      this.#legend.add(record, seconds);
      this.#rates.add(moneyOf(record));
    }
  }

  /** The first records in the order to show, as many as an answer may show. */
  first(): Timesheet[] {
    return this.#first.all();
  }

  /** Seconds of all records of a day (`YYYY-MM-DD`). */
  secondsOn(date: string): number {
    return this.#daySeconds.get(date) ?? 0;
  }

  /** What they come to by currency; undefined where no record had a rate. */
  amounts(): Amount[] | undefined {
    return this.#rates.amounts();
  }

  /** The names behind all ids. */
  names(): { projects: LegendItem[]; activities: LegendItem[]; users?: LegendItem[] } {
    return {
      projects: this.#legend.projects(),
      activities: this.#legend.activities(),
      users: this.options.withUsers ? this.#legend.users() : undefined,
    };
  }
}
