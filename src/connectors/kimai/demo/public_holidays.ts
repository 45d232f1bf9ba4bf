/**
 * Public holidays and locked months of the plugin for work contracts, from API.md 7.1.
 * Unrecorded: no answer of a running plugin was ever seen.
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { type Call, found, type Handler, type Route } from "./call.ts";
import { formatMoment, startOfDay } from "./dates.ts";
import { ID, type Query } from "./query.ts";
import type { PublicHoliday } from "./records.ts";
import type { Json } from "./serialize.ts";
import { momentOf } from "./timesheet_list.ts";

/** The plugin's name in GET /plugins. */
export const CONTRACTS_PLUGIN = "WorkContractBundle";

/** A calendar entry of a whole day (API.md 3.7). */
export function event(title: string, date: string, zone: string, color: string | null): Json {
  const start = formatMoment(startOfDay(date, zone), zone);
  return { title, color, textColor: null, allDay: true, start, end: null };
}

/** Rows whose day lies between the bounds of the query, by day. */
export function within<Row extends { id: number; date: string }>(
  call: Call,
  query: Query,
  rows: Iterable<Row>,
): Row[] {
  const zone = call.caller.timezone;
  const begin = momentOf(query, "begin", zone) ?? -Infinity;
  const end = momentOf(query, "end", zone) ?? Infinity;
  return [...rows].filter(({ date }) => {
    const instant = startOfDay(date, zone);
    return instant >= begin && instant <= end;
  }).sort((a, b) => a.date < b.date ? -1 : a.date > b.date ? 1 : a.id - b.id);
}

const HOLIDAY_PARAMS = { group: { pattern: ID }, begin: {}, end: {} };

function holidaysOf(call: Call): PublicHoliday[] {
  const query = call.check(HOLIDAY_PARAMS);
  const group = query.number("group");
  return within(call, query, call.state.publicHolidays.values())
    .filter((row) => group === undefined || row.group === group);
}

const listHolidays = (call: Call): Answer =>
  ok(
    holidaysOf(call).map((row) => {
      const zone = call.caller.timezone;
      return {
        id: row.id,
        date: formatMoment(startOfDay(row.date, zone), zone),
        name: row.name,
        publicHolidayGroup: { ...call.state.holidayGroups.get(row.group)! },
        halfDay: row.halfDay,
      };
    }),
  );

const holidayCalendar = (call: Call): Answer =>
  ok(holidaysOf(call).map((row) => event(row.name, row.date, call.caller.timezone, null)));

function removeHoliday(call: Call): Answer {
  call.require("contract_other_profile");
  call.state.publicHolidays.delete(found(call.state.publicHolidays.get(call.id())).id);
  return gone();
}

function removeGroup(call: Call): Answer {
  call.require("contract_other_profile");
  const group = found(call.state.holidayGroups.get(call.id()));
  for (const row of call.state.publicHolidays.values()) {
    if (row.group === group.id) call.state.publicHolidays.delete(row.id);
  }
  call.state.holidayGroups.delete(group.id);
  return gone();
}

/** Locks a year's months up to one, or unlocks from one to the year's end. */
function setLock(locked: boolean): Handler {
  return (call) => {
    call.require("contract_other_profile");
    const user = found(call.state.users.get(call.id()));
    const match = /^(\d{4})-(0[1-9]|1[0-2])-\d\d$/.exec(call.segments[1]);
    if (!match) throw refusal(404);
    const [from, to] = locked ? [1, Number(match[2])] : [Number(match[2]), 12];
    for (let month = from; month <= to; month++) {
      const key = `${user.id}/${match[1]}-${String(month).padStart(2, "0")}`;
      if (locked) call.state.lockedMonths.add(key);
      else call.state.lockedMonths.delete(key);
    }
    return gone();
  };
}

/** The routes of public holidays and locks. */
export const holidayRoutes: Route[] = [
  ["GET", "/public-holidays", listHolidays, CONTRACTS_PLUGIN],
  ["GET", "/public-holidays/calendar", holidayCalendar, CONTRACTS_PLUGIN],
  ["DELETE", "/public-holidays/{id}", removeHoliday, CONTRACTS_PLUGIN],
  ["DELETE", "/public-holidays/group/{id}", removeGroup, CONTRACTS_PLUGIN],
  ["DELETE", "/work-contract/lock/{id}/{word}", setLock(true), CONTRACTS_PLUGIN],
  ["DELETE", "/work-contract/unlock/{id}/{word}", setLock(false), CONTRACTS_PLUGIN],
];
