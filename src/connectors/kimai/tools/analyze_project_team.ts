/** Who worked how long on a project, and on what. */

import { z } from "zod";
import { nameWithId } from "../directory.ts";
import { named, namedProject } from "../entries.ts";
import { flag, moment } from "../fields.ts";
import { amount } from "../money.ts";
import { type Analysis, analyzeProject } from "../project_analysis.ts";
import { ref } from "../refs.ts";
import { action, tool } from "../session.ts";
import type { Dimension, Group } from "../statistics/timesheets.ts";
import { groupLine, totalText } from "../statistics_text.ts";
import { groupSums } from "../timesheet_statistics.ts";
import { type Language, periodIn, whoseIn, wordings } from "../wording.ts";

/** Durations in seconds, shares in per cent; people and activities each add up to the total. */
const analysis = z.object({
  project: namedProject,
  of: z.string(),
  period: z.string(),
  zone: z.string(),
  entries: z.int(),
  duration: z.int(),
  billable: z.int(),
  billable_share: z.number(),
  amounts: z.array(amount).optional(),
  people: z.array(groupSums.extend({ activities: z.array(groupSums).optional() })),
  activities: z.array(groupSums),
  idle: z.array(named).optional(),
  notes: z.array(z.string()).optional(),
});

/** `ACME / Website (1)` */
function projectTitle({ project }: Analysis): string {
  return (project.customer ? `${project.customer} / ` : "") + nameWithId(project);
}

function header(found: Analysis, language: Language): string {
  const words = wordings[language];
  const when = `${periodIn(language, found.period)}, ${found.zone}`;
  const where = `${projectTitle(found)}, ${whoseIn(language, found.of)} (${when})`;
  if (found.entries === 0) return words.nothingFor(where);
  return `${words.project} ${where}: ${totalText(found, words)}`;
}

function analysisText(found: Analysis, language: Language): string {
  const words = wordings[language];
  const line = (one: Group, of: Dimension) => groupLine(one, of, language);
  return [
    header(found, language),
    ...(found.notes ?? []).map((note) => `${words.note}: ${note}`),
    ...found.entries === 0 ? [] : [
      `\n${words.people}`,
      ...found.people.flatMap((person) => [
        line(person, "users"),
        ...(person.activities ?? []).map((one) => `  ${line(one, "activities")}`),
      ]),
      `\n${words.activities}`,
      ...found.activities.map((one) => line(one, "activities")),
    ],
    found.idle && `\n${words.idle}: ${found.idle.map(nameWithId).join(", ")}`,
  ].filter((line) => line !== undefined).join("\n");
}

export const analyzeProjectTeam = tool({
  name: "analyze_project_team",
  title: "Project analysis",
  description: "Who worked how long on a Kimai project in a period, and on which activities.",
  actions: {
    analyze: action({
      summary: "sums by person and activity",
      effect: "read",
      input: z.object({
        project_name: ref("project"),
        begin: moment("first day or time"),
        end: moment("last day or time, inclusive"),
        user_scope: z.enum(["self", "all", "specific", "team"]).optional()
          .describe("default all you may see; specific = `user`, team = members of `team`"),
        user: ref("user").optional(),
        team: ref("team").optional(),
        include_details: flag("each person's activities, default true").default(true),
      }),
      output: analysis,
      run: (input, session) => analyzeProject(input, session),
      text: async (found, session) => analysisText(found, await session.language()),
    }),
  },
});
