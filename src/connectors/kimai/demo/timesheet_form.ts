/**
 * The form of time records: its conditions and choices, and how a body becomes a record
 * (API.md 2.2.1).
 */
import { refusal } from "./answers.ts";
import type { Call } from "./call.ts";
import { checkFields, type Submission, submit } from "./forms.ts";
import { hasAccess, mayTimesheet } from "./permissions.ts";
import { runsAt } from "./projects.ts";
import type { Timesheet, User } from "./records.ts";
import { type Draft, type RuleContext, violations } from "./timesheet_rules.ts";
import { defaultBillable, maySetTimes } from "./tracking.ts";

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
  const choosers: Record<string, (id: number) => number | undefined> = {
    project: (id) => {
      const project = state.projects.get(id);
      if (!project || stored?.project === id) return project?.id;
      const bookable = project.visible && state.customers.get(project.customer)!.visible &&
        runsAt(state, project, call.now, caller.timezone) &&
        hasAccess(state, caller, "project", project);
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
export function fill(call: Call, draft: Draft, { values }: Submission): void {
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

/** Reads the body with the form that the caller has. */
export function readForm(call: Call, owner: User, stored?: Timesheet): Submission {
  return submit(call.state.tables.forms.timesheet, call.form(), {
    verb: stored ? "edit" : "create",
    needs: condition(call, owner, stored),
    choose: choices(call, stored),
    zone: stored?.timezone ?? call.caller.timezone,
  });
}

/** The form's own rules and the record's, as one 400. */
export function checkForm(draft: Draft, submission: Submission, context: RuleContext): void {
  for (const { path, message } of violations(draft, context)) submission.errors.add(path, message);
  checkFields(submission, draft);
  submission.errors.throwIfAny();
}

/** Another project, activity or user brings its own rates and its own billable flag, unless new
 * rates were sent (recordings 1043). */
export function resetRates(call: Call, record: Timesheet, draft: Draft): void {
  const sent = draft.hourlyRate !== record.hourlyRate || draft.fixedRate !== record.fixedRate;
  const moved = draft.project !== record.project || draft.activity !== record.activity ||
    draft.user !== record.user;
  if (!moved || sent) return;
  draft.hourlyRate = null;
  draft.fixedRate = null;
  draft.billable = defaultBillable(call.state, draft);
}
