// No test of its own: tools/timesheet_test.ts and tools/analyze_project_team_test.ts read every line of it.
/** Statistics for reading: totals, years, and a line for each group. */

import { dayName, hours } from "./dates.ts";
import { nameWithId } from "./directory.ts";
import type { Dimension, Group, Overview, YearSum } from "./statistics/timesheets.ts";
import type { Statistics, StatisticsFormat } from "./timesheet_statistics.ts";

/** The statistics for reading, or as JSON for programs. */
export function statisticsText(result: Statistics, format: StatisticsFormat): string {
  if (format === "json") return JSON.stringify(result);
  const { running, expected, groups, by_year } = result;
  const whose = (groups.users?.length ?? 0) > 1 ? " of all people" : "";
  return [
    `Total ${totalText(result)}`,
    `Working days${whose}: ${paceText(result)}`,
    running &&
    `Running: ${count(running.entries)} for ${hours(running.duration)} h, in no other number here`,
    expected &&
    `Work contract ${dayName(expected.from)} - ${dayName(expected.to)}: ${
      hours(expected.duration)
    } h, worked ${signed(expected.difference)} h (holidays and absences not taken off)`,
    ...by_year ? ["\nYear by year", ...by_year.map(yearLine)] : [],
    ...Object.entries(groups).flatMap(([name, list]) => [
      `\n${titles[name as Dimension]}`,
      ...list.map((one) => groupLine(one, name as Dimension)),
    ]),
  ].filter((line) => line !== undefined).join("\n");
}

const titles: Record<Dimension, string> = {
  projects: "Projects",
  activities: "Activities",
  customers: "Customers",
  users: "People",
  tags: "Tags (all tags of an entry together)",
  days: "Days",
  weeks: "ISO weeks",
  months: "Months",
  years: "Years",
};

/** `12:30 h in 9 entries, billable 10:00 h (80 %)` */
export function totalText(
  { duration, entries, billable, billable_share }: Omit<Overview, "working_days" | "average_day">,
): string {
  return `${hours(duration)} h in ${count(entries)}, billable ${
    hours(billable)
  } h (${billable_share} %)`;
}

/** `5, 2:30 h a day` */
function paceText({ working_days, average_day }: Overview): string {
  return `${working_days}, ${hours(average_day)} h a day`;
}

function yearLine(sums: YearSum, index: number, all: readonly YearSum[]): string {
  const { year, change, top } = sums;
  const mostly = top ? `, mostly ${nameWithId(top)}` : "";
  const compared = change ? `; ${changeText(change)} against ${all[index - 1].year}` : "";
  return `- ${year}: ${totalText(sums)}, working days ${paceText(sums)}${mostly}${compared}`;
}

function changeText({ duration, share, working_days }: NonNullable<YearSum["change"]>): string {
  const plus = (value: number) => value < 0 ? `${value}` : `+${value}`;
  const percent = share === undefined ? "" : `, ${plus(share)} %`;
  return `${signed(duration)} h${percent}, ${plus(working_days)} working days`;
}

/** `Website (1): 12:30 h, 62.5 %, 9 entries` */
export function groupLine({ id, name, duration, entries, share }: Group, of?: Dimension): string {
  const title = id !== undefined
    ? nameWithId({ id, name })
    : of === "days" && /^\d{4}-/.test(name!)
    ? dayName(name!)
    : name;
  return `- ${title}: ${hours(duration)} h, ${share} %, ${count(entries)}`;
}

function count(entries: number): string {
  return entries === 1 ? "1 entry" : `${entries} entries`;
}

function signed(seconds: number): string {
  return seconds < 0 ? hours(seconds) : `+${hours(seconds)}`;
}
