// No test of its own: tools/absence_test.ts meets a Kimai without the plugin and refusals of every kind.
/** The plugin for work contracts (API.md 7.1): whether it is there, its types of absence, and what its refusals mean. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { absenceLabels } from "./compat.ts";
import type { KimaiSession } from "./session.ts";
import type { Language } from "./wording.ts";

/** The types that Kimai has without being asked, in the reference's order. */
export const knownTypes = Object.keys(absenceLabels.en) as [string, ...string[]];

/** `Urlaub` where the reader's language is German, else `Holiday`; a type that is not known as it is. */
export function labelOf(type: string, language: Language): string {
  return absenceLabels[language][type] ?? type;
}

const missingPlugin =
  "This Kimai has no absences and no public holidays: they come with its plugin for work contracts (WorkContractBundle), which is not installed; booking time, teams and statistics of time work without it";

/** Types and labels. PHP writes an empty object as a list. */
const typesAnswer = z.union([
  z.record(z.string(), z.string()),
  z.array(z.string()).transform((types) => Object.fromEntries(types.map((type) => [type, type]))),
]);

/** The types that this Kimai has, with their labels. @throws {UserError} when it lacks the plugin */
export async function readTypes(
  language: string,
  { kimai }: KimaiSession,
): Promise<Record<string, string>> {
  const options = { query: { language }, answer: typesAnswer };
  return await kimai.request("GET", ["absences", "types"], options).catch((error) => {
    if (faultOf(error) === "not_found") throw new UserError(missingPlugin);
    throw error;
  });
}

function faultOf(error: unknown): UpstreamError["fault"] | undefined {
  return error instanceof UpstreamError ? error.fault : undefined;
}

/** Whether Kimai said 404: a way that it does not offer (405, 410) tells nothing of whom it shows. */
function isMissing(error: unknown): boolean {
  return error instanceof UpstreamError && error.status === 404;
}

/** Tells a missing plugin from a missing record: Kimai says 404 to both. */
export async function requirePlugin(session: KimaiSession): Promise<void> {
  await readTypes("en", session).catch((error) => {
    if (!(error instanceof UpstreamError)) throw error;
  });
}

/** What can be done with absences, the permission that it takes for other people's, and what 400 may mean (API.md 7.1). */
const verbs = {
  list: {
    words: "read these absences",
    permission:
      "one's own take the permission absence, other people's view_team_absence (team leads usually have it) or contract_other_profile (administrators)",
    hint: "check the period",
  },
  create: {
    words: "create this absence",
    permission:
      "one's own take the permission absence, other people's edit_team_absence (team leads usually have it) or contract_other_profile (administrators)",
    hint: "the month may be locked, or a day taken by another absence",
  },
  delete: {
    words: "delete it",
    permission:
      "other people's take delete_team_absence (team leads usually have it) or delete_other_absence (administrators), and nobody's in a locked month can go",
    hint: "its month may be locked",
  },
  approve: {
    words: "approve it",
    permission:
      "it takes approve_team_absence (team leads usually have it) or approve_other_absence (administrators)",
    hint: "it may be approved already, or its month locked",
  },
  reject: {
    words: "reject it",
    permission:
      "it takes approve_team_absence (team leads usually have it) or approve_other_absence (administrators)",
    hint: "it may be decided already, or its month locked",
  },
  request: {
    words: "request its approval",
    permission:
      "other people's take edit_team_absence (team leads usually have it) or edit_other_absence (administrators)",
    hint: "it may be requested or approved already, or its month locked",
  },
} as const;
export type Verb = keyof typeof verbs;

/** Says what a refusal of Kimai means for absences; other errors pass. */
export function explain(verb: Verb): (error: unknown) => never {
  const { words, permission, hint } = verbs[verb];
  return (error) => {
    if (!(error instanceof UpstreamError)) throw error;
    const { fault, status, fields } = error;
    if (fault === "invalid" && fields.some(({ name }) => name === "user")) {
      throw new UpstreamError(
        fault,
        `Cannot ${words}: Kimai takes none for this user, ${permission} (400)`,
        {
          status,
          fields,
          cause: error,
        },
      );
    }
    if (fault === "forbidden") {
      throw new UpstreamError(fault, `Cannot ${words}: Kimai forbids it, ${permission} (403)`, {
        status,
        cause: error,
      });
    }
    if (fault !== "invalid" || fields.length > 0) throw error;
    const options = { status, cause: error };
    throw new UpstreamError(fault, `Kimai refused to ${words} (400): ${hint}`, options);
  };
}

/** As `explain`, after a look whether it is the plugin that is missing, or the other user who was asked for. */
export function explainFully(
  verb: Verb,
  session: KimaiSession,
  user?: number,
): (error: unknown) => Promise<never> {
  return async (error) => {
    if (faultOf(error) === "not_found") {
      await requirePlugin(session);
      if (user !== undefined && isMissing(error) && user !== (await session.me()).id) {
        throw new UserError(
          `Kimai shows you no user ${user} (404): the id is wrong, or your role does not show this person; list the users to find the id`,
        );
      }
    }
    return explain(verb)(error);
  };
}
