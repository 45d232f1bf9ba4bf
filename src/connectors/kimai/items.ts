// No test of its own: tools/entity_test.ts and crud_test.ts read every kind.
/** An entity as structured content has it: what is set, names beside ids, in Kimai's own words. One function for each kind of record. */

import { z } from "zod";
import { customFieldsOf } from "./custom_fields.ts";
import { wallClock } from "./dates.ts";
import {
  activityEntity,
  customerEntity,
  displayName,
  holiday as holidayRecord,
  invoice as invoiceRecord,
  projectEntity,
  tag as tagRecord,
  teamEntity,
  type User,
  userEntity,
} from "./records.ts";
import { invoiceUri } from "./resources.ts";

/** An entity in structured content: nothing in it is null or empty; durations are seconds. */
export const item = z.looseObject({ id: z.int(), name: z.string() });
export type Item = z.infer<typeof item>;

/** A reference with its name; of a member or a membership, whether it leads. */
export interface Named {
  id: number;
  name?: string;
  lead?: true;
}

/** Leaves out what is null, empty text or an empty list. */
function compact({ id, name, ...fields }: Item): Item {
  const set = Object.entries(fields).filter(([, value]) =>
    value !== null && value !== undefined && value !== "" &&
    !(Array.isArray(value) && value.length === 0)
  );
  return { id, name, ...Object.fromEntries(set) };
}

function named({ id, name }: { id: number; name?: string }): Named {
  return { id, name };
}

function owner(
  value: number | { id: number; name: string } | null | undefined,
  name: string | null | undefined,
): Named | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === "number" ? { id: value, ...(name && { name }) } : named(value);
}

const personOf = (one: User): Named => ({ id: one.id, name: displayName(one) });

/** What customers, projects and activities end with. Kimai says 0 where there is no budget. */
function masterOf(record: z.infer<typeof activityEntity> | z.infer<typeof customerEntity>) {
  return {
    number: record.number,
    visible: record.visible,
    billable: record.billable,
    color: record.color,
    budget: record.budget || undefined,
    timeBudget: record.timeBudget || undefined,
    budgetType: record.budgetType,
    teams: (record.teams ?? []).map(named),
    comment: record.comment,
    metaFields: customFieldsOf(record.metaFields),
  };
}

export const customer = customerEntity.transform((record): Item =>
  compact({
    id: record.id,
    name: record.name,
    ...masterOf(record),
    company: record.company,
    contact: record.contact,
    address: record.address,
    addressLine1: record.addressLine1,
    addressLine2: record.addressLine2,
    addressLine3: record.addressLine3,
    postCode: record.postCode,
    city: record.city,
    country: record.country,
    language: record.language,
    currency: record.currency,
    timezone: record.timezone,
    vatId: record.vatId,
    phone: record.phone,
    fax: record.fax,
    mobile: record.mobile,
    email: record.email,
    homepage: record.homepage,
    invoiceEmail: record.invoiceEmail,
    buyerReference: record.buyerReference,
  })
);

export const project = projectEntity.transform((record): Item =>
  compact({
    id: record.id,
    name: record.name,
    customer: owner(record.customer, record.parentTitle),
    ...masterOf(record),
    globalActivities: record.globalActivities,
    start: record.start,
    end: record.end,
    orderNumber: record.orderNumber,
    orderDate: record.orderDate,
  })
);

/** An activity without a project can be booked on every project that takes global ones. */
export const activity = activityEntity.transform((record): Item =>
  compact({
    id: record.id,
    name: record.name,
    project: owner(record.project, record.parentTitle),
    global: record.project ? undefined : true,
    ...masterOf(record),
  })
);

export const user = userEntity.transform((record): Item => {
  const leads = new Set(
    record.memberships.filter((one) => one.teamlead).map(({ team }) => team.id),
  );
  return compact({
    id: record.id,
    name: displayName(record),
    username: record.username,
    title: record.title,
    enabled: record.enabled,
    email: record.email,
    roles: record.roles.length > 0 ? record.roles : ["ROLE_USER"],
    teams: record.teams.map((team) => ({
      ...named(team),
      ...(leads.has(team.id) && { lead: true }),
    })),
    supervisor: record.supervisor ? personOf(record.supervisor) : undefined,
    language: record.language,
    locale: record.locale === record.language ? undefined : record.locale,
    timezone: record.timezone,
    accountNumber: record.accountNumber,
    color: record.color,
    systemAccount: record.systemAccount || undefined,
    preferences: customFieldsOf(record.preferences),
  });
});

export const team = teamEntity.transform((record): Item =>
  compact({
    id: record.id,
    name: record.name,
    color: record.color,
    members: record.members?.map((one) => ({
      ...personOf(one.user),
      ...(one.teamlead && { lead: true }),
    })),
    customers: record.customers?.map(named),
    projects: record.projects?.map(named),
    activities: record.activities?.map(named),
  })
);

export const tag = tagRecord.transform(({ id, name, visible, color }): Item =>
  compact({ id, name, visible, color })
);

const settled = ["paid", "canceled"];

export const invoice = invoiceRecord.transform((record): Item =>
  compact({
    id: record.id,
    name: record.invoiceNumber ?? String(record.id),
    customer: record.customer ? named(record.customer) : undefined,
    status: record.status,
    // Kimai calls every old invoice overdue, a paid one too (recordings 2734).
    overdue: (record.overdue && !settled.includes(record.status ?? "")) || undefined,
    total: record.total,
    currency: record.currency,
    tax: record.tax,
    vat: record.vat,
    created: record.createdAt ? wallClock(record.createdAt).date : undefined,
    dueDays: record.dueDays,
    paymentDate: record.paymentDate?.slice(0, 10),
    user: record.user ? personOf(record.user) : undefined,
    comment: record.comment,
    metaFields: customFieldsOf(record.metaFields),
    file: record.invoiceFilename,
    document: record.invoiceFilename ? invoiceUri(record.id) : undefined,
  })
);

export const holiday = holidayRecord.transform(({ id, name, date, halfDay, ...record }): Item =>
  compact({
    id,
    name,
    date: wallClock(date).date,
    halfDay: halfDay || undefined,
    group: record.publicHolidayGroup
      ? owner(record.publicHolidayGroup.id, record.publicHolidayGroup.name)
      : undefined,
  })
);
