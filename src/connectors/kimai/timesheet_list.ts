// No test of its own: tools/timesheet_test.ts runs every line of it.
/** Listing time records: people, period and filters checked, every page read, everything totalled. */

import { UserError } from "../../mcp/errors.ts";
import type { Query } from "./address.ts";
import { kimaiTime, type Moment, periodName } from "./dates.ts";
import { type Listing, type ListingDetail, type ListingFormat, listingOf } from "./listing.ts";
import { type Whose, whoseOf } from "./people.ts";
import { nameUser, nameWithId } from "./directory.ts";
import type { Timesheet } from "./records.ts";
import { everyone } from "./everyone.ts";
import { type Period, periodOf, periodQuery, readRecords } from "./record_reading.ts";
import type { KimaiSession } from "./session.ts";
import { type Contract, contractOf } from "./statistics/work_contract.ts";
import { type Answer, besideText } from "./timesheet_answer.ts";
import {
  formatOf,
  type Statistics,
  type StatisticsFilters,
  type StatisticsFormat,
  statisticsOf,
} from "./timesheet_statistics.ts";
import { languageOf } from "./wording.ts";

/** What narrows a listing down; every field is optional. */
export interface Filters extends StatisticsFilters {
  user_scope?: "self" | "all" | "specific";
  user?: number;
  project?: number;
  activity?: number;
  customer?: number;
  begin?: Moment;
  end?: Moment;
  /** Instead of begin and end. */
  period?: Period;
  exported?: boolean;
  active?: boolean;
  billable?: boolean;
  term?: string;
  /** One page alone; without it every page is read. */
  page?: number;
  /** How many entries are shown, or how long a page is. */
  size?: number;
  include_user_list?: boolean;
  /** How the text is laid out; a table where nobody said. */
  format?: ListingFormat;
  detail?: ListingDetail;
}

/** Entries shown where nobody said how many, when a single page is asked for. */
const pageSize = 50;

/** @throws {UserError} for an id that does not exist: Kimai would answer as if nothing had been asked (K-7). */
export async function listTimesheets(filters: Filters, session: KimaiSession): Promise<Answer> {
  const whose = whoseOf(filters.user_scope, filters.user);
  checkFormat(filters);
  const [me] = await Promise.all([session.me(), checkIds(filters, session)]);
  const period = periodOf(filters, me.timezone);
  const { page, size = pageSize, format, detail } = filters;
  const query = { ...narrowingOf(filters), ...periodQuery(period) };
  const read = await readRecords(whose, query, session, page === undefined ? {} : { page, size });
  const isOwn = whose.user === undefined || whose.user === me.id;
  const language = languageOf(me);
  const people = filters.include_user_list ? await everyone(session) : undefined;
  const input = {
    ...read,
    complete: read.complete && page === undefined,
    of: await labelOf(whose, read.records[0], session),
    period: period.begin || period.end ? periodName(period.begin, period.end) : undefined,
    zone: me.timezone,
    now: session.now(),
    withUsers: whose.user === "all",
    notes: page === undefined ? read.notes : [...read.notes, `totals are of page ${page} alone`],
    show: filters.size ?? (page === undefined ? Number.MAX_SAFE_INTEGER : pageSize),
    filters: writtenFilters(filters, period),
    page: page ?? 1,
    reserve: people && format !== "csv" ? besideText({ people, format, language }).length : 0,
    format,
    detail,
    language,
  };
  const contract = isOwn ? contractOf(me.preferences) : undefined;
  const answer = withStatistics(input, filters, period, contract);
  return people ? { ...answer, people } : answer;
}

/** Rows of a file have no place for sums. */
function checkFormat(filters: Filters): void {
  if (filters.format !== "csv" || formatOf(filters) === undefined) return;
  throw new UserError("Cannot show statistics as csv: leave out format, or what asks for them");
}

/** `current user`, `all users`, or the person by name. */
async function labelOf(
  { user, label }: Whose,
  record: Timesheet | undefined,
  { names }: KimaiSession,
): Promise<string> {
  if (user === undefined || user === "all") return label;
  return nameWithId(await nameUser(record?.user ?? user, names));
}

type Input = Parameters<typeof listingOf>[0];

/** The filters that leave entries out, apart from people and time. */
function narrowingOf(
  { project, activity, customer, exported, active, billable, term }: Filters,
): Query {
  return { project, activity, customer, exported, active, billable, term };
}

/** The listing, with statistics where they are asked for; beside a part of the entries the contract says nothing. */
function withStatistics(
  input: Input,
  filters: Filters,
  { begin, end }: Period,
  contract?: Contract,
): Answer {
  const format = formatOf(filters);
  if (format === undefined) return listingOf(input);
  const isWhole = input.complete &&
    Object.values(narrowingOf(filters)).every((value) => value === undefined);
  const statistics = statisticsOf({
    records: input.records,
    now: input.now,
    format,
    byYear: filters.breakdown_by_year,
    from: begin?.toPlainDate().toString(),
    to: end?.toPlainDate().toString(),
    today: input.now.toZonedDateTimeISO(input.zone).toPlainDate().toString(),
    contract: isWhole ? contract : undefined,
  });
  return { ...listingBeside(statistics, format, input), statistics, stats_format: format };
}

/** Entries only in detail, and as many as fit beside the statistics. */
function listingBeside(statistics: Statistics, format: StatisticsFormat, input: Input): Listing {
  if (format !== "detailed") {
    const bare = { days: [], projects: [], activities: [], users: undefined };
    return { ...listingOf({ ...input, show: 0 }), ...bare };
  }
  const beside = besideText({ statistics, stats_format: format, ...input });
  return listingOf({ ...input, reserve: (input.reserve ?? 0) + beside.length });
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

/** The filters as the next call would write them: it shows further entries, and no statistics again. */
function writtenFilters(filters: Filters, { begin, end }: Period): Record<string, unknown> {
  const once = [
    "begin",
    "end",
    "period",
    "page",
    "size",
    "include_user_list",
    "calculate_stats",
    "stats_format",
    "breakdown_by_year",
  ];
  const rest = Object.entries(filters).filter(([name]) => !once.includes(name));
  return {
    ...Object.fromEntries(rest),
    ...(begin && { begin: kimaiTime(begin) }),
    ...(end && { end: kimaiTime(end) }),
  };
}
