/**
 * The words that dates are written in, English and German, and the folding that makes spellings alike.
 * Rows are `[meaning, "word|word"]`; a star stands for the endings of a German adjective.
 */

/** Text without what does not matter: case, accents, umlaut spelling, repeated blanks, kinds of dashes. */
export function fold(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss")
    .replace(/([aou])e/g, "$1").replace(/[‐-―−]/g, "-").replace(/\s+/g, " ").trim();
}

/** Words with their meanings; `any` is the alternation that finds one of them in folded text. */
export interface Vocabulary<T> {
  any: string;
  of(word: string): T;
}

const endings = ["e", "en", "er", "es", "em"];

function vocabulary<T>(rows: [meaning: T, words: string][]): Vocabulary<T> {
  const meanings = new Map(
    rows.flatMap(([meaning, words]) =>
      words.split("|").flatMap((word) =>
        word.endsWith("*") ? endings.map((ending) => word.replace("*", ending)) : [word]
      ).map((word) => [fold(word), meaning] as const)
    ),
  );
  return { any: [...meanings.keys()].join("|"), of: (word) => meanings.get(word)! };
}

/** Days from today. */
export const relativeDays = vocabulary<number>([
  [-2, "day before yesterday|vorgestern"],
  [-1, "yesterday|gestern"],
  [0, "today|heute"],
  [1, "tomorrow|morgen"],
  [2, "day after tomorrow|übermorgen"],
]);

/** Weekdays as ISO counts them: Monday is 1. */
export const weekdays = vocabulary<number>([
  [1, "monday|mon|montag|mo"],
  [2, "tuesday|tues|tue|dienstag|di"],
  [3, "wednesday|wed|mittwoch|mi"],
  [4, "thursday|thurs|thur|thu|donnerstag|do"],
  [5, "friday|fri|freitag|fr"],
  [6, "saturday|sat|samstag|sonnabend|sa"],
  [7, "sunday|sun|sonntag|so"],
]);

/** Months, January is 1. */
export const months = vocabulary<number>([
  [1, "january|jan|januar|jänner"],
  [2, "february|feb|februar|feber"],
  [3, "march|mar|märz|mrz"],
  [4, "april|apr"],
  [5, "may|mai"],
  [6, "june|jun|juni"],
  [7, "july|jul|juli"],
  [8, "august|aug"],
  [9, "september|sept|sep"],
  [10, "october|oct|oktober|okt"],
  [11, "november|nov"],
  [12, "december|dec|dezember|dez"],
]);

/** Which one, counted from the current: the last is -1, the next 1. */
export const whiches = vocabulary<number>([
  [-2, "vorletzt*"],
  [-1, "last|past|previous|letzt*|vorig*|vergangen*"],
  [0, "this|current|dies*|aktuell*|laufend*"],
  [1, "next|coming|nächst*|kommend*"],
  [2, "übernächst*"],
]);

/** What calendars are divided into, besides days. */
export type PeriodUnit = "week" | "month" | "quarter" | "year";

const periodUnitRows: [PeriodUnit, string][] = [
  ["week", "weeks|week|wochen|woche|w"],
  ["month", "months|month|monate|monaten|monats|monat"],
  ["quarter", "quarters|quarter|quartale|quartalen|quartals|quartal"],
  ["year", "years|year|jahren|jahres|jahre|jahr"],
];

/** Units that have a beginning. */
export const periodUnits = vocabulary<PeriodUnit>(periodUnitRows);

/** Units that days are counted in. */
export const calendarUnits = vocabulary<"day" | PeriodUnit>([
  ["day", "days|day|tage|tagen|tag|d"],
  ...periodUnitRows,
]);

/** Whole numbers in words. */
export const numberWords = vocabulary<number>([
  [1, "one|an|a|eins|ein*|ein"],
  [2, "two|zwei"],
  [3, "three|drei"],
  [4, "four|vier"],
  [5, "five|fünf"],
  [6, "six|sechs"],
  [7, "seven|sieben"],
  [8, "eight|acht"],
  [9, "nine|neun"],
  [10, "ten|zehn"],
  [11, "eleven|elf"],
  [12, "twelve|zwölf"],
]);

/** Numbers in words that only hours are counted in. */
export const fractionWords = vocabulary<number>([
  [1.5, "anderthalb|eineinhalb"],
  [2.5, "zweieinhalb"],
  [3.5, "dreieinhalb"],
]);
