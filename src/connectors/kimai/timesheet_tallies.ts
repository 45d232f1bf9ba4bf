// No test of its own: tools/timesheet_test.ts lists with statistics and without, of one page and of several.
/** What an answer to a listing is made of, collected as the records come: none are kept but those that it shows. */

import { type ListingShape, tallyFor } from "./listing.ts";
import type { ListingTally } from "./listing_tally.ts";
import type { Timesheet } from "./records.ts";
import { bookingsOf } from "./statistics/bookings.ts";
import { TimesheetTally } from "./statistics/overview.ts";

export interface TimesheetTallies {
  listing: ListingTally;
  /** Where statistics are asked for. */
  statistics?: TimesheetTally;
  /** Adds expanded records, before which so many others stand. */
  add(records: readonly Timesheet[], from: number): void;
}

export function talliesFor(shape: ListingShape, withStatistics: boolean): TimesheetTallies {
  const listing = tallyFor(shape);
  const statistics = withStatistics ? new TimesheetTally() : undefined;
  const add = (records: readonly Timesheet[], from: number) => {
    listing.add(records, from);
    statistics?.add(bookingsOf(records, shape.now));
  };
  return { listing, statistics, add };
}
