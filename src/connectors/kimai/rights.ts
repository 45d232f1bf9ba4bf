/** What a person may do in Kimai, as far as the API tells: by the roles' defaults, and by asking. */

import { UpstreamError } from "../../mcp/errors.ts";

/** The oldest Kimai that knows the tokens we use (2.14.0). */
export const oldest = 21_400;

/** What the default roles may do (permissions.md); custom roles and changed permissions are not visible over the API. */
const rights: { what: string; roles: string[] }[] = [
  { what: "book, change and delete your own time", roles: ["ROLE_USER"] },
  { what: "see and change other people's time", roles: ["ROLE_TEAMLEAD", "ROLE_ADMIN"] },
  { what: "set billable and exported", roles: ["ROLE_TEAMLEAD", "ROLE_ADMIN"] },
  { what: "set rates", roles: ["ROLE_ADMIN"] },
  { what: "create and change customers and projects", roles: ["ROLE_ADMIN"] },
];

/** What is found out by asking: 403 is a no of the role, 404 a missing plugin. */
const probes: { what: string; path: string[]; query?: Record<string, number> }[] = [
  { what: "list users", path: ["users"] },
  { what: "read teams", path: ["teams"] },
  { what: "read invoices", path: ["invoices"], query: { size: 1 } },
  { what: "absences (plugin)", path: ["absences", "types"] },
  { what: "public holidays (plugin)", path: ["public-holidays"] },
];

/** What somebody may do and what not. */
export interface Rights {
  may: string[];
  may_not: string[];
}

/** What roles may by default; a system administrator may everything. */
export function rightsOf(roles: readonly string[]): Rights {
  const admin = roles.includes("ROLE_SUPER_ADMIN");
  const holds = ({ roles: right }: { roles: string[] }) =>
    admin || right.includes("ROLE_USER") || right.some((role) => roles.includes(role));
  const what = (hold: boolean) =>
    rights.filter((one) => holds(one) === hold).map((one) => one.what);
  return { may: what(true), may_not: what(false) };
}

/** Asks Kimai for something that only some may read. */
export type Ask = (path: string[], query?: Record<string, number>) => Promise<unknown>;

/**
 * What can be found out by asking.
 * @param problems gets a sentence for every failure that is neither a no nor a missing plugin
 */
export async function probeRights(
  ask: Ask,
  problems: Set<string>,
): Promise<Rights & { not_installed: string[] }> {
  const answers = await Promise.all(probes.map(async ({ what, path, query }) => {
    try {
      await ask(path, query);
      return { what, kind: "may" };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.fault === "forbidden") return { what, kind: "may_not" };
      if (error.fault === "not_found") return { what, kind: "not_installed" };
      problems.add(error.message);
    }
  }));
  // In the order of the probes, whichever answered first.
  const of = (kind: string) =>
    answers.flatMap((answer) => answer?.kind === kind ? answer.what : []);
  return { may: of("may"), may_not: of("may_not"), not_installed: of("not_installed") };
}
