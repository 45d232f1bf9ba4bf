// No test of its own: tools/timesheet_test.ts and tools/analyze_project_team_test.ts read every line of it.
/** Statistics for reading: totals, years, and a line for each group. */

import { hours } from "./dates.ts";
import { nameWithId } from "./directory.ts";
import type { Dimension, Group, Overview, YearSum } from "./statistics/timesheets.ts";
import type { Statistics, StatisticsFormat } from "./timesheet_statistics.ts";
import { dayNameIn, type Language, type Wording, wordings } from "./wording.ts";

/** The statistics for reading, or as JSON for programs. */
export function statisticsText(
  result: Statistics,
  format: StatisticsFormat,
  language: Language = "en",
): string {
  if (format === "json") return JSON.stringify(result);
  const { groups, by_year } = result;
  const words = wordings[language];
  const whose = (groups.users?.length ?? 0) > 1 ? words.ofAllPeople : "";
  return [
    `${words.total} ${totalText(result, words)}`,
    `${words.workingDays}${whose}: ${paceText(result, words)}`,
    runningText(result, words),
    contractText(result, language),
    ...by_year ? [`\n${words.byYear}`, ...by_year.map(yearLineIn(words))] : [],
    ...Object.entries(groups).flatMap(([name, list]) => [
      `\n${words[titles[name as Dimension]]}`,
      ...list.map((one) => groupLine(one, name as Dimension, language)),
    ]),
  ].filter((line) => line !== undefined).join("\n");
}

/** Each grouping's title among our words. */
const titles = {
  projects: "projects",
  activities: "activities",
  customers: "customers",
  users: "people",
  tags: "tags",
  days: "eachDay",
  weeks: "weeks",
  months: "months",
  years: "years",
} as const satisfies Record<Dimension, keyof Wording>;

function runningText({ running }: Statistics, words: Wording): string | undefined {
  return running && words.running(words.entries(running.entries), hours(running.duration));
}

function contractText({ expected }: Statistics, language: Language): string | undefined {
  if (!expected) return undefined;
  const words = wordings[language];
  const [from, to] = [expected.from, expected.to].map((day) => dayNameIn(language, day));
  return `${words.contract} ${from} - ${to}: ${hours(expected.duration)} h, ${
    words.worked(signed(expected.difference))
  }`;
}

/** `12:30 h in 9 entries, billable 10:00 h (80 %)` */
export function totalText(
  { duration, entries, billable, billable_share }: Omit<Overview, "working_days" | "average_day">,
  words: Wording = wordings.en,
): string {
  return `${hours(duration)} h ${words.in} ${words.entries(entries)}, ${words.billable} ${
    hours(billable)
  } h (${billable_share} %)`;
}

/** `5, 2:30 h a day` */
function paceText({ working_days, average_day }: Overview, words: Wording): string {
  return `${working_days}, ${hours(average_day)} h ${words.aDay}`;
}

function yearLineIn(words: Wording) {
  return (sums: YearSum, index: number, all: readonly YearSum[]): string => {
    const { year, change, top } = sums;
    const mostly = top ? `, ${words.mostly} ${nameWithId(top)}` : "";
    const compared = change
      ? `; ${changeText(change, words)} ${words.against} ${all[index - 1].year}`
      : "";
    const pace = `${words.workingDays.replace(/^W/, "w")} ${paceText(sums, words)}`;
    return `- ${year}: ${totalText(sums, words)}, ${pace}${mostly}${compared}`;
  };
}

function changeText(
  { duration, share, working_days }: NonNullable<YearSum["change"]>,
  words: Wording,
): string {
  const plus = (value: number) => value < 0 ? `${value}` : `+${value}`;
  const percent = share === undefined ? "" : `, ${plus(share)} %`;
  return `${signed(duration)} h${percent}, ${words.days(plus(working_days))}`;
}

/** `Website (1): 12:30 h, 62.5 %, 9 entries` */
export function groupLine(
  { id, name, duration, entries, share }: Group,
  of?: Dimension,
  language: Language = "en",
): string {
  const title = id !== undefined
    ? nameWithId({ id, name })
    : of === "days" && /^\d{4}-/.test(name!)
    ? dayNameIn(language, name!)
    : name;
  return `- ${title}: ${hours(duration)} h, ${share} %, ${wordings[language].entries(entries)}`;
}

function signed(seconds: number): string {
  return seconds < 0 ? hours(seconds) : `+${hours(seconds)}`;
}
