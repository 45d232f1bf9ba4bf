// No test of its own: tools/team_access_test.ts and tests/contract/german_test.ts read all of them.
/** The words of answers about teams. */

import type { Words } from "./wording.ts";

const english = {
  /** Whom a record without any team is open to (API.md 6.1). */
  openTo: {
    customer: "to everybody",
    project: "to all who see its customer",
    activity: "to all who see its project, a global one to everybody",
  },
  closed: (target: string, to: string) =>
    `Before, the ${target} was open ${to}; now only this team and roles with view_all_data see it`,
  open: (target: string, to: string) => `No team is left, so the ${target} is open ${to} now`,
  membersNow: "members now",
  team: "team",
};
export const teamWords: Words<typeof english> = {
  en: english,
  de: {
    openTo: {
      customer: "für alle",
      project: "für alle, die den Kunden sehen",
      activity: "für alle, die das Projekt sehen, wenn sie global ist für jeden",
    },
    closed: (target, to) =>
      `${target}: bisher offen ${to}, jetzt nur noch für dieses Team und Rollen mit view_all_data`,
    open: (target, to) => `${target}: kein Team mehr, darum jetzt offen ${to}`,
    membersNow: "Mitglieder jetzt",
    team: "Team",
  },
};
