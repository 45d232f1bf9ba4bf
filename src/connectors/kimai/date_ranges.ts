/** Ranges in words: `9-11:30`, `gestern von 9 bis 11:30 Uhr`, `1.11. bis 15.11.`, `since monday`. */

import { hours, localTime } from "./dates.ts";
import { type Days, oneDay } from "./date_days.ts";
import type { Sight } from "./date_grammar.ts";
import { isTimed, type Part, present, readPart, type TimedPart } from "./date_parts.ts";
import { Refusal } from "./date_refusals.ts";
import { months } from "./date_vocabulary.ts";

/** A begin and an end as local times in the zone of now; the end belongs to the period. */
export interface Period {
  begin: Temporal.PlainDateTime;
  end: Temporal.PlainDateTime;
}

/** Whole days as a period, from the first second to the last. */
export function wholeDays({ begin, end }: Days): Period {
  return { begin: begin.toPlainDateTime(), end: end.toPlainDateTime("23:59:59") };
}

function ordered(period: Period): Period {
  const order = Temporal.PlainDateTime.compare(period.begin, period.end);
  if (order > 0) throw new Refusal("it ends before it begins");
  if (order === 0) throw new Refusal("it ends when it begins");
  return period;
}

function local(part: TimedPart, days: Days, sight: Sight): Temporal.PlainDateTime {
  return localTime({ date: days.begin, ...part }, sight.now.timeZoneId);
}

const midnight = new Temporal.PlainTime();
const day = { days: 1 };

/** Past midnight is believed up to this length: `22-1` is, `9-5` was meant on a clock of twelve hours. */
const longestNight = Temporal.Duration.from({ hours: 12 });

function pastMidnight(period: Period): Period {
  const lasting = period.begin.until(period.end);
  if (Temporal.Duration.compare(lasting, longestNight) <= 0) return period;
  throw new Refusal(`it would last ${hours(lasting.total("seconds"))} hours, past midnight`);
}

/** Two times: a day that only one of them has is the day of both, but the end may lie after midnight. */
function timed(left: TimedPart, right: TimedPart, sight: Sight): Period {
  const begin = local(left, left.days ?? right.days ?? oneDay(sight.today), sight);
  const end = local(right, right.days ?? left.days ?? oneDay(sight.today), sight);
  if (!right.days && right.time.equals(midnight)) return ordered({ begin, end: end.add(day) });
  const backwards = Temporal.PlainDateTime.compare(begin, end) > 0;
  if (backwards && !right.days) return pastMidnight({ begin, end: end.add(day) });
  // "22:00 until now", said after midnight.
  const untilNow = !left.days && right.offset;
  if (backwards && untilNow) return pastMidnight({ begin: begin.subtract(day), end });
  return ordered({ begin, end });
}

function joined(left: Part, right: Part, sight: Sight): Period | undefined {
  if (isTimed(left)) return isTimed(right) ? timed(left, right, sight) : undefined;
  if (!left.days || !right.days) return undefined;
  const { begin } = wholeDays(left.days);
  if (!isTimed(right)) return ordered({ begin, end: wholeDays(right.days).end });
  return left.days.oneDay && ordered({ begin, end: local(right, right.days, sight) }) || undefined;
}

/** What the end's mark means for the begin: `1-3pm`, but `11-1pm`; `9.15-11.30 Uhr`. The likeliest first. */
function markedAlike(left: string, right: string): string[] {
  const mark = /(?<=[\d ])(?:am|pm|uhr)(?= |$)/.exec(right)?.[0];
  if (!mark || !/\d$/.test(left)) return [left];
  const marks = { am: ["am", "pm"], pm: ["pm", "am"], uhr: ["uhr"] }[mark]!;
  return [...marks.map((each) => `${left} ${each}`), left];
}

/** A begin without week or year is looked for from its end, if that is certain; a weekday rather from today. */
function readLeft(text: string, right: Part, sight: Sight): Part | undefined {
  const left = readPart(text, sight, true);
  if (!left?.days?.without || !right.days || right.days.without) return left;
  const { begin, without } = left.days;
  const { end } = right.days;
  if (without === "week" && Temporal.PlainDate.compare(begin, end) <= 0) return left;
  return readPart(text, { ...sight, anchor: end, lean: "past" }, true);
}

/** The begin: the spelling that lies before the end, else the second, which then lies the evening before. */
function readBegin(text: string, rightText: string, right: Part, sight: Sight): Part | undefined {
  const parts = markedAlike(text, rightText).map((each) => readLeft(each, right, sight))
    .filter((part) => !!part);
  const before = parts.find(({ time }) =>
    !time || !right.time || Temporal.PlainTime.compare(time, right.time) < 0
  );
  return before ?? parts[1] ?? parts[0];
}

/** "monday to wednesday": the first Wednesday from that Monday on; but "Q3 to monday" is until this Monday. */
function readEnd(text: string, right: Part, left: Part, sight: Sight): Part {
  if (!left.days || !right.days?.without) return right;
  const { begin, oneDay } = left.days;
  const fits = Temporal.PlainDate.compare(begin, right.days.begin) <= 0;
  if (fits && right.days.oneDay && !oneDay) return right;
  return readPart(text, { ...sight, anchor: begin, lean: "future" }, true) ?? right;
}

function readSides(left: string, rightText: string, sight: Sight): Period | undefined {
  const right = readPart(rightText, sight, true);
  const begin = right && readBegin(left, rightText, right, sight);
  return begin && joined(begin, readEnd(rightText, right, begin, sight), sight);
}

/** What separates two sides, the surest first: a lone dash is also part of days. */
const separators = [/ (?:to|until|till|bis|through) | ?\.\.+ ?/g, / - /g, / ?- ?/g];
const dash = "(?: ?- ?| to | until | bis )";
const maybeYear = String.raw`(?: (?:19|20)\d\d)?`;

/** Spellings in which both sides share something: `1.-5.11.`, `november 20-22`. */
const shared: [RegExp, string][] = [
  [
    new RegExp(
      String
        .raw`^(\d{1,2})\.?${dash}(\d{1,2})(\. ?\d{1,2}\. ?(?:\d{4}|\d\d)?|\.? ?(?:${months.any})${maybeYear})$`,
    ),
    "$1$3 to $2$3",
  ],
  [
    new RegExp(String.raw`^((?:${months.any}) )(\d{1,2})\.?${dash}(\d{1,2})\.?(${maybeYear})$`),
    "$1$2$4 to $1$3$4",
  ],
  [
    /^((?:kw|cw|week|woche) ?)(\d{1,2})(?: ?- ?| to | bis )(\d{1,2})((?:[ /](?:19|20)\d\d)?)$/,
    "$1$2$4 to $1$3$4",
  ],
  [/^((?:.* )?)(?:between|zwischen) (.+) (?:and|und) (.+)$/, "$1$2 to $3"],
];

/** `09-11` alone may as well be a day of September. */
const likeDay = /^(?:0\d ?- ?\d\d?|\d\d? ?- ?0\d)$/;

/** Reads a range between two sides from folded text, undefined where it is none. */
export function readRange(text: string, sight: Sight): Period | undefined {
  const bare = text.replace(/^(?:from|von|vom) /, "");
  const full = shared.reduce((words, [shape, written]) => words.replace(shape, written), bare);
  if (likeDay.test(full)) return undefined;
  for (const separator of separators) {
    for (const { 0: written, index } of full.matchAll(separator)) {
      const right = full.slice(index + written.length).replace(endOfDay, "0:00");
      const found = readSides(full.slice(0, index), right, sight);
      if (found) return found;
    }
  }
}

/** As an end midnight is clear, as a moment it could begin or end the day. */
const endOfDay = /^(?:24(?::00)?(?: ?uhr)?|midnight|mitternacht)$/;

/** `Last 2 hours`: from then until now. */
function readLately(text: string, sight: Sight): Period | undefined {
  const written = /^(?:in )?(?:last|past|letzten?) (.+)$/.exec(text)?.[1];
  const begin = written && readPart(`vor ${written}`, sight);
  return begin && isTimed(begin) ? timed(begin, present(sight), sight) : undefined;
}

/**
 * Reads `since ...` or `last 2 hours` from folded text: from a time until now, from a day until the end of today,
 * so that what is planned for later today counts as well.
 */
export function readSince(text: string, sight: Sight): Period | undefined {
  const written = /^(?:since|seit) (.+)$/.exec(text)?.[1];
  if (!written) return readLately(text, sight);
  const past: Sight = { ...sight, lean: "past" };
  // "Seit 3 Tagen" is what "since 3 days ago" is.
  const begin = readPart(written, past) ?? readPart(`vor ${written}`, past);
  if (!begin) return undefined;
  if (isTimed(begin)) return timed(begin, present(sight), sight);
  return begin.days && ordered(wholeDays({ begin: begin.days.begin, end: sight.today }));
}
