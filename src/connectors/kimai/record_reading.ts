// No test of its own: tools/timesheet_test.ts and tools/analyze_project_team_test.ts run every line of it.
/** Reading time records: a period as Kimai takes it, all pages or one, and whether they are those that were meant. */

import { UserError } from "../../mcp/errors.ts";
import type { Query } from "./address.ts";
import { kimaiTime, localTime, type Moment } from "./dates.ts";
import { eachInWindow, isCut, type Window, windowOf } from "./long_pages.ts";
import { noteWords } from "./note_words.ts";
import { checkOwner, checkWhose, type Whose } from "./people.ts";
import type { PagesRead, TakeRows } from "./paging.ts";
import { idOf, listedTimesheets, type Timesheet } from "./records.ts";
import type { KimaiSession } from "./session.ts";

/** What was read for somebody. */
export interface RecordsRead extends PagesRead {
  /** Whose records they are, each person once. */
  owners: Timesheet["user"][];
  /** What the reader should know. */
  notes: string[];
}

/**
 * Reads records, expanded: so all names come along, also of people whom nothing else shows to a team lead.
 * All pages, or the one that is asked for; each goes to `take` as it arrives, and none is kept.
 * @throws {UserError} when Kimai answers with somebody else's records (K-6)
 */
export async function readRecords(
  whose: Whose,
  query: Query,
  session: KimaiSession,
  take: TakeRows<Timesheet>,
  asked: Partial<Window> = {},
): Promise<RecordsRead> {
  const ignored = await checkWhose(whose, session);
  const options = {
    query: { user: whose.user, ...query, full: 1 },
    rows: listedTimesheets,
    onPage: (read: number, all: number) => session.progress(read, all, "entries read"),
  };
  const people = new Map<number, Timesheet["user"]>();
  const takeAll = (records: Timesheet[], from: number) => {
    for (const { user } of records) if (!people.has(idOf(user))) people.set(idOf(user), user);
    take(records, from);
  };
  const window = windowOf(asked);
  const read = window
    ? await eachInWindow(session.kimai, ["timesheets"], window, options, takeAll)
    : await session.kimai.each(["timesheets"], options, takeAll);
  const limit = read.complete || (window && !isCut(read, window))
    ? undefined
    : noteWords[await session.language()].rowLimit(read.read, read.total);
  const owners = [...people.values()];
  const notes = [...ignored, await checkOwner(whose, owners, session), limit];
  return { ...read, owners, notes: notes.filter((note) => note !== undefined) };
}

/** A period in local times of a zone. */
export interface Period {
  begin?: Temporal.PlainDateTime;
  end?: Temporal.PlainDateTime;
}

/** A period as Kimai takes it (K-1). */
export function periodQuery({ begin, end }: Period): Query {
  return { begin: begin && kimaiTime(begin), end: end && kimaiTime(end) };
}

/** Begin and end as local times; a day alone as end includes that day. A period says both. */
export function periodOf(
  { begin, end, period }: { begin?: Moment; end?: Moment; period?: Period },
  zone: string,
): Period {
  if (period) {
    if (!begin && !end) return period;
    throw new UserError("Cannot use period beside begin or end: leave one of them out");
  }
  const from = begin && localTime(begin, zone);
  let to = end && localTime(end, zone, "end");
  // Midnight to the same midnight means that day, as it did in the reference.
  if (from && to?.equals(from) && kimaiTime(from).endsWith("T00:00:00")) {
    to = to.add({ days: 1 }).subtract({ seconds: 1 });
  }
  if (from && to && Temporal.PlainDateTime.compare(from, to) > 0) {
    throw new UserError(
      `Cannot read from ${kimaiTime(from)} to ${kimaiTime(to)}: the end is before the begin`,
    );
  }
  return { begin: from, end: to };
}
