/** A single time record for reading, in the language of whoever asked. */

import { hours, wallClock } from "./dates.ts";
import { nameWithId } from "./directory.ts";
import { type EntryDetail, workOf } from "./entries.ts";
import { amountOf, amountText } from "./money.ts";
import type { KimaiSession } from "./session.ts";
import { dayNameIn, type Language, type Wording, wordings } from "./wording.ts";

/** `Mon 16 Nov 2026 09:00-10:30`, the end with its date where it is another day. */
function spanIn(language: Language, begin: string, end?: string): string {
  const from = wallClock(begin);
  const start = `${dayNameIn(language, from.date)} ${from.time}`;
  if (!end) return `${start}, ${wordings[language].isRunning}`;
  const to = wallClock(end);
  const day = to.date === from.date ? "" : `${dayNameIn(language, to.date)} `;
  return `${start}-${day}${to.time}`;
}

/** A record in two to five lines. */
export function entryText(entry: EntryDetail, language: Language = "en"): string {
  const words = wordings[language];
  const flags = [
    entry.billable === undefined ? undefined : entry.billable ? words.billable : words.notBillable,
    entry.exported ? words.exported : undefined,
    entry.break ? `${words.pause} ${hours(entry.break)}` : undefined,
  ].filter((flag) => flag !== undefined);
  const fields = (entry.meta ?? []).map(({ name, value }) => `${name} = ${value}`);
  return [
    `${workOf(entry)}, ${nameWithId(entry.user)}`,
    `${spanIn(language, entry.begin, entry.end)}, ${hours(entry.duration)} h${
      flags.map((flag) => `, ${flag}`).join("")
    }`,
    entry.description === undefined ? undefined : `${words.description}: ${entry.description}`,
    entry.tags && `${words.tagNames}: ${entry.tags.join(", ")}`,
    rateText(entry, words),
    fields.length > 0 ? `${words.customFields}: ${fields.join(", ")}` : undefined,
  ].filter((line) => line !== undefined).join("\n");
}

/** A write's answer: the line that scripts read, the record, and what should be known of it. */
export async function writtenText(
  first: string,
  { entry, notes = [] }: { entry: EntryDetail; notes?: string[] },
  session: Pick<KimaiSession, "language">,
): Promise<string> {
  return [first, entryText(entry, await session.language()), ...notes].join("\n");
}

/** Of a running record Kimai knows no rate yet and answers 0. */
function rateText(
  { rate, fixed_rate, hourly_rate, running }: EntryDetail,
  words: Wording,
): string | undefined {
  if (rate === undefined || running) return undefined;
  const amount = (value: number) => amountText(amountOf(value), words);
  const title = words.rate.replace(/^./, (letter) => letter.toUpperCase());
  return `${title}: ${amount(rate)}` + (fixed_rate === undefined ? "" : ` (${words.fixed})`) +
    (hourly_rate === undefined ? "" : ` (${amount(hourly_rate)} ${words.anHour})`);
}
