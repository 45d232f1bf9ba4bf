/** Time records: list, read, book, change, delete, duplicate, mark as exported, custom fields, batches. */

import { z } from "zod";
import { UserError } from "../../../mcp/errors.ts";
import { batch, type BatchResult, batchResult, failureLines } from "../batch.ts";
import { firstLines, renamed } from "../compat.ts";
import { askAboutMany } from "../deletion.ts";
import { entryDetail } from "../entries.ts";
import { entryText, writtenText } from "../entry_text.ts";
import {
  favoriteChange,
  favoriteList,
  favoritesText,
  favoriteText,
  listFavorites,
  setFavorite,
} from "../favorites.ts";
import { count, flag, id, ids, moment, period } from "../fields.ts";
import { listing, listingFields } from "../listing.ts";
import { peopleFields } from "../people.ts";
import { everyone, person } from "../everyone.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { metaFields, setMeta } from "../subresources.ts";
import {
  book,
  change,
  entryData,
  explainRefusal,
  readEntry,
  setExported,
  written,
} from "../timesheets.ts";
import { answerText } from "../timesheet_answer.ts";
import { listTimesheets } from "../timesheet_list.ts";
import { statistics, statisticsFields } from "../timesheet_statistics.ts";
import { ref } from "../refs.ts";
import { wordings } from "../wording.ts";

const entryId = { id: id() };

const filters = renamed(
  z.strictObject({
    ...peopleFields,
    project: ref("project").optional(),
    activity: ref("activity").optional(),
    customer: ref("customer").optional(),
    begin: moment("first day or time").optional(),
    end: moment("last, inclusive").optional(),
    period: period("instead: last week, KW 47, Q3").optional(),
    exported: flag().optional(),
    active: flag("running").optional(),
    billable: flag().optional(),
    term: z.string().trim().min(1).optional().describe("in descriptions"),
    page: count(1, 1_000_000, "omitted: all are totalled").optional(),
    size: count(1, 100_000, "entries shown, or a page").optional(),
    include_user_list: flag().optional(),
    ...listingFields,
    ...statisticsFields,
  }),
  {
    userScope: "user_scope",
    includeUserList: "include_user_list",
    calculateStats: "calculate_stats",
    statsFormat: "stats_format",
    breakdownByYear: "breakdown_by_year",
  },
);
export type TimesheetFilters = z.output<typeof filters>;

/** How to say whose entries are meant. */
const guide = [
  "Whose entries `timesheet list` shows is said in `filters`:",
  '- user_scope "self", or neither user_scope nor user: your own',
  '- user_scope "all": of everybody whom your Kimai role shows you',
  '- user with an id, and user_scope "specific" or none: of that person',
  "Other people's entries take the Kimai permission view_other_timesheet (team leads: members of their teams).",
].join("\n");

/** People that the guide names; more are counted. */
const mostPeople = 200;

/** A batch's report; an error when nothing at all was done. */
function reported(verb: string, result: z.infer<typeof batchResult>): z.infer<typeof batchResult> {
  if (result.done.length > 0) return result;
  throw new UserError(`Nothing was done: ${verb} failed for all entries${failureLines(result)}`);
}

async function deleteAll(ids: readonly number[], session: KimaiSession): Promise<BatchResult> {
  await askAboutMany("timesheet", ids, session);
  return await batch(ids, (id) => session.kimai.request("DELETE", ["timesheets", id]), session);
}

const verbs = { batch_delete: "Delete", batch_export: "Export" };

function batchText(verb: string, result: z.infer<typeof batchResult>): string {
  return firstLines.batch(verb, result.done.length, "timesheets", result.failed.length) +
    failureLines(result);
}

export const timesheet = tool({
  name: "timesheet",
  title: "Time entries",
  description:
    "Kimai time entries. Times without offset: your Kimai zone. Running ones: timer. create needs data.project, activity, usually begin and end; without end it runs.",
  actions: {
    list: action({
      summary: "entries with totals",
      effect: "read",
      input: z.object({ filters: filters.optional() }),
      output: listing.extend({
        people: z.array(person).optional(),
        statistics: statistics.optional(),
        stats_format: statisticsFields.stats_format,
      }),
      run: ({ filters = {} }, session) => listTimesheets(filters, session),
      text: answerText,
    }),
    get: action({
      summary: "one",
      effect: "read",
      input: z.object(entryId),
      output: z.object({ entry: entryDetail }),
      run: async ({ id }, session) => ({ entry: await readEntry(id, session) }),
      text: async ({ entry }, session) => {
        const language = await session.language();
        return `${wordings[language].entry} ID: ${entry.id}\n${entryText(entry, language)}`;
      },
    }),
    create: action({
      summary: "book",
      effect: "create",
      input: z.object({ data: entryData }),
      output: written,
      run: ({ data }, session) => book(data, session),
      text: (result, session) => {
        const { id, project, activity, running = false } = result.entry;
        return writtenText(
          firstLines.created(id, project.id, activity?.id, running),
          result,
          session,
        );
      },
    }),
    update: action({
      summary: "change",
      effect: "update",
      input: z.object({ ...entryId, data: entryData }),
      output: written,
      run: ({ id, data }, session) => change(id, data, session),
      text: (result, session) => writtenText(firstLines.updated(result.entry.id), result, session),
    }),
    delete: action({
      summary: "for good",
      effect: "delete",
      input: z.object(entryId),
      output: z.object({ deleted: entryDetail }),
      run: async ({ id }, session) => {
        const deleted = await readEntry(id, session);
        await session.kimai.request("DELETE", ["timesheets", id])
          .catch((error) => explainRefusal(error, deleted));
        return { deleted };
      },
      text: ({ deleted }, session) =>
        writtenText(firstLines.deleted(deleted.id), { entry: deleted }, session),
    }),
    duplicate: action({
      summary: "copy, not exported",
      effect: "create",
      input: z.object(entryId),
      output: z.object({ of: z.int(), entry: entryDetail }),
      run: async ({ id }, session) => ({
        of: id,
        entry: await readEntry(id, session, ["PATCH", "duplicate"]),
      }),
      text: ({ of, entry }, session) =>
        writtenText(firstLines.duplicated(of, entry.id), { entry }, session),
    }),
    export_toggle: action({
      summary: "set `exported` or flip it",
      effect: "update",
      input: z.object({ ...entryId, exported: flag("default true in batch_export").optional() }),
      output: z.object({ id: z.int(), exported: z.boolean(), changed: z.boolean() }),
      run: ({ id, exported }, session) => setExported(id, exported, session),
      text: ({ id, exported, changed }) =>
        firstLines.exported(id, exported) + (changed ? "" : " (it was already)"),
    }),
    meta_update: action({
      summary: "custom fields",
      effect: "update",
      input: z.object({ ...entryId, meta: metaFields }),
      output: z.object({ id: z.int(), fields: z.array(z.string()) }),
      run: async ({ id, meta }, session) => {
        const { fields } = await setMeta({ entity: "timesheet", entity_id: id }, meta, session);
        return { id, fields };
      },
      text: ({ id, fields }) =>
        `${firstLines.metaUpdated(fields.length, "timesheet", id)}: ${fields.join(", ")}`,
    }),
    user_guide: action({
      summary: "whom you may see",
      effect: "read",
      input: z.object({ show_users: flag("default true").optional() }),
      output: z.object({ guide: z.string(), people: z.array(person).optional() }),
      run: async ({ show_users = true }, session) => ({
        guide,
        people: show_users ? await everyone(session) : undefined,
      }),
      text: async ({ guide, people }, session) => {
        if (!people) return guide;
        const { available, others } = wordings[await session.language()];
        const lines = people.slice(0, mostPeople).map(({ id, username, name }) =>
          `- ${name} (${id})${username === name ? "" : `, login ${username}`}`
        );
        const more = people.length - lines.length;
        return [
          guide,
          `\n${available}:`,
          ...lines,
          ...more > 0 ? [`${others(more)}: entity {"action":"list","type":"user"}`] : [],
        ].join("\n");
      },
    }),
    favorites: action({
      summary: "templates for timer restart",
      effect: "read",
      input: z.object({}),
      output: favoriteList,
      run: (_input, session) => listFavorites(session),
      text: async (answer, session) => favoritesText(answer, await session.language()),
    }),
    favorite: action({
      summary: "add",
      effect: "update",
      input: z.object(entryId),
      output: favoriteChange,
      run: ({ id }, session) => setFavorite(id, true, session),
      text: favoriteText,
    }),
    unfavorite: action({
      summary: "remove",
      effect: "update",
      input: z.object(entryId),
      output: favoriteChange,
      run: ({ id }, session) => setFavorite(id, false, session),
      text: favoriteText,
    }),
    batch_delete: action({
      summary: "`ids`",
      effect: "delete",
      input: z.object({ ids }),
      output: batchResult,
      run: async ({ ids }, session) => reported(verbs.batch_delete, await deleteAll(ids, session)),
      text: (result) => batchText(verbs.batch_delete, result),
    }),
    batch_export: action({
      summary: "`ids`",
      effect: "update",
      input: z.object({ ids, exported: flag("default true in batch_export").optional() }),
      output: batchResult,
      run: async ({ ids, exported = true }, session) =>
        reported(
          verbs.batch_export,
          await batch(ids, (id) => setExported(id, exported, session), session),
        ),
      text: (result) => batchText(verbs.batch_export, result),
    }),
  },
});
