/**
 * Rounding of times (API.md 4.3): begin, end and duration, by mode and weekday.
 */
import { localAt, offsetAt } from "./dates.ts";
import type { Timesheet } from "./records.ts";
import type { DemoState } from "./state.ts";

type Direction = (value: number) => number;

/** To the nearest; the middle goes down (recordings 3474, 3497). */
const nearest: Direction = (value) => Math.ceil(value - 0.5);

/** What each mode does with begin, end and duration. */
const MODES: Record<string, { begin: Direction; end: Direction; duration: Direction }> = {
  default: { begin: Math.floor, end: Math.ceil, duration: Math.ceil },
  closest: { begin: nearest, end: nearest, duration: nearest },
  floor: { begin: Math.floor, end: Math.floor, duration: Math.floor },
  ceil: { begin: Math.ceil, end: Math.ceil, duration: Math.ceil },
};

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

type Part = "begin" | "end" | "duration";

/** Rounds a local instant to the configured minutes of a part; untouched when they are 0. */
function roundPart(state: DemoState, part: Part, instant: number, zone: string): number {
  const minutes = Number(state.config(`timesheet.rounding.default.${part}`));
  if (minutes <= 0) return instant;
  const mode = MODES[state.config("timesheet.rounding.default.mode")];
  if (!mode) throw new Error("Rounding mode is unknown");
  const step = minutes * 60_000;
  const offset = offsetAt(instant, zone);
  return mode[part]((instant + offset) / step) * step - offset;
}

/** Does rounding apply on the weekday of this instant? */
function applies(state: DemoState, instant: number, zone: string): boolean {
  const days = state.config("timesheet.rounding.default.days").split(",");
  return days.includes(DAYS[localAt(instant, zone).dayOfWeek - 1]);
}

/** The begin of a record that starts. */
export function roundBegin(state: DemoState, record: Timesheet): number {
  return applies(state, record.begin, record.timezone)
    ? roundPart(state, "begin", record.begin, record.timezone)
    : record.begin;
}

/** Rounds a finished record and computes its duration, in seconds without the break. */
export function roundFinished(state: DemoState, record: Timesheet): void {
  if (record.end === null) {
    record.duration = 0;
    return;
  }
  const zone = record.timezone;
  // The day it ends decides for all parts (recordings 3559).
  const rounded = applies(state, record.end, zone);
  if (rounded) {
    record.begin = roundPart(state, "begin", record.begin, zone);
    record.end = roundPart(state, "end", record.end, zone);
  }
  record.duration = (record.end - record.begin) / 1000 - record.break;
  const minutes = Number(state.config("timesheet.rounding.default.duration"));
  if (minutes > 0 && rounded) {
    const mode = MODES[state.config("timesheet.rounding.default.mode")];
    record.duration = mode.duration(record.duration / (minutes * 60)) * minutes * 60;
  }
}
