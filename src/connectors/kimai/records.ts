// No test of its own: every tool test parses answers with it.
/**
 * What Kimai answers (API.md chapter 3), as far as our tools read it. Loose: a new field passes through,
 * and what depends on a permission or a version is optional (rates and budgets since Kimai 2.66).
 */

import { z } from "zod";
import { day, moment, zone } from "./moments.ts";

const text = z.string().nullish();
const flag = z.boolean().optional();
/** Whole seconds, as Kimai keeps them; a part of one is rounded. */
export const seconds = z.number().overwrite(Math.round).int();

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
export type Team = z.infer<typeof team>;
export const teams = z.array(team);

/** `GET /users/me`: a user with what only the entity has. */
export const me = user.extend({
  timezone: zone,
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
export type MetaField = z.infer<typeof metaField>;

/** Any record with custom fields, as far as they are visible. */
export const metaHolder = z.looseObject({ metaFields: z.array(metaField).default([]) });

/** A time record: with ids (`GET /timesheets/{id}`) or expanded (`full=1`, `/active`). Durations in seconds, break taken off. */
export const timesheet = z.looseObject({
  id: z.int(),
  /** `YYYY-MM-DDTHH:mm:ss+HHMM`, the record's own zone. */
  begin: moment,
  /** Null while it runs. */
  end: moment.nullish(),
  /** 0 while it runs. */
  duration: seconds.nullish(),
  break: seconds.nullish(),
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

const listedCustomer = customer.pick({ id: true, name: true, currency: true }).strip();
const listedProject = project.pick({ id: true, name: true, parentTitle: true }).strip().extend({
  customer: z.union([listedCustomer, z.int()]),
});

/**
 * A time record in a listing, expanded: of what hangs on it, only what we read. Listings have up to 100,000 of
 * them, and checking and passing through what nobody reads takes three times as long.
 */
const listedTimesheet = timesheet.extend({
  // Objects first: what does not fit an alternative is written down before the next one is tried.
  project: z.union([listedProject, z.int()]),
  activity: z.union([activity.pick({ id: true, name: true }).strip(), z.int()]).nullish(),
  user: z.union([user.pick({ id: true, username: true, alias: true }).strip(), z.int()]),
});
/** A page of them. */
export const listedTimesheets = z.array(listedTimesheet);

/** A comment on a customer or project (Kimai 2.57). */
export const comment = z.looseObject({
  id: z.int(),
  message: z.string(),
  createdBy: user.nullish(),
  createdAt: moment,
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

/** What an hour, or with `isFixed` an entry, costs; without a user it holds for everybody. Amounts in the customer's currency. */
export const rate = z.looseObject({
  id: z.int(),
  user: user.nullish(),
  rate: z.number(),
  internalRate: z.number().nullish(),
  isFixed: flag,
});
export type Rate = z.infer<typeof rate>;

/** `GET /teams/{id}`: a team with its members. */
export const teamDetail = team.extend({
  members: z.array(z.looseObject({ user, teamlead: flag })).default([]),
});

/** What customers, projects and activities share beside their name; budgets come by permission (Kimai 2.66). */
const master = {
  number: text,
  comment: text,
  billable: flag,
  color: text,
  teams: z.array(team).nullish(),
  budget: z.number().nullish(),
  /** Seconds. */
  timeBudget: z.number().nullish(),
  budgetType: text,
  metaFields: z.array(metaField).nullish(),
};

/** A customer by itself; a list has less, and with `full=1` (Kimai 2.62) the address (API.md 3.4). */
export const customerEntity = customer.extend({
  ...master,
  company: text,
  vatId: text,
  contact: text,
  address: text,
  addressLine1: text,
  addressLine2: text,
  addressLine3: text,
  postCode: text,
  city: text,
  country: text,
  language: text,
  phone: text,
  fax: text,
  mobile: text,
  email: text,
  homepage: text,
  timezone: text,
  invoiceEmail: text,
  buyerReference: text,
});

export const projectEntity = project.extend({
  ...master,
  orderNumber: text,
  /** `YYYY-MM-DD`, as the next two. */
  orderDate: text,
  start: text,
  end: text,
  globalActivities: flag,
});

export const activityEntity = activity.extend(master);

/** A user by himself, or in a list, which has less. */
export const userEntity = me.extend({
  timezone: text,
  accountNumber: text,
  color: text,
  systemAccount: flag,
});

/** A team by itself; a list has names only (K-29). */
export const teamEntity = team.extend({
  color: text,
  members: z.array(z.looseObject({ user, teamlead: flag })).nullish(),
  customers: z.array(z.looseObject({ id: z.int(), name: z.string() })).nullish(),
  projects: z.array(z.looseObject({ id: z.int(), name: z.string() })).nullish(),
  activities: z.array(z.looseObject({ id: z.int(), name: z.string() })).nullish(),
});

export const tag = z.looseObject({ id: z.int(), name: z.string(), visible: flag, color: text });

export const invoice = z.looseObject({
  id: z.int(),
  invoiceNumber: text,
  customer: customer.nullish(),
  user: user.nullish(),
  createdAt: text,
  /** With the tax. */
  total: z.number().nullish(),
  tax: z.number().nullish(),
  vat: z.number().nullish(),
  currency: text,
  status: text,
  overdue: flag,
  /** Since 2.56. */
  invoiceFilename: text,
  dueDays: z.number().nullish(),
  paymentDate: text,
  comment: text,
  metaFields: z.array(metaField).nullish(),
});

/** `GET /public-holidays`, of the plugin for work contracts (API.md 7.1). */
export const holiday = z.looseObject({
  id: z.int(),
  date: day,
  name: z.string(),
  halfDay: flag,
  publicHolidayGroup: z.looseObject({ id: z.int(), name: text }).nullish(),
});

/** An absence, of the plugin for work contracts (API.md 7.1): a record for each day, or a range where `endDate` is set. */
export const absence = z.looseObject({
  id: z.int(),
  user: z.union([z.int(), user]).nullish(),
  /** The begin of the day, in the person's zone. */
  date: day,
  endDate: day.nullish(),
  duration: seconds.nullish(),
  type: z.string(),
  /** new, requested or approved. */
  status: text,
  halfDay: z.boolean().nullish(),
  comment: text,
});
export type Absence = z.infer<typeof absence>;

/** What the plugin's calendars show (API.md 3.7). */
export const calendarEvent = z.looseObject({
  title: z.string(),
  allDay: z.boolean().nullish(),
  start: z.string(),
  end: text,
});
export type CalendarEvent = z.infer<typeof calendarEvent>;

/** The id of something that a record carries as an id or, expanded, as itself. */
export function idOf(value: number | { id: number }): number {
  return typeof value === "number" ? value : value.id;
}
