// No test of its own: the tests of rate, team_access, meta, comment and timesheet run every line of it.
/** What hangs on a record: rates, comments, custom fields, access of teams. One table for the tools that manage them. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { wired } from "../../mcp/wire.ts";
import { type MetaField, metaHolder } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import { ref } from "./refs.ts";
import type { Language } from "./wording.ts";

/** The collection that a kind of record lives in. */
export const collections = {
  customer: "customers",
  project: "projects",
  activity: "activities",
  timesheet: "timesheets",
  invoice: "invoices",
} as const;
export type Owner = keyof typeof collections;

/** What can hang on which kinds of records (API.md 2.3, 2.7, 2.9, 2.11). */
export const owners = {
  rates: ["customer", "project", "activity"],
  comments: ["customer", "project"],
  access: ["customer", "project", "activity"],
  meta: ["customer", "project", "activity", "timesheet", "invoice"],
} as const satisfies Record<string, readonly Owner[]>;

/** The record that something hangs on. */
export interface Subject {
  entity: Owner;
  entity_id: number;
}

/** The parameters that name a subject, for tools about `part`. */
export function subjectOf<P extends keyof typeof owners>(part: P) {
  return { entity: z.enum(owners[part]), entity_id: ref({ beside: "entity" }) };
}

/** The subject in an answer. */
export function aboutOf<P extends keyof typeof owners>(part: P) {
  return { entity: z.enum(owners[part]), entity_id: z.int(), name: z.string().optional() };
}

/** `["projects", 17, "rates"]` */
export function pathOf({ entity, entity_id }: Subject, part: string): (string | number)[] {
  return [collections[entity], entity_id, part];
}

/** The subject's name; time records and invoices have none. */
export async function nameOf(
  { entity, entity_id }: Subject,
  { names }: Pick<KimaiSession, "names">,
): Promise<string | undefined> {
  if (entity === "timesheet" || entity === "invoice") return undefined;
  return (await names[collections[entity]]()).get(entity_id)?.name;
}

/** `project ID 17 (Website)`, or in German `Projekt ID 17 (Website)`. */
export function titleOf(
  { entity, entity_id, name }: Subject & { name?: string },
  language: Language = "en",
): string {
  return `${kindIn(language, entity)} ID ${entity_id}${name ? ` (${name})` : ""}`;
}

const germanKinds: Record<Owner, string> = {
  customer: "Kunde",
  project: "Projekt",
  activity: "Tätigkeit",
  timesheet: "Zeiteintrag",
  invoice: "Rechnung",
};

/** What kind of record it is, in a language. */
export function kindIn(language: Language, entity: Owner): string {
  return language === "de" ? germanKinds[entity] : entity;
}

/** Custom fields as callers write them; Kimai keeps texts: true as "1", and what is emptied as "". */
export const metaFields = z.array(z.strictObject({
  name: z.string().trim().min(1),
  value: wired(
    z.union([z.string(), z.number(), z.boolean(), z.null()], {
      error: "text, a number or true/false is wanted, null empties the field",
    }).transform((value) => typeof value === "boolean" ? String(Number(value)) : `${value ?? ""}`),
    { type: "string" },
  ),
})).min(1, { error: "name at least one field" });
type MetaFields = z.output<typeof metaFields>;

/** What setting custom fields came to: which names were set. */
export const metaResult = z.object({ ...aboutOf("meta"), fields: z.array(z.string()) });
export type MetaResult = z.infer<typeof metaResult>;

/**
 * Sets custom fields: those of an invoice at once (Kimai 2.56), all others one after the other, as Kimai
 * takes them (K-13). It stops at the first that is refused.
 * @throws {UserError} saying what is wrong, which were set before, and which were not tried
 */
export async function setMeta(
  subject: Subject,
  fields: MetaFields,
  session: KimaiSession,
): Promise<MetaResult> {
  // Looked up first: once something was written, a failing look-up would hide it.
  const about = { ...subject, name: await nameOf(subject, session) };
  const set: string[] = [];
  for (const { part, body, names } of stepsOf(subject, fields)) {
    await session.kimai.request("PATCH", pathOf(subject, part), { body }).catch(async (error) => {
      if (!(error instanceof UpstreamError)) throw error;
      const rest = fields.slice(set.length + names.length).map((field) => field.name);
      const why = await whyNoMeta(error, subject, names, session);
      throw new UserError(
        `Cannot set ${quoted(names)} of ${titleOf(about)}: ${why} (${doneSoFar(set, rest)})`,
      );
    });
    set.push(...names);
  }
  return { ...about, fields: set };
}

/** The requests that setting these fields takes. */
function stepsOf({ entity }: Subject, fields: MetaFields) {
  return entity === "invoice"
    ? [{ part: "custom-fields", body: fields, names: fields.map((field) => field.name) }]
    : fields.map((field) => ({ part: "meta", body: field, names: [field.name] }));
}

function doneSoFar(set: readonly string[], rest: readonly string[]): string {
  const done = set.length > 0 ? `${set.join(", ")} set` : "nothing set";
  return rest.length > 0 ? `${done}, ${rest.join(", ")} not tried` : done;
}

function quoted(names: readonly string[]): string {
  const list = names.map((name) => JSON.stringify(name)).join(", ");
  return `custom field${names.length > 1 ? "s" : ""} ${list}`;
}

/** Kimai says 404 for an unknown record and for an unknown field: reading the record tells which. */
async function whyNoMeta(
  error: UpstreamError,
  { entity, entity_id }: Subject,
  names: readonly string[],
  { kimai }: KimaiSession,
): Promise<string> {
  if (error.fault !== "not_found") return error.message;
  const path = [collections[entity], entity_id];
  const known = await kimai.request("GET", path, { answer: metaHolder })
    .then(({ metaFields }) => metaFields, (probe) => {
      if (!(probe instanceof UpstreamError)) throw probe;
      return probe.fault === "not_found" ? undefined : [];
    });
  if (!known) return `Kimai has no ${entity} ${entity_id}`;
  const unknown = names.filter((name) => !holds(known, name));
  const right = known.length > 0
    ? `, it shows ${known.map((field) => field.name).join(", ")}`
    : ", an administrator defines them in Kimai";
  const old = entity === "invoice" ? ", or this Kimai is older than 2.56" : "";
  return `Kimai knows no such ${quoted(unknown.length > 0 ? unknown : names)}${right}${old}`;
}

/** Kimai finds a field whatever its case (API.md chapter 9, trap 26). */
function holds(known: readonly MetaField[], name: string): boolean {
  return known.some((field) => field.name.toLowerCase() === name.toLowerCase());
}
