/** The calls that the reference prints for its users work as they stand, on a Kimai that has their ids. */

import assert from "node:assert/strict";
import { bookInKimai, type KimaiTest, withKimai } from "../support/kimai.ts";
import { assertPart, writesIn } from "./parity/row.ts";

interface Printed {
  tool: string;
  parameters?: Record<string, unknown>;
  /** The first line of the answer. */
  line: string;
  /** Part of the structured result. */
  gives?: unknown;
  /** What Kimai received to write, in this order. */
  wrote?: string[];
  /** A path, and part of what Kimai answers there afterwards. */
  holds?: [path: string, part: unknown];
}

const printed: Printed[] = [
  {
    tool: "timesheet",
    parameters: { action: "list", filters: { project: 17, user_scope: "self" } },
    line: "Found 2 timesheets for current user (Europe/Berlin): 2:00 h, 150.00 EUR",
    gives: { total: 2, projects: [{ id: 17, name: "Project 17", duration: 7200 }] },
  },
  {
    tool: "timesheet",
    parameters: {
      action: "create",
      data: {
        project: 1,
        activity: 5,
        description: "Working on API integration",
        begin: "2024-08-03T09:00:00",
        end: "2024-08-03T10:30:00",
      },
    },
    line: "Created timesheet ID 12346 for project 1 / activity 5",
    wrote: [
      `POST /timesheets?full=1 {"project":1,"activity":5,"description":"Working on API integration","begin":"2024-08-03T09:00:00","end":"2024-08-03T10:30:00"}`,
    ],
    holds: ["/timesheets/12346", {
      begin: "2024-08-03T09:00:00+0200",
      end: "2024-08-03T10:30:00+0200",
      duration: 5400,
      description: "Working on API integration",
      user: 1,
    }],
  },
  {
    tool: "timer",
    parameters: {
      action: "start",
      data: { project: 1, activity: 5, description: "Working on API integration" },
    },
    line: "Started timer ID 12346 for project 1 / activity 5",
    wrote: [
      `POST /timesheets?full=1 {"project":1,"activity":5,"description":"Working on API integration"}`,
    ],
    holds: ["/timesheets/active", [{
      id: 12346,
      begin: "2026-11-20T10:00:00+0100",
      project: { id: 1 },
      activity: { id: 5 },
      description: "Working on API integration",
    }]],
  },
  {
    tool: "timer",
    parameters: { action: "stop", id: 12345 },
    line: "Stopped timer ID 12345. Duration: 2.02 hours",
    wrote: ["PATCH /timesheets/12345/stop"],
    holds: ["/timesheets/12345", { end: "2026-11-20T10:01:00+0100", duration: 7260 }],
  },
  {
    tool: "entity",
    parameters: { type: "project", action: "list", filters: { customer: 1 } },
    line: "Found 6 projects",
    gives: { items: [17, 5, 6, 7, 2, 1].map((id) => ({ id, customer: { id: 1, name: "ACME" } })) },
  },
  {
    tool: "entity",
    parameters: { type: "project", action: "get", id: 17 },
    line: "Project: Project 17 (ID: 17)",
    gives: { item: { id: 17, name: "Project 17", customer: { id: 1, name: "ACME" } } },
  },
  {
    tool: "entity",
    parameters: { type: "activity", action: "list", filters: { project: 17 } },
    line: "Found 2 activities",
    gives: { items: [{ id: 5, name: "Activity 5" }, { id: 1, name: "Design" }] },
  },
  {
    tool: "entity",
    parameters: { type: "user", action: "list" },
    line: "Found 5 users",
    gives: { items: ["admin", "lead", "super", "user", "user2"].map((name) => ({ name })) },
  },
  {
    tool: "entity",
    parameters: {
      type: "team",
      action: "create",
      data: { name: "Development Team", color: "#3498db" },
    },
    line: "Created Team: Development Team (ID: 2)",
    // A team needs a lead, and the colour one of Kimai's palette.
    holds: ["/teams/2", {
      name: "Development Team",
      color: "#1e90ff",
      members: [{ user: { id: 1 }, teamlead: true }],
    }],
  },
  {
    tool: "team_access",
    parameters: { action: "add_member", team_id: 1, user_id: 5 },
    line: "Added user ID 5 as member to team ID 1",
    wrote: ["POST /teams/1/members/5"],
    holds: ["/teams/1", {
      members: [{ user: { id: 2 }, teamlead: true }, { user: { id: 5 }, teamlead: false }],
    }],
  },
  {
    tool: "absence",
    parameters: {
      action: "create",
      data: {
        comment: "Vacation in the mountains",
        date: "2024-02-15",
        end: "2024-02-20",
        type: "holiday",
      },
    },
    line: "Created 4 absence(s) for holiday",
    wrote: [
      `POST /absences {"comment":"Vacation in the mountains","date":"2024-02-15","end":"2024-02-20","type":"holiday"}`,
    ],
    holds: [
      "/absences?user=1&status=all",
      ["15", "16", "19", "20"].map((day) => ({
        date: `2024-02-${day}T00:00:00+0100`,
        type: "holiday",
        duration: 28_800,
      })),
    ],
  },
  {
    tool: "absence",
    parameters: { action: "list", filters: { user: "5", status: "all" } },
    line: "Found 9 absence(s) for user 5: 9 days, 72:00 h in 9 entries",
    gives: { people: [{ id: 5, name: "user2", days: 9 }] },
  },
  {
    tool: "absence",
    parameters: { action: "attendance", date: "2024-12-29" },
    line: "Attendance Report for Sunday, 29 Dec 2024",
    gives: {
      present: [{ id: 2 }, { id: 3 }, { id: 1 }, { id: 5 }],
      absent: [{ id: 4, name: "user", reasons: [{ type: "holiday" }] }],
    },
  },
  {
    tool: "absence",
    parameters: { action: "batch_delete", ids: [1, 2, 3, 4, 5] },
    line: "Batch Delete Complete",
    gives: { done: [1, 2, 3, 4, 5], failed: [] },
    wrote: [1, 2, 3, 4, 5].map((id) => `DELETE /absences/${id}`),
    holds: ["/absences?user=5&status=all", [10, 11, 12, 13].map((id) => ({ id }))],
  },
  {
    tool: "absence",
    parameters: { action: "batch_approve", ids: [10, 11, 12, 13] },
    line: "Batch Approve Complete",
    gives: { done: [10, 11, 12, 13], failed: [] },
    wrote: [10, 11, 12, 13].map((id) => `PATCH /absences/${id}/confirm`),
    holds: ["/absences?user=5&status=approved", [10, 11, 12, 13].map((id) => ({ id }))],
  },
  {
    tool: "timesheet",
    parameters: { action: "batch_delete", ids: [100, 101, 102, 103] },
    line: "Batch Delete Complete",
    gives: { done: [100, 101, 102, 103], failed: [] },
    wrote: [100, 101, 102, 103].map((id) => `DELETE /timesheets/${id}`),
    holds: ["/timesheets?activity=1&order=ASC", [200, 201, 202].map((id) => ({ id }))],
  },
  {
    tool: "timesheet",
    parameters: { action: "batch_export", ids: [200, 201, 202] },
    line: "Batch Export Complete",
    gives: { done: [200, 201, 202], failed: [] },
    wrote: [200, 201, 202].map((id) => `PATCH /timesheets/${id}/export`),
    holds: ["/timesheets?exported=1&order=ASC", [200, 201, 202].map((id) => ({ id }))],
  },
  {
    tool: "entity",
    parameters: { type: "project", action: "batch_delete", ids: [5, 6, 7] },
    line: "Batch Delete Complete",
    gives: { done: [5, 6, 7], failed: [] },
    wrote: [5, 6, 7].map((id) => `DELETE /projects/${id}`),
    holds: ["/projects?orderBy=id", [1, 2, 17].map((id) => ({ id }))],
  },
  {
    tool: "rate",
    parameters: { entity: "customer", action: "list", entity_id: 1 },
    line: "Found 1 rate(s) for customer ID 1 (ACME):",
    gives: { rates: [{ id: 1, user: undefined, rate: 75, is_fixed: false }] },
  },
  {
    tool: "comment",
    parameters: { entity: "project", entity_id: 17, action: "list" },
    line: "Found 1 comment(s) for project ID 17 (Project 17):",
    gives: { comments: [{ id: 1, message: "Hi", by: "super" }] },
  },
  {
    tool: "comment",
    parameters: {
      entity: "customer",
      entity_id: 5,
      action: "create",
      data: { message: "Billing contact changed, see email from 2026-06-01", pinned: true },
    },
    line: "Added comment ID 1 to customer ID 5 (pinned)",
    wrote: [
      `POST /customers/5/comments {"message":"Billing contact changed, see email from 2026-06-01","pinned":true}`,
    ],
    holds: ["/customers/5/comments", [{
      message: "Billing contact changed, see email from 2026-06-01",
      pinned: true,
    }]],
  },
  {
    tool: "user_current",
    line: "Current User: super (ID: 1)",
    gives: { id: 1, username: "super", roles: ["ROLE_SUPER_ADMIN"], zone: "Europe/Berlin" },
  },
  {
    tool: "absence",
    parameters: {
      action: "create",
      data: { date: "2025-09-01", end: "2026-03-31", type: "parental", comment: "Parental leave" },
    },
    line: "Created 152 absence(s) for parental",
    gives: { parts: 8, calendar_days: 212, days: 152 },
    wrote: [
      ["2025-09-01", "2025-09-30"],
      ["2025-10-01", "2025-10-30"],
      ["2025-10-31", "2025-11-29"],
      ["2025-11-30", "2025-12-29"],
      ["2025-12-30", "2025-12-31"],
      ["2026-01-01", "2026-01-30"],
      ["2026-01-31", "2026-03-01"],
      ["2026-03-02", "2026-03-31"],
    ].map(([date, end]) =>
      `POST /absences {"comment":"Parental leave","date":"${date}","end":"${end}","type":"parental"}`
    ),
    holds: ["/absences?user=1&status=all", weekdays("2025-09-01", "2026-03-31", "parental")],
  },
  {
    tool: "absence",
    parameters: {
      action: "create",
      data: {
        date: "2025-09-01",
        end: "2025-11-29",
        type: "parental",
        comment: "Parental leave (90 days)",
      },
    },
    line: "Created 65 absence(s) for parental",
    gives: { parts: 3, calendar_days: 90, days: 65 },
    wrote: [
      ["2025-09-01", "2025-09-30"],
      ["2025-10-01", "2025-10-30"],
      ["2025-10-31", "2025-11-29"],
    ].map(([date, end]) =>
      `POST /absences {"comment":"Parental leave (90 days)","date":"${date}","end":"${end}","type":"parental"}`
    ),
    holds: ["/absences?user=1&status=all", weekdays("2025-09-01", "2025-11-29", "parental")],
  },
];

/** What Kimai makes of a range: a record for each day from Monday to Friday. */
function weekdays(first: string, last: string, type: string): { type: string }[] {
  const { days } = Temporal.PlainDate.from(first).until(last);
  return Array.from(
    { length: days + 1 },
    (_, index) => Temporal.PlainDate.from(first).add({ days: index }),
  )
    .filter((day) => day.dayOfWeek <= 5)
    .map(() => ({ type }));
}

/** All ids that the calls name. */
async function furnish(test: KimaiTest): Promise<void> {
  const { state } = test.demo;
  state.plugins.push({ name: "WorkContractBundle", version: "1.23.0" });
  for (const id of [5, 6, 7, 17]) {
    const name = `Project ${id}`;
    state.projects.add({ ...state.projects.get(1)!, id, name, teams: new Set(), meta: new Map() });
  }
  const design = state.activities.get(1)!;
  state.activities.add({ ...design, id: 5, name: "Activity 5", teams: new Set(), meta: new Map() });
  const acme = state.customers.get(1)!;
  state.customers.add({ ...acme, id: 5, name: "Beta", teams: new Set(), meta: new Map() });
  state.teams.add({
    id: 1,
    name: "Web",
    color: null,
    members: [{ user: 2, teamlead: true }],
  });
  const post = (path: string, body: unknown) =>
    test.kimai(path, "super", { method: "POST", body: JSON.stringify(body) });
  await post("/customers/1/rates", { rate: 75, isFixed: false });
  await post("/projects/17/comments", { message: "Hi" });
  for (const id of [100, 101, 102, 103, 200, 201, 202]) await book(test, id, {});
  const work = { project: 17, activity: 5 };
  await book(test, 300, work);
  await book(test, 301, { ...work, begin: "2026-11-18T09:00:00", end: "2026-11-18T10:00:00" });
  const running = { activity: 5, begin: "2026-11-20T08:00:00", end: undefined };
  await book(test, 12345, running);
  const absence = { type: "holiday", duration: 28_800, halfDay: false, comment: null };
  for (const id of [1, 2, 3, 4, 5, 10, 11, 12, 13]) {
    const date = `2026-12-${String(id).padStart(2, "0")}`;
    state.absences.add({ ...absence, id, user: 5, date, status: "requested" });
  }
  state.absences.add({ ...absence, id: 20, user: 4, date: "2024-12-29", status: "approved" });
}

/** An entry of super under this id. */
async function book(test: KimaiTest, id: number, body: Record<string, unknown>): Promise<void> {
  const { timesheets } = test.demo.state;
  const made = timesheets.get(await bookInKimai(test, body, "super"))!;
  timesheets.delete(made.id);
  timesheets.save({ ...made, id });
}

for (const { tool, parameters = {}, line, gives, wrote, holds } of printed) {
  Deno.test(`as printed: ${tool} ${JSON.stringify(parameters)}`, async () => {
    await using test = await withKimai({ user: "super" });
    await furnish(test);
    const { text, structured, isError } = await test.call(tool, parameters);
    assert(!isError, text);
    assert.equal(text.split("\n")[0], line);
    if (gives) assertPart(structured?.result, gives);
    if (wrote) assert.deepEqual(writesIn(test.requests), wrote);
    if (holds) assertPart(await test.kimai(holds[0]), holds[1]);
  });
}
