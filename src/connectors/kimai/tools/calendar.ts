/** The calendars of Kimai's plugin for work contracts: one person's absences, and public holidays. */

import { z } from "zod";
import { checkRange, day, rangeName, rangeQuery } from "../absence_days.ts";
import { explainFully } from "../absence_plugin.ts";
import { absenceWords } from "../absence_words.ts";
import { wallClock } from "../dates.ts";
import { nameUser, nameWithId } from "../directory.ts";
import { noteWords } from "../note_words.ts";
import { type CalendarEvent, calendarEvent } from "../records.ts";
import { ref } from "../refs.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { dayNameIn, type Language, periodIn, whoseIn, wordings } from "../wording.ts";

/** Dates of whole days, local date-times of others; `end` where it is another one than `start`. */
const event = z.object({ title: z.string(), start: z.string(), end: z.string().optional() });
type Event = z.infer<typeof event>;

const paths = {
  absences: ["absences", "calendar"],
  holidays: ["public-holidays", "calendar"],
} as const;

const calendarOf = z.object({
  type: z.enum(["absences", "holidays"]),
  of: z.string().optional(),
  period: z.string(),
  events: z.array(event),
  notes: z.array(z.string()).optional(),
});

/** The end of whole days is the midnight after the last one, as calendars write it. */
function show({ title, allDay, start, end }: CalendarEvent): Event {
  if (!allDay) return { title, start: timeOf(start), end: end ? timeOf(end) : undefined };
  const first = wallClock(start).date;
  const last = end ? lastDay(end) : first;
  return { title, start: first, end: last > first ? last : undefined };
}

function timeOf(answered: string): string {
  const { date, time } = wallClock(answered);
  return `${date}T${time}`;
}

function lastDay(end: string): string {
  const { date, time } = wallClock(end);
  const day = Temporal.PlainDate.from(date);
  return (time === "00:00" ? day.subtract({ days: 1 }) : day).toString();
}

/** `Fri 4 Dec 2026 - Sun 6 Dec 2026: Holiday` */
function lineIn(language: Language, { title, start, end }: Event): string {
  const name = (moment: string) =>
    dayNameIn(language, moment.slice(0, 10)) + moment.slice(10).replace("T", " ");
  return `${name(start)}${end ? ` - ${name(end)}` : ""}: ${title}`;
}

async function whoseOf(user: number | undefined, session: KimaiSession) {
  const { id } = await session.me();
  if (user === undefined || user === id) return { user: id, of: "current user" };
  return { user, of: `user ${nameWithId(await nameUser(user, session.names))}` };
}

export const calendar = tool({
  name: "calendar",
  title: "Calendar",
  description: "Absences of one person, or public holidays (Kimai's work contract plugin).",
  actions: {
    show: action({
      summary: "events",
      effect: "read",
      input: z.object({
        type: z.enum(["absences", "holidays"]),
        filters: z.strictObject({
          user: ref("user", "for absences, default you").optional(),
          begin: day("YYYY-MM-DD").optional(),
          end: day("inclusive").optional(),
        }).optional(),
      }),
      output: calendarOf,
      run: async ({ type, filters = {} }, session) => {
        const { user, ...range } = filters;
        checkRange(range, "show the calendar");
        // The reference ignored him as well: Kimai tells nobody's own.
        const notes = type === "holidays" && user !== undefined
          ? [noteWords[await session.language()].ignored(["user"], "public holidays")]
          : undefined;
        const { language } = await session.me();
        const whose = type === "absences" ? await whoseOf(user, session) : undefined;
        const events = await session.kimai.request("GET", paths[type], {
          query: { user: whose?.user, ...rangeQuery(range), language },
          answer: z.array(calendarEvent),
        }).catch(explainFully("list", session, whose?.user));
        const period = rangeName(range);
        return { type, of: whose?.of, period, events: events.map(show), notes };
      },
      text: async ({ type, of, period, events, notes = [] }, session) => {
        const language = await session.language();
        const words = absenceWords[language];
        const who = of && words.eventsOf(whoseIn(language, of));
        const whose = `${who ?? ""} (${periodIn(language, period)})`;
        const first = events.length === 0
          ? words.noEvents(type, whose)
          : words.events(events.length, type, whose);
        return [
          first,
          ...notes.map((note) => `${wordings[language].note}: ${note}`),
          ...events.map((event) => lineIn(language, event)),
        ].join("\n");
      },
    }),
  },
});
