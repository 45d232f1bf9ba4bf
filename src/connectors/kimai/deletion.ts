// No test of its own: crud_test.ts deletes with and without something hanging on it.
/** Deleting: Kimai takes along what hangs on a record, asks nobody, and has no way back (K-27). So it is counted first. */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { batch, batchResult, failureLines } from "./batch.ts";
import { getEntity } from "./crud.ts";
import { dependentsOf } from "./dependents.ts";
import { type Entity, entityFor, explainForbidden, type Type, types } from "./entities.ts";
import type { KimaiSession } from "./session.ts";

/** What was deleted; of a kind that cannot be read by itself, the id alone is known. */
export const deletedEntity = z.object({
  type: z.enum(types),
  id: z.int(),
  name: z.string().optional(),
  /** What went with it. */
  with: z.array(z.string()).optional(),
});
export type DeletedEntity = z.infer<typeof deletedEntity>;

/**
 * Deletes an entity.
 * @throws {UserError} when something hangs on it and that was not confirmed, saying how much.
 */
export async function deleteEntity(
  type: Type,
  id: number,
  confirmed: boolean,
  session: KimaiSession,
): Promise<DeletedEntity> {
  // What is counted must be as it is now.
  session.names.forget();
  return await remove(entityFor(type, "delete"), id, confirmed, session);
}

async function remove(
  entity: Entity,
  id: number,
  confirmed: boolean,
  session: KimaiSession,
): Promise<DeletedEntity> {
  const { type } = entity;
  const found = entity.verbs.includes("get")
    ? (await getEntity(type, id, session)).item
    : undefined;
  const hanging = found ? await dependentsOf(type, found, session) : [];
  if (hanging.length > 0 && !confirmed) {
    throw new UserError(
      `Cannot delete ${type} ${id} (${found?.name}) unless "confirm" is true: ${
        hanging.join(", ")
      } would go with it for good${hints[type] ?? ""}`,
    );
  }
  await session.kimai.request("DELETE", [entity.path, id])
    .catch(explainForbidden(entity, "delete", `${type} ${id}`));
  return { type, id, name: found?.name, with: hanging.length > 0 ? hanging : undefined };
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

/** @throws {UserError} when nothing at all was deleted */
export async function deleteEntities(
  type: Type,
  ids: readonly number[],
  confirmed: boolean,
  session: KimaiSession,
): Promise<z.infer<typeof deletedEntities>> {
  const entity = entityFor(type, "delete");
  session.names.forget();
  const result = await batch(ids, (id) => remove(entity, id, confirmed, session), session);
  if (result.done.length > 0) return { type, ...result };
  throw new UserError(
    `Nothing was done: Delete failed for all ${entity.many}${failureLines(result)}`,
  );
}
