// No test of its own: listing_test.ts reads every line of it.
/** A listing for reading: a head with totals, a line for each entry below its day, legends of ids. */

import { hours } from "./dates.ts";
import { type LegendItem, shortNames } from "./legend.ts";
import type { Listing } from "./listing.ts";
import type { ListedEntry } from "./listing_entry.ts";
import { amountOf, amountText, moneyText } from "./money.ts";
import { dayNameIn, periodIn, type Wording, wordings } from "./wording.ts";

export function listingTable(answer: Listing): string {
  const line = lineWriter(answer);
  const words = wordingOf(answer);
  return [
    headLine(answer),
    ...notesOf(answer),
    ...answer.days.flatMap((day) => [dayLine(day, answer), ...day.entries.map(line)]),
    answer.total > 0 ? "" : undefined,
    legendLine(words.projects, answer.projects, words),
    legendLine(words.activities, answer.activities, words),
    legendLine(words.people, answer.users ?? [], words),
    moreLine(answer),
  ].filter((part) => part !== undefined).join("\n");
}

/** The words of an answer's language. */
export function wordingOf({ language = "en" }: Pick<Listing, "language">): Wording {
  return wordings[language];
}

/** How many there are, whose and when, and what they come to. */
function headLine(answer: Listing): string {
  const { period, zone, language = "en" } = answer;
  const words = wordingOf(answer);
  const where = [period && periodIn(language, period), zone].filter((part) => part).join(", ");
  const money = moneyText(answer.amounts, words);
  const read = answer.complete ? "" : words.ofRead(answer.read);
  const found = words.found(answer.total, answer.of, where);
  return `${found}: ${hours(answer.duration)} h${money}${read}`;
}

/** What the reader should know. */
export function notesOf(answer: Listing): string[] {
  return (answer.notes ?? []).map((note) => `${wordingOf(answer).note}: ${note}`);
}

/** How many entries follow, and the call that shows the next ones. */
export function moreLine(answer: Listing): string | undefined {
  const { more = 0, next } = answer;
  return next && `${wordingOf(answer).more(more)}: timesheet ${JSON.stringify(next)}`;
}

/** Writes an entry's line: id, times, hours, person, project / activity: description. */
function lineWriter(answer: Listing): (item: ListedEntry) => string {
  const projects = shortNames(answer.projects);
  const activities = shortNames(answer.activities);
  const users = shortNames(answer.users ?? []);
  const words = wordingOf(answer);
  return (item) => {
    const person = item.user === undefined ? "" : `${users.get(item.user) ?? item.user}: `;
    const activity = item.activity === undefined
      ? ""
      : ` / ${activities.get(item.activity) ?? item.activity}`;
    const tags = (item.tags ?? []).map((tag) => ` #${tag}`).join("");
    const text = item.description ? `: ${item.description.replace(/\s+/g, " ")}` : "";
    return `${item.id} ${item.begin}-${item.end ?? words.now} ${hours(item.duration)} ${person}` +
      `${projects.get(item.project)}${activity}${text}${tags}${flagsOf(item, words)}`;
  };
}

/** ` [not billable] [exported]`, and what only a full listing has. */
function flagsOf(item: ListedEntry, words: Wording): string {
  const rate = item.rate === undefined
    ? undefined
    : amountText(amountOf(item.rate, item.currency), words);
  return [
    item.billable === false ? words.notBillable : undefined,
    item.exported && words.exported,
    item.break && `${words.pause} ${hours(item.break)}`,
    rate && `${words.rate} ${rate}`,
    ...(item.meta ?? []).map(({ name, value }) => `${name} = ${value}`),
  ].filter((flag) => flag).map((flag) => ` [${flag}]`).join("");
}

function dayLine(
  { date, duration }: Listing["days"][number],
  { language = "en" }: Pick<Listing, "language">,
): string {
  return `\n${dayNameIn(language, date)}, ${hours(duration)} h`;
}

/** How many names a legend shows; more are counted. */
const legendLimit = 40;

function legendLine(
  title: string,
  items: readonly LegendItem[],
  words: Wording,
): string | undefined {
  if (items.length === 0) return undefined;
  const names = items.slice(0, legendLimit).map(({ id, name, customer, duration }) =>
    `${customer ? `${customer} / ` : ""}${name} (${id})${
      duration === undefined ? "" : ` ${hours(duration)}`
    }`
  );
  const rest = items.length > legendLimit ? `, ${words.others(items.length - legendLimit)}` : "";
  return `${title}: ${names.join(", ")}${rest}`;
}
