// No test of its own: listing_test.ts reads every kind of legend.
/** The names behind the ids of a listing, each with the seconds that were worked on it. */

import { z } from "zod";
import { displayName, idOf, type Timesheet } from "./records.ts";

export const legendItem = z.object({
  id: z.int(),
  name: z.string(),
  customer: z.string().optional(),
  customer_id: z.int().optional(),
  /** Seconds. */
  duration: z.int().optional(),
});
export type LegendItem = z.infer<typeof legendItem>;
type Summed = LegendItem & { duration: number };

/** Which names a legend collects beside those of projects and activities. */
export interface LegendOptions {
  withUsers: boolean;
  withCustomerIds?: boolean;
}

/** Collects names and seconds by id. */
export class Legend {
  #projects = new Map<number, Summed>();
  #activities = new Map<number, LegendItem>();
  #users = new Map<number, Summed>();

  constructor(private readonly options: LegendOptions) {}

  add(record: Timesheet, seconds: number): void {
    const { activity, user } = record;
    this.#project(record.project).duration += seconds;
    if (typeof activity === "object" && activity) {
      this.#activities.set(activity.id, { id: activity.id, name: activity.name });
    }
    if (!this.options.withUsers || typeof user !== "object") return;
    const person = this.#users.get(user.id) ??
      { id: user.id, name: displayName(user), duration: 0 };
    person.duration += seconds;
    this.#users.set(user.id, person);
  }

  #project(project: Timesheet["project"]): Summed {
    const id = idOf(project);
    const known = this.#projects.get(id);
    if (known) return known;
    const full = typeof project === "object" ? project : undefined;
    const owner = full?.customer;
    const customer = typeof owner === "object" ? owner.name : full?.parentTitle;
    const item = {
      id,
      name: full?.name ?? `project ${id}`,
      ...(customer && { customer }),
      ...(this.options.withCustomerIds && owner !== undefined && { customer_id: idOf(owner) }),
      duration: 0,
    };
    this.#projects.set(id, item);
    return item;
  }

  projects(): LegendItem[] {
    return [...this.#projects.values()].sort(longestFirst);
  }

  activities(): LegendItem[] {
    return [...this.#activities.values()].sort(byName);
  }

  users(): LegendItem[] {
    return [...this.#users.values()].sort(longestFirst);
  }
}

function longestFirst(one: Summed, other: Summed): number {
  return other.duration - one.duration || byName(one, other);
}

/** Records come in any order, which must not show. */
function byName(one: LegendItem, other: LegendItem): number {
  return one.name.localeCompare(other.name) || one.id - other.id;
}

/** Names as lines show them: with the id where two share one. */
export function shortNames(items: readonly LegendItem[]): Map<number, string> {
  const seen = new Map<string, number>();
  for (const { name } of items) seen.set(name, (seen.get(name) ?? 0) + 1);
  return new Map(
    items.map(({ id, name }) => [id, seen.get(name) === 1 ? name : `${name} (${id})`]),
  );
}
