/**
 * Kimai's collections, one row each: where they are, what Kimai offers there, who may, what a list takes,
 * how a record is read and shown. What a row lacks, Kimai lacks, and the refusal is made of the table.
 */

import type { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import type { Query, Segment } from "./address.ts";
import type { Filters } from "./filters.ts";
import * as items from "./items.ts";
import type { Item } from "./items.ts";

/** In the reference's order. */
export const types = [
  "project",
  "activity",
  "customer",
  "user",
  "team",
  "tag",
  "invoice",
  "holiday",
] as const;
export type Type = typeof types[number];

/** What can be done with a collection or its records. */
export type Verb =
  | "list"
  | "get"
  | "create"
  | "update"
  | "delete"
  | "duplicate"
  | "lock_month"
  | "unlock_month"
  | "set_preferences";

/** Who may by default, and the permission that makes it so (API.md 6.1, permissions.md). */
type Allowed = [who: string, permission: string];

/** One collection. */
export interface Entity {
  type: Type;
  /** With its article: "an activity". */
  one: string;
  many: string;
  path: string;
  /** Where the list is, if not at the path. */
  listPath?: readonly Segment[];
  verbs: readonly Verb[];
  /** What to do instead of a verb that is missing. */
  instead?: Partial<Record<Verb, string>>;
  allowed: Partial<Record<Verb, Allowed>>;
  record: z.ZodType<Item>;
  /** Fields of a list's lines, and those that `full` adds. */
  brief: readonly string[];
  full?: readonly string[];
  /** What a list asks Kimai, from the filters. */
  query(filters: Filters): Query;
  /** Kimai hands it out in pages, with a total. */
  paged?: true;
  /** Sent when it is created and nothing else is said: Kimai takes what is missing for false (trap 20). */
  defaults?: Record<string, unknown>;
  /** Fields that are days when it is created and date-times when it is changed (K-17). */
  days?: readonly string[];
  /** Lists show what a plain user may not read by itself (trap 14). */
  readFromList?: "customers" | "projects" | "activities";
}

const crud = ["list", "get", "create", "update", "delete"] as const;
const admins = "administrators";
const leads = "team leads and administrators";
const systemAdmins = "system administrators";

const ordered = ({ term, visible, order, order_by }: Filters): Query => ({
  term,
  visible,
  order,
  orderBy: order_by,
});

const listed = "list shows all there is to know";

const rows: { [T in Type]: Omit<Entity, "type"> } = {
  project: {
    one: "a project",
    many: "projects",
    path: "projects",
    verbs: [...crud, "duplicate"],
    allowed: {
      create: [admins, "create_project"],
      update: [admins, "edit_project"],
      delete: [admins, "delete_project"],
      duplicate: [admins, "edit_project, create_project and create_activity"],
    },
    record: items.project,
    brief: ["customer", "number", "start", "end", "visible", "billable"],
    // Kimai leaves out projects that do not run today, and says nothing; see `endedToday`.
    query: ({ customer, ...rest }) => ({ customer, ...ordered(rest), ignoreDates: 1 }),
    days: ["start", "end", "orderDate"],
    readFromList: "projects",
  },
  activity: {
    one: "an activity",
    many: "activities",
    path: "activities",
    verbs: crud,
    allowed: {
      create: [leads, "create_activity"],
      update: [`${admins} and leads of its teams`, "edit_activity"],
      delete: [admins, "delete_activity"],
    },
    record: items.activity,
    brief: ["project", "number", "global", "visible", "billable"],
    query: ({ project, globals, ...rest }) => ({ project, globals, ...ordered(rest) }),
    readFromList: "activities",
  },
  customer: {
    one: "a customer",
    many: "customers",
    path: "customers",
    verbs: crud,
    allowed: {
      create: [admins, "create_customer"],
      update: [admins, "edit_customer"],
      delete: [admins, "delete_customer"],
    },
    record: items.customer,
    brief: ["number", "country", "currency", "visible", "billable"],
    full: ["vatId", "addressLine1", "addressLine2", "addressLine3", "postCode", "city"],
    query: ({ full, ...rest }) => ({ full, ...ordered(rest) }),
    readFromList: "customers",
  },
  user: {
    one: "a user",
    many: "users",
    path: "users",
    verbs: [
      "list",
      "get",
      "create",
      "update",
      "lock_month",
      "unlock_month",
      "set_preferences",
    ],
    instead: { delete: "update it with enabled=false" },
    allowed: {
      list: [systemAdmins, "view_user"],
      get: [`${systemAdmins}, and everybody himself,`, "view_other_profile"],
      create: [systemAdmins, "create_user"],
      update: [`${systemAdmins}, and everybody himself,`, "edit_other_profile"],
      set_preferences: [
        `${systemAdmins}, and everybody himself, the work contract apart,`,
        "preferences_other_profile, and contract_other_profile for contracts",
      ],
    },
    record: items.user,
    brief: ["username", "title", "enabled"],
    full: ["email", "roles", "teams", "supervisor"],
    query: ({ full, ...rest }) => ({ full, ...ordered(rest) }),
    defaults: { enabled: true },
  },
  team: {
    one: "a team",
    many: "teams",
    path: "teams",
    verbs: crud,
    allowed: {
      list: [admins, "view_team"],
      get: [admins, "view_team"],
      create: [admins, "create_team"],
      update: [admins, "edit_team"],
      delete: [admins, "delete_team"],
    },
    record: items.team,
    brief: [],
    query: () => ({}),
  },
  tag: {
    one: "a tag",
    many: "tags",
    path: "tags",
    // Without a name Kimai lists none at all (K-14).
    listPath: ["tags", "find"],
    verbs: ["list", "create", "delete"],
    instead: { get: listed, update: "delete it and create it again" },
    allowed: {
      create: ["everybody", "create_tag or manage_tag"],
      delete: [leads, "delete_tag"],
    },
    record: items.tag,
    brief: ["color", "visible"],
    query: ({ term = "" }) => ({ name: term }),
    defaults: { visible: true },
  },
  invoice: {
    one: "an invoice",
    many: "invoices",
    path: "invoices",
    verbs: ["list", "get", "delete"],
    instead: { create: "make it in Kimai", update: "set its custom fields with meta" },
    allowed: {
      list: [leads, "view_invoice"],
      get: [leads, "view_invoice"],
      delete: ["nobody", "delete_invoice, which a role has to be given"],
    },
    record: items.invoice,
    brief: ["customer", "total", "currency", "status", "created", "overdue"],
    query: ({ begin, end, customers, status }) => ({ begin, end, customers, status }),
    paged: true,
  },
  holiday: {
    one: "a holiday",
    many: "holidays",
    path: "public-holidays",
    verbs: ["list", "delete"],
    instead: { get: listed, create: "administrators do that in Kimai" },
    allowed: { delete: [admins, "contract_other_profile"] },
    record: items.holiday,
    brief: ["date", "group", "halfDay"],
    query: ({ begin, end }) => ({ begin, end }),
  },
};

/** The table by type. */
export const entities = Object.fromEntries(
  types.map((type) => [type, { type, ...rows[type] }]),
) as { [T in Type]: Entity };

/** Verbs as the refusal writes them. */
const words: Record<Verb, string> = {
  list: "list",
  get: "get",
  create: "create",
  update: "update",
  delete: "delete",
  duplicate: "duplicate",
  lock_month: "lock months of",
  unlock_month: "unlock months of",
  set_preferences: "set preferences of",
};

/**
 * The row of a type, for a verb.
 * @throws {UserError} when Kimai does not offer it, saying for what it does.
 */
export function entityFor(type: Type, verb: Verb): Entity {
  const entity = entities[type];
  if (entity.verbs.includes(verb)) return entity;
  const others = types.filter((other) => entities[other].verbs.includes(verb)).join(", ");
  const instead = entity.instead?.[verb];
  throw new UserError(
    `Cannot ${words[verb]} ${entity.one}: Kimai offers that for ${others}${
      instead ? `; ${instead}` : ""
    }`,
  );
}

/** A refusal for want of a right, with who may instead; everything else passes unchanged. */
export function explainForbidden(entity: Entity, verb: Verb, what = entity.one) {
  return (error: unknown): never => {
    const allowed = entity.allowed[verb];
    if (!(error instanceof UpstreamError) || error.fault !== "forbidden" || !allowed) throw error;
    const [who, permission] = allowed;
    throw new UpstreamError(
      "forbidden",
      `Cannot ${
        words[verb]
      } ${what}: by default Kimai lets ${who} do that (permission ${permission})`,
      { status: error.status, cause: error },
    );
  };
}
