// No test of its own: tools/timesheet_test.ts runs every line of it.
/** Listing time records: people, period and filters checked, every page read, everything totalled. */

import { UserError } from "../../mcp/errors.ts";
import type { Query } from "./address.ts";
import { kimaiTime, type Moment, periodName } from "./dates.ts";
import {
  type Listing,
  type ListingDetail,
  type ListingFormat,
  listingFrom,
  type ListingInput,
  type ListingShape,
} from "./listing.ts";
import type { ListingTally } from "./listing_tally.ts";
import { type Whose, whoseOf } from "./people.ts";
import { nameUser, nameWithId } from "./directory.ts";
import type { Timesheet } from "./records.ts";
import { everyone } from "./everyone.ts";
import { expectationFor } from "./expected_hours.ts";
import { noteWords } from "./note_words.ts";
import { firstWeekdayOf } from "./own_calendar.ts";
import { type Period, periodOf, periodQuery, readRecords } from "./record_reading.ts";
import type { KimaiSession } from "./session.ts";
import { type Answer, besideText } from "./timesheet_answer.ts";
import {
  formatOf,
  type Statistics,
  type StatisticsFilters,
  type StatisticsFormat,
  type StatisticsInput,
  statisticsOf,
} from "./timesheet_statistics.ts";
import { talliesFor, type TimesheetTallies } from "./timesheet_tallies.ts";
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
  const shape = shapeOf(filters, whose, session.now());
  const tallies = talliesFor(shape, formatOf(filters) !== undefined);
  const read = await readRecords(
    whose,
    query,
    session,
    tallies.add,
    page === undefined ? {} : { page, size },
  );
  const isOwn = whose.user === undefined || whose.user === me.id;
  const language = languageOf(me);
  const people = filters.include_user_list ? await everyone(session) : undefined;
  const input = {
    ...shape,
    total: read.total,
    complete: read.complete && page === undefined,
    of: await labelOf(whose, read.owners[0], session),
    period: period.begin || period.end ? periodName(period.begin, period.end) : undefined,
    zone: me.timezone,
    notes: page === undefined ? read.notes : [...read.notes, noteWords[language].ofPage(page)],
    filters: writtenFilters(filters, period),
    page: page ?? 1,
    reserve: people && format !== "csv" ? besideText({ people, format, language }).length : 0,
    detail,
    language,
  };
  const person = isOwn ? me.id : whose.user;
  const asksSums = formatOf(filters) !== undefined && typeof person === "number";
  const own = {
    expected: asksSums ? await expectationFor(person, session) : undefined,
    firstWeekday: firstWeekdayOf(me),
  };
  const answer = withStatistics(tallies, input, filters, period, own);
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
  owner: Timesheet["user"] | undefined,
  { names }: KimaiSession,
): Promise<string> {
  if (user === undefined || user === "all") return label;
  return nameWithId(await nameUser(owner ?? user, names));
}

/** What is known of the answer before anything was read. Sums alone show no entries. */
function shapeOf(filters: Filters, whose: Whose, now: Temporal.Instant): ListingShape {
  const { page, size = page === undefined ? Number.MAX_SAFE_INTEGER : pageSize, format } = filters;
  const isBare = ["summary", "json"].includes(formatOf(filters) ?? "");
  return { now, withUsers: whose.user === "all", show: isBare ? 0 : size, format };
}

/** The filters that leave entries out, apart from people and time. */
function narrowingOf(
  { project, activity, customer, exported, active, billable, term }: Filters,
): Query {
  return { project, activity, customer, exported, active, billable, term };
}

/** The listing, with statistics where they are asked for; beside a part of the entries nothing is expected. */
function withStatistics(
  { listing, statistics: tally }: TimesheetTallies,
  input: ListingInput,
  filters: Filters,
  { begin, end }: Period,
  { expected, firstWeekday }: Pick<StatisticsInput, "expected" | "firstWeekday">,
): Answer {
  const format = formatOf(filters);
  if (format === undefined || !tally) return listingFrom(listing, input);
  const isWhole = input.complete &&
    Object.values(narrowingOf(filters)).every((value) => value === undefined);
  const statistics = statisticsOf({
    tally,
    format,
    byYear: filters.breakdown_by_year,
    from: begin?.toPlainDate().toString(),
    to: end?.toPlainDate().toString(),
    today: input.now.toZonedDateTimeISO(input.zone).toPlainDate().toString(),
    expected: isWhole ? expected : undefined,
    firstWeekday,
  });
  const beside = listingBeside(statistics, format, listing, input);
  return { ...beside, statistics, stats_format: format };
}

/** Entries only in detail, and as many as fit beside the statistics. */
function listingBeside(
  statistics: Statistics,
  format: StatisticsFormat,
  listing: ListingTally,
  input: ListingInput,
): Listing {
  if (format !== "detailed") {
    const bare = { days: [], projects: [], activities: [], users: undefined };
    return { ...listingFrom(listing, input), ...bare };
  }
  const beside = besideText({ statistics, stats_format: format, ...input });
  return listingFrom(listing, { ...input, reserve: (input.reserve ?? 0) + beside.length });
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
