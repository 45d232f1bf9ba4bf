/**
 * Absences in days: the parts that Kimai takes, and sums by person, type, status and month. Pure: no client.
 * Days are counted in whole hundredths and durations in whole seconds, so every grouping adds up to the total.
 */

import { wallClock } from "../dates.ts";
import { type Absence, displayName } from "../records.ts";
import type { Item } from "./bookings.ts";
import { sharesOf } from "./timesheets.ts";

/** Seconds of a working day, which hours off are measured against where nobody says what a day's are. */
const usualWorkday = 8 * 3600;

/** Types that are taken by the hour as well; all others come in whole and half days. */
const hourly = new Set(["time_off", "other"]);

/** An absence as far as sums need it. */
export interface Leave {
  id: number;
  person: Item;
  type: string;
  status: string;
  /** First and last day, `YYYY-MM-DD`; Kimai keeps a record for each day, and ranges where it keeps them. */
  first: string;
  last: string;
  half: boolean;
  /** Seconds, as Kimai has them; 0 where it has none. */
  seconds: number;
  comment?: string;
  /** Seconds of the person's working day, where they are known. */
  workday?: number;
}

/** What a leave comes to on one of its days. */
export interface LeaveDay {
  leave: Leave;
  /** `YYYY-MM-DD` */
  date: string;
  /** Of a day. */
  hundredths: number;
  seconds: number;
  /** The first day of its leave that counts: entries are counted there, each once. */
  opens: boolean;
}

/** Days from one to another, both included. */
export interface DayRange {
  begin?: Temporal.PlainDate;
  end?: Temporal.PlainDate;
}

/** Days of an absence at the most, both ends counted: what Kimai's plugin takes at once. */
const partDays = 30;

/** One request's worth of days, both ends included. */
export interface Part {
  begin: Temporal.PlainDate;
  end: Temporal.PlainDate;
}

/** Days in parts that Kimai takes: at most 30, and none beyond 31 December (K-30). */
export function split(begin: Temporal.PlainDate, end: Temporal.PlainDate): Part[] {
  const parts: Part[] = [];
  const compare = Temporal.PlainDate.compare;
  for (let from = begin; compare(from, end) <= 0; from = parts.at(-1)!.end.add({ days: 1 })) {
    const limits = [from.with({ month: 12, day: 31 }), from.add({ days: partDays - 1 }), end];
    parts.push({ begin: from, end: limits.sort(compare)[0] });
  }
  return parts;
}

/** Reads a record; whose it is, where Kimai's answer does not say so. */
export function leaveOf(record: Absence, owner: Item): Leave {
  const { user } = record;
  const first = wallClock(record.date).date;
  const last = record.endDate ? wallClock(record.endDate).date : first;
  return {
    id: record.id,
    person: typeof user === "object" && user ? { id: user.id, name: displayName(user) } : owner,
    type: record.type,
    status: record.status ?? "new",
    first,
    last: last < first ? first : last,
    half: record.halfDay === true,
    seconds: record.duration ?? 0,
    comment: record.comment || undefined,
  };
}

/** Every day of a leave, `YYYY-MM-DD`. */
function datesOf({ first, last }: Leave): string[] {
  const begin = Temporal.PlainDate.from(first);
  const length = begin.until(last).days + 1;
  return Array.from({ length }, (_, index) => begin.add({ days: index }).toString());
}

/**
 * Hundredths of a day: half days as half, hours off against the working day; of a range its duration decides,
 * because only that tells which of its days are working days.
 */
export function hundredthsOf(leave: Leave): number {
  const whole = datesOf(leave).length * (leave.half ? 50 : 100);
  const counts = leave.seconds > 0 && (leave.first !== leave.last || hourly.has(leave.type));
  const { workday = usualWorkday } = leave;
  return counts ? Math.min(whole, Math.round(leave.seconds / workday * 100)) : whole;
}

/** The days of leaves that lie in a period, each with its part of days and seconds. */
export function leaveDays(leaves: readonly Leave[], { begin, end }: DayRange = {}): LeaveDay[] {
  const [from, to] = [begin?.toString() ?? "", end?.toString() ?? "9999"];
  return leaves.flatMap((leave) =>
    spread(leave)
      .filter(({ date }) => date >= from && date <= to)
      .map((day, index) => ({ ...day, leave, opens: index === 0 }))
  );
}

/** A leave over its days: over Monday to Friday where its length fits there, else over all of them. */
function spread(leave: Leave): Pick<LeaveDay, "date" | "hundredths" | "seconds">[] {
  const all = datesOf(leave);
  const working = all.filter((date) => Temporal.PlainDate.from(date).dayOfWeek <= 5);
  const total = hundredthsOf(leave);
  const fits = working.length > 0 && total <= working.length * (leave.half ? 50 : 100);
  const dates = fits ? working : all;
  const part = (of: number, index: number) =>
    Math.round(of * (index + 1) / dates.length) - Math.round(of * index / dates.length);
  return dates.map((date, index) => ({
    date,
    hundredths: part(total, index),
    seconds: part(leave.seconds, index),
  }));
}

/** What some days come to. */
export interface Sums {
  /** Days, with two decimals. */
  days: number;
  /** Seconds. */
  duration: number;
  /** Records that begin among them. */
  entries: number;
}

export function sumsOf(days: readonly LeaveDay[]): Sums {
  return {
    days: sum(days, (one) => one.hundredths) / 100,
    duration: sum(days, (one) => one.seconds),
    entries: days.filter((one) => one.opens).length,
  };
}

function sum(days: readonly LeaveDay[], value: (one: LeaveDay) => number): number {
  return days.reduce((total, one) => total + value(one), 0);
}

/** What leaves can be grouped by. */
const dimensions = {
  type: ({ leave }: LeaveDay): Partial<Item> => ({ name: leave.type }),
  user: ({ leave }: LeaveDay): Partial<Item> => leave.person,
  month: ({ date }: LeaveDay): Partial<Item> => ({ name: date.slice(0, 7) }),
  status: ({ leave }: LeaveDay): Partial<Item> => ({ name: leave.status }),
};
export type Dimension = keyof typeof dimensions;

/** A group: a person has an id, a type, month or status a name alone. */
export interface Group extends Sums {
  id?: number;
  name?: string;
  /** How many people. */
  people: number;
  /** Per cent of the days, one decimal; the shares of a grouping add up to 100. */
  share: number;
}

/** Groups days by one dimension: months in order of time, all others the longest first. */
export function groupLeaves(days: readonly LeaveDay[], dimension: Dimension): Group[] {
  const of = dimensions[dimension];
  const groups = Map.groupBy(days, (one) => of(one).id ?? of(one).name);
  const sums = [...groups.values()].map((own) => ({
    ...of(own[0]),
    ...sumsOf(own),
    people: peopleIn(own),
  })).sort(dimension === "month" ? byName : longestFirst);
  const shares = sharesOf(sums.map((group) => group.days));
  return sums.map((group, index) => ({ ...group, share: shares[index] }));
}

type Unshared = Omit<Group, "share">;

function byName(one: Unshared, other: Unshared): number {
  return (one.name ?? "") < (other.name ?? "") ? -1 : 1;
}

function longestFirst(one: Unshared, other: Unshared): number {
  return other.days - one.days || byName(one, other);
}

function peopleIn(days: readonly LeaveDay[]): number {
  return new Set(days.map(({ leave }) => leave.person.id)).size;
}

/** As many groups as are asked for; a last one stands for the others, so that the sum stays. */
export function topGroups(groups: readonly Group[], count: number): Group[] {
  if (groups.length <= count) return [...groups];
  const others = groups.slice(count - 1);
  const total = (value: (one: Group) => number) => others.reduce((all, one) => all + value(one), 0);
  return [...groups.slice(0, count - 1), {
    name: `${others.length} others`,
    days: Math.round(total((one) => one.days) * 100) / 100,
    duration: total((one) => one.duration),
    entries: total((one) => one.entries),
    people: total((one) => one.people),
    share: Math.round(total((one) => one.share) * 10) / 10,
  }];
}

/** What everything comes to. */
export interface Overview extends Sums {
  people: number;
  /** Days for each person with an absence, two decimals. */
  average_days: number;
}

export function overviewOf(days: readonly LeaveDay[]): Overview {
  const sums = sumsOf(days);
  const people = peopleIn(days);
  const average = people === 0 ? 0 : Math.round(sums.days * 100 / people) / 100;
  return { ...sums, people, average_days: average };
}
