/** A single time record as an answer has it: names beside ids, and Kimai's own duration. */

import { z } from "zod";
import { UpstreamError } from "../../mcp/errors.ts";
import { customField, customFieldsOf } from "./custom_fields.ts";
import { dayName, instantOf, wallClock, withColon } from "./dates.ts";
import { type Directory, nameActivity, nameProject, nameUser, nameWithId } from "./directory.ts";
import { idOf, type Timesheet } from "./records.ts";

export const named = z.object({ id: z.int(), name: z.string().optional() });
export const namedProject = named.extend({ customer: z.string().optional() });

/** A time record with everything that is set. Durations and breaks in seconds, money in the customer's currency. */
export const entryDetail = z.object({
  id: z.int(),
  /** With the offset of the record's zone. */
  begin: z.string(),
  end: z.string().optional(),
  running: z.literal(true).optional(),
  /** Breaks taken off; of a running record the time until now. */
  duration: z.int(),
  break: z.int().optional(),
  project: namedProject,
  activity: named.optional(),
  user: named,
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  billable: z.boolean().optional(),
  exported: z.boolean().optional(),
  rate: z.number().optional(),
  hourly_rate: z.number().optional(),
  fixed_rate: z.number().optional(),
  internal_rate: z.number().optional(),
  meta: z.array(customField).optional(),
});
export type EntryDetail = z.infer<typeof entryDetail>;

/** Kimai's duration in seconds, and for a running record the seconds since it began. */
export function secondsOf(record: Timesheet, now: Temporal.Instant): number {
  if (record.end) return record.duration ?? 0;
  return Math.max(
    0,
    Math.floor((now.epochMilliseconds - instantOf(record.begin).epochMilliseconds) / 1000),
  );
}

/** A name that cannot be looked up stays a number: it must not hide what was read, or was just written. */
async function unlessRefused<T extends { id: number }>(
  look: Promise<T>,
  value: number | { id: number },
): Promise<T | { id: number }> {
  try {
    return await look;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { id: idOf(value) };
  }
}

/** Looks names up only where the record carries ids. */
export async function detailOf(
  record: Timesheet,
  names: Directory,
  now: Temporal.Instant,
): Promise<EntryDetail> {
  const [project, activity, user] = await Promise.all([
    unlessRefused(nameProject(record.project, names), record.project),
    record.activity
      ? unlessRefused(nameActivity(record.activity, names), record.activity)
      : undefined,
    unlessRefused(nameUser(record.user, names), record.user),
  ]);
  return {
    id: record.id,
    begin: withColon(record.begin),
    ...(record.end ? { end: withColon(record.end) } : { running: true as const }),
    duration: secondsOf(record, now),
    break: record.break || undefined,
    project,
    activity,
    user,
    description: record.description || undefined,
    tags: record.tags.length > 0 ? record.tags : undefined,
    billable: record.billable,
    exported: record.exported,
    rate: record.rate ?? undefined,
    hourly_rate: record.hourlyRate ?? undefined,
    fixed_rate: record.fixedRate ?? undefined,
    internal_rate: record.internalRate ?? undefined,
    meta: customFieldsOf(record.metaFields),
  };
}

/** `Mon 16 Nov 2026 09:00-10:30`, the end with its date where it is another day. */
export function spanOf(begin: string, end?: string): string {
  const from = wallClock(begin);
  const start = `${dayName(from.date)} ${from.time}`;
  if (!end) return `${start}, running`;
  const to = wallClock(end);
  return `${start}-${to.date === from.date ? to.time : `${dayName(to.date)} ${to.time}`}`;
}

/** `ACME / Website (1) / Design (3)`. */
export function workOf({ project, activity }: Pick<EntryDetail, "project" | "activity">): string {
  const customer = project.customer ? `${project.customer} / ` : "";
  return customer + nameWithId(project) + (activity ? ` / ${nameWithId(activity)}` : "");
}
