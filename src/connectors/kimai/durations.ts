/** Durations as people write them: `2h30m`, `1:30`, `2,5 Stunden`, `half an hour`. */

import { fold, fractionWords, numberWords } from "./date_vocabulary.ts";
import { reading, Refusal, type Wanted } from "./date_refusals.ts";

const wanted: Wanted = { name: "a duration", examples: "1:30, 2h30m or 90min" };

const number = String.raw`\d{1,5}(?:[.,]\d{1,2})?`;
const hourWords = "h|hr|hrs|hour|hours|std|stunde|stunden";
const minuteWords = "m|min|mins|minute|minutes|minuten";
const secondWords = "s|sec|secs|sek|second|seconds|sekunde|sekunden";
const below60 = String.raw`[0-5]?\d`;
const joint = " ?(?:,|and|und)? ?";

/** Each form catches hours, minutes and seconds, as far as it has them. */
const forms = [
  String.raw`(?<hours>\d{1,5}):(?<minutes>[0-5]\d)(?::(?<seconds>[0-5]\d))?(?: ?(?:${hourWords}))?`,
  `(?<hours>${number}) ?(?:${hourWords})`,
  `(?<minutes>${number}) ?(?:${minuteWords})`,
  `(?<seconds>${number}) ?(?:${secondWords})`,
  `(?<hours>\\d{1,5}) ?(?:${hourWords})${joint}(?<minutes>${below60})(?: ?(?:${minuteWords}))?` +
  `(?:${joint}(?<seconds>${below60}) ?(?:${secondWords}))?`,
  `(?<hours>\\d{1,5}) ?(?:${hourWords})${joint}(?<seconds>${below60}) ?(?:${secondWords})`,
  `(?<minutes>\\d{1,5}) ?(?:${minuteWords})${joint}(?<seconds>${below60}) ?(?:${secondWords})`,
].map((form) => new RegExp(`^(?:${form})$`));

/** Spoken fractions, as minutes. */
const phrases: [RegExp, string][] = [
  [/^(?:an? )?half(?: an)? hour$|^(?:eine[rn]? )?halbe[rn]? stunde$/, "30 min"],
  [/^(?:a )?quarter(?: of)?(?: an)? hour$|^(?:eine[r]? )?viertelstunde$/, "15 min"],
  [/^three quarters of an hour$|^(?:eine[r]? )?dreiviertelstunde$/, "45 min"],
];

/** What cannot be a duration, and why. */
const hints: [RegExp, string][] = [
  [/^\d+(?:[.,]\d+)?$/, "a number alone may be hours or minutes"],
  [
    /\d ?(?:d|days?|tage?n?|w|weeks?|wochen?|months?|monate?n?|years?|jahre?n?)\b/,
    "a day, a week, a month and a year have no fixed number of working hours",
  ],
  [/^-/, "a duration is not below zero"],
];

const wholeWord = new RegExp(`\\b(?:${numberWords.any})\\b`, "g");
const fractionWord = new RegExp(`\\b(?:${fractionWords.any})\\b`, "g");

/** Folded text with its numbers in digits and its abbreviations without dots; `PT2H` is ISO 8601. */
function plain(folded: string): string {
  const spoken = phrases.find(([phrase]) => phrase.test(folded));
  return spoken?.[1] ?? folded.replace(wholeWord, (word) => String(numberWords.of(word)))
    .replace(fractionWord, (word) => String(fractionWords.of(word)))
    .replace(/(?<=[a-z])\./g, "").replace(/^pt(?=\d)/, "");
}

const amount = (text = "0") => Number(text.replace(",", "."));

/** Seconds of a duration in folded text; undefined where it is none. */
export function durationOf(folded: string): number | undefined {
  const text = plain(folded);
  for (const form of forms) {
    const found = form.exec(text)?.groups;
    if (!found) continue;
    return Math.round(
      amount(found.hours) * 3600 + amount(found.minutes) * 60 + amount(found.seconds),
    );
  }
}

/** A number alone, as hours of a day. */
function hoursOfDay(folded: string): number | undefined {
  const hours = new RegExp(`^${number}$`).test(folded) ? amount(folded) : 25;
  return hours <= 24 ? Math.round(hours * 3600) : undefined;
}

/**
 * Reads a duration, English or German, in hours, minutes and seconds.
 * @param bare what a number without unit is, up to 24: Kimai takes such a text for hours (trap 23 of API.md chapter 9)
 * @returns whole seconds, not below zero.
 * @throws {UserError} for anything else, also for any other number without unit and for days, which have no fixed length.
 */
export function readDuration(text: string, bare?: "hours"): number {
  return reading(text, wanted, (trimmed) => {
    const folded = fold(trimmed);
    const seconds = durationOf(folded) ?? (bare && hoursOfDay(folded));
    const hint = hints.find(([shape]) => shape.test(folded));
    if (seconds === undefined && hint) throw new Refusal(hint[1]);
    return seconds;
  });
}
