/**
 * What configuration forbids or changes: modes, rounding, limits, lockdown, budgets, breaks.
 */
import { type Case, hour, type Step } from "../world.ts";

const DAY = "2026-03-09";
const START: Case["when"] = ["user", "POST /timesheets", { project: 1, activity: 1 }];
const config = (name: string, value: string): Record<string, string> => ({
  [`timesheet.${name}`]: value,
});

/** Mode, minutes for begin, end and duration, and a record before and after. */
const roundings: [mode: string, minutes: string, from: string, to: string, shown: string][] = [
  ["default", "1 1 0", "08:03:20", "09:41:20", "08:03:00 09:42:00 5940"],
  ["default", "10 10 0", "08:03:20", "09:41:20", "08:00:00 09:50:00 6600"],
  ["default", "0 0 15", "08:00:00", "08:20:00", "08:00:00 08:20:00 1800"],
  ["closest", "10 10 0", "08:03:20", "09:46:20", "08:00:00 09:50:00 6600"],
  ["closest", "10 10 0", "08:05:00", "09:45:00", "08:00:00 09:40:00 6000"],
  ["closest", "0 0 30", "08:00:00", "08:50:00", "08:00:00 08:50:00 3600"],
  ["floor", "15 15 0", "08:14:59", "09:14:59", "08:00:00 09:00:00 3600"],
  ["floor", "0 0 30", "08:00:00", "08:50:00", "08:00:00 08:50:00 1800"],
  ["ceil", "15 15 0", "08:00:01", "09:00:01", "08:15:00 09:15:00 3600"],
  ["ceil", "0 0 30", "08:00:00", "08:10:00", "08:00:00 08:10:00 1800"],
  ["closest", "0 0 0", "08:03:21", "09:41:22", "08:03:21 09:41:22 5881"],
];

const roundingCases = roundings.map(([mode, minutes, from, to, shown]): Case => {
  const [begin, end, duration] = minutes.split(" ");
  const [shownBegin, shownEnd, seconds] = shown.split(" ");
  return {
    rule: `rounding ${mode} ${minutes}: ${from} to ${to}`,
    given: [
      config("rounding.default.mode", mode),
      config("rounding.default.begin", begin),
      config("rounding.default.end", end),
      config("rounding.default.duration", duration),
    ],
    when: hour("user", DAY, 8, { begin: `${DAY}T${from}`, end: `${DAY}T${to}` }),
    then: {
      begin: `${DAY}T${shownBegin}+0100`,
      end: `${DAY}T${shownEnd}+0100`,
      duration: Number(seconds),
    },
  };
});

const formErrors = (...errors: string[]) => ({ errors: { errors } });
const refused = (rule: string, given: Step[], when: Case["when"], ...errors: string[]): Case => ({
  rule,
  given,
  when,
  then: formErrors(...errors),
  status: 400,
});

const FUTURE = config("rules.allow_future_times", "0");
const OVERLAP = config("rules.allow_overlapping_records", "0");
const ZERO = config("rules.allow_zero_duration", "0");
const LONGEST = config("rules.long_running_duration", "90");
const BREAK = config("rules.break_time_active", "1");
const BUDGET = config("rules.allow_overbooking_budget", "0");
const LOCKED: Step[] = [
  config("rules.lockdown_period_start", "first day of last month 00:00:00"),
  config("rules.lockdown_period_end", "last day of last month 23:59:59"),
  config("rules.lockdown_period_timezone", "Europe/Berlin"),
];
const GRACE = config("rules.lockdown_grace_period", "+15 days");
const OVERLAPS = "You already have an entry for this time.";
const CLOSED = "This period is locked. Please choose a later date.";
const NOT_STOPPED = "You have an active time record which cannot be stopped automatically.";

const modeCases: Case[] = [
  {
    rule: "the configuration shows the mode",
    given: [config("mode", "punch"), config("active_entries.hard_limit", "3")],
    when: ["user", "GET /config/timesheet"],
    then: {
      trackingMode: "punch",
      defaultBeginTime: "now",
      activeEntriesHardLimit: 3,
      isAllowFutureTimes: true,
      isAllowOverlapping: true,
    },
  },
  refused(
    "punch: a plain user sends no begin",
    [config("mode", "punch")],
    ["user", "POST /timesheets", { project: 1, activity: 1, begin: `${DAY}T08:00:00` }],
    "This form should not contain extra fields.",
  ),
  {
    rule: "punch: a start keeps its seconds",
    given: [config("mode", "punch")],
    when: START,
    then: { begin: "2026-03-10T10:20:30+0100" },
  },
  {
    rule: "punch: stopping rounds both ends",
    given: [config("mode", "punch"), START],
    when: ["user", "PATCH /timesheets/1/stop"],
    then: { begin: "2026-03-10T10:20:00+0100", end: "2026-03-10T10:21:00+0100" },
  },
  {
    rule: "punch: a lead sends what he likes",
    given: [config("mode", "punch")],
    when: hour("lead", DAY, 8),
    then: { begin: `${DAY}T08:00:00+0100` },
  },
  {
    rule: "punch: restarting still takes a begin",
    given: [hour("user", DAY, 8), config("mode", "punch")],
    when: ["user", "PATCH /timesheets/1/restart", { begin: `${DAY}T11:00:00` }],
    then: { begin: `${DAY}T11:00:00+0100` },
  },
  {
    rule: "fixed begin: every start is at that time",
    given: [config("mode", "duration_fixed_begin"), config("default_begin", "07:45")],
    when: START,
    then: { begin: "2026-03-10T07:45:00+0100" },
  },
  {
    rule: "fixed begin: restarting passes over a begin",
    given: [
      hour("user", DAY, 8),
      config("mode", "duration_fixed_begin"),
      config("default_begin", "07:45"),
    ],
    when: ["user", "PATCH /timesheets/1/restart", { begin: `${DAY}T11:00:00` }],
    then: { begin: "2026-03-10T07:45:00+0100" },
  },
  {
    rule: "default mode: the configured begin is not for it",
    given: [config("default_begin", "07:45")],
    when: START,
    then: { begin: "2026-03-10T10:20:00+0100" },
  },
];

const limitCases: Case[] = [
  {
    rule: "a start stops what runs",
    given: [START, START],
    when: ["user", "GET /timesheets/active"],
    then: [{ id: 2 }],
  },
  {
    rule: "with a limit of two, the earliest begin is stopped",
    given: [
      config("active_entries.hard_limit", "2"),
      START,
      ["user", "POST /timesheets", { project: 1, activity: 1, begin: `${DAY}T08:00:00` }],
      START,
    ],
    when: ["user", "GET /timesheets/active"],
    then: [{ id: 3 }, { id: 1 }],
  },
  {
    rule: "a finished record stops nothing",
    given: [START, hour("user", DAY, 8)],
    when: ["user", "GET /timesheets/active"],
    then: [{ id: 1 }],
  },
  refused(
    "a start is refused when what runs cannot be stopped",
    [["user", "POST /timesheets", { project: 1, activity: 1, begin: "2026-03-10T15:00:00" }]],
    START,
    NOT_STOPPED,
  ),
  {
    rule: "and uses up an id",
    given: [
      ["user", "POST /timesheets", { project: 1, activity: 1, begin: "2026-03-10T15:00:00" }],
      (world) => void world.ask(...START),
    ],
    when: hour("user", DAY, 8),
    then: { id: 3 },
  },
  {
    rule: "restarting then says so in the message",
    given: [
      hour("user", DAY, 8),
      ["user", "POST /timesheets", { project: 1, activity: 1, begin: "2026-03-10T15:00:00" }],
    ],
    when: ["user", "PATCH /timesheets/1/restart"],
    then: { code: "400", message: NOT_STOPPED },
    status: 400,
  },
  refused(
    "the future is forbidden",
    [FUTURE],
    hour("user", "2026-03-11", 8),
    "The begin date cannot be in the future.",
    "The end date cannot be in the future.",
  ),
  { rule: "the past never", given: [FUTURE], when: hour("user", DAY, 8), then: { id: 1 } },
  refused("records meet", [OVERLAP, hour("user", DAY, 8)], hour("user", DAY, 8), OVERLAPS),
  refused(
    "one lies in the other",
    [OVERLAP, hour("user", DAY, 8)],
    hour("user", DAY, 8, { begin: `${DAY}T08:20:00`, end: `${DAY}T08:30:00` }),
    OVERLAPS,
  ),
  refused(
    "one covers the other",
    [OVERLAP, hour("user", DAY, 8)],
    hour("user", DAY, 7, { end: `${DAY}T11:00:00` }),
    OVERLAPS,
  ),
  refused(
    "an empty record meets its neighbour",
    [OVERLAP, hour("user", DAY, 8)],
    hour("user", DAY, 8, { end: `${DAY}T08:00:00` }),
    OVERLAPS,
  ),
  refused(
    "a start inside a record",
    [OVERLAP, hour("user", DAY, 8)],
    ["user", "POST /timesheets", { project: 1, activity: 1, begin: `${DAY}T08:20:00` }],
    OVERLAPS,
  ),
  {
    rule: "records may touch",
    given: [OVERLAP, hour("user", DAY, 8)],
    when: hour("user", DAY, 9),
    then: { id: 2 },
  },
  {
    rule: "colleagues may work at once",
    given: [OVERLAP, hour("user", DAY, 8)],
    when: hour("lead", DAY, 8),
    then: { id: 2 },
  },
  {
    rule: "a duplicate overlaps and is refused as a service does",
    given: [OVERLAP, hour("user", DAY, 8)],
    when: ["user", "PATCH /timesheets/1/duplicate"],
    then: { code: "400", errors: { children: { begin_date: { errors: [OVERLAPS] } } } },
    status: 400,
  },
  refused(
    "nothing may take no time",
    [ZERO],
    hour("user", DAY, 8, { end: `${DAY}T08:00:00` }),
    "An empty duration is not allowed.",
  ),
  refused(
    "nothing may take longer than configured",
    [LONGEST],
    hour("user", DAY, 8, { end: `${DAY}T09:31:00` }),
    "Maximum 1:30 hours allowed.",
  ),
  { rule: "but as long", given: [LONGEST], when: hour("user", DAY, 8), then: { duration: 3600 } },
  {
    rule: "without need of an activity, it still may not be missing",
    given: [config("rules.require_activity", "0")],
    when: hour("user", DAY, 8, { activity: null }),
    then: { errors: { children: { activity: { errors: ["This value should not be null."] } } } },
    status: 400,
  },
  {
    rule: "and nothing starts without one",
    given: [config("rules.require_activity", "0")],
    when: ["user", "POST /timesheets", { project: 1 }],
    then: formErrors("You are not allowed to start this timesheet record."),
    status: 400,
  },
  {
    rule: "a break shortens the duration",
    given: [BREAK],
    when: hour("user", DAY, 8, { break: "20m" }),
    then: { break: 1200, duration: 2400 },
  },
  {
    rule: "a bare number is a break in hours",
    given: [BREAK],
    when: hour("user", DAY, 8, { break: 0.5 }),
    then: { break: 1800 },
  },
  {
    rule: "a negative break lengthens it",
    given: [BREAK],
    when: hour("user", DAY, 8, { break: -1 }),
    then: { duration: 7200 },
  },
  refused(
    "a break longer than the record",
    [BREAK],
    hour("user", DAY, 8, { break: "1:01" }),
    "Duration cannot be negative.",
  ),
  {
    rule: "a break that is none",
    given: [BREAK],
    when: hour("user", DAY, 8, { break: "long" }),
    then: { errors: { children: { break: { errors: ["This value is not valid."] } } } },
    status: 400,
  },
];

const FEBRUARY = "2026-02-16";
const lockCases: Case[] = [
  refused("last month is locked", LOCKED, hour("user", FEBRUARY, 8), CLOSED),
  refused("and what was before", LOCKED, hour("user", "2025-12-15", 8), CLOSED),
  { rule: "this month is open", given: LOCKED, when: hour("user", "2026-03-01", 0), then: 200 },
  { rule: "an admin passes the lock", given: LOCKED, when: hour("admin", FEBRUARY, 8), then: 200 },
  {
    rule: "a locked record cannot be edited",
    given: [hour("user", FEBRUARY, 8), ...LOCKED],
    when: ["user", "PATCH /timesheets/1", { description: "late" }],
    then: 403,
  },
  {
    rule: "nor deleted",
    given: [hour("user", FEBRUARY, 8), ...LOCKED],
    when: ["user", "DELETE /timesheets/1"],
    then: 403,
  },
  {
    rule: "but restarted",
    given: [hour("user", FEBRUARY, 8), ...LOCKED],
    when: ["user", "PATCH /timesheets/1/restart"],
    then: { id: 2 },
  },
  {
    rule: "the grace opens last month",
    given: [...LOCKED, GRACE],
    when: hour("user", FEBRUARY, 8),
    then: { id: 1 },
  },
  refused("but no earlier one", [...LOCKED, GRACE], hour("user", "2026-01-15", 8), CLOSED),
  refused(
    "and not for ever",
    [...LOCKED, config("rules.lockdown_grace_period", "+5 days")],
    hour("user", FEBRUARY, 8),
    CLOSED,
  ),
];

const inBudget = (body: object): Step => ["super", "PATCH /projects/1", body];
const used = (budget: string, spent: string, free: string) =>
  `The budget is used up. Of the available ${budget}, ${spent} has been booked so far, ${free} can still be used.`;
const onProject = (message: string) => ({
  errors: { children: { project: { errors: [message] } } },
});
const budgetCases: Case[] = [
  {
    rule: "time beyond a project's budget",
    given: [BUDGET, inBudget({ timeBudget: "1:30" }), hour("user", DAY, 8)],
    when: hour("user", DAY, 10),
    then: onProject(used("1:30", "1:00", "0:30")),
    status: 400,
  },
  {
    rule: "time up to the budget",
    given: [BUDGET, inBudget({ timeBudget: "2:00" }), hour("lead", DAY, 8)],
    when: hour("user", DAY, 10),
    then: { id: 2 },
  },
  {
    rule: "overbooking is allowed unless forbidden",
    given: [inBudget({ timeBudget: "0:30" })],
    when: hour("user", DAY, 8),
    then: { id: 1 },
  },
  {
    rule: "a month's budget starts again each month",
    given: [
      BUDGET,
      inBudget({ timeBudget: "1:00", budgetType: "month" }),
      hour("user", "2026-02-09", 8),
    ],
    when: hour("user", DAY, 8),
    then: { id: 2 },
  },
  {
    rule: "money by the hour is not counted when it is entered",
    given: [BUDGET, inBudget({ budget: 10 }), ["super", "POST /projects/1/rates", { rate: 50 }]],
    when: hour("user", DAY, 8),
    then: { id: 1 },
  },
  {
    rule: "a fixed rate is",
    given: [BUDGET, inBudget({ budget: 10 })],
    when: hour("super", DAY, 8, { fixedRate: 11 }),
    then: onProject(used("€10.00", "€0.00", "€10.00")),
    status: 400,
  },
  {
    rule: "money is not told to a plain user",
    given: [
      BUDGET,
      inBudget({ budget: 10 }),
      ["super", "POST /projects/1/rates", { rate: 50 }],
      hour("user", DAY, 8),
    ],
    when: ["user", "PATCH /timesheets/1", { end: `${DAY}T09:30:00` }],
    then: onProject("Sorry, the budget is used up."),
    status: 400,
  },
  {
    rule: "a text may be changed over budget",
    given: [
      BUDGET,
      inBudget({ budget: 10 }),
      ["super", "POST /projects/1/rates", { rate: 50 }],
      hour("user", DAY, 8),
    ],
    when: ["user", "PATCH /timesheets/1", { description: "over" }],
    then: { description: "over" },
  },
  {
    rule: "an activity's budget is told of the activity",
    given: [BUDGET, ["super", "PATCH /activities/1", { timeBudget: "0:30" }]],
    when: hour("user", DAY, 8),
    then: { errors: { children: { activity: { errors: ["Sorry, the budget is used up."] } } } },
    status: 400,
  },
  {
    rule: "a customer's of the form",
    given: [BUDGET, ["super", "PATCH /customers/1", { timeBudget: "0:30" }]],
    when: hour("user", DAY, 8),
    then: formErrors("Sorry, the budget is used up."),
    status: 400,
  },
  {
    rule: "a timer starts over budget but does not stop",
    given: [
      BUDGET,
      inBudget({ timeBudget: "1:00" }),
      hour("user", DAY, 8),
      ["user", "POST /timesheets", { project: 1, activity: 1 }],
      (world) => void (world.now = "2026-03-10T10:20:30Z"),
    ],
    when: ["user", "PATCH /timesheets/2/stop"],
    then: {
      code: "400",
      errors: { children: { project: { errors: [used("1:00", "1:00", "0:00")] } } },
    },
    status: 400,
  },
  {
    rule: "what is not billable passes",
    given: [BUDGET, inBudget({ timeBudget: "0:30" })],
    when: hour("lead", DAY, 8, { billable: false }),
    then: { billable: false },
  },
];

export const ruleCases: Case[] = [
  ...modeCases,
  ...roundingCases,
  {
    rule: "rounding waits for its weekdays",
    given: [
      config("rounding.default.begin", "30"),
      config("rounding.default.days", "sunday"),
    ],
    when: hour("user", DAY, 8, { begin: `${DAY}T08:10:05` }),
    then: { begin: `${DAY}T08:10:05+0100` },
  },
  ...limitCases,
  ...lockCases,
  ...budgetCases,
];
