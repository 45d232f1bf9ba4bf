/**
 * Budgets that may not be overbooked (API.md 4.6; ADDENDA, twelve files 2 to 4).
 */
import { formatHours, localAt } from "./dates.ts";
import { overBudget, TEXTS } from "./messages.ts";
import { holds } from "./permissions.ts";
import { earningsOf } from "./rates.ts";
import type { Activity, Customer, MasterKind, Project, Timesheet, User } from "./records.ts";
import type { DemoState } from "./state.ts";
import type { Draft, RuleContext, Violation } from "./timesheet_rules.ts";

type Budgeted = Customer | Project | Activity;

/** Does a record count for this object? */
function countsFor(state: DemoState, kind: MasterKind, id: number, record: Timesheet): boolean {
  if (kind === "activity") return record.activity === id;
  if (kind === "project") return record.project === id;
  return state.projects.get(record.project)!.customer === id;
}

const month = (instant: number, zone: string) => {
  const local = localAt(instant, zone);
  return local.year * 12 + local.month;
};

/** What all users' records have used: of the record's month for a monthly budget, else of all. */
function used(state: DemoState, kind: MasterKind, master: Budgeted, draft: Draft) {
  const sum = { money: 0, seconds: 0 };
  for (const record of state.timesheets.values()) {
    if (!countsFor(state, kind, master.id, record)) continue;
    if (
      master.budgetType === "month" &&
      month(record.begin, draft.timezone) !== month(draft.begin, draft.timezone)
    ) continue;
    // Time counts whoever pays for it, money only what is billed (first.jsonl 577; 1559).
    if (record.billable) sum.money += record.rate;
    sum.seconds += record.duration;
  }
  return sum;
}

/** Money as the caller's locale writes it. */
const formatMoney = (amount: number, currency: string, locale: string) =>
  new Intl.NumberFormat(locale.replace("_", "-"), { style: "currency", currency }).format(amount);

/** Are the numbers told? Any permission on some budget of the kind is enough (ADDENDA, twelve 4). */
const seesNumbers = (state: DemoState, user: User, permission: string, kind: MasterKind) =>
  ["", "_teamlead", "_team"].some((reach) => holds(state, user, `${permission}${reach}_${kind}`));

/** Budgets that this record would overbook. */
export function* budgetProblems(
  draft: Draft,
  { state, caller, stored }: RuleContext,
): Iterable<Violation> {
  if (state.enabled("timesheet.rules.allow_overbooking_budget") || !draft.billable) return;
  if (draft.end === null || draft.project === null || draft.activity === null) return;
  const record = draft as Timesheet;
  // Kimai pays the duration that the record had before, so what is new and paid by the hour costs
  // nothing yet (recordings 1552-1554), while a copy or an edit costs what it did (1563, 1568).
  const money = earningsOf(state, record).rate;
  const seconds = (draft.end - draft.begin) / 1000 - draft.break;
  if (stored && isUnchanged(stored, record, money, seconds)) return;
  const project = state.projects.get(record.project)!;
  const customer = state.customers.get(project.customer)!;
  const targets: [MasterKind, Budgeted][] = [
    ["activity", state.activities.get(record.activity)!],
    ["project", project],
    ["customer", customer],
  ];
  const formats: Record<string, (amount: number) => string> = {
    time: formatHours,
    budget: (amount) => formatMoney(amount, customer.currency, caller.locale ?? caller.language),
  };
  for (const [kind, master] of targets) {
    const sum = used(state, kind, master, draft);
    const own = stored && countsFor(state, kind, master.id, stored) ? stored : undefined;
    const checks: [permission: string, added: number, own: number, spent: number, limit: number][] =
      [
        ["time", seconds, own?.duration ?? 0, sum.seconds, master.timeBudget],
        ["budget", money, own?.rate ?? 0, sum.money, master.budget],
      ];
    for (const [permission, added, before, spent, limit] of checks) {
      if (limit <= 0 || added <= 0 || spent + added - before <= limit) continue;
      const show = formats[permission];
      const message = seesNumbers(state, caller, permission, kind)
        ? overBudget(show(limit), show(spent), show(Math.max(0, limit - spent)))
        : TEXTS.budgetUsedUp;
      yield { path: kind, message };
      break;
    }
  }
}

/** An edit that touches neither time nor money nor what is booked on is never over budget. */
function isUnchanged(stored: Timesheet, record: Timesheet, money: number, seconds: number) {
  return stored.project === record.project && stored.activity === record.activity &&
    stored.billable === record.billable && stored.duration === seconds && stored.rate === money;
}
