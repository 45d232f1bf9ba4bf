/**
 * The rules that refuse a time record (API.md 4.6). Each looks at the record as it would be saved
 * and names the property that is wrong; forms and services show that differently (API.md 5.1, 5.2).
 */
import { budgetProblems } from "./budgets.ts";
import { isLocked } from "./lockdown.ts";
import { formatHours } from "./dates.ts";
import { longerThan, TEXTS } from "./messages.ts";
import { projectWindow } from "./projects.ts";
import type { Timesheet, User } from "./records.ts";
import type { DemoState } from "./state.ts";

/** A record while it is filled in: a form may leave project and activity empty. */
export type Draft = Omit<Timesheet, "project" | "activity"> & {
  project: number | null;
  activity: number | null;
};

/** Something wrong with a property. */
export interface Violation {
  path: string;
  message: string;
}

/** What a rule may look at. */
export interface RuleContext {
  state: DemoState;
  caller: User;
  /** The record as it is stored; absent while it is created. */
  stored?: Timesheet;
}

type Rule = (draft: Draft, context: RuleContext) => Iterable<Violation>;

/** Seconds from begin to end without the break; null while it runs. */
function secondsOf(draft: Draft): number | null {
  return draft.end === null ? null : (draft.end - draft.begin) / 1000 - draft.break;
}

const basic: Rule = function* (draft, { state }) {
  if (draft.end !== null && draft.end < draft.begin) {
    yield { path: "end_date", message: TEXTS.endBeforeBegin };
  }
  if (draft.project === null) yield { path: "project", message: TEXTS.needsProject };
  if (draft.activity === null && state.enabled("timesheet.rules.require_activity")) {
    yield { path: "activity", message: TEXTS.needsActivity };
  }
  // Nothing runs without an activity, even where none is required (recordings 3847).
  if (draft.end === null && draft.project !== null && draft.activity === null) {
    if (!state.enabled("timesheet.rules.require_activity")) {
      yield { path: "", message: TEXTS.startDenied };
    }
  }
  if (draft.project === null || draft.activity === null) return;
  const activity = state.activities.get(draft.activity)!;
  if (activity.project !== null && activity.project !== draft.project) {
    yield { path: "project", message: TEXTS.projectMismatch };
  }
  const project = state.projects.get(draft.project)!;
  const window = projectWindow(state, project);
  for (const moment of [draft.begin, draft.end]) {
    if (moment === null) continue;
    if (window.start !== null && moment < window.start) {
      yield { path: "begin_date", message: TEXTS.projectNotStarted };
    } else if (window.end !== null && moment > window.end) {
      yield { path: "begin_date", message: TEXTS.projectFinished };
    }
  }
};

const negative: Rule = function* (draft) {
  const seconds = secondsOf(draft);
  if (seconds !== null && seconds < 0) yield { path: "duration", message: TEXTS.negativeDuration };
};

const zero: Rule = function* (draft, { state }) {
  if (state.enabled("timesheet.rules.allow_zero_duration")) return;
  if (secondsOf(draft) === 0) yield { path: "duration", message: TEXTS.zeroDuration };
};

const YEAR = 365 * 86_400;

const longRunning: Rule = function* (draft, { state }) {
  const seconds = secondsOf(draft);
  if (seconds === null) return;
  if (seconds > YEAR) {
    yield { path: "duration", message: TEXTS.maximumDuration };
    return;
  }
  const limit = Number(state.config("timesheet.rules.long_running_duration")) * 60;
  if (limit > 0 && seconds > limit) {
    yield { path: "duration", message: longerThan(formatHours(limit)) };
  }
};

const future: Rule = function* (draft, { state }) {
  if (state.enabled("timesheet.rules.allow_future_times")) return;
  const now = state.now() + 60_000; // the rounding of a start may reach into the next minute
  if (draft.begin > now) yield { path: "begin_date", message: TEXTS.futureBegin };
  if (draft.end !== null && draft.end > now) yield { path: "end_date", message: TEXTS.futureEnd };
};

/** A second off both ends lets records touch, and makes an empty one meet its neighbours
 * (API.md 4.6; recordings 3574, 3584). A running record has no end to meet. */
const overlapping: Rule = function* (draft, { state }) {
  if (state.enabled("timesheet.rules.allow_overlapping_records")) return;
  const begin = draft.begin + 1000;
  const end = draft.end === null ? null : draft.end - 1000;
  const within = (moment: number, other: Timesheet) =>
    other.end !== null && moment >= other.begin && moment <= other.end;
  for (const other of state.timesheets.ordered([draft.user])) {
    if (other.id === draft.id) continue;
    const meets = within(begin, other) ||
      (end !== null && (within(end, other) || (other.begin >= begin && other.begin <= end)));
    if (meets) {
      yield { path: "begin_date", message: TEXTS.overlap };
      return;
    }
  }
};

const lockdown: Rule = function* (draft, { state, caller }) {
  if (isLocked(state, caller, draft.begin)) yield { path: "begin_date", message: TEXTS.locked };
};

const budget: Rule = (draft, context) => budgetProblems(draft, context);

/** In Kimai's order, which is the order of several messages at once. */
const RULES: Rule[] = [
  basic,
  negative,
  zero,
  longRunning,
  future,
  overlapping,
  lockdown,
  budget,
];

/** Everything that is wrong with a record, in order. */
export function violations(draft: Draft, context: RuleContext): Violation[] {
  return RULES.flatMap((rule) => [...rule(draft, context)]);
}
