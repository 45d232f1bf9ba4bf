/**
 * Time records in groups: by whom, for what and when. Bookings are tallied as they come and none is kept.
 * Durations are in seconds, amounts in cents. Every grouping holds each record once, so it adds up.
 */

import { type Amount, amountsOf, Rates, sumOfAmounts } from "../money.ts";
import type { Booking, Item } from "./bookings.ts";

/** What a group of records comes to. */
export interface Group {
  /** Of a record; days, months and tags have a name alone. */
  id?: number;
  name?: string;
  duration: number;
  entries: number;
  /** Per cent of the total, one decimal; the shares of a grouping add up to 100. */
  share: number;
  /** By currency, where records have rates. */
  amounts?: Amount[];
}

/** What bookings are grouped by. */
const tallied = {
  projects: (one: Booking) => one.project,
  activities: (one: Booking) => one.activity ?? "without activity",
  customers: (one: Booking) => one.customer ?? "without customer",
  users: (one: Booking) => one.user,
  // All tags of an entry together: counted under each, the groups would come to more than the total.
  tags: (one: Booking) => [...one.tags].sort().join(", ") || "untagged",
  days: (one: Booking) => one.date,
} satisfies Record<string, (one: Booking) => Item | string>;
type Tallied = keyof typeof tallied;
const talliedNames = Object.keys(tallied) as Tallied[];

/** What groups by days are put together to. */
const stretches = {
  weeks: weekOf,
  months: (day: string) => day.slice(0, 7),
  years: (day: string) => day.slice(0, 4),
} satisfies Record<string, (day: string, firstWeekday: 1 | 7) => string>;
type Stretch = keyof typeof stretches;
export type Dimension = Tallied | Stretch;

/** The dimensions, in the order in which they are shown. */
export const dimensionNames: readonly Dimension[] = [
  ...talliedNames,
  ...Object.keys(stretches) as Stretch[],
];

/** Whether a grouping is in order of time; all others have the longest first. */
export function isInTime(dimension: Dimension): boolean {
  return dimension === "days" || isStretch(dimension);
}

function isStretch(dimension: Dimension): dimension is Stretch {
  return dimension in stretches;
}

/** `2026-W01` (ISO 8601), which 31 December 2025 already belongs to; or from Sunday on `2025-12-28/2026-01-03`. */
export function weekOf(day: string, firstWeekday: 1 | 7 = 1): string {
  const date = Temporal.PlainDate.from(day);
  if (firstWeekday === 7) {
    const begin = date.subtract({ days: date.dayOfWeek % 7 });
    return `${begin}/${begin.add({ days: 6 })}`;
  }
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, "0")}`;
}

/** What a group holds while it is tallied. */
interface Sum {
  id?: number;
  name?: string;
  duration: number;
  entries: number;
  rates: Rates;
}
type Sums = Map<number | string, Sum>;

/** The group of something, which has the first name that was told. */
function sumOf(sums: Sums, to: Item | string): Sum {
  const { id, name } = typeof to === "string" ? { id: undefined, name: to } : to;
  const key = id ?? name!;
  const group = sums.get(key) ?? { id, name, duration: 0, entries: 0, rates: new Rates() };
  sums.set(key, group);
  return group;
}

/** Groups bookings by some dimensions, by all where none is named. */
export class GroupTally {
  readonly #sums: ReadonlyMap<Dimension, Sums>;
  readonly #names: readonly Tallied[];

  constructor(...names: Tallied[]) {
    this.#names = names.length > 0 ? names : talliedNames;
    this.#sums = new Map(this.#names.map((name) => [name, new Map()]));
  }

  add(one: Booking): void {
    for (const name of this.#names) {
      const group = sumOf(this.#sums.get(name)!, tallied[name](one));
      group.duration += one.seconds;
      group.entries++;
      group.rates.add(one.money);
    }
  }

  /**
   * The groups by a dimension that is tallied; weeks, months and years are where days are. Weeks are those of
   * ISO 8601 unless they begin on another day than Monday.
   */
  groups(dimension: Dimension, firstWeekday: 1 | 7 = 1): Group[] {
    const sums = isStretch(dimension)
      ? this.#inTime((day) => stretches[dimension](day, firstWeekday))
      : this.#sums.get(dimension);
    const order = isInTime(dimension) ? byName : longestFirst;
    return finished([...sums?.values() ?? []].sort(order));
  }

  #inTime(stretchOf: (day: string) => string): Sums {
    const sums: Sums = new Map();
    for (const day of this.#sums.get("days")?.values() ?? []) {
      const group = sumOf(sums, stretchOf(day.name!));
      group.duration += day.duration;
      group.entries += day.entries;
      group.rates.addAll(day.rates);
    }
    return sums;
  }
}

function byName(one: Sum, other: Sum): number {
  return one.name! < other.name! ? -1 : 1;
}

function longestFirst(one: Sum, other: Sum): number {
  return other.duration - one.duration || (one.name ?? "").localeCompare(other.name ?? "") ||
    (one.id ?? 0) - (other.id ?? 0);
}

function finished(groups: readonly Sum[]): Group[] {
  const shares = sharesOf(groups.map((group) => group.duration));
  const amounts = amountsOf(groups.map((group) => group.rates));
  return groups.map(({ rates: _, ...group }, index) => ({
    ...group,
    share: shares[index],
    ...(amounts[index] && { amounts: amounts[index] }),
  }));
}

/** Shares in per cent with one decimal that add up to 100: what rounding down leaves goes to the largest remainders. */
export function sharesOf(parts: readonly number[]): number[] {
  const total = sum(parts);
  if (total === 0) return parts.map(() => 0);
  const exact = parts.map((part) => part / total * 1000);
  const tenths = exact.map(Math.floor);
  const order = exact.map((_, index) => index)
    .sort((one, other) => exact[other] % 1 - exact[one] % 1 || one - other);
  for (let left = 1000 - sum(tenths), next = 0; left > 0; left--, next++) tenths[order[next]]++;
  return tenths.map((part) => part / 10);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** As many groups as are asked for, and what the others come to: the earlier ones in time, else the shorter. */
export function topOf(groups: readonly Group[], count: number, dimension: Dimension): Group[] {
  if (groups.length <= count) return [...groups];
  const inTime = isInTime(dimension);
  const kept = inTime ? groups.slice(groups.length - count + 1) : groups.slice(0, count - 1);
  const others = inTime ? groups.slice(0, groups.length - kept.length) : groups.slice(kept.length);
  const amounts = sumOfAmounts(others.map((group) => group.amounts));
  const rest = {
    name: `${others.length} ${inTime ? "earlier" : "others"}`,
    duration: sum(others.map((group) => group.duration)),
    entries: sum(others.map((group) => group.entries)),
    share: Math.round(sum(others.map((group) => group.share)) * 10) / 10,
    ...(amounts && { amounts }),
  };
  return inTime ? [rest, ...kept] : [...kept, rest];
}
