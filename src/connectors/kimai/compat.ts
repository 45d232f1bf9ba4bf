/**
 * What scripts written for the Python server rely on: the first line of a write up to the id, and
 * Kimai's own spelling of a parameter beside the advertised one. Nowhere else is its wording kept.
 */

import { z } from "zod";

/** Accepts a field under a second name: `renamed(schema, { orderBy: "order_by" })`. The advertised one wins. */
export function renamed<T extends z.ZodObject>(schema: T, names: Record<string, string>) {
  return z.preprocess((value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const fields = Object.entries(value).map(([key, field]) => [names[key] ?? key, field]);
    return { ...Object.fromEntries(fields), ...pick(value, Object.values(names)) };
  }, schema);
}

function pick(value: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

/** The first lines of writes. */
export const firstLines = {
  created: (id: number, project: number, activity: number | undefined, running: boolean) =>
    `${
      running ? "Started (running)" : "Created"
    } timesheet ID ${id} for project ${project} / activity ${activity}`,
  updated: (id: number) => `Updated timesheet ID ${id}`,
  deleted: (id: number) => `Deleted timesheet ID ${id}`,
  duplicated: (id: number, copy: number) =>
    `Duplicated timesheet ID ${id} -> New timesheet ID ${copy}`,
  exported: (id: number, exported: boolean) =>
    `Timesheet ID ${id} marked as ${exported ? "exported" : "not exported"}`,
  metaUpdated: (fields: number, id: number) =>
    `Updated ${fields} meta field(s) for timesheet ID ${id}`,
  started: (id: number, project: number, activity: number | undefined) =>
    `Started timer ID ${id} for project ${project} / activity ${activity}`,
  stopped: (id: number, hours: string) => `Stopped timer ID ${id}. Duration: ${hours} hours`,
  restarted: (id: number, project: number, activity: number | undefined) =>
    `Restarted timer ID ${id} for project ${project} / activity ${activity}`,
  commented: (id: number, entity: string, entityId: number, pinned: boolean) =>
    `Added comment ID ${id} to ${entity} ID ${entityId}${pinned ? " (pinned)" : ""}`,
  uncommented: (id: number, entity: string, entityId: number) =>
    `Deleted comment ID ${id} from ${entity} ID ${entityId}`,
  pinned: (id: number, pinned: boolean) =>
    `Comment ID ${id} is now ${pinned ? "pinned" : "unpinned"}`,
  batch: (verb: string, done: number, what: string, failed: number) =>
    `Batch ${verb} Complete\n✓ ${verb === "Export" ? "Exported" : `${verb}d`}: ${done} ${what}` +
    (failed > 0 ? `\n✗ Failed: ${failed}` : ""),
};
