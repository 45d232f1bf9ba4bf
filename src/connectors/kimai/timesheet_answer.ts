// No test of its own: tools/timesheet_test.ts reads every part of it.
/** A listing of time records with what stands beside it, and its text. */

import type { Person } from "./everyone.ts";
import { jsonAnswer } from "./json_answer.ts";
import { type Listing, listingText } from "./listing.ts";
import { wordingOf } from "./listing_table.ts";
import { statisticsText } from "./statistics_text.ts";
import type { Statistics, StatisticsFormat } from "./timesheet_statistics.ts";

/** A listing, with people or statistics where they were asked for. */
export type Answer = Listing & {
  people?: Person[];
  statistics?: Statistics;
  stats_format?: StatisticsFormat;
};

type Beside = Pick<Answer, "people" | "statistics" | "stats_format" | "format" | "language">;

/** People that a table names, more are counted; as JSON more are named where there is room. */
const mostPeople = 100;

/** What stands beside the entries, as it counts against the limit of a text. */
export function besideText(
  { people, statistics, stats_format, format, language }: Beside,
): string {
  if (format === "json") {
    return JSON.stringify({ people: people?.slice(0, mostPeople), statistics, stats_format });
  }
  return [
    statistics && `\n${statisticsText(statistics, stats_format ?? "summary", language ?? "en")}\n`,
    people && `\n${peopleLine(people, { language })}`,
  ].filter((part) => part !== undefined).join("\n");
}

function peopleLine(people: readonly Person[], of: Pick<Listing, "language">): string {
  const { available, others } = wordingOf(of);
  const names = people.slice(0, mostPeople).map((one) => `${one.name} (${one.id})`);
  const more = people.length - names.length;
  return `${available}: ${[...names, ...more > 0 ? [others(more)] : []].join(", ")}`;
}

/** A listing as its text; in a table statistics stand between its head and the entries. */
export function answerText(answer: Answer): string {
  const { people, statistics, stats_format, ...listing } = answer;
  if (listing.format === "json") return jsonAnswer(answer);
  if (listing.format === "csv") return listingText(listing);
  const bare = { days: [], projects: [], activities: [], users: undefined, next: undefined };
  const head = listingText({ ...listing, ...bare }).trimEnd();
  return [
    head,
    statistics &&
    `\n${statisticsText(statistics, stats_format ?? "summary", listing.language ?? "en")}`,
    listingText(listing).slice(head.length + 1) || undefined,
    people && peopleLine(people, listing),
  ].filter((part) => part !== undefined).join("\n");
}
