// No test of its own: statistics/timesheets_test.ts has the sums, tools/timesheet_test.ts the answers.
/** Statistics of a listing as an answer: which groupings a format shows, and how long they may be. */

import { z } from "zod";
import { textLimit } from "../../mcp/result.ts";
import { named } from "./entries.ts";
import { type Expectation, sources } from "./expected_hours.ts";
import { flag } from "./fields.ts";
import { amount } from "./money.ts";
import type { TimesheetTally } from "./statistics/overview.ts";
import {
  type Dimension,
  dimensionNames,
  type Group,
  isInTime,
  topOf,
} from "./statistics/timesheets.ts";
import { expectedSeconds } from "./statistics/work_contract.ts";

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

/** By currency, where Kimai tells what it charges; those of a grouping add up. */
const amounts = z.array(amount).optional();

/** What a group of records comes to. */
export const groupSums = z.object({
  id: z.int().optional(),
  name: z.string().optional(),
  duration: z.int(),
  entries: z.int(),
  share: z.number(),
  amounts,
});
const overview = z.object({
  entries: z.int(),
  duration: z.int(),
  billable: z.int(),
  billable_share: z.number(),
  working_days: z.int(),
  average_day: z.int(),
  amounts,
});

/** Sums of finished entries: seconds, shares in per cent. Each grouping adds up to the total; its last or first row may stand for others. */
export const statistics = overview.extend({
  /** Running entries, which are in no other number. */
  running: z.object({ entries: z.int(), duration: z.int() }).optional(),
  /** What the work contract or else the settings ask for, and what was worked above (or below) it. */
  expected: z.object({
    from: z.string(),
    to: z.string(),
    duration: z.int(),
    difference: z.int(),
    source: z.enum(sources),
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
  /** All records. */
  tally: TimesheetTally;
  format: StatisticsFormat;
  /** Undefined: where the period is longer than a year. */
  byYear?: boolean;
  /** The days asked for, as far as they were. */
  from?: string;
  to?: string;
  today: string;
  /** What is expected of the one person whose records these all are. */
  expected?: Expectation;
  /** What the caller's week begins with. */
  firstWeekday?: 1 | 7;
}

export function statisticsOf(input: StatisticsInput): Statistics {
  const { tally, format } = input;
  const weekday = isIsoWeeks(input) ? 1 : input.firstWeekday;
  const groups = dimensionNames.map((name) => [name, tally.groups(name, weekday)] as const);
  const days = new Map(groups).get("days")!;
  const byYear = input.byYear ?? spanOf(input, days) > 365;
  const total = tally.overview();
  return {
    ...total,
    running: tally.running.entries > 0 ? tally.running : undefined,
    expected: expectedOf(input, days, total.duration),
    groups: groupsOf(groups, format, byYear),
    by_year: byYear ? tally.years() : undefined,
  };
}

/** Whole weeks from a Monday on were asked for as such, whatever the person's own begin with. */
function isIsoWeeks({ from, to }: StatisticsInput): boolean {
  const weekdayOf = (day: string) => Temporal.PlainDate.from(day).dayOfWeek;
  return from !== undefined && to !== undefined && weekdayOf(from) === 1 && weekdayOf(to) === 7;
}

/** Days from the first to the last one asked for, or that there are. */
function spanOf({ from, to }: StatisticsInput, days: readonly Group[]): number {
  const [first, last] = [from ?? days[0]?.name, to ?? days.at(-1)?.name];
  if (first === undefined || last === undefined) return 0;
  return Temporal.PlainDate.from(first).until(last).days + 1;
}

/** The days of the period that have come, against what is expected of them. */
function expectedOf(
  { expected, from, to, today }: StatisticsInput,
  days: readonly Group[],
  worked: number,
): Statistics["expected"] {
  const begin = from ?? days[0]?.name;
  const end = to !== undefined && to < today ? to : today;
  if (!expected || begin === undefined || begin > end) return undefined;
  const { source } = expected;
  const duration = expectedSeconds(expected, begin, end);
  return { from: begin, to: end, duration, difference: worked - duration, source };
}

/** Rows of each grouping at the most. */
const rows: Record<StatisticsFormat, number> = { summary: 5, detailed: 31, json: 400 };

type Grouping = readonly [Dimension, Group[]];

function groupsOf(
  groupings: readonly Grouping[],
  format: StatisticsFormat,
  byYear: boolean,
): Record<string, Group[]> {
  const all = groupings.filter(([name, groups]) =>
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

function cut(all: readonly Grouping[], count: number) {
  const rowsOf = (name: Dimension) => isInTime(name) ? Math.max(count, stretch) : count;
  return Object.fromEntries(all.map(([name, groups]) => [name, topOf(groups, rowsOf(name), name)]));
}

/** Rows of a grouping in time that a summary still shows: three months of weeks, a year of months. */
const stretch = 13;

/** A summary shows one grouping in time, the finest that fits. */
function timeOf(all: readonly Grouping[]): Dimension | undefined {
  const finest = all.find(([name, groups]) =>
    isInTime(name) && name !== "days" && groups.length <= stretch
  );
  return finest?.[0];
}

function isTelling(name: Dimension, groups: readonly Group[], time?: Dimension): boolean {
  if (isInTime(name)) return name === time;
  return groups.length > 1 || name === "projects" || name === "activities";
}
