/** What a work contract asks for, from a user's preferences. Pure, durations in seconds. */

/** What somebody should work: seconds from Monday to Sunday, and the days on which that begins and ends. */
export interface Contract {
  week: readonly number[];
  first?: string;
  last?: string;
}

const workdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/**
 * The work contract in a user's preferences (API.md 3.5). Only the type `day` has seconds for each day;
 * Kimai before it had types knew that one alone.
 * @returns undefined where nothing is agreed, or in another way
 */
export function contractOf(
  preferences: readonly { name: string; value?: string | null }[],
): Contract | undefined {
  const values = new Map(preferences.map(({ name, value }) => [name, value]));
  if (!["day", undefined, null].includes(values.get("work_contract_type"))) return undefined;
  const week = workdays.map((day) => Number(values.get(`work_${day}`) ?? 0) || 0);
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
  return Math.floor(days / 7) * weekOf(week) +
    rest.reduce((seconds, day) => seconds + week[day % 7], 0);
}

function weekOf(days: readonly number[]): number {
  return days.reduce((seconds, day) => seconds + day, 0);
}
