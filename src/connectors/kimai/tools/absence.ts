/** Absences of Kimai's plugin for work contracts: list, statistics, create, decide, who is there. */

import { z } from "zod";
import { UserError } from "../../../mcp/errors.ts";
import { line, show, shown } from "../absence_answers.ts";
import { create, created, createdText } from "../absence_created.ts";
import { absenceData } from "../absence_creation.ts";
import { day } from "../absence_days.ts";
import { list, listAbsences, listText } from "../absence_list.ts";
import {
  explain,
  explainFully,
  labelOf,
  readTypes,
  requirePlugin,
  type Verb,
} from "../absence_plugin.ts";
import { statistics, statisticsOf, statisticsText } from "../absence_statistics.ts";
import { absenceWords } from "../absence_words.ts";
import { attendance, attendanceOn, attendanceText } from "../attendance.ts";
import { batch, batchResult, failureLines } from "../batch.ts";
import { firstLines } from "../compat.ts";
import { askAboutMany } from "../deletion.ts";
import { nameWithId } from "../directory.ts";
import { expectationOf, measured } from "../expected_hours.ts";
import { flag, id, ids } from "../fields.ts";
import { absence as record } from "../records.ts";
import { ref } from "../refs.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { leaveOf } from "../statistics/absences.ts";
import type { Language } from "../wording.ts";

const people = {
  user_scope: z.enum(["self", "all", "specific"]).optional()
    .describe("default self; statistics, attendance: all"),
  user: ref("user").optional(),
};
const filters = z.strictObject({
  ...people,
  begin: day().optional(),
  end: day("inclusive").optional(),
  status: z.enum(["approved", "open", "all"]).optional().describe("default all"),
});

/** Kimai's words for deciding. */
const routes = { approve: "confirm", reject: "reject", request: "request" } as const;

/** An absence that was moved along; Kimai tells what it is now. */
const moved = z.object({ absence: shown, user: z.string(), label: z.string() });

async function move(
  verb: keyof typeof routes,
  id: number,
  session: KimaiSession,
): Promise<z.infer<typeof moved>> {
  // Before the write: a look-up that fails afterwards would hide it.
  const [me, language] = [await session.me(), await session.language()];
  const path = ["absences", id, routes[verb]];
  const answer = await session.kimai.request("PATCH", path, { answer: record })
    .catch(explainFully(verb, session));
  const read = leaveOf(answer, { id: me.id });
  const leave = measured(read, expectationOf(read.person.id, me, session.usualWeek));
  return {
    absence: show(leave, false),
    user: nameWithId(leave.person),
    label: labelOf(leave.type, language),
  };
}

function movedText(
  verb: keyof typeof routes,
  { absence, user, label }: z.infer<typeof moved>,
  language: Language,
): string {
  const text = line(absence, label, language).replace(/^\d+ /, "");
  return `${firstLines.absenceMoved(verb, absence.id)}\n${user}, ${text}`;
}

/** The three decisions differ in their words alone. */
function moving(verb: keyof typeof routes, summary: string) {
  return action({
    summary,
    effect: "update",
    input: z.object({ id: id() }),
    output: moved,
    run: ({ id }, session) => move(verb, id, session),
    text: async (result, session) => movedText(verb, result, await session.language()),
  });
}

/** What a batch does with each absence. */
const batches = {
  Delete: { verb: "delete", method: "DELETE", route: [] },
  Approve: { verb: "approve", method: "PATCH", route: [routes.approve] },
  Reject: { verb: "reject", method: "PATCH", route: [routes.reject] },
} as const satisfies Record<string, { verb: Verb; method: "DELETE" | "PATCH"; route: string[] }>;

function batching(title: keyof typeof batches, summary: string) {
  const { verb, method, route } = batches[title];
  return action({
    summary,
    effect: verb === "delete" ? "delete" : "update",
    input: z.object({ ids }),
    output: batchResult,
    run: async ({ ids }, session) => {
      if (verb === "delete") await askAboutMany("absence", ids, session);
      const one = (id: number) =>
        session.kimai.request(method, ["absences", id, ...route]).catch(explain(verb));
      const result = await batch(ids, one, session);
      if (result.done.length > 0) return result;
      await requirePlugin(session);
      throw new UserError(
        `Nothing was done: ${title} failed for all absences${failureLines(result)}`,
      );
    },
    text: (result) =>
      firstLines.batch(title, result.done.length, "absences", result.failed.length) +
      failureLines(result),
  });
}

/** @throws {UserError} when two different days are named */
function dayAsked(date?: Temporal.PlainDate, nested?: Temporal.PlainDate) {
  if (date && nested && !date.equals(nested)) {
    throw new UserError(
      `Cannot tell which day is meant: date is ${date}, data.date is ${nested}, leave one out`,
    );
  }
  return date ?? nested;
}

export const absence = tool({
  name: "absence",
  title: "Absences",
  description:
    'Absences of Kimai\'s work contract plugin. create needs data.date, type, comment, as in {"date":"2026-12-21","end":"2026-12-23","type":"holiday","comment":"Trip"}; long ones are split (30 days, year end).',
  actions: {
    list: action({
      summary: "absences with totals",
      effect: "read",
      input: z.object({ filters: filters.optional() }),
      output: list,
      run: ({ filters = {} }, session) => listAbsences(filters, session),
      text: async (result, session) => listText(result, await session.language()),
    }),
    statistics: action({
      summary: "sums",
      effect: "read",
      input: z.object({
        filters: filters.optional(),
        group_by: z.enum(["type", "user", "month"]).optional(),
        breakdown_by_month: flag().optional(),
      }),
      output: statistics,
      run: ({ filters = {}, group_by = "type", breakdown_by_month = false }, session) =>
        statisticsOf(filters, group_by, breakdown_by_month, session),
      text: async (result, session) => statisticsText(result, await session.language()),
    }),
    types: action({
      summary: "types with labels",
      effect: "read",
      input: z.object({
        language: z.string().trim().regex(/^[a-z]{2,3}([-_][a-z]{2,4})?$/i, {
          error: "a language is wanted, such as en or de",
        }).optional().describe("of labels, default yours"),
      }),
      output: z.object({
        language: z.string(),
        types: z.array(z.object({ type: z.string(), label: z.string() })),
      }),
      run: async ({ language: wanted }, session) => {
        const language = wanted ?? await session.language();
        const types = await readTypes(language, session);
        return {
          language,
          types: Object.entries(types).map(([type, label]) => ({ type, label })),
        };
      },
      text: async ({ language, types }, session) => {
        const words = absenceWords[await session.language()];
        if (types.length === 0) return words.noTypes;
        const lines = types.map(({ type, label }) => `- ${type}: ${label}`);
        return [words.types(language), ...lines].join("\n");
      },
    }),
    create: action({
      summary: "create from `data`",
      effect: "create",
      input: z.object({
        data: absenceData,
        on_failure: z.enum(["keep", "undo"]).optional()
          .describe("parts created before one fails; default keep"),
      }),
      output: created,
      run: ({ data, on_failure = "keep" }, session) => create(data, on_failure, session),
      text: async (result, session) => createdText(result, await session.language()),
    }),
    delete: action({
      summary: "delete for good",
      effect: "delete",
      input: z.object({ id: id() }),
      output: z.object({ deleted: z.int() }),
      run: async ({ id }, session) => {
        await session.kimai.request("DELETE", ["absences", id])
          .catch(explainFully("delete", session));
        return { deleted: id };
      },
      text: ({ deleted }) => firstLines.absenceMoved("delete", deleted),
    }),
    approve: moving("approve", "approve"),
    reject: moving("reject", "reject"),
    request: moving("request", "ask for approval"),
    attendance: action({
      summary: "who is there on `date` (default today)",
      effect: "read",
      input: z.object({
        date: day().optional(),
        data: z.strictObject({ date: day().optional() }).optional(),
        filters: z.strictObject(people).optional(),
      }),
      output: attendance,
      run: ({ date, data, filters = {} }, session) =>
        attendanceOn(dayAsked(date, data?.date), filters, session),
      text: async (result, session) => attendanceText(result, await session.language()),
    }),
    batch_delete: batching("Delete", "delete `ids`"),
    batch_approve: batching("Approve", "approve `ids`"),
    batch_reject: batching("Reject", "reject `ids`"),
  },
});
