/** Rows of the tools that read: what runs, who is there, who worked, what is called how. */

import { furnish } from "./world.ts";
import { type Case, table } from "./row.ts";

const config = table("config", furnish, [
  {
    user: "user",
    action: "get",
    args: { type: "timesheet" },
    received: ["GET /config/timesheet"],
    line: "Timesheet Configuration:",
    gives: { timesheet: { trackingMode: "default" } },
  },
  {
    user: "user",
    action: "get",
    args: { type: "colors" },
    received: ["GET /config/colors"],
    line: "Available Colors:",
  },
  {
    user: "super",
    action: "get",
    args: { type: "plugins" },
    received: ["GET /plugins"],
    line: "Installed Plugins (1):",
    gives: { plugins: [{ name: "WorkContractBundle", version: "1.23.0" }] },
  },
  {
    user: "user",
    action: "get",
    args: { type: "version" },
    received: ["GET /version"],
    line: "Kimai Version:",
    gives: { version: { version: "2.66.0", versionId: 26600 } },
  },
  {
    user: "super",
    action: "get",
    args: { type: "all" },
    received: ["GET /version", "GET /config/timesheet", "GET /plugins", "GET /config/colors"],
    line: "Kimai Version:",
    gives: { version: { versionId: 26600 }, timesheet: {}, plugins: [{}], failed: undefined },
  },
]);

const userCurrent = table("user_current", furnish, [
  {
    user: "lead",
    action: "get",
    received: ["GET /users/me"],
    line: "Current User: lead (ID: 3)",
    gives: { id: 3, username: "lead", roles: ["ROLE_TEAMLEAD"], teams: [{ id: 2, lead: true }] },
  },
]);

const analyzeProjectTeam = table("analyze_project_team", furnish, [
  {
    user: "super",
    action: "analyze",
    args: { project_name: "Website", begin: "2026-11-01", end: "2026-11-30" },
    received: [
      "GET /projects?visible=3&ignoreDates=1",
      "GET /users/me",
      "GET /timesheets?user=all&project=1&begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&full=1&page=1&size=500",
    ],
    line:
      "Project ACME / Website (1), all users (Sun 1 Nov 2026 - Mon 30 Nov 2026, Europe/Berlin): 6:31 h in 4 entries, billable 6:31 h (100 %), 262.50 EUR",
    gives: { entries: 4 },
  },
  {
    user: "super",
    action: "analyze",
    args: {
      project_name: "Website",
      begin: "2026-11-01",
      end: "2026-11-30",
      user_scope: "all",
      include_details: false,
    },
    received: [
      "GET /projects?visible=3&ignoreDates=1",
      "GET /users/me",
      "GET /timesheets?user=all&project=1&begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&full=1&page=1&size=500",
    ],
    line:
      "Project ACME / Website (1), all users (Sun 1 Nov 2026 - Mon 30 Nov 2026, Europe/Berlin): 6:31 h in 4 entries, billable 6:31 h (100 %), 262.50 EUR",
    gives: { people: [{ id: 4 }, { id: 5 }] },
  },
  {
    user: "user",
    action: "analyze",
    args: { project_name: "Website", begin: "2026-11-01", end: "2026-11-30", user_scope: "self" },
    received: [
      "GET /projects?visible=3&ignoreDates=1",
      "GET /users/me",
      "GET /timesheets?project=1&begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&full=1&page=1&size=500",
    ],
    line:
      "Project ACME / Website (1), current user (Sun 1 Nov 2026 - Mon 30 Nov 2026, Europe/Berlin): 5:31 h in 3 entries, billable 5:31 h (100 %)",
    gives: { people: [{ id: 4 }] },
  },
  {
    user: "super",
    action: "analyze",
    args: {
      project_name: "Website",
      begin: "2026-11-01",
      end: "2026-11-30",
      user_scope: "specific",
      user: "5",
      include_details: true,
    },
    received: [
      "GET /projects?visible=3&ignoreDates=1",
      "GET /users/me",
      "GET /timesheets?user=5&project=1&begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&full=1&page=1&size=500",
    ],
    line:
      "Project ACME / Website (1), user 5 (Sun 1 Nov 2026 - Mon 30 Nov 2026, Europe/Berlin): 1:00 h in 1 entry, billable 1:00 h (100 %)",
    gives: { people: [{ id: 5, duration: 3600, activities: [{ id: 1 }] }] },
  },
  {
    user: "admin",
    action: "analyze",
    args: {
      project_name: "Website",
      begin: "2026-11-01T00:00:00",
      end: "2026-11-30",
      user_scope: "team",
      team: 2,
    },
    received: [
      "GET /projects?visible=3&ignoreDates=1",
      "GET /users/me",
      "GET /teams/2",
      "GET /timesheets?user=all&project=1&begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&full=1&page=1&size=500",
    ],
    line:
      "Project ACME / Website (1), team Shop (2) (Sun 1 Nov 2026 - Mon 30 Nov 2026, Europe/Berlin): 5:31 h in 3 entries, billable 5:31 h (100 %), 262.50 EUR",
    gives: { people: [{ id: 4 }] },
  },
]);

const find = table("find", furnish, [
  {
    user: "user",
    action: "find",
    args: { text: "website", type: "project", size: 5 },
    received: ["GET /projects?visible=3&ignoreDates=1"],
    line: 'project 1: ACME / Website {"project":1}',
    gives: { found: [{ type: "project", id: 1, of: "ACME" }] },
  },
]);

const status = table("status", furnish, [
  {
    user: "user",
    action: "get",
    received: [
      "GET /version",
      "GET /users/me",
      "GET /config/timesheet",
      "GET /plugins",
      "GET /timesheets/active",
      "GET /users",
      "GET /teams",
      "GET /invoices?size=1",
      "GET /absences/types",
      "GET /public-holidays",
    ],
    line: "Kimai 2.66.0 at https://kimai.test",
    gives: { ok: true, kimai: { version: "2.66.0" }, user: { id: 4 } },
  },
]);

export const readingRows: Case[] = [
  ...config,
  ...userCurrent,
  ...analyzeProjectTeam,
  ...find,
  ...status,
];
