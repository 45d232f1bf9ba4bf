// No test of its own: tools/analyze_project_team_test.ts runs every line of it.
/** One project in a period: which one is meant, whose entries, and what they come to. */

import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { quote } from "../../mcp/arguments.ts";
import { type Moment, periodName } from "./dates.ts";
import { type Named, type NamedProject, nameProject, nameUser, nameWithId } from "./directory.ts";
import { fold, matchName, nearest } from "./matching.ts";
import { type Whose, whoseOf } from "./people.ts";
import { teamDetail, type Timesheet } from "./records.ts";
import { periodOf, periodQuery, readRecords } from "./record_reading.ts";
import { nameOf, type Ref, type Referent, referentsOf } from "./refs.ts";
import type { KimaiSession } from "./session.ts";
import { type TeamSums, teamSums } from "./statistics/project_team.ts";
import { bookingsOf } from "./statistics/timesheets.ts";

/** What is asked. */
export interface Question {
  project_name: Ref;
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
  const id = await findProject(asked.project_name, session);
  const [project, team] = await Promise.all([
    nameProject(id, session.names),
    scope.team === undefined ? undefined : readTeam(scope.team, session),
  ]);
  const query = { project: id, ...periodQuery(period) };
  const read = await readRecords(scope.whose, query, session);
  const isMeant = (record: Timesheet) => !team || team.members.has(userIdOf(record));
  const records = read.records.filter(isMeant);
  const running = records.filter((record) => !record.end).length;
  const notes = [...read.notes, ...runningNote(running)];
  const sums = teamSums(bookingsOf(records, session.now()), asked.include_details);
  const busy = new Set(records.map(userIdOf));
  const idle = [...team?.members.values() ?? []].filter((member) => !busy.has(member.id));
  return {
    project,
    of: team ? `team ${nameWithId(team)}` : scope.whose.label,
    period: periodName(period.begin, period.end),
    zone,
    ...sums,
    idle: idle.length > 0 ? idle : undefined,
    notes: notes.length > 0 ? notes : undefined,
  };
}

function userIdOf({ user }: Timesheet): number {
  return typeof user === "number" ? user : user.id;
}

function runningNote(running: number): string[] {
  if (running === 0) return [];
  const entries = running === 1 ? "1 entry is" : `${running} entries are`;
  return [`${entries} still running, counted until now`];
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

/**
 * The project that is meant: by id, by its exact name, or by a part of the name that only one has.
 * @throws {UserError} naming those that fit, or the nearest ones
 */
async function findProject(wanted: Ref, session: KimaiSession): Promise<number> {
  const all = await referentsOf("project", session);
  if (all.some(({ id }) => id === wanted)) return Number(wanted);
  const text = String(wanted);
  const found = fitting(text, all);
  if (found.length === 1) return found[0].id;
  if (found.length > 1) {
    throw new UserError(
      `${quote(text)} fits ${found.length} projects, name the id of one: ${listed(found)}`,
    );
  }
  const near = nearest(text, all, 5);
  throw new UserError(
    `There is no project ${quote(text)} that is open to you` +
      (near.length > 0 ? `, the nearest are ${listed(near)}` : ""),
  );
}

/** Exact names before parts of names, and each time visible projects before hidden ones. */
function fitting(text: string, all: readonly Referent[]): Referent[] {
  const visible = all.filter(({ hidden }) => !hidden);
  const part = fold(text);
  const contains = (one: Referent) => part !== "" && fold(one.name).includes(part);
  for (const list of [visible, all]) {
    const { level, found } = matchName(text, list);
    if (level === "exact") return found;
  }
  const some = visible.filter(contains);
  return some.length > 0 ? some : all.filter(contains);
}

/** At most ten, as `ACME / Website (1)`. */
function listed(found: readonly Referent[]): string {
  const names = found.slice(0, 10)
    .map((one) => `${nameOf(one)} (${one.id})${one.hidden ? " hidden" : ""}`);
  return found.length > 10 ? `${names.join(", ")}, ${found.length - 10} more` : names.join(", ");
}
