/** How sure a median is. */

import { median } from "./table.ts";

/** A median, and between what it would be in 95 of 100 repetitions. */
export interface Spread {
  median: number;
  from: number;
  to: number;
}

/** Of values that were measured one by one, in any order. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  // How many of all values are below the true median is a matter of tossing coins.
  const out = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  return { median: median(sorted), from: sorted[out], to: sorted[sorted.length - 1 - out] };
}

/** Three cells of a table: the median, from, to. */
export function cellsOf({ median, from, to }: Spread, digits: number): string[] {
  return [median, from, to].map((value) => value.toFixed(digits));
}
