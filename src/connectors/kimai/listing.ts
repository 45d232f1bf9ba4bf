/**
 * Many time records as an answer: grouped by day, totals of everything read, ids of projects and
 * activities once in a legend, and "n more" with the call that shows them.
 */

import { z } from "zod";
import { textLimit } from "../../mcp/result.ts";
import { wallClock } from "./dates.ts";
import { legendItem } from "./legend.ts";
import { listingCsv } from "./listing_csv.ts";
import { entryOf, type EntryOptions, listedEntry } from "./listing_entry.ts";
import { nextOf } from "./listing_next.ts";
import { listingTable } from "./listing_table.ts";
import { ListingTally } from "./listing_tally.ts";
import { amount } from "./money.ts";
import { idOf, type Timesheet } from "./records.ts";
import type { Language } from "./wording.ts";

/** How the text of a listing is laid out, and how much it shows of each entry. */
export const listingFields = {
  format: z.enum(["table", "csv", "json"]).optional(),
  detail: z.enum(["concise", "full"]).optional().describe("full: all texts"),
};
export type ListingFormat = NonNullable<z.infer<typeof listingFields.format>>;
export type ListingDetail = NonNullable<z.infer<typeof listingFields.detail>>;

/** A listing: times are wall-clock times of each record's own zone, durations whole seconds. */
export const listing = z.object({
  of: z.string(),
  period: z.string().optional(),
  zone: z.string(),
  /** How many records match. */
  total: z.int(),
  /** How many of them were read, and so are in the totals. */
  read: z.int(),
  /** Whether all that match were read. */
  complete: z.boolean(),
  duration: z.int(),
  /** What those that were read come to, by currency; left out where Kimai sends no rates. */
  amounts: z.array(amount).optional(),
  days: z.array(z.object({ date: z.string(), duration: z.int(), entries: z.array(listedEntry) })),
  projects: z.array(legendItem),
  activities: z.array(legendItem),
  users: z.array(legendItem).optional(),
  notes: z.array(z.string()).optional(),
  /** How many records follow, and the arguments of the call that shows the next ones. */
  more: z.int().optional(),
  next: z.object({
    action: z.string(),
    filters: z.looseObject({ page: z.int(), size: z.int() }),
  }).optional(),
  /** Left out for the table. */
  format: listingFields.format,
  /** Of the text, where it is not English. */
  language: z.enum(["en", "de"]).optional(),
});
export type Listing = z.infer<typeof listing>;

/** What a listing is made of beside its records. */
export interface ListingInput {
  total: number;
  complete: boolean;
  /** Whose records, in words. */
  of: string;
  period?: string;
  zone: string;
  now: Temporal.Instant;
  /** Shows people's names; their own listing needs none. */
  withUsers: boolean;
  notes: string[];
  /** How many records to show at the most. */
  show: number;
  /** The filters of this call, for the next one, and the page it shows. */
  filters: Record<string, unknown>;
  page: number;
  /** Characters that other text of the answer needs. */
  reserve?: number;
  format?: ListingFormat;
  detail?: ListingDetail;
  /** Of the text; English where nobody said. */
  language?: Language;
}

/** What of a listing is known before its records. */
export type ListingShape = Pick<ListingInput, "now" | "withUsers" | "format" | "show">;

/** Collects the records of a listing that come page by page. */
export function tallyFor({ now, withUsers, format, show }: ListingShape): ListingTally {
  const isCsv = format === "csv";
  return new ListingTally({ now, withUsers: withUsers || isCsv, withCustomerIds: isCsv, show });
}

/** A listing of expanded records, in the order to show. */
export function listingOf(
  { records, ...input }: ListingInput & { records: readonly Timesheet[] },
): Listing {
  const tally = tallyFor(input);
  tally.add(records, 0);
  return listingFrom(tally, input);
}

/** Totals of all records, and as many entries as fit into an answer. */
export function listingFrom(tally: ListingTally, input: ListingInput): Listing {
  const total = totalsOf(tally, input);
  const first = tally.first();
  const limit = textLimit - (input.reserve ?? 0);
  const answer = (shown: number, longest?: number) =>
    withEntries(total, tally, input, first.slice(0, shown), longest);
  const fits = (found: Listing) => listingText(found).length <= limit;
  const wanted = Math.min(input.show, first.length);
  const shown = largest(wanted, (count) => fits(answer(count)));
  if (shown > 0 || wanted === 0) return answer(shown);
  // One entry that is longer than an answer is cut, so that the next call gets past it.
  const letters = largest(textLimit, (longest) => fits(answer(1, longest)));
  return answer(1, letters);
}

/** The largest number up to a limit that fits, where all smaller ones fit as well. */
function largest(limit: number, fits: (count: number) => boolean): number {
  if (limit === 0 || fits(limit)) return limit;
  let [low, high] = [0, limit];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function totalsOf(tally: ListingTally, input: ListingInput): Listing {
  return {
    of: input.of,
    period: input.period,
    zone: input.zone,
    total: input.total,
    read: tally.read,
    complete: input.complete,
    duration: tally.duration,
    amounts: tally.amounts(),
    days: [],
    ...tally.names(),
    notes: input.notes.length > 0 ? input.notes : undefined,
    format: input.format === "table" ? undefined : input.format,
    language: input.language === "en" ? undefined : input.language,
  };
}

/** The answer with its first entries, and the call that shows those behind them. */
function withEntries(
  total: Listing,
  tally: ListingTally,
  input: ListingInput,
  shown: readonly Timesheet[],
  longest?: number,
): Listing {
  const options = optionsOf(input, longest);
  const days: Listing["days"] = [];
  for (const record of shown) {
    const { date } = wallClock(record.begin);
    if (days.at(-1)?.date !== date) {
      days.push({ date, duration: tally.secondsOn(date), entries: [] });
    }
    days.at(-1)!.entries.push(entryOf(record, options));
  }
  return { ...namesOf(total, shown, input), days, ...nextOf(input, shown.length) };
}

function optionsOf({ now, withUsers, format, detail }: ListingInput, longest?: number) {
  const isCsv = format === "csv";
  return {
    now,
    withUsers: withUsers || isCsv,
    withDetails: detail === "full",
    withRates: detail === "full" || isCsv,
    longest: longest ?? (detail === "full" || isCsv ? Infinity : undefined),
  } satisfies EntryOptions;
}

/** Letters of a legend that an answer as JSON has room for beside its entries; a table counts what it leaves out. */
const longestLegend = 6000;

/** A long legend as JSON names what the shown entries are of. */
function namesOf(
  total: Listing,
  shown: readonly Timesheet[],
  { format }: ListingInput,
): Listing {
  const { projects, activities, users } = total;
  if (format !== "json") return total;
  if (JSON.stringify([projects, activities, users]).length <= longestLegend) return total;
  const [ofProjects, ofActivities, ofUsers] = [
    new Set(shown.map((record) => idOf(record.project))),
    new Set(shown.map((record) => record.activity && idOf(record.activity))),
    new Set(shown.map((record) => idOf(record.user))),
  ];
  return {
    ...total,
    projects: projects.filter(({ id }) => ofProjects.has(id)),
    activities: activities.filter(({ id }) => ofActivities.has(id)),
    users: users?.filter(({ id }) => ofUsers.has(id)),
  };
}

const layouts: Record<ListingFormat, (answer: Listing) => string> = {
  table: listingTable,
  csv: listingCsv,
  json: (result) => JSON.stringify({ action: "list", result }),
};

/** The listing for reading, or for programs where their format was asked for. */
export function listingText(answer: Listing): string {
  return layouts[answer.format ?? "table"](answer);
}
