// No test of its own: crud_test.ts deletes with and without something hanging on it.
/** Deleting: Kimai takes along what hangs on a record, asks nobody, and has no way back (K-27). So it is counted first. */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { batch, batchResult, failureLines } from "./batch.ts";
import { firstLines } from "./compat.ts";
import { getEntity } from "./crud.ts";
import { type Dependent, dependent, dependentsOf, dependentText } from "./dependents.ts";
import { type Entity, entityFor, explainForbidden, type Type, types } from "./entities.ts";
import { itemWords } from "./item_words.ts";
import type { KimaiSession } from "./session.ts";
import type { Language, Words } from "./wording.ts";

/** What was deleted; of a kind that cannot be read by itself, the id alone is known. */
export const deletedEntity = z.object({
  type: z.enum(types),
  id: z.int(),
  name: z.string().optional(),
  /** What went with it. */
  with: z.array(dependent).optional(),
});
export type DeletedEntity = z.infer<typeof deletedEntity>;

/**
 * Deletes an entity. Where something hangs on it, the person is asked, or the call has to confirm it.
 * @throws {UserError} when that was not confirmed, saying how much would go with it.
 */
export async function deleteEntity(
  type: Type,
  id: number,
  confirmed: boolean,
  session: KimaiSession,
): Promise<DeletedEntity> {
  const entity = entityFor(type, "delete");
  // What is counted must be as it is now.
  session.names.forget();
  const victim = await lookAt(entity, id, session);
  const refused = confirmed ? undefined : (await ask(entity, [victim], session)).get(id);
  if (refused !== undefined) throw new UserError(refused);
  return await remove(entity, victim, session);
}

/** What is to be deleted, and what would go with it. */
interface Victim {
  id: number;
  name?: string;
  hanging: Dependent[];
}

async function lookAt(entity: Entity, id: number, session: KimaiSession): Promise<Victim> {
  const { type } = entity;
  if (!entity.verbs.includes("get")) return { id, hanging: [] };
  const { item } = await getEntity(type, id, session);
  return { id, name: item.name, hanging: await dependentsOf(type, item, session) };
}

async function remove(
  entity: Entity,
  { id, name, hanging }: Victim,
  { kimai }: KimaiSession,
): Promise<DeletedEntity> {
  const { type, path } = entity;
  await kimai.request("DELETE", [path, id])
    .catch(explainForbidden(entity, "delete", `${type} ${id}`));
  return { type, id, name, with: hanging.length > 0 ? hanging : undefined };
}

/**
 * Asks the person once for all on which something hangs.
 * @returns why each of them is not deleted, by id, where nobody can be asked: the call has to confirm it then.
 * @throws {UserError} when the person says no
 */
async function ask(
  { type }: Entity,
  victims: readonly Victim[],
  session: KimaiSession,
): Promise<Map<number, string>> {
  const heavy = victims.filter(({ hanging }) => hanging.length > 0);
  if (heavy.length === 0) return new Map();
  const language = await session.language();
  const answer = await session.ask(words[language].question(listed(type, heavy, language)));
  if (answer) return new Map();
  if (answer === false) {
    const all = listed(type, heavy, "en");
    throw new UserError(`Nothing was deleted: asked about ${all}, the person said no`);
  }
  return new Map(heavy.map((one) => [
    one.id,
    `Cannot delete ${type} ${one.id} (${one.name}) unless "confirm" is true: ${
      hangingText(one.hanging)
    } would go with it for good${hints[type] ?? ""}`,
  ]));
}

/**
 * Asks the person before several records are deleted that nothing hangs on. Where nobody can be asked, the ids of
 * the call say enough.
 * @throws {UserError} when the person says no
 */
export async function askAboutMany(
  kind: "absence" | "timesheet",
  { length }: readonly number[],
  session: KimaiSession,
): Promise<void> {
  if (length < 2) return;
  const { question, many } = words[await session.language()];
  if (await session.ask(question(`${length} ${many[kind]}`)) !== false) return;
  throw new UserError(
    `Nothing was deleted: asked about ${length} ${words.en.many[kind]}, the person said no`,
  );
}

const english = {
  many: { absence: "absences", timesheet: "time entries" },
  question: (all: string) => `Delete for good ${all}?`,
  with: "with",
  more: (count: number) => `; and ${count} more`,
};
const words: Words<typeof english> = {
  en: english,
  de: {
    many: { absence: "Abwesenheiten", timesheet: "Zeiteinträge" },
    question: (all) => `Endgültig löschen: ${all}?`,
    with: "und",
    more: (count) => `; und ${count} weitere`,
  },
};

/** `project 5 (Website) with 2 activities; ...`, ten at most. */
function listed(type: Type, victims: readonly Victim[], language: Language): string {
  const kind = language === "en" ? type : itemWords[language].titles[type];
  const titled = victims.map(({ id, name, hanging }) =>
    `${kind} ${id} (${name}) ${words[language].with} ${hangingText(hanging, language)}`
  );
  const rest = victims.length > 10 ? words[language].more(victims.length - 10) : "";
  return titled.slice(0, 10).join("; ") + rest;
}

/** What was deleted, behind the line that scripts read. */
export function deletedText(
  { type, id, name, with: gone }: DeletedEntity,
  language: Language,
): string {
  return firstLines.entityDeleted(type, id) + (name === undefined ? "" : `: ${name}`) +
    (gone ? `, ${itemWords[language].with} ${hangingText(gone, language)}` : "");
}

/** What hangs on a record, as in `2 projects, 14 time entries (22:30 h)`. */
function hangingText(hanging: readonly Dependent[], language: Language = "en"): string {
  return hanging.map((one) => dependentText(one, language)).join(", ");
}

const hide = '; update with {"visible":false} hides it instead';
const hints: Partial<Record<Type, string>> = {
  customer: hide,
  project: hide,
  activity: hide,
  team: ", and what no other team guards would be open to everybody",
};

/** What a batch came to. */
export const deletedEntities = batchResult.extend({ type: z.enum(types) });

/**
 * Deletes several. Where something hangs on some of them, that is confirmed once for all.
 * @throws {UserError} when nothing at all was deleted
 */
export async function deleteEntities(
  type: Type,
  ids: readonly number[],
  confirmed: boolean,
  session: KimaiSession,
): Promise<z.infer<typeof deletedEntities>> {
  const entity = entityFor(type, "delete");
  session.names.forget();
  const victims = new Map<number, Victim>();
  // What cannot be read is refused by name below, like what cannot be deleted.
  const unread = await batch(
    ids,
    async (id) => victims.set(id, await lookAt(entity, id, session)),
    session,
  );
  const refused = confirmed ? new Map() : await ask(entity, [...victims.values()], session);
  const result = await batch(unread.done, async (id) => {
    if (refused.has(id)) throw new UserError(refused.get(id));
    return await remove(entity, victims.get(id)!, session);
  }, session);
  const failed = [...unread.failed, ...result.failed];
  if (result.done.length > 0) return { type, done: result.done, failed };
  throw new UserError(
    `Nothing was done: Delete failed for all ${entity.many}${failureLines({ done: [], failed })}`,
  );
}
