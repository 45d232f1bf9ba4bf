// No test of its own: crud_test.ts deletes with and without.
/** What goes with a record when it is deleted: Kimai asks nobody, and there is no way back (K-27). */

import { z } from "zod";
import { UpstreamError } from "../../mcp/errors.ts";
import { hours } from "./dates.ts";
import type { Type } from "./entities.ts";
import type { Item, Named } from "./items.ts";
import { seconds } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import type { Language, Words } from "./wording.ts";

const whats = [
  "project",
  "activity",
  "entry",
  "invoice",
  "membership",
  "access to customer",
  "access to project",
  "access to activity",
] as const;

/** How many of one kind hang on a record; without a count where the caller may not see them. */
export const dependent = z.object({
  what: z.enum(whats),
  count: z.int().optional(),
  /** Of time entries, where they are not too many to be added up. */
  seconds: z.int().optional(),
});
export type Dependent = z.infer<typeof dependent>;

/** What hangs on it, as far as the caller sees it. */
export async function dependentsOf(
  type: Type,
  one: Item,
  session: KimaiSession,
): Promise<Dependent[]> {
  const found = await counters[type]?.(one, session) ?? [];
  return found.filter(({ count }) => count !== 0);
}

/** One and several of each kind. */
const words: Words<Record<Dependent["what"], [one: string, many: string]> & { unseen: string }> = {
  en: {
    project: ["project", "projects"],
    activity: ["activity", "activities"],
    entry: ["time entry", "time entries"],
    invoice: ["invoice", "invoices"],
    membership: ["other membership", "other memberships"],
    "access to customer": ["customer", "customers"],
    "access to project": ["project", "projects"],
    "access to activity": ["activity", "activities"],
    unseen: "time entries that you may not see",
  },
  de: {
    project: ["Projekt", "Projekte"],
    activity: ["Tätigkeit", "Tätigkeiten"],
    entry: ["Zeiteintrag", "Zeiteinträge"],
    invoice: ["Rechnung", "Rechnungen"],
    membership: ["weitere Mitgliedschaft", "weitere Mitgliedschaften"],
    "access to customer": ["Kunde", "Kunden"],
    "access to project": ["Projekt", "Projekte"],
    "access to activity": ["Tätigkeit", "Tätigkeiten"],
    unseen: "Zeiteinträge, die Sie nicht sehen dürfen",
  },
};
const access: Words<string> = { en: "access to ", de: "Zugriff: " };

/** `2 projects`, `14 time entries (22:30 h)`. */
export function dependentText(
  { what, count, seconds }: Dependent,
  language: Language = "en",
): string {
  if (count === undefined) return words[language].unseen;
  const before = what.startsWith("access") ? access[language] : "";
  const time = seconds === undefined ? "" : ` (${hours(seconds)} h)`;
  return `${before}${count} ${words[language][what][count === 1 ? 0 : 1]}${time}`;
}

type Counter = (one: Item, session: KimaiSession) => Promise<Dependent[]>;

const counters: Partial<Record<Type, Counter>> = {
  customer: ({ id }, session) => {
    const projects = projectsOf(id, session);
    return Promise.all([
      projects.then(({ size }): Dependent => ({ what: "project", count: size })),
      activitiesOf(projects, session),
      entriesOf("customer", id, session),
      invoicesOf(id, session),
    ]);
  },
  project: ({ id }, session) =>
    Promise.all([
      activitiesOf(new Set([id]), session),
      entriesOf("project", id, session),
    ]),
  activity: async ({ id }, session) => [await entriesOf("activity", id, session)],
  team: async ({ members, customers, projects, activities }, { me }) => {
    const self = (await me()).id;
    const others = (members as Named[] ?? []).filter(({ id }) => id !== self);
    const lengthOf = (list: unknown) => (list as Named[] | undefined)?.length ?? 0;
    return [
      { what: "membership", count: others.length },
      { what: "access to customer", count: lengthOf(customers) },
      { what: "access to project", count: lengthOf(projects) },
      { what: "access to activity", count: lengthOf(activities) },
    ];
  },
};

const idOf = (value: number | { id: number }) => typeof value === "number" ? value : value.id;

async function projectsOf(owner: number, { names }: KimaiSession): Promise<Set<number>> {
  const all = [...(await names.projects()).values()];
  return new Set(all.filter(({ customer }) => idOf(customer) === owner).map(({ id }) => id));
}

async function activitiesOf(
  projects: Set<number> | Promise<Set<number>>,
  { names }: KimaiSession,
): Promise<Dependent> {
  const [theirOwn, all] = await Promise.all([projects, names.activities()]);
  const theirs = [...all.values()].filter(({ project }) => project && theirOwn.has(idOf(project)));
  return { what: "activity", count: theirs.length };
}

const entry = z.looseObject({ duration: seconds.nullish() });

/** Entries that are read at the most to add their hours up. */
const addedUp = 5_000;

/** Everybody's entries; their hours where they are not too many. */
async function entriesOf(
  owner: string,
  id: number,
  { kimai }: KimaiSession,
): Promise<Dependent> {
  try {
    const { rows, total, complete } = await kimai.list(["timesheets"], {
      query: { [owner]: id, user: "all" },
      rows: z.array(entry),
      limit: addedUp,
    });
    const sum = rows.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
    return { what: "entry", count: total, seconds: complete ? sum : undefined };
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return { what: "entry" };
  }
}

/** Invoices of a customer go as well (seen in Kimai 2.66); whom Kimai shows none is told of none. */
async function invoicesOf(customer: number, { kimai }: KimaiSession): Promise<Dependent> {
  try {
    const query = { customers: [customer] };
    const { total } = await kimai.list(["invoices"], { query, page: 1, size: 1 });
    return { what: "invoice", count: total };
  } catch (error) {
    // Kimai has invoices since 2.22.
    if (isForbidden(error) || (error instanceof UpstreamError && error.fault === "not_found")) {
      return { what: "invoice", count: 0 };
    }
    throw error;
  }
}

const isForbidden = (error: unknown) =>
  error instanceof UpstreamError && error.fault === "forbidden";
