/**
 * What time records come to, all together and year by year. Bookings are tallied as they come and none is
 * kept, so it does not matter how many come at once. Durations are in seconds.
 */

import { type Amount, Rates } from "../money.ts";
import type { Booking, Item } from "./bookings.ts";
import { type Dimension, type Group, GroupTally, sharesOf, sum } from "./timesheets.ts";

/** Totals of some records. */
export interface Overview {
  entries: number;
  duration: number;
  billable: number;
  /** Per cent of the duration, one decimal. */
  billable_share: number;
  /** Days with a record, each person's counted. */
  working_days: number;
  /** Seconds a working day. */
  average_day: number;
  /** By currency, where records have rates. */
  amounts?: Amount[];
}

/** A year's totals, and how they differ from those of the year before. */
export interface YearSum extends Overview {
  year: string;
  /** The project with the most time. */
  top?: Item;
  change?: {
    duration: number;
    /** Per cent of the year before, one decimal; absent where that was nothing. */
    share?: number;
    working_days: number;
  };
}

/** Counts what bookings come to. */
export class OverviewTally {
  entries = 0;
  duration = 0;
  billable = 0;
  readonly rates = new Rates();
  readonly #days = new Set<string>();

  add(one: Booking): void {
    this.rates.add(one.money);
    this.entries++;
    this.duration += one.seconds;
    if (one.billable) this.billable += one.seconds;
    this.#days.add(`${one.user.id} ${one.date}`);
  }

  /** Days with a record, each person's counted. */
  get days(): number {
    return this.#days.size;
  }
}

/** What tallies come to together that have no day in common. */
export function overviewOf(...tallies: readonly OverviewTally[]): Overview {
  const total = (of: (one: OverviewTally) => number) => sum(tallies.map(of));
  const [duration, billable, days] = [
    total((one) => one.duration),
    total((one) => one.billable),
    total((one) => one.days),
  ];
  const rates = new Rates();
  for (const one of tallies) rates.addAll(one.rates);
  const amounts = rates.amounts();
  return {
    entries: total((one) => one.entries),
    duration,
    billable,
    billable_share: sharesOf([billable, duration - billable])[0],
    working_days: days,
    average_day: days === 0 ? 0 : Math.round(duration / days),
    ...(amounts && { amounts }),
  };
}

/** Tallies time records for statistics: the finished ones in every way, running ones apart. */
export class TimesheetTally {
  readonly #years = new Map<string, { sums: OverviewTally; projects: GroupTally }>();
  readonly #groups = new GroupTally();
  /** Seconds until now. */
  readonly running = { entries: 0, duration: 0 };

  add(bookings: readonly Booking[]): void {
    for (const one of bookings) {
      if (one.running) {
        this.running.entries++;
        this.running.duration += one.seconds;
      } else this.#finished(one);
    }
  }

  #finished(one: Booking): void {
    const name = one.date.slice(0, 4);
    const year = this.#years.get(name) ??
      { sums: new OverviewTally(), projects: new GroupTally("projects") };
    this.#years.set(name, year);
    year.sums.add(one);
    year.projects.add(one);
    this.#groups.add(one);
  }

  groups(dimension: Dimension, firstWeekday: 1 | 7 = 1): Group[] {
    return this.#groups.groups(dimension, firstWeekday);
  }

  overview(): Overview {
    return overviewOf(...[...this.#years.values()].map(({ sums }) => sums));
  }

  /** The years, oldest first. */
  years(): YearSum[] {
    const inOrder = [...this.#years].sort(([one], [other]) => one < other ? -1 : 1);
    const years = inOrder.map(([year, { sums, projects }]) => {
      const [{ id, name }] = projects.groups("projects");
      return { year, ...overviewOf(sums), top: { id: id!, name } };
    });
    return years.map((year, index) => ({ ...year, change: changeOf(years[index - 1], year) }));
  }
}

function changeOf(before: Overview | undefined, after: Overview): YearSum["change"] {
  if (!before) return undefined;
  const duration = after.duration - before.duration;
  return {
    duration,
    share: before.duration === 0 ? undefined : Math.round(duration / before.duration * 1000) / 10,
    working_days: after.working_days - before.working_days,
  };
}
