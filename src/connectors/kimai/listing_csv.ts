/** A listing as RFC 4180 has it: a header row, an entry a row, lines that end in CR LF. */

import type { LegendItem } from "./legend.ts";
import type { Listing } from "./listing.ts";
import type { ListedEntry } from "./listing_entry.ts";
import { moreLine, notesOf } from "./listing_table.ts";

type Cell = string | number | boolean | undefined;

/** What a row is made of. */
interface Row {
  date: string;
  entry: ListedEntry;
  project?: LegendItem;
  activity?: LegendItem;
  user?: LegendItem;
}

/** Durations and breaks in seconds. */
const columns: Record<string, (row: Row) => Cell> = {
  id: ({ entry }) => entry.id,
  date: ({ date }) => date,
  begin: ({ entry }) => entry.begin,
  end: ({ entry }) => entry.end,
  duration: ({ entry }) => entry.duration,
  customer_id: ({ project }) => project?.customer_id,
  customer: ({ project }) => project?.customer,
  project_id: ({ entry }) => entry.project,
  project: ({ project }) => project?.name,
  activity_id: ({ entry }) => entry.activity,
  activity: ({ activity }) => activity?.name,
  user_id: ({ entry }) => entry.user,
  user: ({ user }) => user?.name,
  description: ({ entry }) => entry.description,
  tags: ({ entry }) => entry.tags?.join(", "),
  billable: ({ entry }) => entry.billable !== false,
  exported: ({ entry }) => entry.exported === true,
};

/** Columns that are there when one of the entries has something for them. */
const rareColumns: typeof columns = {
  rate: ({ entry }) => entry.rate,
  currency: ({ entry }) => entry.currency,
  break: ({ entry }) => entry.break,
  custom_fields: ({ entry }) =>
    entry.meta?.map(({ name, value }) => `${name} = ${value}`).join(", "),
};

/** The rows, and behind an empty line what the reader should know and the call that shows more. */
export function listingCsv(answer: Listing): string {
  const rows = rowsOf(answer);
  const rare = Object.entries(rareColumns)
    .filter(([, read]) => rows.some((row) => read(row) !== undefined));
  const all = [...Object.entries(columns), ...rare];
  const lines = [
    all.map(([name]) => name),
    ...rows.map((row) => all.map(([, read]) => cellText(read(row)))),
  ];
  const notes = [...notesOf(answer), moreLine(answer)]
    .filter((line) => line !== undefined);
  return lines.map((cells) => `${cells.join(",")}\r\n`).join("") +
    (notes.length > 0 ? `\r\n${notes.join("\r\n")}` : "");
}

function rowsOf({ days, projects, activities, users = [] }: Listing): Row[] {
  const [project, activity, user] = [projects, activities, users]
    .map((items) => new Map(items.map((item) => [item.id, item])));
  return days.flatMap(({ date, entries }) =>
    entries.map((entry) => ({
      date,
      entry,
      project: project.get(entry.project),
      activity: activity.get(entry.activity!),
      user: user.get(entry.user!),
    }))
  );
}

/** A cell, in quotes where it needs them. A spreadsheet would run a text that begins like a formula. */
export function cellText(value: Cell): string {
  if (typeof value !== "string") return `${value ?? ""}`;
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
