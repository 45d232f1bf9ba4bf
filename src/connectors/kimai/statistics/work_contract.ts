/** What a work contract asks for, from a user's preferences. Pure, durations in seconds. */

/** What somebody should work: seconds from Monday to Sunday, and the days on which that begins and ends. */
export interface Contract {
  week: readonly number[];
  first?: string;
  last?: string;
}

const workdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** A preference as Kimai answers it. */
export interface Preference {
  name: string;
  value?: string | null;
}
type Values = ReadonlyMap<string, string | null | undefined>;

/** How types of contracts tell the seconds of each day. */
const weeks: Record<string, (values: Values) => number[]> = {
  day: (values) => workdays.map((day) => numberOf(values.get(`work_${day}`))),
  week: (values) => {
    const days = new Set((values.get("work_days_week") || "1,2,3,4,5").split(",").map(Number));
    const seconds = numberOf(values.get("hours_per_week"));
    return workdays.map((_, index) => days.has(index + 1) ? seconds / days.size : 0);
  },
};

const numberOf = (value: string | null | undefined) => Number(value ?? 0) || 0;

/**
 * The work contract in a user's preferences (API.md 3.5): seconds for each day, or for a week, which are spread
 * over its working days alike. Kimai before it had types knew the first alone.
 * @returns undefined where nothing is agreed, or in another way
 */
export function contractOf(preferences: readonly Preference[]): Contract | undefined {
  const values = new Map(preferences.map(({ name, value }) => [name, value]));
  const week = weeks[values.get("work_contract_type") ?? "day"]?.(values) ?? [];
  if (weekOf(week) === 0) return undefined;
  const day = (name: string) => /^\d{4}-\d{2}-\d{2}/.exec(values.get(name) ?? "")?.[0];
  return { week, first: day("work_start_day"), last: day("work_last_day") };
}

/** Seconds to be worked from one day to another (`YYYY-MM-DD`, both included), holidays and absences not taken off. */
export function expectedSeconds({ week, first, last }: Contract, from: string, to: string): number {
  const begin = Temporal.PlainDate.from(first && first > from ? first : from);
  const end = Temporal.PlainDate.from(last && last < to ? last : to);
  const days = begin.until(end).days + 1;
  if (days <= 0) return 0;
  const rest = Array.from({ length: days % 7 }, (_, index) => begin.dayOfWeek - 1 + index);
  const seconds = Math.floor(days / 7) * weekOf(week) +
    rest.reduce((seconds, day) => seconds + week[day % 7], 0);
  return Math.round(seconds);
}

function weekOf(days: readonly number[]): number {
  return days.reduce((seconds, day) => seconds + day, 0);
}
