/**
 * Time records: create, read, edit, delete, and what else can be done with one (API.md 2.2).
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Route } from "./call.ts";
import { parseExact } from "./dates.ts";
import { checkFields, type Submission, submit } from "./forms.ts";
import { isLocked } from "./lockdown.ts";
import { TEXTS } from "./messages.ts";
import { applyMeta } from "./meta.ts";
import { hasAccess, mayTimesheet } from "./permissions.ts";
import { runsOn } from "./projects.ts";
import { dayOf } from "./dates.ts";
import type { Timesheet, User } from "./records.ts";
import {
  defaultBillable,
  keep,
  maySetTimes,
  newDraft,
  serviceRefusal,
  start,
  startOrRefuse,
  stop,
  trackingMode,
} from "./tracking.ts";
import { listActive, listRecent, listTimesheets } from "./timesheet_list.ts";
import { type Draft, type RuleContext, violations } from "./timesheet_rules.ts";

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

/** The field conditions of the timesheet form (API.md 2.2.1; ADDENDA, fact 9). */
function condition(call: Call, owner: User, stored: Timesheet | undefined) {
  const { state, caller } = call;
  return (need: string): boolean => {
    switch (need) {
      case "times":
        return maySetTimes(state, caller);
      case "break":
        return state.enabled("timesheet.rules.break_time_active");
      case "other_user":
        return stored !== undefined || call.holds("create_other_timesheet");
      case "billable_sent":
        return "billable" in call.form() && mayTimesheet(state, caller, "edit_billable", owner);
      default:
        return mayTimesheet(state, caller, need, owner);
    }
  };
}

/** What may be chosen: bookable projects and activities, reachable people; the stored always. */
function choices(call: Call, stored: Timesheet | undefined) {
  const { state, caller } = call;
  const chosenProject = Number(call.form().project ?? stored?.project);
  const today = dayOf(call.now, caller.timezone);
  const choosers: Record<string, (id: number) => number | undefined> = {
    project: (id) => {
      const project = state.projects.get(id);
      if (!project || stored?.project === id) return project?.id;
      const bookable = project.visible && state.customers.get(project.customer)!.visible &&
        runsOn(project, today) && hasAccess(state, caller, "project", project);
      return bookable ? id : undefined;
    },
    activity: (id) => {
      const activity = state.activities.get(id);
      if (!activity || stored?.activity === id) return activity?.id;
      const project = state.projects.get(chosenProject);
      const fits = activity.project === null
        ? project?.globalActivities ?? true
        : activity.project === chosenProject;
      return fits && activity.visible && hasAccess(state, caller, "activity", activity)
        ? id
        : undefined;
    },
    user: (id) => {
      const user = state.users.get(id);
      if (!user || stored?.user === id || caller.id === id) return user?.id;
      const reachable = call.holds("view_all_data") || state.leads(caller.id, id);
      return reachable && user.enabled && !user.systemAccount ? id : undefined;
    },
  };
  return (field: string, raw: string) => choosers[field]?.(Number(raw));
}

/** Ids of the named tags, hidden ones too; unknown names are dropped (API.md trap 24). */
function tagIds(call: Call, text: string): number[] {
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  const tags = [...call.state.tags.values()];
  const ids = names.flatMap((name) => tags.find((tag) => tag.name!.toLowerCase() === name) ?? [])
    .map((tag) => tag.id);
  return [...new Set(ids)];
}

/** Moves what the form read into the record. */
function fill(call: Call, draft: Draft, { values }: Submission): void {
  const { tags, begin, user, billableMode: _mode, ...rest } = values;
  Object.assign(draft, rest);
  draft.break ??= 0;
  if (begin === null) throw refusal(500); // API.md trap 35
  if (begin !== undefined) draft.begin = begin as number;
  if (tags !== undefined) draft.tags = tagIds(call, tags as string);
  if (user !== undefined && user !== null) {
    draft.user = user as number;
    draft.timezone = call.state.users.get(draft.user)!.timezone;
  }
  if (new TextEncoder().encode(draft.description ?? "").length > 65_535) throw refusal(500);
}

function readForm(call: Call, owner: User, stored?: Timesheet): Submission {
  return submit(call.state.tables.forms.timesheet, call.form(), {
    verb: stored ? "edit" : "create",
    needs: condition(call, owner, stored),
    choose: choices(call, stored),
    zone: stored?.timezone ?? call.caller.timezone,
  });
}

/** The form's own rules and the record's, as one 400. */
function checkForm(draft: Draft, submission: Submission, context: RuleContext): void {
  for (const { path, message } of violations(draft, context)) submission.errors.add(path, message);
  checkFields(submission, draft);
  submission.errors.throwIfAny();
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

/** Another project, activity or user brings its own rates and its own billable flag, unless new
 * rates were sent (recordings 1043). */
function resetRates(call: Call, record: Timesheet, draft: Draft): void {
  const sent = draft.hourlyRate !== record.hourlyRate || draft.fixedRate !== record.fixedRate;
  const moved = draft.project !== record.project || draft.activity !== record.activity ||
    draft.user !== record.user;
  if (!moved || sent) return;
  draft.hourlyRate = null;
  draft.fixedRate = null;
  draft.billable = defaultBillable(call.state, draft);
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
