/** What the tests of dates in words share: a fixed now, and answers written as one line of text. */

import { kimaiTime } from "../../../src/connectors/kimai/dates.ts";
import type { Sight } from "../../../src/connectors/kimai/date_grammar.ts";
import { type Calendar, readWhen, type When } from "../../../src/connectors/kimai/date_words.ts";

/** Friday of ISO week 47, in the zone of Berlin. */
export const friday = calendar("2026-11-20T10:00:30");

export const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/Santiago",
];

export function calendar(
  now: string,
  { zone = "Europe/Berlin", firstWeekday = 1 }: { zone?: string; firstWeekday?: 1 | 7 } = {},
): Calendar {
  return { now: Temporal.ZonedDateTime.from(`${now}[${zone}]`), firstWeekday };
}

export function sight({ now, firstWeekday, lean = "past" }: Calendar = friday): Sight {
  const today = now.toPlainDate();
  return { now, today, anchor: today, firstWeekday, lean };
}

/** `2026-11-20`, `2026-11-20T08:00+01:00`, or `begin / end` with days alone where they are whole. */
export function shown(when: When): string {
  if (when.kind === "moment") {
    const time = when.time ? `T${when.time.toString({ smallestUnit: "second" })}` : "";
    return `${when.date}${time.replace(/:00$/, "")}${when.offset ?? ""}`;
  }
  const [begin, end] = [kimaiTime(when.begin), kimaiTime(when.end)];
  return `${begin} / ${end}`.replace(/T00:00:00 \/ (.*)T23:59:59$/, " / $1");
}

export function when(text: string, now: Calendar = friday): string {
  return shown(readWhen(text, now));
}
