// No test of its own: tools/entity_test.ts and parity_entity_test.ts list every type by every filter.
/** What a list of entities can be narrowed down by: per type what Kimai, or else we, really filter. */

import { z } from "zod";
import { readFields } from "../../mcp/arguments.ts";
import { UserError } from "../../mcp/errors.ts";
import { type JsonSchema, jsonSchemaOf, wired } from "../../mcp/wire.ts";
import { renamed } from "./compat.ts";
import { kimaiTime, localTime, type Moment } from "./dates.ts";
import type { Type } from "./entities.ts";
import { count, flag, moment } from "./fields.ts";
import { readLate } from "./late.ts";
import { ref } from "./refs.ts";
import type { KimaiSession } from "./session.ts";

/** Filters as Kimai's query wants them; each type takes some. */
export interface Filters {
  term?: string;
  visible?: number;
  ignoreDates?: boolean;
  customer?: number;
  project?: number;
  globals?: boolean;
  customers?: number[];
  status?: string[];
  /** `YYYY-MM-DDTHH:mm:ss`, in the caller's zone. */
  begin?: string;
  end?: string;
  full?: boolean;
  order?: string;
  order_by?: string;
  page?: number;
  size?: number;
}

const one = (value: unknown) => Array.isArray(value) || value === undefined ? value : [value];

const term = z.string().trim().min(1).optional();
const visible = count(1, 3, "1 visible (default), 2 hidden, 3 both").optional();
const order = wired(
  z.string().trim().toUpperCase().pipe(z.enum(["ASC", "DESC"])),
  { type: "string", enum: ["ASC", "DESC"] },
).optional();
const order_by = (...columns: string[]) => wired(z.enum(columns), { type: "string" }).optional();
const pages = {
  page: count(1, 1_000_000).optional(),
  size: count(1, 100_000, "rows shown").optional(),
};
const period = { begin: moment("first day").optional(), end: moment("last day").optional() };
const full = flag("customers with address, users with roles").optional();
const states = z.enum(["new", "pending", "paid", "canceled"]);

/** Made at first use. */
const forms: Record<Type, () => z.ZodObject> = {
  project: () =>
    z.object({
      term,
      visible,
      ignoreDates: flag("ended projects too").optional(),
      customer: ref("customer").optional(),
      order_by: order_by("id", "name", "customer"),
      order,
      ...pages,
    }),
  activity: () =>
    z.object({
      term,
      visible,
      project: ref("project").optional(),
      globals: flag("only global ones").optional(),
      order_by: order_by("id", "name", "project"),
      order,
      ...pages,
    }),
  customer: () =>
    z.object({ term, visible, full, order_by: order_by("id", "name"), order, ...pages }),
  user: () =>
    z.object({
      term,
      visible,
      full,
      order_by: order_by("id", "username", "alias", "email"),
      order,
      ...pages,
    }),
  team: () => z.object({ term, ...pages }),
  tag: () => z.object({ term, ...pages }),
  invoice: () =>
    z.object({
      ...period,
      customers: z.preprocess(one, z.array(ref("customer")).min(1)).optional(),
      status: wired(z.preprocess(one, z.array(states).min(1)), {
        type: "array",
        items: { type: "string" },
      }).optional(),
      ...pages,
    }),
  holiday: () => z.object({ term, ...period, ...pages }),
};

const made = new Map<Type, z.ZodObject>();

function formOf(type: Type): z.ZodObject {
  const form = made.get(type) ?? forms[type]();
  made.set(type, form);
  return form;
}

/** Kimai's spellings, and `name`, which the reference took for tags. */
const secondNames = { orderBy: "order_by", ignore_dates: "ignoreDates" };
const spellings = renamed(z.looseObject({}), secondNames);
const tagSpellings = renamed(z.looseObject({}), { ...secondNames, name: "term" });

/**
 * Filters that a type may be given in vain: they say how rows look or stand, or leave none out. All others that
 * a type does not take would make it list more than was asked for.
 */
const harmless: Record<string, (value: unknown) => boolean> = {
  full: isSaid,
  order: isSaid,
  order_by: isSaid,
  ignoreDates: isSaid,
  globals: (value) => [false, 0, "0", "false"].includes(value as string),
  visible: (value) => [1, 3, "1", "3"].includes(value as string),
};

/** What says nothing at all is forgiven without a word. */
function isSaid(value: unknown): boolean {
  return typeof value !== "object" && value !== "";
}

/** An invoice has one customer, whatever the number of the word. */
function spelledOf(type: Type, given: Record<string, unknown>): Record<string, unknown> {
  const { customer, ...spelled } = (type === "tag" ? tagSpellings : spellings).parse(given);
  if (customer === undefined) return spelled;
  if (type !== "invoice" || spelled.customers !== undefined) return { ...spelled, customer };
  return { ...spelled, customers: customer };
}

/**
 * Reads the filters of a list.
 * @returns them as Kimai takes them, as the call for the next page repeats them, and the names of those that say
 * nothing for this type
 * @throws {UserError} naming each that the type does not take, or that names what does not exist
 */
export async function readFilters(
  type: Type,
  given: Record<string, unknown>,
  session: KimaiSession,
): Promise<{ filters: Filters; written: Record<string, unknown>; ignored: string[] }> {
  const form = formOf(type);
  const inVain = ([name, value]: [string, unknown]) =>
    !(name in form.shape) && harmless[name]?.(value) === true;
  const spelled = Object.entries(spelledOf(type, given));
  const ignored = spelled.filter(inVain).map(([name]) => name);
  const said = Object.fromEntries(spelled.filter((filter) => !inVain(filter)));
  const read = readFields(`entity list ${type}`, form, said, ["filters"]);
  const { begin, end, ...rest } = await readLate(read, session) as
    & Omit<Filters, "begin" | "end">
    & { begin?: Moment; end?: Moment };
  await checkIds(rest, session);
  const zone = begin?.offset || end?.offset ? (await session.me()).timezone : "UTC";
  const from = begin && localTime(begin, zone);
  const to = end && localTime(end, zone, "end");
  if (from && to && Temporal.PlainDateTime.compare(from, to) > 0) {
    throw new UserError(
      `Cannot list from ${kimaiTime(from)} to ${kimaiTime(to)}: the end is before the begin`,
    );
  }
  const filters = {
    ...rest,
    // A word with a colon would be searched in custom fields (trap 10 of API.md chapter 9).
    ...(rest.term && { term: rest.term.replaceAll(":", " ") }),
    ...(from && { begin: kimaiTime(from) }),
    ...(to && { end: kimaiTime(to) }),
  };
  return { filters, written: { ...filters, ...(rest.term && { term: rest.term }) }, ignored };
}

/** Kimai leaves an id that it does not know out of the question, and answers with everything (K-7). */
async function checkIds(
  { customer, project, customers = [] }: Pick<Filters, "customer" | "project" | "customers">,
  { names }: KimaiSession,
): Promise<void> {
  const wanted = [
    ...[customer, ...customers].map((one) => ["customer", one, names.customers] as const),
    ["project", project, names.projects] as const,
  ];
  for (const [what, one, all] of wanted) {
    if (one === undefined || (await all()).has(one)) continue;
    throw new UserError(`Cannot filter by ${what} ${one}: there is none that is open to you`);
  }
}

let properties: Record<string, JsonSchema> | undefined;

/** `filters` as models see them: all types' in one object. Computed at first use. */
export const filtersFace: JsonSchema = {
  type: "object",
  get properties() {
    return properties ??= Object.assign(
      {},
      ...(Object.keys(forms) as Type[]).map((type) => jsonSchemaOf(formOf(type)).properties),
    );
  },
};
