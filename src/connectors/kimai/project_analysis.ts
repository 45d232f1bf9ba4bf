// No test of its own: tools/analyze_project_team_test.ts runs every line of it.
/** One project in a period: which one is meant, whose entries, and what they come to. */

import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { type Moment, periodName } from "./dates.ts";
import { type Named, type NamedProject, nameProject, nameUser, nameWithId } from "./directory.ts";
import { noteWords } from "./note_words.ts";
import { type Whose, whoseOf } from "./people.ts";
import { idOf as userIdOf, teamDetail, type Timesheet } from "./records.ts";
import { periodOf, periodQuery, readRecords } from "./record_reading.ts";
import { resolve } from "./refs.ts";
import type { KimaiSession } from "./session.ts";
import { bookingsOf } from "./statistics/bookings.ts";
import { type TeamSums, TeamTally } from "./statistics/project_team.ts";

/** What is asked. */
export interface Question {
  project_name: number;
  begin: Moment;
  end: Moment;
  user_scope?: "self" | "all" | "specific" | "team";
  user?: number;
  team?: number;
  include_details: boolean;
}

export interface Analysis extends TeamSums {
  project: NamedProject;
  of: string;
  period: string;
  zone: string;
  /** Members of the team without an entry. */
  idle?: Named[];
  notes?: string[];
}

/** @throws {UserError} when the project, the people or the period cannot be told, before any entry is read. */
export async function analyzeProject(asked: Question, session: KimaiSession): Promise<Analysis> {
  const scope = scopeOf(asked);
  const { timezone: zone } = await session.me();
  const period = periodOf(asked, zone);
  const id = await idOf(asked.project_name, session);
  const [project, team] = await Promise.all([
    nameProject(id, session.names),
    scope.team === undefined ? undefined : readTeam(scope.team, session),
  ]);
  const query = { project: id, ...periodQuery(period) };
  const tally = new TeamTally(asked.include_details);
  const now = session.now();
  const isMeant = ({ user }: Timesheet) => !team || team.members.has(userIdOf(user));
  const read = await readRecords(
    scope.whose,
    query,
    session,
    (records) => tally.add(bookingsOf(records.filter(isMeant), now)),
  );
  const words = noteWords[await session.language()];
  const running = tally.running > 0 ? [words.stillRunning(tally.running)] : [];
  const notes = [...read.notes, ...running];
  const busy = new Set(tally.people().map((person) => person.id));
  const idle = [...team?.members.values() ?? []].filter((member) => !busy.has(member.id));
  return {
    project,
    of: team ? `team ${nameWithId(team)}` : scope.whose.label,
    period: periodName(period.begin, period.end),
    zone,
    ...tally.sums(),
    idle: idle.length > 0 ? idle : undefined,
    notes: notes.length > 0 ? notes : undefined,
  };
}

/** Whose entries: everybody's unless something else is said. A user or team without a scope means that one. */
function scopeOf({ user_scope, user, team }: Question): { whose: Whose; team?: number } {
  if (team === undefined) {
    if (user_scope === "team") {
      throw new UserError(
        `Cannot tell which team is meant: "team" is missing for user_scope "team"`,
      );
    }
    return { whose: whoseOf(user_scope ?? (user === undefined ? "all" : undefined), user) };
  }
  if (user !== undefined || (user_scope !== undefined && user_scope !== "team")) {
    const other = user === undefined ? `user_scope "${user_scope}"` : `user ${user}`;
    throw new UserError(`Cannot analyze team ${team} and ${other} at once: leave one out`);
  }
  // Everybody's entries are read, and those of the members kept.
  return { whose: whoseOf("all"), team };
}

/** A team's name, and its members by id. */
async function readTeam(id: number, session: KimaiSession) {
  const team = await session.kimai.request("GET", ["teams", id], { answer: teamDetail })
    .catch((error) => {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.fault === "not_found") throw new UserError(`There is no team ${id}`);
      if (error.fault !== "forbidden") throw error;
      throw new UserError(
        `Cannot read the members of team ${id}: your Kimai role lacks the permission view_team; user_scope "all" shows everybody it lets you see`,
      );
    });
  const members = await Promise.all(team.members.map(({ user }) => nameUser(user, session.names)));
  if (members.length === 0) throw new UserError(`Team ${nameWithId(team)} has no members`);
  return { id, name: team.name, members: new Map(members.map((one) => [one.id, one])) };
}

/** A number that is no id may still be a name: people call a project "2026". */
async function idOf(project: number, session: KimaiSession): Promise<number> {
  const known = (await session.names.projects()).has(project);
  return known ? project : await resolve("project", String(project), session);
}
