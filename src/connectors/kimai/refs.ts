/** "Id or name" wherever something is meant: what a name can mean, and which id that is. Never a guess. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { quote } from "../../mcp/arguments.ts";
import { wired } from "../../mcp/wire.ts";
import { late } from "./late.ts";
import { type Candidate, matchName, nearest } from "./matching.ts";
import { everyone } from "./everyone.ts";
import { idOf, timesheet } from "./records.ts";
import type { KimaiSession } from "./session.ts";

/** What can be meant by a name. */
export const refKinds = ["customer", "project", "activity", "user", "team", "tag"] as const;
export type RefKind = typeof refKinds[number];

/** Something that was found by its name. */
export interface Referent extends Candidate {
  kind: RefKind;
  /** Hidden ones are only found where nothing visible fits. */
  hidden: boolean;
}

const idText = /^[1-9]\d{0,15}$/;

/**
 * A field that takes an id, an id as text, or a name; an action gets the id. What is meant is a kind, or what
 * the field beside it says (`{ beside: "type" }`). An activity is looked for in the project beside it.
 */
export function ref(kind: RefKind | { beside: string }, description?: string) {
  const error = "an id above 0 or a name is wanted";
  const name = z.string({ error }).trim().min(1, { error }).max(200, { error })
    .transform((text) => idText.test(text) ? Number(text) : named(kind, text));
  const schema = wired(z.union([z.int({ error }).positive({ error }), name], { error }), {
    type: ["integer", "string"],
  });
  return description ? schema.describe(description) : schema;
}

function named(kind: RefKind | { beside: string }, text: string): number {
  if (typeof kind === "object") {
    return late(
      (session, fields) => resolve(kindOf(fields[kind.beside]), text, session),
      kind.beside,
    );
  }
  if (kind !== "activity") return late((session) => resolve(kind, text, session));
  return late((session, { project }) => {
    const within = typeof project === "number" ? { project } : {};
    return resolve(kind, text, session, within);
  }, "project");
}

/** @throws {UserError} for what has no name, such as a time record or an invoice */
function kindOf(word: unknown): RefKind {
  const kind = refKinds.find((one) => one === word);
  if (kind) return kind;
  throw new UserError(`Cannot find "${word}" by name: give its id, a whole number above 0`);
}

/** Everything of a kind that the caller may see; activities of one project alone where it is given. */
export async function referentsOf(
  kind: RefKind,
  session: KimaiSession,
  within: { project?: number } = {},
): Promise<Referent[]> {
  const { names } = session;
  const of = (id: number, name: string, more: Partial<Referent> = {}): Referent => ({
    kind,
    id,
    name,
    hidden: false,
    ...more,
  });
  switch (kind) {
    case "customer":
      return [...(await names.customers()).values()]
        .map(({ id, name, visible }) => of(id, name, { hidden: visible === false }));
    case "project":
      return [...(await names.projects()).values()].map(({ id, name, visible, parentTitle }) =>
        of(id, name, { hidden: visible === false, owner: parentTitle ?? undefined })
      );
    case "activity":
      return [...(await names.activities()).values()]
        .filter(({ project }) =>
          within.project === undefined || !project || idOf(project) === within.project
        )
        .map(({ id, name, visible, parentTitle }) =>
          of(id, name, { hidden: visible === false, owner: parentTitle ?? undefined })
        );
    case "user":
      return (await everyone(session))
        .map(({ id, name, username }) => of(id, name, { aliases: [username] }));
    case "team":
      return (await knownTeams(session)).map(({ id, name }) => of(id, name));
    case "tag":
      return (await tags(session)).map(({ id, name }) => of(id, name));
  }
}

/** Kimai lists teams for administrators; everybody knows his own. */
async function knownTeams({ teams, me }: KimaiSession): Promise<{ id: number; name: string }[]> {
  try {
    return await teams();
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.fault !== "forbidden") throw error;
    return (await me()).teams;
  }
}

const listedTags = z.array(z.looseObject({ id: z.int(), name: z.string() }));

/** Without a name Kimai lists no tags (K-14). */
function tags({ kimai }: KimaiSession): Promise<{ id: number; name: string }[]> {
  return kimai.request("GET", ["tags", "find"], {
    query: { name: "" },
    answer: listedTags,
  });
}

/** What a name fits best; visible ones before hidden ones. */
export function findReferents(text: string, all: readonly Referent[]): Referent[] {
  const visible = all.filter(({ hidden }) => !hidden);
  const { found } = matchName(text, visible);
  const isAll = visible.length === all.length;
  return found.length > 0 || isAll ? found : matchName(text, all).found;
}

/**
 * The id that is meant. An id passes unchecked: Kimai knows it or refuses it.
 * @throws {UserError} when the name fits nothing, showing the nearest, or several, showing them with their ids.
 */
export async function resolve(
  kind: RefKind,
  ref: number | string,
  session: KimaiSession,
  within: { project?: number } = {},
): Promise<number> {
  if (typeof ref === "number") return ref;
  const all = await referentsOf(kind, session, within);
  const found = findReferents(ref, all);
  if (found.length === 1) return found[0].id;
  if (found.length === 0) throw new UserError(nothingFits(kind, ref, all));
  const used = await recentlyUsed(kind, session);
  const recent = found.filter(({ id }) => used.has(id));
  if (recent.length === 1) return recent[0].id;
  throw new UserError(
    `${quote(ref)} fits ${found.length} ${plurals[kind]}, name the id of one: ${listed(found)}`,
  );
}

const plurals: Record<RefKind, string> = {
  customer: "customers",
  project: "projects",
  activity: "activities",
  user: "users",
  team: "teams",
  tag: "tags",
};

function nothingFits(kind: RefKind, text: string, all: readonly Referent[]): string {
  const near = nearest(text, all.filter(({ hidden }) => !hidden));
  return near.length === 0
    ? `There is no ${kind} ${quote(text)}: no ${plurals[kind]} are open to you`
    : `There is no ${kind} ${quote(text)}, the nearest are ${listed(near)}`;
}

/** At most ten, as `ACME / Website (1)`. */
function listed(found: readonly Referent[]): string {
  const names = found.slice(0, 10).map((one) => `${nameOf(one)} (${one.id})`).join(", ");
  return found.length > 10 ? `${names}, ${found.length - 10} more` : names;
}

/** A name with what it belongs to: `ACME / Website`. */
export function nameOf({ owner, name }: Referent): string {
  return owner ? `${owner} / ${name}` : name;
}

/** Ids that the caller's latest entries booked: they decide between names that fit alike. */
async function recentlyUsed(kind: RefKind, { kimai }: KimaiSession): Promise<Set<number>> {
  if (kind !== "customer" && kind !== "project" && kind !== "activity") return new Set();
  const query = { size: 50 };
  const answer = z.array(timesheet);
  const records = await kimai.request("GET", ["timesheets", "recent"], { query, answer });
  return new Set(records.flatMap(({ project, activity }) => {
    if (kind === "activity") return activity ? [idOf(activity)] : [];
    if (kind === "project") return [idOf(project)];
    return typeof project === "object" ? [idOf(project.customer)] : [];
  }));
}
