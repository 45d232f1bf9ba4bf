/**
 * Time records as far as sums need them. Pure: records and a clock in. Durations are whole seconds as Kimai
 * counts them, breaks taken off; a record belongs to the day it began on, in its own zone (K-2).
 */

import { wallClock } from "../dates.ts";
import { secondsOf } from "../entries.ts";
import { type Money, moneyOf } from "../money.ts";
import { displayName, type Timesheet } from "../records.ts";

/** Something with an id; without a name where Kimai tells none. */
export interface Item {
  id: number;
  name?: string;
}

/** A time record as far as sums need it. */
export interface Booking {
  /** Seconds; of a running record those until now. */
  seconds: number;
  running: boolean;
  /** `YYYY-MM-DD` */
  date: string;
  billable: boolean;
  project: Item;
  /** Kimai may keep records without one. */
  activity?: Item;
  customer?: Item;
  user: Item;
  tags: readonly string[];
  /** What Kimai charges for it, where it tells. */
  money?: Money;
}

/** Reads expanded records. */
export function bookingsOf(records: readonly Timesheet[], now: Temporal.Instant): Booking[] {
  return records.map((record) => {
    const { project, activity, user } = record;
    const owner = typeof project === "object" ? project.customer : undefined;
    return {
      seconds: secondsOf(record, now),
      running: !record.end,
      date: wallClock(record.begin).date,
      billable: record.billable !== false,
      project: itemOf(project),
      activity: activity ? itemOf(activity) : undefined,
      customer: owner === undefined ? undefined : itemOf(owner),
      user: typeof user === "object" ? { id: user.id, name: displayName(user) } : { id: user },
      tags: record.tags,
      money: moneyOf(record),
    };
  });
}

function itemOf(value: number | Item): Item {
  return typeof value === "number" ? { id: value } : { id: value.id, name: value.name };
}
