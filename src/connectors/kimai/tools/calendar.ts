/** The calendars of Kimai's plugin for work contracts: one person's absences, and public holidays. */

import { z } from "zod";
import { UserError } from "../../../mcp/errors.ts";
import { checkRange, day, rangeName, rangeQuery } from "../absence_days.ts";
import { explainFully } from "../absence_plugin.ts";
import { dayName, wallClock } from "../dates.ts";
import { nameUser, nameWithId } from "../directory.ts";
import { type CalendarEvent, calendarEvent } from "../records.ts";
import { ref } from "../refs.ts";
import { action, type KimaiSession, tool } from "../session.ts";

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
function line({ title, start, end }: Event): string {
  const name = (moment: string) =>
    dayName(moment.slice(0, 10)) + moment.slice(10).replace("T", " ");
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
        if (type === "holidays" && user !== undefined) {
          throw new UserError(
            `Cannot show the public holidays of user ${user}: Kimai tells nobody's own, leave "filters.user" out`,
          );
        }
        const { language } = await session.me();
        const whose = type === "absences" ? await whoseOf(user, session) : undefined;
        const events = await session.kimai.request("GET", paths[type], {
          query: { user: whose?.user, ...rangeQuery(range), language },
          answer: z.array(calendarEvent),
        }).catch(explainFully("list", session, whose?.user));
        return { type, of: whose?.of, period: rangeName(range), events: events.map(show) };
      },
      text: ({ type, of, period, events }) => {
        const whose = `${of ? ` for ${of}` : ""} (${period})`;
        if (events.length === 0) return `No ${type} found${whose}`;
        const what = type === "absences" ? "absence" : "holiday";
        return [`Found ${events.length} ${what} event(s)${whose}:`, ...events.map(line)].join("\n");
      },
    }),
  },
});
