/**
 * The rows that the embedded Kimai keeps. Instants are epoch milliseconds in whole seconds,
 * durations seconds, days `YYYY-MM-DD`, money plain numbers.
 */
// No test of its own: declarations only

/** Customer, project or activity: what a record is booked on. */
export type MasterKind = "customer" | "project" | "activity";

/** A custom field as a row holds it: it outlives its definition (recordings 4836). */
export interface MetaField {
  value: string | null;
  visible: boolean;
}

/** Custom fields by the definition's name; absent until the row is saved once. */
export type MetaValues = Map<string, MetaField>;

/** What customers, projects and activities share. */
export interface Master {
  id: number;
  name: string | null;
  number: string | null;
  comment: string | null;
  invoiceText: string | null;
  visible: boolean;
  billable: boolean;
  color: string | null;
  budget: number;
  /** Seconds. */
  timeBudget: number;
  budgetType: "month" | null;
  meta: MetaValues;
  /** Ids of the teams it is restricted to. */
  teams: Set<number>;
}

export interface Customer extends Master {
  company: string | null;
  vatId: string | null;
  contact: string | null;
  address: string | null;
  addressLine1: string | null;
  addressLine2: string | null;
  addressLine3: string | null;
  postCode: string | null;
  city: string | null;
  country: string;
  language: string;
  currency: string;
  phone: string | null;
  fax: string | null;
  mobile: string | null;
  email: string | null;
  homepage: string | null;
  timezone: string;
  invoiceTemplate: number | null;
  invoiceEmail: string | null;
  buyerReference: string | null;
}

export interface Project extends Master {
  customer: number;
  orderNumber: string | null;
  orderDate: string | null;
  start: string | null;
  /** The last day on which it runs. */
  end: string | null;
  globalActivities: boolean;
}

export interface Activity extends Master {
  /** Null for a global activity. */
  project: number | null;
}

export interface Timesheet {
  id: number;
  user: number;
  project: number;
  activity: number;
  begin: number;
  /** Null while it runs. */
  end: number | null;
  /** Seconds, without the break; 0 while it runs. */
  duration: number;
  /** Seconds. */
  break: number;
  description: string | null;
  tags: number[];
  exported: boolean;
  billable: boolean;
  fixedRate: number | null;
  hourlyRate: number | null;
  rate: number;
  internalRate: number | null;
  /** The zone it is shown in: its owner's when it was made. */
  timezone: string;
  modifiedAt: number;
  meta: MetaValues;
}

export interface User {
  id: number;
  username: string | null;
  alias: string | null;
  title: string | null;
  accountNumber: string | null;
  email: string | null;
  enabled: boolean;
  systemAccount: boolean;
  /** Without ROLE_USER, which everybody has. */
  roles: string[];
  color: string | null;
  language: string;
  /** Null until it is chosen. */
  locale: string | null;
  timezone: string;
  supervisor: number | null;
  /** Stored preferences by name; defaults are not stored. */
  preferences: Map<string, string | null>;
  /** Is a legacy API password set? */
  apiToken: boolean;
}

export interface AccessToken {
  id: number;
  user: number;
  token: string;
  /** Refused from this instant on; null is never. */
  expiresAt: number | null;
}

export interface TeamMember {
  user: number;
  teamlead: boolean;
}

export interface Team {
  id: number;
  name: string | null;
  color: string | null;
  members: TeamMember[];
}

export interface Tag {
  id: number;
  name: string | null;
  color: string | null;
  visible: boolean;
}

export interface Rate {
  id: number;
  kind: MasterKind;
  /** Id of the customer, project or activity. */
  master: number;
  user: number | null;
  rate: number;
  internalRate: number | null;
  isFixed: boolean;
}

export interface Comment {
  id: number;
  kind: "customer" | "project";
  master: number;
  message: string | null;
  createdBy: number;
  createdAt: number;
  pinned: boolean;
}

export interface Invoice {
  id: number;
  customer: number;
  user: number;
  invoiceNumber: string;
  comment: string | null;
  createdAt: number;
  timezone: string;
  total: number;
  tax: number;
  currency: string;
  dueDays: number;
  vat: number;
  status: "new" | "pending" | "paid" | "canceled";
  invoiceFilename: string;
  /** Its document; absent where Kimai has the row alone. */
  file?: Uint8Array<ArrayBuffer>;
  paymentDate: string | null;
  meta: MetaValues;
}

/** Definition of a custom field. */
export interface MetaDefinition {
  name: string;
  visible: boolean;
  required?: boolean;
}

/** What can carry custom fields. */
export type MetaOwner = MasterKind | "timesheet" | "invoice";

/** One day of absence (plugin). */
export interface Absence {
  id: number;
  user: number;
  date: string;
  /** Seconds. */
  duration: number;
  type: string;
  status: "new" | "requested" | "approved";
  halfDay: boolean;
  comment: string | null;
}

/** A calendar of public holidays (plugin). */
export interface HolidayGroup {
  id: number;
  name: string;
}

export interface PublicHoliday {
  id: number;
  group: number;
  date: string;
  name: string;
  halfDay: boolean;
}
