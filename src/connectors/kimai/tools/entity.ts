/** Customers, projects, activities, users, teams, tags, invoices and public holidays: one tool over the table of `entities.ts`. */

import { z } from "zod";
import { wired } from "../../../mcp/wire.ts";
import { failureLines } from "../batch.ts";
import { firstLines } from "../compat.ts";
import {
  createEntity,
  duplicateEntity,
  type EntityAnswer,
  entityAnswer,
  getEntity,
  updateEntity,
} from "../crud.ts";
import { deletedEntities, deletedEntity, deleteEntities, deleteEntity } from "../deletion.ts";
import { entities, entityFor, types } from "../entities.ts";
import { entityList, entityListText, listEntities } from "../entity_list.ts";
import { flag, ids } from "../fields.ts";
import { filtersFace } from "../filters.ts";
import { dataFace } from "../forms.ts";
import { blockLines } from "../item_text.ts";
import type { Item } from "../items.ts";
import { monthsAnswer, monthsInput, monthsText, setMonths } from "../months.ts";
import { preferenceLine, preferences, preferencesAnswer, setPreferences } from "../preferences.ts";
import { action, tool } from "../session.ts";
import { ref } from "../refs.ts";

const type = z.enum(types);
// What they may hold depends on the type, so each type's form reads them.
const data = wired(z.looseObject({}), dataFace);
const filters = wired(z.looseObject({}), filtersFace);
const confirm = flag("delete all that hangs on it too").optional();

const titleOf = ({ type, item }: Pick<EntityAnswer, "type" | "item">) =>
  firstLines.entity(entities[type].title, String(item.username ?? item.name), item.id);

function blockText(answer: EntityAnswer, prefix = ""): string {
  return [
    `${prefix}${titleOf(answer)}`,
    ...blockLines(answer.item),
    ...preferenceLines(answer.item, "Preferences:"),
    ...answer.notes ?? [],
  ].join("\n");
}

function preferenceLines({ preferences }: Item, heading: string): string[] {
  const all = preferences as { name: string; value: string }[] | undefined ?? [];
  return all.length > 0 ? [heading, ...all.map(preferenceLine)] : [];
}

export const entity = tool({
  name: "entity",
  title: "Customers, projects, users...",
  description:
    "Kimai's customers, projects, activities, users, teams, tags, invoices, public holidays; work contracts by set_preferences.",
  actions: {
    list: action({
      summary: "all you may see; of projects those that run today, ended ones with ignoreDates",
      effect: "read",
      input: z.object({ type, filters: filters.optional() }),
      output: entityList,
      run: ({ type, filters = {} }, session) =>
        listEntities(entityFor(type, "list"), filters, session),
      text: entityListText,
    }),
    get: action({
      summary: "one",
      effect: "read",
      input: z.object({ type, id: ref({ beside: "type" }) }),
      output: entityAnswer,
      run: ({ type, id }, session) => getEntity(type, id, session),
      text: (answer) => blockText(answer),
    }),
    create: action({
      summary: "from data",
      effect: "create",
      input: z.object({ type, data }),
      output: entityAnswer,
      run: ({ type, data }, session) => createEntity(type, data, session),
      text: (answer) => blockText(answer, "Created "),
    }),
    update: action({
      summary: "change fields",
      effect: "update",
      input: z.object({ type, id: ref({ beside: "type" }), data }),
      output: entityAnswer,
      run: ({ type, id, data }, session) => updateEntity(type, id, data, session),
      text: (answer) => blockText(answer, "Updated "),
    }),
    delete: action({
      summary: "for good",
      effect: "delete",
      input: z.object({ type, id: ref({ beside: "type" }), confirm }),
      output: deletedEntity,
      run: ({ type, id, confirm = false }, session) => deleteEntity(type, id, confirm, session),
      text: ({ type, id, name, with: gone }) =>
        firstLines.entityDeleted(type, id) + (name === undefined ? "" : `: ${name}`) +
        (gone ? `, with it ${gone.join(", ")}` : ""),
    }),
    lock_month: action({
      summary: "working time of users",
      effect: "update",
      input: z.object({ type, ...monthsInput }),
      output: monthsAnswer,
      run: (input, session) => setMonths(true, input, session),
      text: monthsText,
    }),
    unlock_month: action({
      summary: "likewise",
      effect: "update",
      input: z.object({ type, ...monthsInput }),
      output: monthsAnswer,
      run: (input, session) => setMonths(false, input, session),
      text: monthsText,
    }),
    batch_delete: action({
      summary: "delete `ids`",
      effect: "delete",
      input: z.object({ type, ids, confirm }),
      output: deletedEntities,
      run: ({ type, ids, confirm = false }, session) => deleteEntities(type, ids, confirm, session),
      text: ({ type, ...result }) =>
        firstLines.batch("Delete", result.done.length, entities[type].many, result.failed.length) +
        failureLines(result),
    }),
    set_preferences: action({
      summary: "of a user",
      effect: "update",
      input: z.object({ type, id: ref({ beside: "type" }), preferences }),
      output: preferencesAnswer,
      run: ({ type, id, preferences }, session) => setPreferences(type, id, preferences, session),
      text: ({ user, set }) =>
        [
          firstLines.preferences(String(user.username), user.id),
          "\nUpdated preferences:",
          ...set.map(preferenceLine),
          ...preferenceLines(user, "\nAll current preferences:"),
        ].join("\n"),
    }),
    duplicate: action({
      summary: "copy a project",
      effect: "create",
      input: z.object({ type, id: ref({ beside: "type" }) }),
      output: entityAnswer.extend({ of: z.int() }),
      run: ({ type, id }, session) => duplicateEntity(type, id, session),
      text: (answer) => blockText(answer, `Duplicated ${answer.type} ID ${answer.of} -> New `),
    }),
  },
});
