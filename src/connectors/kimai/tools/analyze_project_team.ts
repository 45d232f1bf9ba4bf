/** Who worked how long on a project, and on what. */

import { z } from "zod";
import { nameWithId } from "../directory.ts";
import { named, namedProject } from "../entries.ts";
import { flag, moment } from "../fields.ts";
import { type Analysis, analyzeProject } from "../project_analysis.ts";
import { ref } from "../refs.ts";
import { action, tool } from "../session.ts";
import { groupLine, totalText } from "../statistics_text.ts";
import { groupSums } from "../timesheet_statistics.ts";

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
  people: z.array(groupSums.extend({ activities: z.array(groupSums).optional() })),
  activities: z.array(groupSums),
  idle: z.array(named).optional(),
  notes: z.array(z.string()).optional(),
});

/** `ACME / Website (1)` */
function projectTitle({ project }: Analysis): string {
  return (project.customer ? `${project.customer} / ` : "") + nameWithId(project);
}

function header(found: Analysis): string {
  const where = `${projectTitle(found)}, ${found.of} (${found.period}, ${found.zone})`;
  if (found.entries === 0) return `No timesheets found for project ${where}`;
  return `Project ${where}: ${totalText(found)}`;
}

function analysisText(found: Analysis): string {
  return [
    header(found),
    ...(found.notes ?? []).map((note) => `Note: ${note}`),
    ...found.entries === 0 ? [] : [
      "\nPeople",
      ...found.people.flatMap((person) => [
        groupLine(person),
        ...(person.activities ?? []).map((one) => `  ${groupLine(one)}`),
      ]),
      "\nActivities",
      ...found.activities.map((one) => groupLine(one)),
    ],
    found.idle && `\nMembers without entries: ${found.idle.map(nameWithId).join(", ")}`,
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
      text: analysisText,
    }),
  },
});
