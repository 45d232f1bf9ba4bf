/**
 * Time records: create, read, edit, delete, and what else can be done with one (API.md 2.2).
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Route } from "./call.ts";
import { parseExact } from "./dates.ts";
import { isLocked } from "./lockdown.ts";
import { TEXTS } from "./messages.ts";
import { applyMeta } from "./meta.ts";
import { hasAccess, mayTimesheet } from "./permissions.ts";
import type { Timesheet, User } from "./records.ts";
import {
  defaultBillable,
  keep,
  newDraft,
  serviceRefusal,
  start,
  startOrRefuse,
  stop,
  trackingMode,
} from "./tracking.ts";
import { listActive, listRecent, listTimesheets } from "./timesheet_list.ts";
import { checkForm, fill, readForm, resetRates } from "./timesheet_form.ts";
import type { Draft } from "./timesheet_rules.ts";

/** The record of the path. */
const recordOf = (call: Call): Timesheet => found(call.state.timesheets.get(call.id()));

const ownerOf = (call: Call, record: Timesheet): User => call.state.users.get(record.user)!;

const may = (call: Call, action: string, record: Timesheet): boolean =>
  mayTimesheet(call.state, call.caller, action, ownerOf(call, record));

/** Editing and deleting also need the record to be neither exported nor locked (API.md 4.6). */
function mayChange(call: Call, action: string, record: Timesheet): boolean {
  if (record.exported && !call.holds("edit_exported_timesheet")) return false;
  if (isLocked(call.state, call.caller, record.begin)) return false;
  return may(call, action, record);
}

/** Starting again needs project, activity and customer to be visible and open to the caller
 * (API.md 4.6; recordings 1875). */
function mayStart(call: Call, record: Timesheet): boolean {
  const { state, caller } = call;
  const activity = state.activities.get(record.activity)!;
  const project = state.projects.get(record.project)!;
  const customer = state.customers.get(project.customer)!;
  return [activity, project, customer].every((master) => master.visible) &&
    hasAccess(state, caller, "project", project) &&
    hasAccess(state, caller, "activity", activity) &&
    may(call, "start", record);
}

function create(call: Call): Answer {
  call.require("create_own_timesheet");
  const { state, caller } = call;
  const draft = newDraft(state, caller);
  const submission = readForm(call, caller);
  fill(call, draft, submission);
  if (!("billable" in submission.values)) draft.billable = defaultBillable(state, draft);
  const context = { state, caller };
  checkForm(draft, submission, context);
  const result = start(context, draft);
  if (Array.isArray(result)) {
    submission.errors.add("", TEXTS.activeNotStopped);
    submission.errors.throwIfAny();
  }
  // The answer still shows the caller's zone, later ones the owner's (API.md 4.1).
  return ok(call.json.timesheet(result as Timesheet, {
    expanded: call.query.sent("full"),
    entity: true,
    zone: caller.timezone,
    tags: draft.tags,
  }));
}

function edit(call: Call): Answer {
  const record = recordOf(call);
  allow(mayChange(call, "edit", record));
  const draft: Draft = { ...record };
  const submission = readForm(call, ownerOf(call, record), record);
  fill(call, draft, submission);
  resetRates(call, record, draft);
  checkForm(draft, submission, { state: call.state, caller: call.caller, stored: record });
  const zone = record.timezone;
  const { tags } = draft;
  const kept = keep(call.state, draft as Timesheet);
  // A record that changes hands still shows its former zone (recordings 1089).
  return ok(call.json.timesheet(kept, { entity: true, zone, tags }));
}

const entity = (call: Call, record: Timesheet) => call.json.timesheet(record, { entity: true });

function read(call: Call): Answer {
  const record = recordOf(call);
  allow(may(call, "view", record));
  return ok(entity(call, record));
}

function remove(call: Call): Answer {
  const record = recordOf(call);
  allow(mayChange(call, "delete", record));
  call.state.timesheets.delete(record.id);
  return gone();
}

function stopRecord(call: Call): Answer {
  const record = recordOf(call);
  allow(may(call, "stop", record));
  if (record.end === null) {
    const problems = stop({ state: call.state, caller: call.caller }, record);
    if (problems.length > 0) throw serviceRefusal(TEXTS.savingFailed, problems);
  }
  return ok(entity(call, recordOf(call)));
}

/** A new running record of the caller with the same project and activity (API.md 2.2). */
function restart(call: Call): Answer {
  const { state, caller } = call;
  const source = recordOf(call);
  allow(mayStart(call, source));
  const { copy, begin } = call.form();
  const all = copy === "all";
  if (copy !== undefined && copy !== null && copy !== "" && !all) throw refusal(400);
  const draft = newDraft(state, caller);
  draft.project = source.project;
  draft.activity = source.activity;
  if (begin !== undefined && begin !== null && begin !== "") {
    const instant = parseExact(String(begin), caller.timezone);
    if (instant === undefined) throw refusal(400);
    if (trackingMode(state).restartBegin) draft.begin = instant;
  }
  draft.billable = all ? source.billable : defaultBillable(state, draft);
  if (all) {
    draft.description = source.description;
    draft.tags = [...source.tags];
    draft.meta = new Map(source.meta);
  }
  return ok(entity(call, startOrRefuse({ state, caller }, draft)));
}

/** An identical copy that is not exported. */
function duplicate(call: Call): Answer {
  const source = recordOf(call);
  allow(mayStart(call, source) && may(call, "create", source));
  const draft: Draft = {
    ...source,
    id: 0,
    exported: false,
    tags: [...source.tags],
    meta: new Map(source.meta),
  };
  return ok(entity(call, startOrRefuse({ state: call.state, caller: call.caller }, draft)));
}

/** Toggles `exported`; taking it off needs the right to edit exported records. */
function toggleExport(call: Call): Answer {
  const record = recordOf(call);
  allow(may(call, "edit_export", record));
  if (record.exported) allow(call.holds("edit_exported_timesheet"));
  return ok(entity(call, keep(call.state, { ...record, exported: !record.exported })));
}

function setMeta(call: Call): Answer {
  const record = recordOf(call);
  allow(mayChange(call, "edit", record));
  const changed = { ...record, meta: new Map(record.meta) };
  applyMeta(call, "timesheet", changed);
  return ok(entity(call, keep(call.state, changed)));
}

export const timesheetRoutes: Route[] = [
  ["GET", "/timesheets", listTimesheets],
  ["POST", "/timesheets", create],
  ["GET", "/timesheets/recent", listRecent],
  ["GET", "/timesheets/active", listActive],
  ["GET", "/timesheets/{id}", read],
  ["PATCH", "/timesheets/{id}", edit],
  ["DELETE", "/timesheets/{id}", remove],
  ["PATCH", "/timesheets/{id}/stop", stopRecord],
  ["PATCH", "/timesheets/{id}/restart", restart],
  ["PATCH", "/timesheets/{id}/duplicate", duplicate],
  ["PATCH", "/timesheets/{id}/export", toggleExport],
  ["PATCH", "/timesheets/{id}/meta", setMeta],
];
