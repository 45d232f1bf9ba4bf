// No test of its own: fields_test.ts and tools/absence_test.ts read words of people whose week begins on Sunday.
/** From where a person's dates in words are understood: the clock in his Kimai zone, and the week of his profile. */

import type { Calendar } from "./date_words.ts";
import type { Me } from "./records.ts";
import type { KimaiSession } from "./session.ts";

/** What a week begins with, 1 for Monday or 7 for Sunday: Kimai offers no other days. */
export function firstWeekdayOf({ preferences }: Pick<Me, "preferences">): 1 | 7 {
  const chosen = preferences.find(({ name }) => name === "first_weekday")?.value;
  return chosen === "sunday" ? 7 : 1;
}

/** The calendar of whoever calls; `lean` is where a weekday or a day without year is looked for. */
export async function ownCalendar(
  { me, now }: Pick<KimaiSession, "me" | "now">,
  lean: "past" | "future" = "past",
): Promise<Calendar> {
  const self = await me();
  const firstWeekday = firstWeekdayOf(self);
  return { now: now().toZonedDateTimeISO(self.timezone), firstWeekday, lean };
}
