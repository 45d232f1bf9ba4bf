/**
 * What a record earns (API.md 2.11, 4; ADDENDA, facts 10 and 12 of the twelve files).
 */
import { roundTo } from "./forms.ts";
import type { MasterKind, Rate, Timesheet } from "./records.ts";
import type { DemoState } from "./state.ts";

/** The computed money of a record. */
export interface Earnings {
  rate: number;
  internalRate: number;
  /** Null keeps what the record has. */
  hourlyRate: number | null;
  fixedRate: number | null;
}

/** The rate that fits best: activity before project before customer, a user's own before all. */
function bestRate(state: DemoState, record: Timesheet): Rate | undefined {
  const project = state.projects.get(record.project);
  const masters: [MasterKind, number | undefined][] = [
    ["activity", record.activity],
    ["project", record.project],
    ["customer", project?.customer],
  ];
  for (const [kind, master] of masters) {
    const rates = [...state.rates[kind].values()].filter((rate) => rate.master === master);
    const own = rates.find((rate) => rate.user === record.user) ??
      rates.find((rate) => rate.user === null);
    if (own) return own;
  }
}

/** A stored preference that is a number; null when unset. */
function preference(state: DemoState, user: number, name: string): number | null {
  const value = state.users.get(user)!.preferences.get(name) ?? null;
  return value === null || value === "" ? null : Number(value);
}

/** The money of a record; `seconds` is the duration to pay. Running records earn nothing. */
export function earningsOf(
  state: DemoState,
  record: Timesheet,
  seconds = record.duration,
): Earnings {
  if (record.end === null) return { rate: 0, internalRate: 0, hourlyRate: null, fixedRate: null };
  const best = bestRate(state, record);
  const fixed = record.fixedRate ?? (best?.isFixed ? best.rate : null);
  if (fixed !== null) {
    // A user's internal rate is by the hour, even beside a fixed rate (recordings 1263).
    const own = preference(state, record.user, "internal_rate");
    const internal = (best?.isFixed ? best.internalRate : null) ??
      (own === null ? fixed : roundTo(own * seconds / 3600, 4));
    return {
      rate: fixed,
      internalRate: internal,
      hourlyRate: null,
      fixedRate: fixed,
    };
  }
  const hourly = record.hourlyRate ?? (best ? best.rate : null) ??
    preference(state, record.user, "hourly_rate") ?? 0;
  const internal = best?.internalRate ?? preference(state, record.user, "internal_rate") ?? hourly;
  return {
    rate: roundTo(hourly * seconds / 3600, 4),
    internalRate: roundTo(internal * seconds / 3600, 4),
    hourlyRate: hourly,
    fixedRate: null,
  };
}

/** Writes the money into a record that is about to be saved. */
export function applyEarnings(state: DemoState, record: Timesheet): void {
  const earnings = earningsOf(state, record);
  record.rate = earnings.rate;
  record.internalRate = earnings.internalRate;
  record.hourlyRate = earnings.hourlyRate ?? record.hourlyRate;
  record.fixedRate = earnings.fixedRate ?? record.fixedRate;
}
