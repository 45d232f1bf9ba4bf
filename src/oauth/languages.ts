/** Which language a page speaks: English or German, as the browser prefers (RFC 9110, 12.5.4). */

import { english, type Words } from "./words.ts";
import { german } from "./words_german.ts";

export type Language = "en" | "de";

/** A language with its texts. */
export interface Tongue {
  language: Language;
  words: Words;
}

const tongues: Record<Language, Tongue> = {
  en: { language: "en", words: english },
  de: { language: "de", words: german },
};

/** The first of our languages in the order of `Accept-Language`; English for everybody else. */
export function tongueFor(acceptLanguage: string | undefined): Tongue {
  const ranges = (acceptLanguage ?? "").slice(0, 1000).split(",").map(readRange);
  const best = ranges.filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((one, other) => other.weight - one.weight)[0];
  return tongues[best?.language ?? "en"];
}

function readRange(range: string): { language?: Language; weight: number } {
  const [tag, ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
  const language = /^(en|de)(?:-|$)/.exec(tag)?.[1] as Language | undefined;
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  return { language, weight: weight === undefined ? 1 : Number(weight) || 0 };
}

/** A number of seconds as people say it: "90 days", "8 Stunden". */
export function durationIn(language: Language, seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? units.at(-1)!;
  const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.round(seconds / size));
}

/** How long ago a moment was, or will be: "5 minutes ago", "in 90 Tagen". Both in seconds since 1970. */
export function relativeIn(language: Language, at: number, now: number): string {
  const away = at - now;
  const [unit, size] = units.find(([, size]) => Math.abs(away) >= size) ?? units.at(-1)!;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return format.format(Math.trunc(away / size), unit);
}

const units = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;
