/**
 * What describes the installation (API.md 1.5), and the helpers of Kimai's own pages (2.10).
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Route } from "./call.ts";
import { PALETTE } from "./colors.ts";
import { mayTimesheet } from "./permissions.ts";

const ping = (): Answer => ok({ message: "pong" });

const version = (): Answer =>
  ok({
    version: "2.66.0",
    versionId: 26600,
    copyright: "Kimai 2.66.0 by Kevin Papst.",
  });

const plugins = ({ state }: Call): Answer => ok(state.plugins);

const timesheetConfig = ({ state }: Call): Answer =>
  ok({
    trackingMode: state.config("timesheet.mode"),
    defaultBeginTime: state.config("timesheet.default_begin"),
    activeEntriesHardLimit: Number(state.config("timesheet.active_entries.hard_limit")),
    isAllowFutureTimes: state.enabled("timesheet.rules.allow_future_times"),
    isAllowOverlapping: state.enabled("timesheet.rules.allow_overlapping_records"),
  });

const colors = (): Answer => ok(PALETTE);

/** The caller's favourites, the highest id first (recordings 2460). */
function listFavorites(call: Call): Answer {
  call.require("start_own_timesheet");
  const rows = (call.state.favorites.get(call.caller.id) ?? [])
    .toSorted((a, b) => b - a)
    .flatMap((id) => call.state.timesheets.get(id) ?? []);
  return ok(rows.map((row) => call.json.timesheet(row, { expanded: true })));
}

/** A record of the caller's own; others are a 403. */
function favoriteOf(call: Call): number {
  const record = found(call.state.timesheets.get(call.id()));
  const owner = call.state.users.get(record.user)!;
  allow(owner.id === call.caller.id && mayTimesheet(call.state, call.caller, "start", owner));
  return record.id;
}

function addFavorite(call: Call): Answer {
  const id = favoriteOf(call);
  const ids = call.state.favorites.get(call.caller.id) ?? [];
  if (!ids.includes(id)) call.state.favorites.set(call.caller.id, [...ids, id]);
  return gone();
}

function removeFavorite(call: Call): Answer {
  const id = favoriteOf(call);
  const ids = call.state.favorites.get(call.caller.id) ?? [];
  call.state.favorites.set(call.caller.id, ids.filter((known) => known !== id));
  return gone();
}

/** Widgets that a dashboard of 2.66 may hold, as far as they were seen. */
const WIDGETS = new Set(["PaginatedWorkingTimeChart"]);

function addWidget(call: Call): Answer {
  if (!WIDGETS.has(call.segments[0])) throw refusal(404);
  return gone();
}

/** There are no export templates: none can be made over the API. */
function removeExportTemplate(call: Call): Answer {
  call.require("create_export_template");
  throw refusal(404);
}

/** The objects whose menus Kimai's pages ask for. */
const MENUS: Record<string, (call: Call, id: number) => unknown> = {
  timesheet: ({ state }, id) => state.timesheets.get(id),
  activity: ({ state }, id) => state.activities.get(id),
  project: ({ state }, id) => state.projects.get(id),
  customer: ({ state }, id) => state.customers.get(id),
};

function menu(call: Call): never {
  const [kind, id] = call.segments;
  found(MENUS[kind]?.(call, Number(id)));
  throw new Error("The menus of Kimai's own pages are not imitated");
}

export const systemRoutes: Route[] = [
  ["GET", "/ping", ping],
  ["GET", "/version", version],
  ["GET", "/plugins", plugins],
  ["GET", "/config/timesheet", timesheetConfig],
  ["GET", "/config/colors", colors],
  ["GET", "/favorites/timesheets", listFavorites],
  ["POST", "/favorites/timesheets/{id}", addFavorite],
  ["DELETE", "/favorites/timesheets/{id}", removeFavorite],
  ["POST", "/dashboard/widgets/{word}", addWidget],
  ["DELETE", "/dashboard/widgets", gone],
  ["DELETE", "/export/{id}", removeExportTemplate],
  ["GET", "/actions/{word}/{id}/{word}/{word}", menu],
];
