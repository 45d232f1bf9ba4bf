/** Customers, projects, activities, users, teams, tags, invoices and public holidays: one tool over the table of `entities.ts`. */

import { z } from "zod";
import type { Link } from "../../../mcp/result.ts";
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
import {
  deletedEntities,
  deletedEntity,
  deletedText,
  deleteEntities,
  deleteEntity,
} from "../deletion.ts";
import { entities, entityFor, types } from "../entities.ts";
import { entityList, entityListText, listEntities } from "../entity_list.ts";
import { flag, ids } from "../fields.ts";
import { filtersFace } from "../filters.ts";
import { dataFace } from "../forms.ts";
import { blockLines } from "../item_text.ts";
import { itemWords } from "../item_words.ts";
import type { Item } from "../items.ts";
import { monthsAnswer, monthsInput, monthsText, setMonths } from "../months.ts";
import { preferenceLine, preferences, preferencesAnswer, setPreferences } from "../preferences.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { ref } from "../refs.ts";
import type { Language } from "../wording.ts";

const type = z.enum(types);
// What they may hold depends on the type, so each type's form reads them.
const data = wired(z.looseObject({}), dataFace);
const filters = wired(z.looseObject({}), filtersFace);
const confirm = flag("delete all that hangs on it too").optional();

function titleOf({ type, item }: EntityAnswer, language: Language): string {
  const title = itemWords[language].titles[type];
  return firstLines.entity(title, String(item.username ?? item.name), item.id);
}

/** A title with a prefix is a write's, which is English. */
async function blockText(
  answer: EntityAnswer,
  session: KimaiSession,
  prefix = "",
): Promise<string> {
  const language = await session.language();
  return [
    `${prefix}${titleOf(answer, prefix ? "en" : language)}`,
    ...blockLines(answer.item, language),
    ...preferenceLines(answer.item, itemWords[language].preferences),
    ...answer.notes ?? [],
  ].join("\n");
}

function preferenceLines({ preferences }: Item, heading: string): string[] {
  const all = preferences as { name: string; value: string }[] | undefined ?? [];
  return all.length > 0 ? [heading, ...all.map(preferenceLine)] : [];
}

/** An invoice's document, under the name of its file. */
function documentLinks({ document, file }: Item): Link[] {
  return document === undefined ? [] : [{ uri: `${document}`, name: `${file}` }];
}

/** People and what they may see, the working time of others, and what nobody can take back by hand. */
const administered = ["user", "team", "public_holiday", "invoice"];
const isAdministration = ({ type }: { type: string }) => administered.includes(type);

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
      text: async (answer, session) => entityListText(answer, await session.language()),
    }),
    get: action({
      summary: "one",
      effect: "read",
      input: z.object({ type, id: ref({ beside: "type" }) }),
      output: entityAnswer,
      run: ({ type, id }, session) => getEntity(type, id, session),
      text: (answer, session) => blockText(answer, session),
      links: ({ item }) => documentLinks(item),
    }),
    create: action({
      summary: "from data",
      effect: "create",
      admin: isAdministration,
      input: z.object({ type, data }),
      output: entityAnswer,
      run: ({ type, data }, session) => createEntity(type, data, session),
      text: (answer, session) => blockText(answer, session, "Created "),
    }),
    update: action({
      summary: "change fields",
      effect: "update",
      admin: isAdministration,
      input: z.object({ type, id: ref({ beside: "type" }), data }),
      output: entityAnswer,
      run: ({ type, id, data }, session) => updateEntity(type, id, data, session),
      text: (answer, session) => blockText(answer, session, "Updated "),
    }),
    delete: action({
      summary: "for good",
      effect: "delete",
      admin: isAdministration,
      input: z.object({ type, id: ref({ beside: "type" }), confirm }),
      output: deletedEntity,
      run: ({ type, id, confirm = false }, session) => deleteEntity(type, id, confirm, session),
      text: async (answer, session) => deletedText(answer, await session.language()),
    }),
    lock_month: action({
      summary: "working time of users",
      effect: "update",
      admin: isAdministration,
      input: z.object({ type, ...monthsInput }),
      output: monthsAnswer,
      run: (input, session) => setMonths(true, input, session),
      text: async (answer, session) => monthsText(answer, await session.language()),
    }),
    unlock_month: action({
      summary: "likewise",
      effect: "update",
      admin: isAdministration,
      input: z.object({ type, ...monthsInput }),
      output: monthsAnswer,
      run: (input, session) => setMonths(false, input, session),
      text: async (answer, session) => monthsText(answer, await session.language()),
    }),
    batch_delete: action({
      summary: "delete `ids`",
      effect: "delete",
      admin: isAdministration,
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
      admin: isAdministration,
      input: z.object({ type, id: ref({ beside: "type" }), preferences }),
      output: preferencesAnswer,
      run: ({ type, id, preferences }, session) => setPreferences(type, id, preferences, session),
      text: async ({ user, set }, session) => {
        const words = itemWords[await session.language()];
        return [
          firstLines.preferences(String(user.username), user.id),
          `\n${words.updatedPreferences}`,
          ...set.map(preferenceLine),
          ...preferenceLines(user, `\n${words.allPreferences}`),
        ].join("\n");
      },
    }),
    duplicate: action({
      summary: "copy a project",
      effect: "create",
      input: z.object({ type, id: ref({ beside: "type" }) }),
      output: entityAnswer.extend({ of: z.int() }),
      run: ({ type, id }, session) => duplicateEntity(type, id, session),
      text: (answer, session) =>
        blockText(answer, session, `Duplicated ${answer.type} ID ${answer.of} -> New `),
    }),
  },
});
