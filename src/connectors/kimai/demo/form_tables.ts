/**
 * Which fields each form has, for whom, and what a field takes by itself, in Kimai's order.
 */
// No test of its own: data, held down row by row in tests/contract/mutants_test.ts
import { TEXTS } from "./messages.ts";

/** How the value of a field is read. */
export type FieldKind =
  | "text"
  | "flag"
  | "money"
  | "duration"
  | "moment"
  | "day"
  | "tags"
  | "color"
  | "choice"
  | "choices"
  | "collection"
  | "reference"
  | "references"
  | "budgetType";

/** One field of a form. */
export interface FormRow {
  name: string;
  kind: FieldKind;
  /** Only in the form that creates, or only in the one that edits. */
  verb?: "create" | "edit";
  /** Conditions of which one must hold, as the form's owner understands them. */
  needs?: string[];
  /** Refused when the object ends up with null here; `blank` also refuses "". */
  required?: "null" | "blank";
  /** Characters. */
  minLength?: number;
  maxLength?: number;
  /** Bounds of a number. */
  range?: [number, number];
  notNegative?: boolean;
  /** `< > " =` are refused (names, since 2.54). */
  plainName?: boolean;
  /** What a choice is refused with, where Kimai has a text of its own. */
  badChoice?: string;
}

export type FormName =
  | "timesheet"
  | "customer"
  | "project"
  | "activity"
  | "rate"
  | "comment"
  | "tag"
  | "team"
  | "member"
  | "user"
  | "absence";

const NAME = { name: "name", kind: "text", minLength: 2, maxLength: 150, plainName: true } as const;
const BUDGET: [number, number] = [0, 900_000_000_000];
const TIME_BUDGET: [number, number] = [0, 2_145_600_000];
/** The tail that customers, projects and activities share (API.md 2.3-2.5). */
const TAIL: FormRow[] = [
  { name: "teams", kind: "references", verb: "create" },
  { name: "color", kind: "color" },
  { name: "budget", kind: "money", needs: ["budget"], range: BUDGET },
  { name: "timeBudget", kind: "duration", needs: ["time"], range: TIME_BUDGET },
  { name: "budgetType", kind: "budgetType", needs: ["budget", "time"] },
];
const FLAGS: FormRow[] = [{ name: "visible", kind: "flag" }, { name: "billable", kind: "flag" }];
const HEAD: FormRow[] = [
  { name: "comment", kind: "text" },
];

/** The fields of every form in Kimai's order, which is the order of `children` in an error. */
export const FORMS: Record<FormName, FormRow[]> = {
  timesheet: [
    { name: "begin", kind: "moment", needs: ["times"] },
    { name: "end", kind: "moment", needs: ["times"] },
    { name: "break", kind: "duration", needs: ["break"] },
    { name: "project", kind: "reference", required: "null" },
    { name: "activity", kind: "reference", required: "null" },
    { name: "description", kind: "text" },
    { name: "fixedRate", kind: "money", needs: ["edit_rate"], notNegative: true },
    { name: "hourlyRate", kind: "money", needs: ["edit_rate"], notNegative: true },
    { name: "user", kind: "reference", needs: ["other_user"] },
    { name: "tags", kind: "tags" },
    { name: "exported", kind: "flag", needs: ["edit_export"] },
    { name: "billable", kind: "flag", needs: ["edit_billable"] },
    // Joins the form as soon as billable is sent (recordings 1615).
    { name: "billableMode", kind: "text", needs: ["billable_sent"] },
  ],
  customer: [
    { ...NAME, required: "blank" },
    { name: "number", kind: "text", maxLength: 50 },
    ...HEAD,
    { name: "company", kind: "text", maxLength: 100 },
    { name: "vatId", kind: "text", maxLength: 50 },
    { name: "contact", kind: "text", maxLength: 100 },
    { name: "addressLine1", kind: "text", maxLength: 150 },
    { name: "addressLine2", kind: "text", maxLength: 150 },
    { name: "addressLine3", kind: "text", maxLength: 150 },
    { name: "postCode", kind: "text", maxLength: 20 },
    { name: "city", kind: "text", maxLength: 50 },
    { name: "address", kind: "text", needs: ["address"] },
    { name: "country", kind: "choice", badChoice: TEXTS.badCountry },
    { name: "language", kind: "choice" },
    { name: "currency", kind: "choice" },
    { name: "phone", kind: "text", maxLength: 30 },
    { name: "fax", kind: "text", maxLength: 30 },
    { name: "mobile", kind: "text", maxLength: 30 },
    { name: "email", kind: "text", maxLength: 75 },
    { name: "homepage", kind: "text", maxLength: 100 },
    { name: "timezone", kind: "choice", badChoice: TEXTS.badTimezone },
    { name: "invoiceText", kind: "text" },
    { name: "invoiceTemplate", kind: "reference" },
    { name: "invoiceEmail", kind: "text", maxLength: 75 },
    { name: "buyerReference", kind: "text", maxLength: 50 },
    ...TAIL,
    ...FLAGS,
  ],
  project: [
    { ...NAME, required: "null" },
    { name: "number", kind: "text", maxLength: 10 },
    ...HEAD,
    { name: "invoiceText", kind: "text" },
    { name: "orderNumber", kind: "text", maxLength: 50 },
    { name: "orderDate", kind: "day" },
    { name: "start", kind: "day" },
    { name: "end", kind: "day" },
    { name: "customer", kind: "reference", required: "null" },
    ...TAIL,
    { name: "globalActivities", kind: "flag" },
    ...FLAGS,
  ],
  activity: [
    { ...NAME, required: "null" },
    { name: "number", kind: "text", maxLength: 10 },
    ...HEAD,
    { name: "invoiceText", kind: "text" },
    { name: "project", kind: "reference", needs: ["movable"] },
    ...TAIL,
    ...FLAGS,
  ],
  rate: [
    { name: "user", kind: "reference" },
    { name: "rate", kind: "money", notNegative: true },
    { name: "internalRate", kind: "money", notNegative: true },
    { name: "isFixed", kind: "flag" },
  ],
  comment: [
    { name: "pinned", kind: "flag" },
    { name: "message", kind: "text", required: "null" },
  ],
  tag: [
    { name: "name", kind: "text", required: "blank", minLength: 2, maxLength: 100 },
    { name: "color", kind: "color" },
    { name: "visible", kind: "flag" },
  ],
  team: [
    { name: "name", kind: "text", required: "blank", minLength: 2, maxLength: 100 },
    { name: "color", kind: "color" },
    { name: "members", kind: "collection" },
  ],
  member: [
    { name: "user", kind: "reference" },
    { name: "teamlead", kind: "flag" },
  ],
  user: [
    {
      name: "username",
      kind: "text",
      verb: "create",
      required: "blank",
      minLength: 2,
      maxLength: 64,
    },
    { name: "alias", kind: "text", maxLength: 60 },
    { name: "title", kind: "text", maxLength: 50 },
    { name: "accountNumber", kind: "text", maxLength: 30 },
    { name: "color", kind: "color" },
    { name: "email", kind: "text", required: "blank" },
    { name: "language", kind: "choice" },
    { name: "locale", kind: "choice" },
    { name: "timezone", kind: "choice", badChoice: TEXTS.badTimezone },
    { name: "supervisor", kind: "reference", needs: ["supervisor"] },
    { name: "roles", kind: "choices", needs: ["roles"] },
    {
      name: "plainPassword",
      kind: "text",
      verb: "create",
      required: "blank",
      minLength: 8,
      maxLength: 60,
    },
    { name: "plainApiToken", kind: "text", verb: "create" },
    { name: "enabled", kind: "flag", needs: ["other_user"] },
    { name: "systemAccount", kind: "flag" },
    { name: "requiresPasswordReset", kind: "flag" },
  ],
  // The plugin's form was never recorded (API.md 7.1).
  absence: [
    { name: "user", kind: "reference" },
    { name: "date", kind: "day", required: "null" },
    { name: "end", kind: "day" },
    { name: "type", kind: "choice", required: "null" },
    { name: "halfDay", kind: "flag" },
    { name: "duration", kind: "duration" },
    { name: "comment", kind: "text" },
  ],
};
