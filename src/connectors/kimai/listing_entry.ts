// No test of its own: listing_test.ts reads every field of it.
/** One time record as a listing has it: ids instead of names, and nothing that is not set. */

import { z } from "zod";
import { customField, customFieldsOf } from "./custom_fields.ts";
import { wallClock } from "./dates.ts";
import { secondsOf } from "./entries.ts";
import { idOf } from "./records.ts";
import { currencyOf } from "./money.ts";
import type { Timesheet } from "./records.ts";

/** Durations and breaks in seconds, rates as Kimai sends them, in the customer's currency. */
export const listedEntry = z.object({
  id: z.int(),
  begin: z.string(),
  end: z.string().optional(),
  duration: z.int(),
  break: z.int().optional(),
  project: z.int(),
  activity: z.int().optional(),
  user: z.int().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  billable: z.literal(false).optional(),
  exported: z.literal(true).optional(),
  rate: z.number().optional(),
  currency: z.string().optional(),
  meta: z.array(customField).optional(),
});
export type ListedEntry = z.infer<typeof listedEntry>;

/** What of a record is shown. */
export interface EntryOptions {
  now: Temporal.Instant;
  withUsers: boolean;
  /** Breaks and custom fields. */
  withDetails?: boolean;
  withRates?: boolean;
  /** Letters of a description or a custom field; `get` shows all. */
  longest?: number;
}

/** Letters of a description that a concise listing shows. */
const longestDescription = 300;

export function entryOf(record: Timesheet, options: EntryOptions): ListedEntry {
  const begin = wallClock(record.begin);
  const end = record.end ? wallClock(record.end) : undefined;
  const { longest = longestDescription } = options;
  return {
    id: record.id,
    begin: begin.time,
    end: end && (end.date === begin.date ? end.time : `${end.date} ${end.time}`),
    duration: secondsOf(record, options.now),
    project: idOf(record.project),
    activity: record.activity ? idOf(record.activity) : undefined,
    user: options.withUsers ? idOf(record.user) : undefined,
    description: record.description ? shorten(record.description, longest) : undefined,
    tags: record.tags.length > 0 ? record.tags : undefined,
    billable: record.billable === false ? false : undefined,
    exported: record.exported ? true : undefined,
    ...(options.withRates && rateOf(record)),
    ...(options.withDetails && { break: record.break || undefined, meta: metaOf(record, longest) }),
  };
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, Math.max(0, longest - 1))}…` : text;
}

/** Of a running record Kimai knows no rate yet and answers 0. */
function rateOf(record: Timesheet): Pick<ListedEntry, "rate" | "currency"> {
  if (typeof record.rate !== "number" || !record.end) return {};
  return { rate: record.rate, currency: currencyOf(record) };
}

function metaOf({ metaFields }: Timesheet, longest: number): ListedEntry["meta"] {
  return customFieldsOf(metaFields)?.map(({ name, value }) => ({
    name,
    value: shorten(value, longest),
  }));
}
