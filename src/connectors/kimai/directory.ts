/** Names by id: customers, projects, activities and users, read in one request each and kept for a short while. */

import { z } from "zod";
import { UpstreamError } from "../../mcp/errors.ts";
import type { Kimai } from "./session.ts";
import {
  type Activity,
  activity,
  type Customer,
  customer,
  displayName,
  type Project,
  project,
  timesheet,
  type User,
  user,
} from "./records.ts";

/** How long a look-up is kept, in seconds. */
export const keptFor = 60;

/** What can be looked up. Each list holds all that the caller may see, hidden and ended ones too. */
export interface Directory {
  customers(): Promise<Map<number, Customer>>;
  projects(): Promise<Map<number, Project>>;
  activities(): Promise<Map<number, Activity>>;
  /** A user, as far as Kimai lets the caller know; undefined where it does not. `me` tells who the caller is. */
  user(id: number, me?: () => Promise<User>): Promise<User | undefined>;
  /** Drops what is kept, after something was written. */
  forget(): void;
}

/** A loader whose answer is kept; a failure is not. */
export interface Kept<T> {
  (): Promise<T>;
  forget(): void;
}

/** Keeps what `load` answers for a number of seconds; callers at the same time share one request. */
export function kept<T>(
  load: () => Promise<T>,
  seconds: number,
  now: () => Temporal.Instant,
): Kept<T> {
  let value: Promise<T> | undefined;
  let until = 0;
  const get = () => {
    const time = now().epochMilliseconds;
    if (!value || time >= until) {
      const loading = load();
      value = loading;
      until = time + seconds * 1000;
      loading.catch(() => value === loading && (value = undefined));
    }
    return value;
  };
  return Object.assign(get, { forget: () => void (value = undefined) });
}

/** What `load` answers, until it fails once: then that is its answer. Not for longer than one call. */
export function untilFailed<T>(load: () => Promise<T>): () => Promise<T> {
  let failed: Promise<T> | undefined;
  return () => {
    if (failed) return failed;
    const loading = load();
    loading.catch(() => void (failed = loading));
    return loading;
  };
}

/**
 * A directory for one call: what Kimai did not tell is not asked for again, since whoever waits for the call
 * would wait for each failure once more.
 */
export function directoryOfCall(names: Directory, me: () => Promise<User>): Directory {
  return {
    ...names,
    customers: untilFailed(names.customers),
    projects: untilFailed(names.projects),
    activities: untilFailed(names.activities),
    user: (id) => names.user(id, me),
  };
}

/** A directory over the given client; requests are shared between calls, so they are bound to none. */
export function createDirectory(
  kimai: Pick<Kimai, "request">,
  me: () => Promise<User>,
  now: () => Temporal.Instant,
): Directory {
  const collection = <T extends { id: number }>(path: string, row: z.ZodType<T>, query = {}) =>
    kept(
      async () => {
        const options = { query: { visible: 3, ...query }, answer: z.array(row) };
        const rows = await kimai.request("GET", [path], options);
        return new Map(rows.map((item) => [item.id, item]));
      },
      keptFor,
      now,
    );
  const customers = collection("customers", customer);
  // Kimai hides projects that ended or have not begun, unless told not to (trap 1 of API.md chapter 9).
  const projects = collection("projects", project, { ignoreDates: 1 });
  const activities = collection("activities", activity);
  const users = new Map<number, Kept<User | undefined>>();
  return {
    customers,
    projects,
    activities,
    user: async (id, caller = me) => {
      const self = await caller();
      if (self.id === id) return self;
      const known = users.get(id) ?? kept(() => findUser(kimai, id), keptFor, now);
      users.set(id, known);
      return known();
    },
    forget: () => {
      for (const list of [customers, projects, activities]) list.forget();
      users.clear();
    },
  };
}

/**
 * Only a system administrator may read a user; a team lead sees the person embedded in a time record
 * (API.md 6.1). Whom Kimai does not show either way stays a number.
 */
async function findUser(kimai: Pick<Kimai, "request">, id: number): Promise<User | undefined> {
  try {
    return await kimai.request("GET", ["users", id], { answer: user });
  } catch (error) {
    if (!(error instanceof UpstreamError) || !["forbidden", "not_found"].includes(error.fault)) {
      throw error;
    }
  }
  const query = { user: id, size: 1, full: 1 };
  const rows = await kimai.request("GET", ["timesheets"], { query, answer: z.array(timesheet) })
    .catch((error) => {
      if (error instanceof UpstreamError && error.fault === "forbidden") return [];
      throw error;
    });
  const found = rows[0]?.user;
  // Without the permission Kimai ignores the filter and answers with one's own records (K-6).
  return typeof found === "object" && found.id === id ? found : undefined;
}

/** A reference with its name, as answers show it. */
export interface Named {
  id: number;
  name?: string;
}

/** A project with its customer's name. */
export interface NamedProject extends Named {
  customer?: string;
}

/** Project, by id or as embedded in an expanded record. */
export async function nameProject(
  value: number | Project,
  names: Directory,
): Promise<NamedProject> {
  const found = typeof value === "number" ? (await names.projects()).get(value) : value;
  if (!found) return { id: value as number };
  const owner = typeof found.customer === "object" ? found.customer.name : found.parentTitle;
  return { id: found.id, name: found.name, ...(owner && { customer: owner }) };
}

/** Activity, by id or as embedded in an expanded record. */
export async function nameActivity(value: number | Activity, names: Directory): Promise<Named> {
  const found = typeof value === "number" ? (await names.activities()).get(value) : value;
  return found ? { id: found.id, name: found.name } : { id: value as number };
}

/** User, by id or as embedded in an expanded record. */
export async function nameUser(value: number | User, names: Directory): Promise<Named> {
  const found = typeof value === "number" ? await names.user(value) : value;
  return found ? { id: found.id, name: displayName(found) } : { id: value as number };
}

/** `Website (1)`; without a name only the number is known. */
export function nameWithId({ id, name }: Named): string {
  return name === undefined ? `${id}` : `${name} (${id})`;
}
