// No test of its own: tools/timesheet_test.ts and tools/analyze_project_team_test.ts read every line of it.
/** Statistics for reading: totals, years, and a line for each group. */

import { hours } from "./dates.ts";
import { nameWithId } from "./directory.ts";
import { moneyText } from "./money.ts";
import type { Overview, YearSum } from "./statistics/overview.ts";
import type { Dimension, Group } from "./statistics/timesheets.ts";
import type { Statistics, StatisticsFormat } from "./timesheet_statistics.ts";
import { dayNameIn, type Language, percentText, type Wording, wordings } from "./wording.ts";

/** The statistics for reading, or as JSON for programs. */
export function statisticsText(
  result: Statistics,
  format: StatisticsFormat,
  language: Language,
): string {
  if (format === "json") return JSON.stringify(result);
  const { groups, by_year } = result;
  const words = wordings[language];
  const whose = (groups.users?.length ?? 0) > 1 ? words.ofAllPeople : "";
  return [
    `${words.total} ${totalText(result, words)}`,
    `${words.workingDays}${whose}: ${paceText(result, words)}`,
    runningText(result, words),
    expectedText(result, language),
    ...by_year ? [`\n${words.byYear}`, ...by_year.map(yearLineIn(words))] : [],
    ...Object.entries(groups).flatMap(([name, list]) => [
      `\n${titleOf(name as Dimension, list, words)}`,
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

/** Weeks from Sunday on have no number. */
function titleOf(name: Dimension, groups: readonly Group[], words: Wording): string {
  const isOwn = name === "weeks" && groups.some((one) => one.name?.includes("/"));
  return isOwn ? words.ownWeeks : words[titles[name]];
}

function runningText({ running }: Statistics, words: Wording): string | undefined {
  return running && words.running(words.entries(running.entries), hours(running.duration));
}

function expectedText({ expected }: Statistics, language: Language): string | undefined {
  if (!expected) return undefined;
  const words = wordings[language];
  const [from, to] = [expected.from, expected.to].map((day) => dayNameIn(language, day));
  const what = expected.source === "contract" ? words.contract : words.setting;
  return `${what} ${from} - ${to}: ${hours(expected.duration)} h, ${
    words.worked(signed(expected.difference))
  }`;
}

/** `12:30 h in 9 entries, billable 10:00 h (80 %)` */
export function totalText(
  { duration, entries, billable, billable_share, amounts }: Omit<
    Overview,
    "working_days" | "average_day"
  >,
  words: Wording,
): string {
  return `${hours(duration)} h ${words.in} ${words.entries(entries)}, ${words.billable} ${
    hours(billable)
  } h (${percentText(billable_share, words)})${moneyText(amounts, words)}`;
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
  const part = share === undefined ? "" : `, ${share < 0 ? "" : "+"}${percentText(share, words)}`;
  return `${signed(duration)} h${part}, ${words.days(plus(working_days))}`;
}

/** `Website (1): 12:30 h, 62.5 %, 9 entries` */
export function groupLine(
  { id, name, duration, entries, share, amounts }: Group,
  of: Dimension,
  language: Language,
): string {
  const words = wordings[language];
  const title = id !== undefined ? nameWithId({ id, name }) : groupNameIn(language, of, name!);
  const [part, count] = [percentText(share, words), words.entries(entries)];
  return `- ${title}: ${hours(duration)} h, ${part}, ${count}${moneyText(amounts, words)}`;
}

/** The English name of a group that has no id, in a language. */
function groupNameIn(language: Language, of: Dimension, name: string): string {
  const words = wordings[language];
  const [, count, rest] = /^(\d+) (others|earlier)$/.exec(name) ?? [];
  if (count) return rest === "others" ? words.otherGroups(count) : words.earlier(count);
  if (of === "days") return dayNameIn(language, name);
  if (of === "weeks") {
    return name.split("/").map((day) => day.length === 10 ? dayNameIn(language, day) : day)
      .join(" - ");
  }
  if (of === "activities") return words.without.activity;
  if (of === "customers") return words.without.customer;
  return of === "tags" && name === "untagged" ? words.without.tag : name;
}

function signed(seconds: number): string {
  return seconds < 0 ? hours(seconds) : `+${hours(seconds)}`;
}
