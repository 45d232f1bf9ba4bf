/** Running time: start, stop, go on with something, what is running, what was done lately. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../../mcp/errors.ts";
import { firstLines } from "../compat.ts";
import { hours, kimaiTime, localTime } from "../dates.ts";
import { detailOf, type EntryDetail, entryDetail, spanOf, workOf } from "../entries.ts";
import { entryText, writtenText } from "../entry_text.ts";
import { count, flag, id, moment } from "../fields.ts";
import { listing, listingOf, listingText } from "../listing.ts";
import { readWindow } from "../long_pages.ts";
import { timesheet } from "../records.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { languageOf, wordings } from "../wording.ts";
import { bodyOf, book, change, readEntry, tags, written } from "../timesheets.ts";
import { ref } from "../refs.ts";

const timerData = {
  description: z.string().optional(),
  tags: tags.optional().describe("existing names, comma-separated"),
  begin: moment("default now").optional(),
};
const startData = z.strictObject({
  project: ref("project"),
  activity: ref("activity"),
  ...timerData,
});
const { begin: _, ...stopFields } = timerData;

/** Own running entries, newest first; expanded, so names come along. */
async function running({ kimai, names, now }: KimaiSession): Promise<EntryDetail[]> {
  const records = await kimai.request("GET", ["timesheets", "active"], {
    answer: z.array(timesheet),
  });
  return Promise.all(records.map((record) => detailOf(record, names, now())));
}

/**
 * Kimai stops the oldest timers in silence when its limit of active entries is reached (trap 32 of
 * API.md chapter 9): whoever was running before and is not any more is told.
 */
async function stoppedSince(
  before: readonly EntryDetail[],
  session: KimaiSession,
): Promise<EntryDetail[]> {
  if (before.length === 0) return [];
  const still = new Set((await running(session)).map((entry) => entry.id));
  return Promise.all(
    before.filter(({ id }) => !still.has(id)).map(({ id }) => readEntry(id, session)),
  );
}

const started = written.extend({ stopped: z.array(entryDetail).optional() });
type Started = z.infer<typeof started>;

/** Runs a start and tells what it stopped; a failed look afterwards does not undo the start. */
async function startAnd(
  start: () => Promise<z.infer<typeof written>>,
  session: KimaiSession,
): Promise<Started> {
  const before = await running(session);
  const { entry, notes = [] } = await start();
  let stopped: EntryDetail[] = [];
  try {
    stopped = await stoppedSince(before, session);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    notes.push(`Whether this stopped another timer is not known: ${error.message}`);
  }
  return {
    entry,
    notes: notes.length > 0 ? notes : undefined,
    stopped: stopped.length > 0 ? stopped : undefined,
  };
}

async function startedText(
  firstLine: string,
  { entry, notes = [], stopped = [] }: Started,
  session: KimaiSession,
): Promise<string> {
  const words = wordings[await session.language()];
  const also = stopped.map((one) =>
    words.stopped(`ID ${one.id}: ${workOf(one)}, ${hours(one.duration)} h`)
  );
  return writtenText(firstLine, { entry, notes: [...also, ...notes] }, session);
}

/** Which timer to stop: the one named, or the only one that runs. */
async function timerToStop(id: number | undefined, session: KimaiSession): Promise<EntryDetail> {
  const active = await running(session);
  if (id !== undefined) {
    return active.find((entry) => entry.id === id) ?? await readEntry(id, session);
  }
  if (active.length === 1) return active[0];
  if (active.length === 0) throw new UserError("Cannot stop: no timer of yours is running");
  const choices = active.map((entry) => `ID ${entry.id}: ${workOf(entry)} since ${entry.begin}`);
  throw new UserError(
    `Cannot stop: ${active.length} timers are running, name the id\n${choices.join("\n")}`,
  );
}

const activeEntries = z.object({ timers: z.array(entryDetail) });

export const timer = tool({
  name: "timer",
  title: "Timer",
  description: "Your running Kimai time entries.",
  actions: {
    start: action({
      summary: "start data.project and data.activity",
      effect: "create",
      input: z.object({ data: startData }),
      output: started,
      run: ({ data }, session) => startAnd(() => book(data, session), session),
      text: (result, session) => {
        const { id, project, activity } = result.entry;
        return startedText(firstLines.started(id, project.id, activity?.id), result, session);
      },
    }),
    stop: action({
      summary: "stop `id` or the only one, setting data.description or tags",
      effect: "update",
      input: z.object({ id: id().optional(), data: z.strictObject(stopFields).optional() }),
      output: written.extend({ already: z.literal(true).optional() }),
      run: async ({ id, data = {} }, session) => {
        const timer = await timerToStop(id, session);
        const { notes } = Object.keys(data).length > 0
          ? await change(timer.id, data, session)
          : { notes: undefined };
        if (!timer.running) return { entry: timer, already: true as const, notes };
        try {
          return { entry: await readEntry(timer.id, session, ["PATCH", "stop"]), notes };
        } catch (error) {
          if (!(error instanceof UpstreamError) || Object.keys(data).length === 0) throw error;
          throw new UserError(
            `The ${
              Object.keys(data).join(" and ")
            } of ID ${timer.id} was set, but it is still running: ${error.message}`,
          );
        }
      },
      text: ({ entry, already, notes }, session) =>
        writtenText(
          already
            ? `Timer ID ${entry.id} was not running, its time is unchanged (${
              spanOf(entry.begin, entry.end)
            })`
            : firstLines.stopped(entry.id, (entry.duration / 3600).toFixed(2)),
          { entry, notes },
          session,
        ),
    }),
    restart: action({
      summary: "new timer like `id`; copy: with description and tags",
      effect: "create",
      input: z.object({
        id: id(),
        copy: flag().optional(),
        data: z.strictObject({ begin: timerData.begin }).optional(),
      }),
      output: started,
      run: async ({ id, copy, data }, session) => {
        const begin = data?.begin;
        const zone = async () => (await session.me()).timezone;
        const body = { ...(copy && { copy: "all" }), ...await bodyOf({ begin }, zone) };
        return startAnd(
          async () => ({ entry: await readEntry(id, session, ["PATCH", "restart"], body) }),
          session,
        );
      },
      text: (result, session) => {
        const { id, project, activity } = result.entry;
        return startedText(firstLines.restarted(id, project.id, activity?.id), result, session);
      },
    }),
    active: action({
      summary: "what is running",
      effect: "read",
      input: z.object({}),
      output: activeEntries,
      run: async (_input, session) => ({ timers: await running(session) }),
      text: async ({ timers }, session) => {
        const language = await session.language();
        const words = wordings[language];
        if (timers.length === 0) return words.noTimers;
        const each = timers.map((entry) => `\nID: ${entry.id}\n${entryText(entry, language)}`);
        return [words.timers(timers.length), ...each].join("\n");
      },
    }),
    recent: action({
      summary: "last entries",
      effect: "read",
      input: z.object({
        size: count(1, 100_000).default(10),
        begin: moment("recent: from").optional(),
      }),
      output: listing,
      run: async ({ size, begin }, session) => {
        const me = await session.me();
        const zone = me.timezone;
        const from = begin && kimaiTime(localTime(begin, zone));
        const options = { query: { full: 1, begin: from }, rows: z.array(timesheet) };
        const window = { page: 1, size };
        const { rows, total } = await readWindow(session.kimai, ["timesheets"], window, options);
        const all = listingOf({
          records: rows,
          total,
          complete: rows.length === total,
          of: "current user",
          period: "the latest",
          zone,
          now: session.now(),
          withUsers: false,
          notes: [],
          show: size,
          filters: from ? { begin: from } : {},
          page: 1,
          language: languageOf(me),
        });
        return all;
      },
      text: listingText,
    }),
  },
});
