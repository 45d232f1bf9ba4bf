// No test of its own: tools/entity_test.ts deletes with and without.
/** What goes with a record when it is deleted: Kimai asks nobody, and there is no way back (K-27). */

import { z } from "zod";
import { UpstreamError } from "../../mcp/errors.ts";
import { hours } from "./dates.ts";
import type { Type } from "./entities.ts";
import type { Item, Named } from "./items.ts";
import type { KimaiSession } from "./session.ts";

/** What hangs on it in words, as far as the caller sees it: `2 projects`, `14 time entries (22:30 h)`. */
export async function dependentsOf(
  type: Type,
  one: Item,
  session: KimaiSession,
): Promise<string[]> {
  const found = await counters[type]?.(one, session) ?? [];
  return found.filter((text) => text !== undefined);
}

type Counter = (one: Item, session: KimaiSession) => Promise<(string | undefined)[]>;

const counters: Partial<Record<Type, Counter>> = {
  customer: async ({ id }, session) => {
    const projects = [...(await session.names.projects()).values()]
      .filter(({ customer }) => idOf(customer) === id);
    const activities = await activitiesOf(new Set(projects.map((project) => project.id)), session);
    return [
      several(projects.length, "project", "projects"),
      activities,
      await entriesOf("customer", id, session),
      await invoicesOf(id, session),
    ];
  },
  project: async ({ id }, session) => [
    await activitiesOf(new Set([id]), session),
    await entriesOf("project", id, session),
  ],
  activity: async ({ id }, session) => [await entriesOf("activity", id, session)],
  team: async ({ members, customers, projects, activities }, { me }) => {
    const self = (await me()).id;
    const others = (members as Named[] ?? []).filter(({ id }) => id !== self);
    const access = (list: unknown, one: string, many: string) => {
      const text = several((list as Named[] | undefined)?.length ?? 0, one, many);
      return text && `access to ${text}`;
    };
    return [
      several(others.length, "other membership", "other memberships"),
      access(customers, "customer", "customers"),
      access(projects, "project", "projects"),
      access(activities, "activity", "activities"),
    ];
  },
};

const idOf = (value: number | { id: number }) => typeof value === "number" ? value : value.id;

const several = (count: number, one: string, many: string) =>
  count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;

async function activitiesOf(projects: Set<number>, { names }: KimaiSession) {
  const all = [...(await names.activities()).values()];
  const theirs = all.filter(({ project }) => project && projects.has(idOf(project)));
  return several(theirs.length, "activity", "activities");
}

const entry = z.looseObject({ duration: z.number().nullish() });

/** Entries that are read at the most to add their hours up. */
const addedUp = 5_000;

/** Everybody's entries; their hours where they are not too many. */
async function entriesOf(what: string, id: number, { kimai }: KimaiSession) {
  try {
    const { rows, total, complete } = await kimai.list(["timesheets"], {
      query: { [what]: id, user: "all" },
      row: entry,
      limit: addedUp,
    });
    const seconds = rows.reduce((sum, { duration }) => sum + (duration ?? 0), 0);
    const text = several(total, "time entry", "time entries");
    return text && complete ? `${text} (${hours(seconds)} h)` : text;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return "time entries that you may not see";
  }
}

/** Invoices of a customer go as well (seen in Kimai 2.66); whom Kimai shows none is told of none. */
async function invoicesOf(customer: number, { kimai }: KimaiSession) {
  try {
    const query = { customers: [customer] };
    const { total } = await kimai.list(["invoices"], { query, page: 1, size: 1 });
    return several(total, "invoice", "invoices");
  } catch (error) {
    // Kimai has invoices since 2.22.
    if (isForbidden(error) || (error instanceof UpstreamError && error.fault === "not_found")) {
      return undefined;
    }
    throw error;
  }
}

const isForbidden = (error: unknown) =>
  error instanceof UpstreamError && error.fault === "forbidden";
