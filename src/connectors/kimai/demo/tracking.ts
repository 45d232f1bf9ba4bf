/**
 * How a record is made, finished and saved: tracking modes, the active limit, what is computed
 * when a record is kept (API.md 4.4, 4.5).
 */
import { Refusal } from "./answers.ts";
import { instantOf, localAt, wholeSecond } from "./dates.ts";
import { TEXTS } from "./messages.ts";
import { holds } from "./permissions.ts";
import { applyEarnings } from "./rates.ts";
import type { Timesheet, User } from "./records.ts";
import { roundBegin, roundFinished } from "./rounding.ts";
import type { DemoState } from "./state.ts";
import { type Draft, type RuleContext, type Violation, violations } from "./timesheet_rules.ts";

/** What a tracking mode allows and does. */
interface Mode {
  /** May plain users set begin and end? */
  editTimes: boolean;
  /** Does a restart take the begin it was given? */
  restartBegin: boolean;
  /** Is a start rounded at once, or only when it stops? */
  roundStart: boolean;
  /** Does a start begin at the configured time of day? */
  fixedBegin: boolean;
}

/** The modes of 2.66 (API.md 4.4; ADDENDA, fact 6 and twelve files 9). */
const MODES: Record<string, Mode> = {
  default: { editTimes: true, restartBegin: true, roundStart: true, fixedBegin: false },
  punch: { editTimes: false, restartBegin: true, roundStart: false, fixedBegin: false },
  duration_fixed_begin: {
    editTimes: false,
    restartBegin: false,
    roundStart: true,
    fixedBegin: true,
  },
};

/** The configured mode. */
export function trackingMode(state: DemoState): Mode {
  const mode = MODES[state.config("timesheet.mode")];
  if (!mode) throw new Error(`Tracking mode "${state.config("timesheet.mode")}" is unknown`);
  return mode;
}

/** May this user send begin and end? Leads always may. */
export const maySetTimes = (state: DemoState, user: User): boolean =>
  trackingMode(state).editTimes || holds(state, user, "view_other_timesheet");

/** A new record of a user, starting as the mode says. */
export function newDraft(state: DemoState, user: User): Draft {
  const mode = trackingMode(state);
  const draft: Draft = {
    id: 0,
    user: user.id,
    project: null,
    activity: null,
    begin: wholeSecond(state.now()),
    end: null,
    duration: 0,
    break: 0,
    description: null,
    tags: [],
    exported: false,
    billable: true,
    fixedRate: null,
    hourlyRate: null,
    rate: 0,
    internalRate: null,
    timezone: user.timezone,
    modifiedAt: 0,
    meta: new Map(),
  };
  if (mode.fixedBegin) {
    const [hour, minute] = state.config("timesheet.default_begin").split(":").map(Number);
    if (minute !== undefined) {
      const day = localAt(draft.begin, user.timezone).toPlainDateTime();
      draft.begin = instantOf(day.with({ hour, minute, second: 0 }), user.timezone);
    }
  }
  if (mode.roundStart) draft.begin = roundBegin(state, draft as Timesheet);
  return draft;
}

/** Billable unless activity, project or customer says no (API.md 2.2.1). */
export function defaultBillable(state: DemoState, draft: Draft): boolean {
  const activity = draft.activity === null ? undefined : state.activities.get(draft.activity);
  const project = draft.project === null ? undefined : state.projects.get(draft.project);
  const customer = project && state.customers.get(project.customer);
  return [activity, project, customer].every((master) => master?.billable ?? true);
}

/** Keeps a record: rounds and sums a finished one, computes its money, stamps it. What is there
 * already is not saved again, so nothing is computed anew (recordings 692). */
export function keep(state: DemoState, record: Timesheet): Timesheet {
  const stored = state.timesheets.get(record.id);
  if (stored && fingerprint(stored) === fingerprint(record)) return stored;
  roundFinished(state, record);
  applyEarnings(state, record);
  record.tags = record.tags.toSorted((a, b) => a - b);
  record.modifiedAt = wholeSecond(state.now());
  state.fillMeta("timesheet", record);
  return state.timesheets.save(record);
}

const fingerprint = (record: Timesheet): string =>
  JSON.stringify({ ...record, meta: [...record.meta] });

/** A record that is refused by a service and not by a form: the code is a string (API.md 5.2). */
export function serviceRefusal(message: string, found: readonly Violation[]): Refusal {
  const children: Record<string, { errors: string[] }> = {};
  for (const { path, message } of found) {
    (children[path] ??= { errors: [] }).errors.push(message);
  }
  return new Refusal({ status: 400, body: { code: "400", message, errors: { children } } });
}

/** Stops a running record now; the violations if it may not be stopped. */
export function stop(context: RuleContext, record: Timesheet): Violation[] {
  const ended = { ...record, end: wholeSecond(context.state.now()) };
  const found = violations(ended, { ...context, stored: record });
  if (found.length === 0) keep(context.state, ended);
  return found;
}

/**
 * Keeps a new record, after stopping running ones until the active limit holds. When one of them
 * cannot be stopped, nothing is kept but the id is gone (ADDENDA, facts 2 and 18).
 * @returns the violations of the record that could not be stopped
 */
export function start(context: RuleContext, draft: Draft): Timesheet | Violation[] {
  const { state } = context;
  const record = { ...draft, id: state.timesheets.nextId() } as Timesheet;
  if (record.end === null) {
    const limit = Number(state.config("timesheet.active_entries.hard_limit"));
    const running = state.timesheets.running(record.user);
    for (const earlier of running.slice(0, Math.max(0, running.length + 1 - limit))) {
      const found = stop(context, earlier);
      if (found.length > 0) return found;
    }
  }
  return keep(state, record);
}

/** `start` for requests without a form: a refusal answers as a service (ADDENDA, fact 20). */
export function startOrRefuse(context: RuleContext, draft: Draft): Timesheet {
  const found = violations(draft, context);
  if (found.length > 0) throw serviceRefusal(TEXTS.savingFailed, found);
  const result = start(context, draft);
  if (Array.isArray(result)) throw serviceRefusal(TEXTS.activeNotStopped, result);
  return result;
}
