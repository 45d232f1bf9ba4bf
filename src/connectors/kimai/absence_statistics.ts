// No test of its own: statistics/absences_test.ts has the sums, tools/absence_test.ts the answers.
/** The statistics of absences: grouped by type, user or month, by status, and who was away most. */

import { z } from "zod";
import { about, headOf, noteLines, stateIn, sums, sumText, titleOf } from "./absence_answers.ts";
import { labelOf } from "./absence_plugin.ts";
import { type Asked, readAbsences } from "./absence_reading.ts";
import { absenceWords } from "./absence_words.ts";
import { nameWithId } from "./directory.ts";
import type { KimaiSession } from "./session.ts";
import { groupLeaves, leaveDays, overviewOf, topGroups } from "./statistics/absences.ts";
import { decimalText, type Language, percentText, wordings } from "./wording.ts";

const group = z.object({
  id: z.int().optional(),
  name: z.string().optional(),
  label: z.string().optional(),
  ...sums,
  people: z.int(),
  share: z.number(),
});
type Group = z.infer<typeof group>;

const ranked = group.extend({
  types: z.array(group.pick({ name: true, label: true, days: true })),
});

/** Days and hours of the period; each grouping adds up to the total, its last row may stand for others. */
export const statistics = z.object({
  ...about,
  people: z.int(),
  average_days: z.number(),
  group_by: z.enum(["type", "user", "month"]),
  groups: z.array(group),
  statuses: z.array(group),
  /** Those with the most days. */
  top: z.array(ranked),
  months: z.array(group).optional(),
});
type Statistics = z.infer<typeof statistics>;

/** Rows of a grouping at the most. */
const mostRows = 150;

/** Reads, and sums up by `group_by`, by status, and for those with the most days. */
export async function statisticsOf(
  asked: Asked,
  group_by: "type" | "user" | "month",
  byMonth: boolean,
  session: KimaiSession,
): Promise<Statistics> {
  const read = await readAbsences(asked, "all", session);
  const days = leaveDays(read.leaves, asked);
  const language = await session.language();
  const labelled = <T extends { name?: string }>(one: T) => ({
    ...one,
    label: labelOf(one.name ?? "", language),
  });
  const byUser = groupLeaves(days, "user");
  const groups = group_by === "user" ? byUser : groupLeaves(days, group_by);
  return {
    ...headOf(read, asked),
    ...overviewOf(days),
    group_by,
    groups: topGroups(group_by === "type" ? groups.map(labelled) : groups, mostRows),
    statuses: groupLeaves(days, "status"),
    top: byUser.slice(0, 5).map((person) => {
      const own = days.filter(({ leave }) => leave.person.id === person.id);
      const types = groupLeaves(own, "type").map(({ name, days }) => labelled({ name, days }));
      return { ...person, types };
    }),
    months: byMonth ? groupLeaves(days, "month") : undefined,
  };
}

const titles = { type: "byType", user: "byUser", month: "byMonth" } as const;

/** The statistics for reading. */
export function statisticsText(result: Statistics, language: Language): string {
  const { entries, people, average_days, group_by, groups, statuses, top } = result;
  const words = absenceWords[language];
  const title = titleOf(result, language);
  const notes = noteLines(result, language);
  if (entries === 0) return [words.none(title), ...notes].join("\n");
  const each = `${words.people(people)}, ${words.days(average_days)} ${words.each}`;
  const lines = (groups: readonly Group[]) => groups.map((one) => groupLine(one, language));
  const states = statuses.map((one) => ({ ...one, label: stateIn(language, one.name ?? "") }));
  return [
    `${words.statistics(title)}: ${sumText(result, language)}, ${each}`,
    ...notes,
    `\n${words[titles[group_by]]}`,
    ...lines(groups),
    `\n${words.byStatus}`,
    ...lines(states),
    ...(group_by === "user"
      ? []
      : [`\n${words.mostDays}`, ...top.map((one) => rankedLine(one, language))]),
    ...(result.months && group_by !== "month"
      ? [`\n${words.byMonth}`, ...lines(result.months)]
      : []),
  ].join("\n");
}

/** `- Urlaub: 10 days, 80:00 h in 10 entries, 80 %, 2 people` */
function groupLine(one: Group, language: Language): string {
  const words = absenceWords[language];
  const named = (one.name ?? "").replace(/^(\d+) others$/, (_, count) => words.others(count));
  const title = one.label ?? (one.id === undefined ? named : nameWithId({ ...one, id: one.id }));
  const people = one.id === undefined && one.people > 1 ? `, ${words.people(one.people)}` : "";
  return `- ${title}: ${sumText(one, language)}, ${
    percentText(one.share, wordings[language])
  }${people}`;
}

function rankedLine(one: z.infer<typeof ranked>, language: Language): string {
  const types = one.types.map(({ label, days }) =>
    `${label} ${decimalText(days, wordings[language])}`
  ).join(", ");
  return `${groupLine(one, language)} (${types})`;
}
