/** The parameters that tools share, each with one meaning everywhere. */

import { z } from "zod";
import { wired } from "../../mcp/wire.ts";
import { isoMoment, type Moment, readMoment } from "./dates.ts";
import { late } from "./late.ts";
import { ownCalendar } from "./own_calendar.ts";
import type { KimaiSession } from "./session.ts";

/** An id: a whole number, also as text. */
export function id(description?: string) {
  const error = "an id is a whole number above 0";
  const text = z.string().regex(/^[1-9]\d{0,15}$/).transform(Number);
  const schema = wired(z.union([z.int({ error }).positive({ error }), text], { error }), {
    type: "integer",
  });
  return description ? schema.describe(description) : schema;
}

/** Ids for a batch. */
export const ids = z.array(id()).min(1, { error: "name at least one id" })
  .transform((all) => [...new Set(all)]);

/** A whole number within bounds, also as text. */
export function count(min: number, max: number, description?: string) {
  const error = `a whole number from ${min} to ${max} is wanted`;
  const schema = wired(
    z.union([z.int(), z.string().regex(/^\d{1,9}$/).transform(Number)], { error })
      .refine((value) => value >= min && value <= max, { error }),
    { type: "integer" },
  );
  return description ? schema.describe(description) : schema;
}

const yesNo = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ["1", true],
  ["true", true],
  [false, false],
  [0, false],
  ["0", false],
  ["false", false],
]);

/** Yes or no; the reference's 0 and 1 are understood as well. */
export function flag(description?: string) {
  const schema = wired(
    z.union([z.boolean(), z.number(), z.string()], { error: "true or false is wanted" })
      .refine((value) => yesNo.has(value), { error: "true or false is wanted" })
      .transform((value) => yesNo.get(value)!),
    { type: "boolean" },
  );
  return description ? schema.describe(description) : schema;
}

/** An amount of money: not below zero, `12,5` is understood. */
export const money = wired(
  z.union([
    z.number(),
    z.string().regex(/^\d+([.,]\d+)?$/).transform((text) => +text.replace(",", ".")),
  ], {
    error: "an amount is wanted",
  }).refine((value) => value >= 0, { error: "an amount not below zero is wanted" }),
  { type: "number" },
);

/** Text, read when a session is at hand: words depend on the person's zone and first weekday. */
function words<T>(read: (text: string, session: KimaiSession) => Promise<T>) {
  return z.string({ error: "text is wanted" }).trim().min(1, { error: "text is wanted" })
    .transform((text) => late((session) => read(text, session)));
}

/**
 * A date or date-time in ISO 8601 or in words (`yesterday`, `letzten Freitag 8:00`, `-20min`); without offset
 * it is local time of the person in Kimai.
 */
export function moment(description?: string) {
  const schema = wired(words(readMomentOrWords), { type: "string" });
  return description ? schema.describe(description) : schema;
}

async function readMomentOrWords(text: string, session: KimaiSession): Promise<Moment> {
  // What is written as a date says itself why it is none. With a blank in it, what looks like an offset may
  // be the end of a range: that is for the words to tell.
  if (/^\d{4}-\d\d-\d\d(?:$|T)/i.test(text)) return readMoment(text);
  const exact = /\s/.test(text) ? undefined : isoMoment(text);
  return exact ?? await readWords(text, session, "readPoint");
}

/** A period in words or as two dates: `last week`, `KW 47`, `Q3 2025`, `yesterday 9-11:30`. */
export function period(description?: string) {
  const schema = wired(words((text, session) => readWords(text, session, "readPeriod")), {
    type: "string",
  });
  return description ? schema.describe(description) : schema;
}

/**
 * How long, in seconds: `2h30m`, `1:30`, `2,5h`. A bare number could be hours or minutes and is refused, unless
 * `bare` says what it is.
 */
export function duration(description?: string, bare?: "hours") {
  const schema = wired(
    z.union([z.string(), z.number()], { error: "text is wanted, such as 2h30m" })
      .transform((text) =>
        late(async () => (await import("./durations.ts")).readDuration(String(text), bare))
      ),
    { type: "string" },
  );
  return description ? schema.describe(description) : schema;
}

/** The grammar of words is loaded when somebody uses words. */
async function readWords<R extends "readPoint" | "readPeriod">(
  text: string,
  session: KimaiSession,
  reader: R,
): Promise<ReturnType<DateWords[R]>> {
  const [dateWords, calendar] = await Promise.all([
    import("./date_words.ts"),
    ownCalendar(session),
  ]);
  return dateWords[reader](text, calendar) as ReturnType<DateWords[R]>;
}

type DateWords = typeof import("./date_words.ts");
