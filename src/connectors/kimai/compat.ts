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

/** What a batch did, by its verb. */
const batchVerbs: Record<string, string> = {
  Delete: "Deleted",
  Export: "Exported",
  Approve: "Approved",
  Reject: "Rejected",
};

const absenceMoves = {
  delete: "Deleted",
  approve: "Approved",
  reject: "Rejected",
  request: "Requested approval for",
};

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
  metaUpdated: (fields: number, entity: string, entityId: number) =>
    `Updated ${fields} meta field(s) for ${entity} ID ${entityId}`,
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
  rateAdded: (id: number, whose: string, entity: string, entityId: number) =>
    `Added rate ID ${id} for ${whose} to ${entity} ID ${entityId}`,
  rateDeleted: (id: number, entity: string, entityId: number) =>
    `Deleted rate ID ${id} from ${entity} ID ${entityId}`,
  memberAdded: (user: number, team: number) => `Added user ID ${user} as member to team ID ${team}`,
  memberRemoved: (user: number, team: number) => `Removed user ID ${user} from team ID ${team}`,
  granted: (team: number, target: string, targetId: number) =>
    `Granted team ID ${team} access to ${target} ID ${targetId}`,
  revoked: (team: number, target: string, targetId: number) =>
    `Revoked team ID ${team} access to ${target} ID ${targetId}`,
  entity: (title: string, name: string, id: number) => `${title}: ${name} (ID: ${id})`,
  entityDeleted: (type: string, id: number) => `Deleted ${type} ID ${id}`,
  monthsOfOne: (locked: boolean, month: string, user: number) =>
    locked
      ? `Locked working time months up to and including ${month} for user ID ${user}`
      : `Unlocked working time months from ${month} onwards for user ID ${user}`,
  monthsOfMany: (locked: boolean, month: string, users: number, failed: number) =>
    `${locked ? "Locked" : "Unlocked"} month ${month} for ${users} users` +
    (failed > 0 ? `, ${failed} failed:` : ""),
  preferences: (username: string, id: number) => `Updated preferences for ${username} (ID: ${id})`,
  absence: (id: number, type: string, half: boolean, first: string, last: string) =>
    `Created absence ID ${id} for ${type}${half ? " (half day)" : ""}` +
    (first === last ? ` on ${first}` : ` from ${first} to ${last}`),
  absences: (ids: readonly number[], type: string, first: string, last: string, days: number) =>
    `Created ${ids.length} absence(s) for ${type}\nPeriod: ${first} to ${last} (${days} days)\n` +
    `IDs: ${ids.join(", ")}`,
  absenceSplit: "(Automatically split due to Kimai limitations)",
  absenceMoved: (verb: keyof typeof absenceMoves, id: number) =>
    `${absenceMoves[verb]} absence ID ${id}`,
  batch: (verb: string, done: number, what: string, failed: number) =>
    `Batch ${verb} Complete\n✓ ${batchVerbs[verb] ?? `${verb}d`}: ${done} ${what}` +
    (failed > 0 ? `\n✗ Failed: ${failed}` : ""),
};

/** How reports call the types of absences, by language. */
export const absenceLabels: Record<"en" | "de", Record<string, string>> = {
  en: {
    holiday: "Holiday",
    time_off: "Time off",
    sickness: "Sickness",
    sickness_child: "Sickness of a child",
    parental: "Parental leave",
    other: "Other",
    unpaid_vacation: "Unpaid vacation",
  },
  de: {
    holiday: "Urlaub",
    time_off: "Zeitausgleich",
    sickness: "Krankheit",
    sickness_child: "Kind krank",
    parental: "Elternzeit",
    other: "Sonstiges",
    unpaid_vacation: "Unbezahlter Urlaub",
  },
};
