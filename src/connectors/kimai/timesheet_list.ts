// No test of its own: tools/timesheet_test.ts runs every line of it.
/** Listing time records: people, period and filters checked, every page read, everything totalled. */

import { UserError } from "../../mcp/errors.ts";
import { kimaiTime, localTime, type Moment, periodName } from "./dates.ts";
import { type Listing, listingOf } from "./listing.ts";
import { checkOwner, everyone, type Person, whoseOf } from "./people.ts";
import { timesheet } from "./records.ts";
import type { KimaiSession } from "./session.ts";

/** What narrows a listing down; every field is optional. */
export interface Filters {
  user_scope?: "self" | "all" | "specific";
  user?: number;
  project?: number;
  activity?: number;
  customer?: number;
  begin?: Moment;
  end?: Moment;
  exported?: boolean;
  active?: boolean;
  billable?: boolean;
  term?: string;
  /** One page alone; without it every page is read. */
  page?: number;
  /** How many entries are shown, or how long a page is. */
  size?: number;
  include_user_list?: boolean;
}

/** Entries shown where nobody said how many, when a single page is asked for. */
const pageSize = 50;

/** @throws {UserError} for an id that does not exist: Kimai would answer as if nothing had been asked (K-7). */
export async function listTimesheets(
  filters: Filters,
  session: KimaiSession,
): Promise<Listing & { people?: Person[] }> {
  const whose = whoseOf(filters.user_scope, filters.user);
  const [me] = await Promise.all([session.me(), checkIds(filters, session)]);
  const zone = me.timezone;
  const { begin, end } = periodOf(filters, zone);
  const { project, activity, customer, exported, active, billable, term, page } = filters;
  const query = {
    user: whose.user,
    project,
    activity,
    customer,
    exported,
    active,
    billable,
    term,
    begin: begin && kimaiTime(begin),
    end: end && kimaiTime(end),
    // Expanded rows bring all names along, also of people whom nothing else shows to a team lead.
    full: 1,
  };
  const { rows, total, complete } = await session.kimai.list(["timesheets"], {
    query,
    row: timesheet,
    ...(page !== undefined && { page, size: filters.size ?? pageSize }),
    onPage: (read, all) => session.progress(read, all, "entries read"),
  });
  const note = await checkOwner(whose, rows, session);
  const pageNote = page === undefined ? undefined : `totals are of page ${page} alone`;
  const limitNote = complete || page !== undefined
    ? undefined
    : `only ${rows.length} of ${total} entries were read; narrow the period, or raise the row limit (--kimai-row-limit)`;
  const answer = listingOf({
    records: rows,
    total,
    complete: complete && page === undefined,
    of: whose.label,
    period: begin || end ? periodName(begin, end) : undefined,
    zone,
    now: session.now(),
    withUsers: whose.user !== undefined && whose.user !== me.id,
    notes: [note, pageNote, limitNote].filter((text) => text !== undefined),
    show: filters.size ?? (page === undefined ? Number.MAX_SAFE_INTEGER : pageSize),
    filters: writtenFilters(filters, begin, end),
    page: page ?? 1,
  });
  return filters.include_user_list ? { ...answer, people: await everyone(session) } : answer;
}

/** Begin and end as local times; a day alone as end includes that day. */
function periodOf({ begin, end }: Filters, zone: string) {
  const from = begin && localTime(begin, zone);
  let to = end && localTime(end, zone, "end");
  // Midnight to the same midnight means that day, as it did in the reference.
  if (from && to?.equals(from) && kimaiTime(from).endsWith("T00:00:00")) {
    to = to.add({ days: 1 }).subtract({ seconds: 1 });
  }
  if (from && to && Temporal.PlainDateTime.compare(from, to) > 0) {
    throw new UserError(
      `Cannot list from ${kimaiTime(from)} to ${kimaiTime(to)}: the end is before the begin`,
    );
  }
  return { begin: from, end: to };
}

async function checkIds(
  { project, activity, customer }: Filters,
  { names }: KimaiSession,
): Promise<void> {
  const wanted = [
    ["project", project, names.projects],
    ["activity", activity, names.activities],
    ["customer", customer, names.customers],
  ] as const;
  await Promise.all(wanted.map(async ([what, id, all]) => {
    if (id === undefined || (await all()).has(id)) return;
    throw new UserError(`Cannot filter by ${what} ${id}: there is none that is open to you`);
  }));
}

/** The filters as the next call would write them. */
function writtenFilters(
  { begin: _, end: __, page: ___, size: ____, include_user_list: _____, ...rest }: Filters,
  begin?: Temporal.PlainDateTime,
  end?: Temporal.PlainDateTime,
): Record<string, unknown> {
  return {
    ...rest,
    ...(begin && { begin: kimaiTime(begin) }),
    ...(end && { end: kimaiTime(end) }),
  };
}
