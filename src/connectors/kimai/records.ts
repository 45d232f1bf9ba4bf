// No test of its own: every tool test parses answers with it.
/**
 * What Kimai answers (API.md chapter 3), as far as our tools read it. Loose: a new field passes through,
 * and what depends on a permission or a version is optional (rates and budgets since Kimai 2.66).
 */

import { z } from "zod";

const text = z.string().nullish();
const flag = z.boolean().optional();

export const user = z.looseObject({
  id: z.int(),
  username: z.string(),
  alias: text,
  title: text,
  email: z.string().optional(),
  enabled: flag,
  /** IANA zone; in embedded users since Kimai 2.45. */
  timezone: z.string().optional(),
  language: z.string().optional(),
  locale: z.string().optional(),
});
export type User = z.infer<typeof user>;

export const team = z.looseObject({ id: z.int(), name: z.string() });

/** `GET /users/me`: a user with what only the entity has. */
export const me = user.extend({
  timezone: z.string(),
  roles: z.array(z.string()).default([]),
  supervisor: user.nullish(),
  teams: z.array(team).default([]),
  memberships: z.array(z.looseObject({ team, teamlead: z.boolean() })).default([]),
  preferences: z.array(z.looseObject({ name: z.string(), value: text })).default([]),
});
export type Me = z.infer<typeof me>;

export const customer = z.looseObject({
  id: z.int(),
  name: z.string(),
  currency: z.string().optional(),
  visible: flag,
});
export type Customer = z.infer<typeof customer>;

/** A project in a list, with the customer's id; expanded rows carry the customer itself. */
export const project = z.looseObject({
  id: z.int(),
  name: z.string(),
  customer: z.union([z.int(), customer]),
  parentTitle: text,
  visible: flag,
});
export type Project = z.infer<typeof project>;

export const activity = z.looseObject({
  id: z.int(),
  name: z.string(),
  project: z.union([z.int(), project]).nullish(),
  parentTitle: text,
  visible: flag,
});
export type Activity = z.infer<typeof activity>;

export const metaField = z.looseObject({ name: z.string(), value: z.unknown() });

/** A time record: with ids (`GET /timesheets/{id}`) or expanded (`full=1`, `/active`). Durations in seconds, break taken off. */
export const timesheet = z.looseObject({
  id: z.int(),
  /** `YYYY-MM-DDTHH:mm:ss+HHMM`, the record's own zone. */
  begin: z.string(),
  /** Null while it runs. */
  end: text,
  /** 0 while it runs. */
  duration: z.number().nullish(),
  break: z.number().nullish(),
  description: text,
  tags: z.array(z.string()).default([]),
  project: z.union([z.int(), project]),
  activity: z.union([z.int(), activity]).nullish(),
  user: z.union([z.int(), user]),
  exported: flag,
  billable: flag,
  rate: z.number().nullish(),
  internalRate: z.number().nullish(),
  hourlyRate: z.number().nullish(),
  fixedRate: z.number().nullish(),
  metaFields: z.array(metaField).default([]),
});
export type Timesheet = z.infer<typeof timesheet>;

/** A comment on a customer or project (Kimai 2.57). */
export const comment = z.looseObject({
  id: z.int(),
  message: z.string(),
  createdBy: user.nullish(),
  createdAt: z.string(),
  pinned: z.boolean(),
});
export type Comment = z.infer<typeof comment>;

export const version = z.looseObject({
  version: z.string(),
  /** major * 10000 + minor * 100 + patch */
  versionId: z.int(),
  copyright: z.string().optional(),
});

export const plugin = z.looseObject({ name: z.string(), version: z.string().optional() });

/** `GET /config/timesheet`. */
export const timesheetConfig = z.looseObject({
  trackingMode: z.string(),
  defaultBeginTime: z.string(),
  activeEntriesHardLimit: z.int(),
  isAllowFutureTimes: z.boolean(),
  isAllowOverlapping: z.boolean(),
});
export type TimesheetConfig = z.infer<typeof timesheetConfig>;

/** `GET /config/colors`: name to hex. */
export const colors = z.record(z.string(), z.string());

/** The name people know a user by (Kimai's own rule, API.md 3.5). */
export function displayName(person: Pick<User, "username" | "alias">): string {
  return person.alias || person.username;
}
