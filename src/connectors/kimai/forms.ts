/**
 * What Kimai takes when something is created or changed (API.md 2.3-2.8), per type and verb: strict, and
 * named as Kimai names it. From the same forms comes the one `data` object that models see.
 */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { type JsonSchema, jsonSchemaOf, wired } from "../../mcp/wire.ts";
import { readMoment } from "./dates.ts";
import { ref } from "./refs.ts";
import { readDuration } from "./durations.ts";
import { flag, id, ids, money } from "./fields.ts";
import { metaFields } from "./subresources.ts";

/** Collections that can be written to. */
export type Writable = "customer" | "project" | "activity" | "user" | "team" | "tag";

const text = (max = 65_535) => z.string().max(max);
const name = (max: number) => z.string().trim().min(2).max(max);

/** Text that callers like to write as a number. */
const code = (max: number) =>
  wired(z.union([text(max), z.number().transform(String)], { error: `text of at most ${max}` }), {
    type: "string",
  });

/** A secret: Kimai alone judges it, because our refusals quote the value. */
const secret = code(65_535);

/** A code in capitals, such as a country's or a currency's. */
const capitals = (length: number, what: string) =>
  z.string().trim().length(length, { error: `${what} is wanted` })
    .transform((value) => value.toUpperCase());

/** A value that an empty text takes away. Null says nothing, because models fill fields with it. */
function clearable<T extends z.ZodType>(schema: T, type: string | string[]) {
  const nothing = z.literal("").transform(() => null);
  return wired(z.union([nothing, schema]), { type });
}

/** Reads a value with a function that throws sentences. */
function readBy<T>(read: (text: string) => T) {
  return z.string().transform((value, context): T => {
    try {
      return read(value);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  });
}

/** A day; of a date-time its date as written, because Kimai keeps days only. */
const day = readBy((value) => value === "" ? null : readMoment(value).date.toString());

const timeError = "write 100h, 1:30 or 90min; a number without quotes is seconds";

/**
 * A duration for Kimai, in seconds with their unit. A bare number as text is refused: Kimai would take it
 * for hours (trap 23 of API.md chapter 9), and everywhere else here a number is seconds.
 */
const duration = wired(
  z.union([z.int({ error: timeError }).nonnegative({ error: timeError }), readBy(readDuration)], {
    error: timeError,
  }).transform((seconds) => `${seconds}s`),
  { type: ["integer", "string"], description: "seconds, or 100h, 1:30" },
);

/** Colours are checked against Kimai's own palette when they are written. */
const color = text(30).describe("hex or name, nearest of Kimai's palette");

const teams = ids.describe("ids");

const head = { name: name(150), number: code(50), comment: text(), invoiceText: text() };

const budgets = {
  budget: money,
  timeBudget: duration,
  budgetType: wired(z.enum(["month", ""]), { type: "string", enum: ["month"] }),
};

const tail = { visible: flag(), billable: flag(), color, ...budgets, teams, metaFields };

const roles = z.array(z.string().trim().toUpperCase()).min(1)
  // Kimai's form has no choice ROLE_USER: everybody has it. Alone it takes all other roles away.
  .transform((all) => all.filter((role) => role !== "ROLE_USER"));

const members = z.array(z.strictObject({ user: ref("user"), teamlead: flag().optional() })).min(1)
  .describe("default: you, leading");

/** A form's fields, which of them creating needs, and which only creating has. */
interface Form {
  fields: Record<string, z.ZodType>;
  needed: string[];
  createOnly?: string[];
}

/** Made at first use: a hundred schemas are not needed for a start. */
const forms: Record<Writable, () => Form> = {
  customer: () => ({
    fields: {
      ...head,
      company: text(100),
      vatId: code(50),
      contact: text(100),
      addressLine1: text(150),
      addressLine2: text(150),
      addressLine3: text(150),
      postCode: code(20),
      city: text(50),
      address: text(),
      country: capitals(2, "a country's two letters, such as DE,"),
      language: text(35),
      currency: capitals(3, "a currency's three letters, such as EUR,"),
      timezone: text(64),
      phone: code(30),
      fax: code(30),
      mobile: code(30),
      email: text(75),
      homepage: text(100),
      invoiceEmail: text(75),
      invoiceTemplate: clearable(id(), "integer"),
      buyerReference: code(50),
      ...tail,
    },
    needed: ["name"],
  }),
  project: () => ({
    fields: {
      ...head,
      number: code(10),
      customer: ref("customer"),
      orderNumber: code(50),
      orderDate: day,
      start: day,
      end: day,
      globalActivities: flag(),
      ...tail,
    },
    needed: ["name", "customer"],
  }),
  activity: () => ({
    fields: {
      ...head,
      number: code(10),
      project: clearable(ref("project"), ["integer", "string"]),
      ...tail,
    },
    needed: ["name"],
  }),
  user: () => ({
    fields: {
      username: name(64),
      email: text(180),
      plainPassword: secret,
      alias: text(60),
      title: text(50),
      language: text(35),
      locale: text(35),
      timezone: text(64),
      accountNumber: code(30),
      avatar: text(),
      color,
      supervisor: clearable(ref("user"), ["integer", "string"]),
      roles,
      enabled: flag(),
      systemAccount: flag(),
      requiresPasswordReset: flag(),
      plainApiToken: secret,
    },
    needed: ["username", "email", "plainPassword"],
    createOnly: ["plainPassword", "plainApiToken"],
  }),
  team: () => ({ fields: { name: name(100), color, members }, needed: ["name"] }),
  tag: () => ({ fields: { name: name(100), color, visible: flag() }, needed: ["name"] }),
};

const made = new Map<string, z.ZodObject>();

/** The form of a type for a verb: when something is changed, no field is needed. */
export function formOf(type: Writable, verb: "create" | "update"): z.ZodObject {
  const key = `${type} ${verb}`;
  const known = made.get(key);
  if (known) return known;
  const { fields, needed, createOnly = [] } = forms[type]();
  const shape = Object.entries(fields)
    .filter(([field]) => verb === "create" || !createOnly.includes(field))
    .map(([field, schema]) =>
      [field, verb === "create" && needed.includes(field) ? schema : schema.optional()] as const
    );
  const form = z.object(Object.fromEntries(shape));
  made.set(key, form);
  return form;
}

/**
 * `data` without what says nothing: models fill fields that they do not need with null, and the reference
 * left nulls out. When something is created, an empty text says nothing either; in a change it empties.
 */
export function withoutNothing(
  data: Record<string, unknown>,
  verb: "create" | "update",
): { said: Record<string, unknown>; unsaid: string[] } {
  const isNothing = (value: unknown) =>
    value === null || (verb === "create" && value === "") ||
    (typeof value === "object" && Object.keys(value as object).length === 0);
  const entries = Object.entries(data);
  return {
    said: Object.fromEntries(entries.filter(([, value]) => !isNothing(value))),
    unsaid: entries.filter(([, value]) => isNothing(value)).map(([key]) => key),
  };
}

/** How many types share a field that the wire shows with its type. */
const shared = 3;

/**
 * `data` as models see it: fields that several types share, and lists, with their type; the rest, which may
 * be written as text whatever it is, by name for each type, with a star where creating needs it.
 */
export const dataFace: JsonSchema = {
  type: "object",
  get properties() {
    return faceOnce().properties;
  },
  get description() {
    return faceOnce().description;
  },
};

interface Face {
  properties: Record<string, JsonSchema>;
  description: string;
}

/** Of a project: what most calls need, with a name for an id and hours for seconds. */
const example = `project {"name":"Relaunch","customer":"ACME","timeBudget":"100h"}`;

let face: Face | undefined;
const faceOnce = () => face ??= computeFace();

function computeFace(): Face {
  const all = (Object.keys(forms) as Writable[]).map((type) => ({ type, ...forms[type]() }));
  const uses = (field: string) => all.filter(({ fields }) => field in fields).length;
  const properties: Record<string, JsonSchema> = {};
  const lists = all.map(({ type, needed }) => {
    const json = jsonSchemaOf(formOf(type, "create")).properties ?? {};
    const isTyped = (field: string) => uses(field) >= shared || json[field].type === "array";
    for (const field of Object.keys(json).filter(isTyped)) properties[field] = json[field];
    const rest = Object.keys(json).filter((field) => !isTyped(field))
      .map((field) => needed.includes(field) ? `${field}*` : field);
    return rest.length > 0 ? `${type}: ${numbered(rest.join(" "))}` : "";
  });
  const description = `name* (not users); ${
    lists.filter((list) => list).join("; ")
  }; * needed to create, as in ${example}`;
  return { properties, description };
}

/** `addressLine1-3` */
const numbered = (list: string) => list.replace(/(\b\w+)1 (?:\1\d )*\1(\d)/, "$11-$2");
