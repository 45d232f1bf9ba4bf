/**
 * Sums over time records: what they come to, by whom, for what and when. Pure: records and a clock in,
 * numbers out. Durations are whole seconds as Kimai counts them, breaks taken off; a record belongs to
 * the day it began on, in its own zone (K-2). Every grouping holds each record once, so it adds up.
 */

import { wallClock } from "../dates.ts";
import { secondsOf } from "../entries.ts";
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
}

/** What a group of records comes to. */
export interface Group {
  /** Of a record; days, months and tags have a name alone. */
  id?: number;
  name?: string;
  duration: number;
  entries: number;
  /** Per cent of the total, one decimal; the shares of a grouping add up to 100. */
  share: number;
}

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
    };
  });
}

function itemOf(value: number | Item): Item {
  return typeof value === "number" ? { id: value } : { id: value.id, name: value.name };
}

/** What bookings can be grouped by: the group of a booking, and whether groups are in order of time. */
const dimensions = {
  projects: { of: (one: Booking) => one.project },
  activities: { of: (one: Booking) => one.activity ?? "without activity" },
  customers: { of: (one: Booking) => one.customer ?? "without customer" },
  users: { of: (one: Booking) => one.user },
  // All tags of an entry together: counted under each, the groups would come to more than the total.
  tags: { of: (one: Booking) => [...one.tags].sort().join(", ") || "untagged" },
  days: { of: (one: Booking) => one.date, inTime: true },
  weeks: { of: (one: Booking) => weekOf(one.date), inTime: true },
  months: { of: (one: Booking) => one.date.slice(0, 7), inTime: true },
  years: { of: (one: Booking) => one.date.slice(0, 4), inTime: true },
} satisfies Record<string, { of(one: Booking): Item | string; inTime?: true }>;
export type Dimension = keyof typeof dimensions;

/** The dimensions, in the order in which they are shown. */
export const dimensionNames = Object.keys(dimensions) as Dimension[];

/** Whether a grouping is in order of time; all others have the longest first. */
export function isInTime(dimension: Dimension): boolean {
  return "inTime" in dimensions[dimension];
}

/** `2026-W01` (ISO 8601), which 31 December 2025 already belongs to. */
export function weekOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, "0")}`;
}

/** Groups bookings by one dimension. */
export function groupBy(bookings: readonly Booking[], dimension: Dimension): Group[] {
  const groups = new Map<number | string, Group>();
  const { of } = dimensions[dimension];
  for (const one of bookings) {
    const found = of(one);
    const { id, name } = typeof found === "string" ? { id: undefined, name: found } : found;
    const key = id ?? name!;
    const group = groups.get(key) ?? { id, name, duration: 0, entries: 0, share: 0 };
    group.duration += one.seconds;
    group.entries++;
    groups.set(key, group);
  }
  const sorted = [...groups.values()].sort(isInTime(dimension) ? byName : longestFirst);
  return withShares(sorted);
}

function byName(one: Group, other: Group): number {
  return one.name! < other.name! ? -1 : 1;
}

function longestFirst(one: Group, other: Group): number {
  return other.duration - one.duration || (one.name ?? "").localeCompare(other.name ?? "");
}

function withShares(groups: readonly Group[]): Group[] {
  const shares = sharesOf(groups.map((group) => group.duration));
  return groups.map((group, index) => ({ ...group, share: shares[index] }));
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** As many groups as are asked for, and what the others come to: the earlier ones in time, else the shorter. */
export function topOf(groups: readonly Group[], count: number, dimension: Dimension): Group[] {
  if (groups.length <= count) return [...groups];
  const inTime = isInTime(dimension);
  const kept = inTime ? groups.slice(groups.length - count + 1) : groups.slice(0, count - 1);
  const others = inTime ? groups.slice(0, groups.length - kept.length) : groups.slice(kept.length);
  const rest = {
    name: `${others.length} ${inTime ? "earlier" : "others"}`,
    duration: sum(others.map((group) => group.duration)),
    entries: sum(others.map((group) => group.entries)),
    share: Math.round(sum(others.map((group) => group.share)) * 10) / 10,
  };
  return inTime ? [rest, ...kept] : [...kept, rest];
}

export function overviewOf(bookings: readonly Booking[]): Overview {
  const duration = sum(bookings.map((one) => one.seconds));
  const billable = sum(bookings.filter((one) => one.billable).map((one) => one.seconds));
  const days = new Set(bookings.map((one) => `${one.user.id} ${one.date}`)).size;
  return {
    entries: bookings.length,
    duration,
    billable,
    billable_share: sharesOf([billable, duration - billable])[0],
    working_days: days,
    average_day: days === 0 ? 0 : Math.round(duration / days),
  };
}

/** The years, oldest first. */
export function yearsOf(bookings: readonly Booking[]): YearSum[] {
  const byYear = Map.groupBy(bookings, (one) => one.date.slice(0, 4));
  const years = [...byYear].sort(([one], [other]) => one < other ? -1 : 1).map(([year, own]) => {
    const [{ id, name }] = groupBy(own, "projects");
    return { year, ...overviewOf(own), top: { id: id!, name } };
  });
  return years.map((year, index) => ({ ...year, change: changeOf(years[index - 1], year) }));
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
