// No test of its own: statistics/timesheets_test.ts has the sums, tools/timesheet_test.ts the answers.
/** Statistics of a listing as an answer: which groupings a format shows, and how long they may be. */

import { z } from "zod";
import { textLimit } from "../../mcp/result.ts";
import { named } from "./entries.ts";
import { flag } from "./fields.ts";
import type { Timesheet } from "./records.ts";
import {
  type Booking,
  bookingsOf,
  type Dimension,
  dimensionNames,
  type Group,
  groupBy,
  isInTime,
  overviewOf,
  topOf,
  yearsOf,
} from "./statistics/timesheets.ts";
import { type Contract, expectedSeconds } from "./statistics/work_contract.ts";

/** The parameters of a listing that ask for statistics. */
export const statisticsFields = {
  calculate_stats: flag("sums by project, activity, person, time ...").optional(),
  stats_format: z.enum(["summary", "detailed", "json"]).optional()
    .describe("summary: top groups, no entries; detailed: all, with entries"),
  breakdown_by_year: flag("default above 365 days").optional(),
};
export interface StatisticsFilters {
  calculate_stats?: boolean;
  stats_format?: "summary" | "detailed" | "json";
  breakdown_by_year?: boolean;
}
export type StatisticsFormat = NonNullable<StatisticsFilters["stats_format"]>;

/** The format that is asked for, if any; who names a format or a breakdown wants statistics. */
export function formatOf(
  { calculate_stats, stats_format, breakdown_by_year }: StatisticsFilters,
): StatisticsFormat | undefined {
  const wanted = calculate_stats ?? (stats_format !== undefined || breakdown_by_year === true);
  return wanted ? stats_format ?? "summary" : undefined;
}

/** What a group of records comes to. */
export const groupSums = z.object({
  id: z.int().optional(),
  name: z.string().optional(),
  duration: z.int(),
  entries: z.int(),
  share: z.number(),
});
const overview = z.object({
  entries: z.int(),
  duration: z.int(),
  billable: z.int(),
  billable_share: z.number(),
  working_days: z.int(),
  average_day: z.int(),
});

/** Sums of finished entries: seconds, shares in per cent. Each grouping adds up to the total; its last or first row may stand for others. */
export const statistics = overview.extend({
  /** Running entries, which are in no other number. */
  running: z.object({ entries: z.int(), duration: z.int() }).optional(),
  /** What the work contract asks for, and what was worked above (or below) it. */
  expected: z.object({
    from: z.string(),
    to: z.string(),
    duration: z.int(),
    difference: z.int(),
  }).optional(),
  groups: z.record(z.string(), z.array(groupSums)),
  by_year: z.array(overview.extend({
    year: z.string(),
    top: named.optional(),
    change: z.object({
      duration: z.int(),
      share: z.number().optional(),
      working_days: z.int(),
    }).optional(),
  })).optional(),
});
export type Statistics = z.infer<typeof statistics>;

/** What statistics are made of. */
export interface StatisticsInput {
  /** Expanded records. */
  records: readonly Timesheet[];
  now: Temporal.Instant;
  format: StatisticsFormat;
  /** Undefined: where the period is longer than a year. */
  byYear?: boolean;
  /** The days asked for, as far as they were. */
  from?: string;
  to?: string;
  today: string;
  /** The work contract of the one person whose records these all are. */
  contract?: Contract;
}

export function statisticsOf(input: StatisticsInput): Statistics {
  const all = bookingsOf(input.records, input.now);
  const finished = all.filter((one) => !one.running);
  const running = all.filter((one) => one.running);
  const byYear = input.byYear ?? spanOf(input, finished) > 365;
  const total = overviewOf(finished);
  return {
    ...total,
    running: running.length > 0
      ? { entries: running.length, duration: overviewOf(running).duration }
      : undefined,
    expected: expectedOf(input, finished, total.duration),
    groups: groupsOf(finished, input.format, byYear),
    by_year: byYear ? yearsOf(finished) : undefined,
  };
}

/** Days from the first to the last one asked for, or that there are. */
function spanOf({ from, to }: StatisticsInput, bookings: readonly Booking[]): number {
  const days = bookings.map((one) => one.date).sort();
  const [first, last] = [from ?? days[0], to ?? days.at(-1)];
  if (first === undefined || last === undefined) return 0;
  return Temporal.PlainDate.from(first).until(last).days + 1;
}

/** The days of the period that have come, against the contract. */
function expectedOf(
  { contract, from, to, today }: StatisticsInput,
  bookings: readonly Booking[],
  worked: number,
): Statistics["expected"] {
  const begin = from ?? bookings.map((one) => one.date).sort()[0];
  const end = to !== undefined && to < today ? to : today;
  if (!contract || begin === undefined || begin > end) return undefined;
  const duration = expectedSeconds(contract, begin, end);
  return { from: begin, to: end, duration, difference: worked - duration };
}

/** Rows of each grouping at the most. */
const rows: Record<StatisticsFormat, number> = { summary: 5, detailed: 31, json: 400 };

function groupsOf(
  bookings: readonly Booking[],
  format: StatisticsFormat,
  byYear: boolean,
): Record<string, Group[]> {
  const all = dimensionNames.map((name) => [name, groupBy(bookings, name)] as const)
    .filter(([name, groups]) =>
      groups.length > 0 && (name !== "tags" || groups.some((one) => one.name !== "untagged"))
    );
  if (format === "summary") {
    const time = byYear ? undefined : timeOf(all);
    return cut(all.filter(([name, groups]) => isTelling(name, groups, time)), rows.summary);
  }
  let count = rows[format];
  while (count > rows.summary && JSON.stringify(cut(all, count)).length > textLimit * 0.8) {
    count = Math.ceil(count / 2);
  }
  return cut(all, count);
}

function cut(all: readonly (readonly [Dimension, Group[]])[], count: number) {
  const rowsOf = (name: Dimension) => isInTime(name) ? Math.max(count, stretch) : count;
  return Object.fromEntries(all.map(([name, groups]) => [name, topOf(groups, rowsOf(name), name)]));
}

/** Rows of a grouping in time that a summary still shows: three months of weeks, a year of months. */
const stretch = 13;

/** A summary shows one grouping in time, the finest that fits. */
function timeOf(all: readonly (readonly [Dimension, Group[]])[]): Dimension | undefined {
  const finest = all.find(([name, groups]) =>
    isInTime(name) && name !== "days" && groups.length <= stretch
  );
  return finest?.[0];
}

function isTelling(name: Dimension, groups: readonly Group[], time?: Dimension): boolean {
  if (isInTime(name)) return name === time;
  return groups.length > 1 || name === "projects" || name === "activities";
}
