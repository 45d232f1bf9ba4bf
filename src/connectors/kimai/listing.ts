/**
 * Many time records as an answer: grouped by day, totals of everything read, ids of projects and
 * activities once in a legend, and "n more" with the call that shows them.
 */

import { z } from "zod";
import { textLimit } from "../../mcp/result.ts";
import { dayName, hours, wallClock } from "./dates.ts";
import { secondsOf } from "./entries.ts";
import { displayName, type Timesheet } from "./records.ts";

const entry = z.object({
  id: z.int(),
  begin: z.string(),
  end: z.string().optional(),
  duration: z.int(),
  project: z.int(),
  activity: z.int().optional(),
  user: z.int().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  billable: z.literal(false).optional(),
  exported: z.literal(true).optional(),
});
type Entry = z.infer<typeof entry>;

const legendItem = z.object({
  id: z.int(),
  name: z.string(),
  customer: z.string().optional(),
  duration: z.int().optional(),
});
type LegendItem = z.infer<typeof legendItem>;

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
  days: z.array(z.object({ date: z.string(), duration: z.int(), entries: z.array(entry) })),
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
});
export type Listing = z.infer<typeof listing>;

/** What a listing is made of. */
export interface ListingInput {
  /** Expanded records, in the order to show. */
  records: readonly Timesheet[];
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
}

/** Totals of all records, and as many entries as fit into an answer. */
export function listingOf(input: ListingInput): Listing {
  const { records, now, withUsers } = input;
  const legend = new Legend(withUsers);
  const daySeconds = new Map<string, number>();
  let duration = 0;
  for (const record of records) {
    const seconds = secondsOf(record, now);
    const { date } = wallClock(record.begin);
    duration += seconds;
    daySeconds.set(date, (daySeconds.get(date) ?? 0) + seconds);
    legend.add(record, seconds);
  }
  const answer: Listing = {
    of: input.of,
    period: input.period,
    zone: input.zone,
    total: input.total,
    read: records.length,
    complete: input.complete,
    duration,
    days: [],
    projects: legend.projects(),
    activities: legend.activities(),
    users: withUsers ? legend.users() : undefined,
    notes: input.notes.length > 0 ? input.notes : undefined,
  };
  const shown = fill(answer, input, daySeconds);
  const until = (input.page - 1) * input.show + shown;
  if (until < input.total && shown > 0) {
    const size = largestDivisor(until, shown);
    answer.more = input.total - until;
    answer.next = { action: "list", filters: { ...input.filters, page: until / size + 1, size } };
  }
  return answer;
}

/** Kimai's pages begin at multiples of their size: the longest size, up to a limit, whose pages meet where this answer ends. */
function largestDivisor(of: number, limit: number): number {
  for (let size = limit; size > 1; size--) if (of % size === 0) return size;
  return 1;
}

/** Puts entries in until the text is full; returns how many. */
function fill(answer: Listing, input: ListingInput, daySeconds: Map<string, number>): number {
  const line = lineWriter(answer);
  // The call that shows more is told at the end, and needs room.
  let room = textLimit - listingText(answer).length - 400 - (input.reserve ?? 0);
  let shown = 0;
  for (const record of input.records) {
    if (shown === input.show) break;
    const { date } = wallClock(record.begin);
    const item = entryOf(record, input);
    room -= line(item).length + 1;
    let day = answer.days.at(-1);
    if (day?.date !== date) {
      day = { date, duration: daySeconds.get(date) ?? 0, entries: [] };
      room -= dayLine(day).length + 1;
      if (room > 0) answer.days.push(day);
    }
    if (room <= 0) break;
    day.entries.push(item);
    shown++;
  }
  return shown;
}

function entryOf(record: Timesheet, { now, withUsers }: ListingInput): Entry {
  const begin = wallClock(record.begin);
  const end = record.end ? wallClock(record.end) : undefined;
  return {
    id: record.id,
    begin: begin.time,
    end: end && (end.date === begin.date ? end.time : `${end.date} ${end.time}`),
    duration: secondsOf(record, now),
    project: idOf(record.project),
    activity: record.activity ? idOf(record.activity) : undefined,
    user: withUsers ? idOf(record.user) : undefined,
    description: record.description ? shorten(record.description) : undefined,
    tags: record.tags.length > 0 ? record.tags : undefined,
    billable: record.billable === false ? false : undefined,
    exported: record.exported ? true : undefined,
  };
}

/** Letters of a description that a listing shows; `get` shows all. */
const longestDescription = 300;

function shorten(text: string): string {
  return text.length > longestDescription ? `${text.slice(0, longestDescription - 1)}…` : text;
}

function idOf(value: number | { id: number }): number {
  return typeof value === "number" ? value : value.id;
}

/** Collects names and seconds by id. */
class Legend {
  #projects = new Map<number, LegendItem & { duration: number }>();
  #activities = new Map<number, LegendItem>();
  #users = new Map<number, LegendItem & { duration: number }>();

  constructor(private readonly withUsers: boolean) {}

  add({ project, activity, user }: Timesheet, seconds: number): void {
    const id = idOf(project);
    let item = this.#projects.get(id);
    if (!item) {
      const full = typeof project === "object" ? project : undefined;
      const customer = typeof full?.customer === "object" ? full.customer.name : full?.parentTitle;
      item = {
        id,
        name: full?.name ?? `project ${id}`,
        ...(customer && { customer }),
        duration: 0,
      };
      this.#projects.set(id, item);
    }
    item.duration += seconds;
    if (typeof activity === "object" && activity) {
      this.#activities.set(activity.id, { id: activity.id, name: activity.name });
    }
    if (!this.withUsers || typeof user !== "object") return;
    const person = this.#users.get(user.id) ??
      { id: user.id, name: displayName(user), duration: 0 };
    person.duration += seconds;
    this.#users.set(user.id, person);
  }

  projects(): LegendItem[] {
    return [...this.#projects.values()].sort(longestFirst);
  }

  activities(): LegendItem[] {
    return [...this.#activities.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  users(): LegendItem[] {
    return [...this.#users.values()].sort(longestFirst);
  }
}

function longestFirst(
  one: LegendItem & { duration: number },
  other: LegendItem & { duration: number },
): number {
  return other.duration - one.duration || one.name.localeCompare(other.name);
}

/** Writes an entry's line: id, times, hours, person, project / activity: description. */
function lineWriter(answer: Listing): (item: Entry) => string {
  const projects = shortNames(answer.projects);
  const activities = shortNames(answer.activities);
  const users = shortNames(answer.users ?? []);
  return (item) => {
    const person = item.user === undefined ? "" : `${users.get(item.user) ?? item.user}: `;
    const activity = item.activity === undefined
      ? ""
      : ` / ${activities.get(item.activity) ?? item.activity}`;
    const flags = [
      item.billable === false ? "not billable" : "",
      item.exported ? "exported" : "",
    ].filter((flag) => flag).map((flag) => ` [${flag}]`).join("");
    const tags = (item.tags ?? []).map((tag) => ` #${tag}`).join("");
    const text = item.description ? `: ${item.description.replace(/\s+/g, " ")}` : "";
    return `${item.id} ${item.begin}-${item.end ?? "now"} ${hours(item.duration)} ${person}` +
      `${projects.get(item.project)}${activity}${text}${tags}${flags}`;
  };
}

/** Names as lines show them: with the id where two share one. */
function shortNames(items: readonly LegendItem[]): Map<number, string> {
  const seen = new Map<string, number>();
  for (const { name } of items) seen.set(name, (seen.get(name) ?? 0) + 1);
  return new Map(
    items.map(({ id, name }) => [id, seen.get(name) === 1 ? name : `${name} (${id})`]),
  );
}

function dayLine({ date, duration }: Listing["days"][number]): string {
  return `\n${dayName(date)}, ${hours(duration)} h`;
}

/** How many names a legend shows; more are counted. */
const legendLimit = 40;

function legendLine(title: string, items: readonly LegendItem[]): string | undefined {
  if (items.length === 0) return undefined;
  const names = items.slice(0, legendLimit).map(({ id, name, customer, duration }) =>
    `${customer ? `${customer} / ` : ""}${name} (${id})${
      duration === undefined ? "" : ` ${hours(duration)}`
    }`
  );
  const rest = items.length > legendLimit ? `, ${items.length - legendLimit} more` : "";
  return `${title}: ${names.join(", ")}${rest}`;
}

/** The listing for reading. */
export function listingText(answer: Listing): string {
  const line = lineWriter(answer);
  const where = [answer.period, answer.zone].filter((part) => part).join(", ");
  const read = answer.complete ? "" : ` (of the ${answer.read} that were read)`;
  return [
    `Found ${answer.total} timesheets for ${answer.of} (${where}): ${
      hours(answer.duration)
    } h${read}`,
    ...(answer.notes ?? []).map((note) => `Note: ${note}`),
    ...answer.days.flatMap((day) => [dayLine(day), ...day.entries.map(line)]),
    answer.total > 0 ? "" : undefined,
    legendLine("Projects", answer.projects),
    legendLine("Activities", answer.activities),
    legendLine("People", answer.users ?? []),
    answer.next &&
    `${answer.more} more; the next ones: timesheet ${JSON.stringify(answer.next)}`,
  ].filter((part) => part !== undefined).join("\n");
}
