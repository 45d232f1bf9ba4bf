/** Reading, creating, changing, deleting and duplicating entities, written once over the table of `entities.ts`. */

import { z } from "zod";
import { readFields } from "../../mcp/arguments.ts";
import { readLate } from "./late.ts";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { type Entity, entityFor, explainForbidden, type Type, types } from "./entities.ts";
import { formOf, withoutNothing, type Writable } from "./forms.ts";
import { inOrder, type Member, setTeams } from "./entity_teams.ts";
import { type Item, item } from "./items.ts";
import { writeColored } from "./palette.ts";
import { noteWords } from "./note_words.ts";
import type { KimaiSession } from "./session.ts";
import { type metaFields, type Owner, setMeta } from "./subresources.ts";

const notes = z.array(z.string()).optional();

/** An entity that was read or written, and what the caller should know about it. */
export const entityAnswer = z.object({ type: z.enum(types), item, notes });
export type EntityAnswer = z.infer<typeof entityAnswer>;

function answerOf({ type }: Entity, item: Item, notes: readonly string[]): EntityAnswer {
  return { type, item, notes: notes.length > 0 ? [...notes] : undefined };
}

const read = (entity: Entity, id: number, { kimai }: KimaiSession) =>
  kimai.request("GET", [entity.path, id], { answer: entity.record });

/**
 * One entity. A plain user may not read a customer, project or activity by itself, though lists show it
 * (trap 14 of API.md chapter 9): then the list is asked.
 */
export async function getEntity(
  type: Type,
  id: number,
  session: KimaiSession,
): Promise<EntityAnswer> {
  const entity = entityFor(type, "get");
  try {
    return answerOf(entity, await read(entity, id, session), []);
  } catch (error) {
    const found = isForbidden(error) && entity.readFromList &&
      (await session.names[entity.readFromList]()).get(id);
    if (!found) return explainForbidden(entity, "get", `${type} ${id}`)(error);
    const { onlyInLists } = noteWords[await session.language()];
    return answerOf(entity, entity.record.parse(found), [onlyInLists]);
  }
}

const isForbidden = (error: unknown) =>
  error instanceof UpstreamError && error.fault === "forbidden";

/** `data` as the form of its type has it; what hangs on the record is written apart. */
async function readData(
  type: Type,
  verb: "create" | "update",
  data: Record<string, unknown>,
  session: KimaiSession,
) {
  const { said, unsaid } = withoutNothing(data, verb);
  const call = `entity ${verb} ${type}`;
  const read = readFields(call, formOf(type as Writable, verb), said, ["data"]);
  const fields = await readLate(read, session);
  const { metaFields: meta, ...rest } = fields as Record<string, unknown> & {
    metaFields?: z.output<typeof metaFields>;
  };
  return { fields: rest, meta, unsaid };
}

export async function createEntity(
  type: Type,
  data: Record<string, unknown>,
  session: KimaiSession,
): Promise<EntityAnswer> {
  const entity = entityFor(type, "create");
  const { fields, meta } = await readData(type, "create", data, session);
  const body = { ...entity.defaults, ...fields };
  // Kimai wants a team to have a lead.
  if (type === "team") body.members ??= [{ user: (await session.me()).id, teamlead: true }];
  const { written, notes } = await send(entity, "create", [entity.path], body, session)
    .catch(explainForbidden(entity, "create"));
  if (!meta) return answerOf(entity, written, notes);
  // The record exists now: a field that is refused does not undo that.
  const refused = await setCustomFields(entity, written.id, meta, session);
  const after = await readAgain(entity, written, session);
  return answerOf(entity, after, [...notes, ...refused]);
}

/** The record as it is now; where it cannot be read, as it was written: that did happen. */
async function readAgain(entity: Entity, written: Item, session: KimaiSession): Promise<Item> {
  try {
    return await read(entity, written.id, session);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return written;
  }
}

/** Sends a form: days in the verb's spelling, colours of the palette, choices that are refused explained. */
async function send(
  entity: Entity,
  verb: "create" | "update",
  path: (string | number)[],
  fields: Record<string, unknown>,
  session: KimaiSession,
): Promise<{ written: Item; notes: string[] }> {
  const body = { ...fields };
  for (const day of entity.days ?? []) {
    if (verb === "update" && typeof body[day] === "string") body[day] = `${body[day]}T00:00:00`;
  }
  const method = verb === "create" ? "POST" : "PATCH";
  const write = (body: Record<string, unknown>) =>
    session.kimai.request(method, path, { body, answer: entity.record });
  return await writeColored(body, write, session)
    .catch((error) => explainChoice(error, fields, session));
}

/** A customer or project that Kimai did not take is most often not there. */
async function explainChoice(
  error: unknown,
  fields: Record<string, unknown>,
  { names }: KimaiSession,
): Promise<never> {
  const refused = error instanceof UpstreamError && error.fault === "invalid"
    ? error.fields.map(({ name }) => name)
    : [];
  for (const [what, all] of [["customer", names.customers], ["project", names.projects]] as const) {
    const id = fields[what];
    if (!refused.includes(what) || typeof id !== "number" || (await all()).has(id)) continue;
    throw new UserError(
      `${(error as Error).message} (there is no ${what} ${id} that is open to you)`,
    );
  }
  throw error;
}

/** @returns what went wrong, as Kimai takes custom fields one by one (K-12) */
async function setCustomFields(
  { type }: Entity,
  id: number,
  fields: z.output<typeof metaFields>,
  session: KimaiSession,
): Promise<string[]> {
  try {
    await setMeta({ entity: type as Owner, entity_id: id }, fields, session);
    return [];
  } catch (error) {
    if (!(error instanceof UserError || error instanceof UpstreamError)) throw error;
    return [error.message];
  }
}

/** Changes what is given and leaves the rest. Custom fields and teams are no fields of Kimai's form (K-12, trap 25). */
export async function updateEntity(
  type: Type,
  id: number,
  data: Record<string, unknown>,
  session: KimaiSession,
): Promise<EntityAnswer> {
  const entity = entityFor(type, "update");
  const { fields: { teams, ...fields }, meta, unsaid } = await readData(
    type,
    "update",
    data,
    session,
  );
  const changesForm = Object.keys(fields).length > 0;
  if (!changesForm && !teams && !meta) {
    throw new UserError(
      `Cannot update ${type} ${id}: data names nothing to change${
        unsaid.length > 0
          ? `: ${unsaid.join(", ")} (null and empty lists say nothing, "" empties)`
          : ""
      }`,
    );
  }
  const explain = explainForbidden(entity, "update", `${type} ${id}`);
  if (fields.members) {
    fields.members = await inOrder(id, fields.members as Member[], session).catch(explain);
  }
  const { written, notes } = changesForm
    ? await send(entity, "update", [entity.path, id], fields, session).catch(explain)
    : { written: await read(entity, id, session).catch(explain), notes: [] };
  const refused = [
    ...teams ? await setTeams(entity, written, teams as number[], session) : [],
    ...meta ? await setCustomFields(entity, id, meta, session) : [],
  ];
  if (!changesForm && refused.length > 0) {
    throw new UserError(`Cannot update all of ${type} ${id}: ${refused.join("; ")}`);
  }
  if (unsaid.length > 0) {
    notes.push(noteWords[await session.language()].leftAsTheyWere(unsaid.join(", ")));
  }
  const after = teams || meta ? await readAgain(entity, written, session) : written;
  return answerOf(entity, after, [...notes, ...refused]);
}

/** A project's copy with its activities, teams and rates (Kimai 2.66). */
export async function duplicateEntity(
  type: Type,
  id: number,
  { kimai }: KimaiSession,
): Promise<EntityAnswer & { of: number }> {
  const entity = entityFor(type, "duplicate");
  const copy = await kimai.request("POST", [entity.path, id, "duplicate"], {
    answer: entity.record,
  }).catch(explainForbidden(entity, "duplicate", `${type} ${id}`)).catch((error) => {
    if (!(error instanceof UpstreamError) || error.fault !== "not_found") throw error;
    throw new UserError(
      `Cannot duplicate ${type} ${id}: there is none that is open to you, or this Kimai is older than 2.66`,
    );
  });
  return { ...answerOf(entity, copy, []), of: id };
}
