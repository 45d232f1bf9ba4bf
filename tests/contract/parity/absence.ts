/** Rows of `absence` and `calendar`. */

import { furnish } from "./world.ts";
import { type Case, type Row, table } from "./row.ts";

/** The absences of everybody, one request each. */
const ofAll = (query: string) =>
  [1, 2, 3, 4, 5].map((user) => `GET /absences?user=${user}&${query}`);

const absence = table("absence", furnish, [
  {
    user: "user",
    action: "list",
    received: ["GET /users/me", "GET /absences?user=4&status=all"],
    line: "Found 2 absence(s) for current user: 2 days, 16:00 h in 2 entries",
    gives: { entries: 2, absences: [{ id: 1 }, { id: 2 }] },
  },
  {
    user: "user",
    action: "list",
    args: {
      filters: { user_scope: "self", begin: "2026-11-23", end: "2026-11-23", status: "open" },
    },
    received: [
      "GET /users/me",
      "GET /absences?user=4&begin=2026-11-23T00%3A00%3A00&end=2026-11-23T23%3A59%3A59&status=open",
    ],
    line: "Found 1 absence(s) for current user (Mon 23 Nov 2026): 1 day, 8:00 h in 1 entry",
    gives: { absences: [{ id: 2, date: "2026-11-23", status: "requested" }] },
  },
  {
    user: "lead",
    action: "list",
    args: { filters: { user_scope: "specific", user: "4", status: "all" } },
    received: ["GET /users/me", "GET /absences?user=4&status=all"],
    line: "Found 2 absence(s) for user 4: 2 days, 16:00 h in 2 entries",
    gives: { entries: 2 },
  },
  {
    user: "super",
    action: "list",
    args: { filters: { user_scope: "all", status: "approved" } },
    received: [
      "GET /users/me",
      "GET /users",
      ...ofAll("status=approved"),
    ],
    line: "Found 1 absence(s) for all users: 1 day, 8:00 h in 1 entry",
    gives: { entries: 1, absences: [{ id: 3, user: 3, type: "sickness" }] },
  },
  {
    user: "super",
    action: "statistics",
    received: [
      "GET /users/me",
      "GET /users",
      ...ofAll("status=all"),
    ],
    line:
      "Absence statistics for all users: 4 days, 32:00 h in 4 entries, 3 people, 1.33 days each",
    gives: {
      entries: 4,
      days: 4,
      group_by: "type",
      groups: [{ name: "holiday", days: 3 }, { name: "sickness", days: 1 }],
    },
  },
  {
    user: "super",
    action: "statistics",
    args: {
      filters: { begin: "2026-11-01", end: "2026-11-30" },
      group_by: "type",
      breakdown_by_month: true,
    },
    received: [
      "GET /users/me",
      "GET /users",
      ...ofAll("begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&status=all"),
    ],
    line:
      "Absence statistics for all users (Sun 1 Nov 2026 - Mon 30 Nov 2026): 3 days, 24:00 h in 3 entries, 2 people, 1.5 days each",
    gives: { entries: 3, months: [{ name: "2026-11", days: 3 }] },
  },
  {
    user: "super",
    action: "statistics",
    args: { filters: { user_scope: "all" }, group_by: "user" },
    received: [
      "GET /users/me",
      "GET /users",
      ...ofAll("status=all"),
    ],
    line:
      "Absence statistics for all users: 4 days, 32:00 h in 4 entries, 3 people, 1.33 days each",
    gives: { groups: [{ id: 4, days: 2 }, { id: 3, days: 1 }, { id: 5, days: 1 }] },
  },
  {
    user: "super",
    action: "statistics",
    args: { group_by: "month", breakdown_by_month: false },
    received: [
      "GET /users/me",
      "GET /users",
      ...ofAll("status=all"),
    ],
    line:
      "Absence statistics for all users: 4 days, 32:00 h in 4 entries, 3 people, 1.33 days each",
    gives: { groups: [{ name: "2026-11", days: 3 }, { name: "2026-12", days: 1 }] },
  },
  {
    user: "user",
    action: "types",
    received: ["GET /absences/types?language=en"],
    line: "Available absence types (en):",
    gives: { language: "en" },
  },
  {
    user: "user",
    action: "types",
    args: { language: "de" },
    received: ["GET /absences/types?language=de"],
    line: "Available absence types (de):",
    gives: {
      language: "de",
      types: [
        { type: "holiday" },
        { type: "time_off" },
        { type: "sickness" },
        { type: "sickness_child" },
        { type: "other" },
        { type: "parental" },
        { type: "unpaid_vacation" },
      ],
    },
  },
  {
    user: "user",
    action: "create",
    args: { data: { comment: "Hills", date: "2026-11-24", end: "2026-11-26", type: "holiday" } },
    received: [
      "GET /users/me",
      "GET /absences/types?language=en",
      'POST /absences {"comment":"Hills","date":"2026-11-24","end":"2026-11-26","type":"holiday"}',
    ],
    line: "Created 3 absence(s) for holiday",
    holds: ["/absences?user=4&status=all&begin=2026-11-24T00:00:00", [
      { date: "2026-11-24T00:00:00+0100" },
      {},
      { date: "2026-11-26T00:00:00+0100", type: "holiday" },
    ]],
  },
  {
    user: "lead",
    action: "create",
    args: {
      data: {
        comment: "Hills",
        date: "2026-11-24",
        type: "time_off",
        user: 4,
        halfDay: true,
        duration: "4h",
      },
    },
    received: [
      "GET /users/me",
      "GET /absences/types?language=en",
      'POST /absences {"comment":"Hills","date":"2026-11-24","type":"time_off","user":4,"halfDay":true,"duration":"04:00"}',
    ],
    line: "Created absence ID 5 for time_off (half day) on 2026-11-24",
    holds: ["/absences?user=4&status=all&begin=2026-11-24T00:00:00", [{
      type: "time_off",
      halfDay: true,
      duration: 14400,
    }]],
  },
  ...["sickness", "sickness_child", "parental", "other", "unpaid_vacation"].map((type): Row => ({
    user: "user",
    action: "create",
    args: { data: { comment: "Hills", date: "2026-11-24", type } },
    received: [
      "GET /users/me",
      "GET /absences/types?language=en",
      `POST /absences {"comment":"Hills","date":"2026-11-24","type":"${type}"}`,
    ],
    line: `Created absence ID 5 for ${type} on 2026-11-24`,
    holds: ["/absences?user=4&status=all&begin=2026-11-24T00:00:00", [{
      type,
      date: "2026-11-24T00:00:00+0100",
    }]],
  })),
  {
    user: "user",
    action: "create",
    args: { data: { comment: "New Year", date: "2026-12-31", end: "2027-01-01", type: "holiday" } },
    received: [
      "GET /users/me",
      "GET /absences/types?language=en",
      'POST /absences {"comment":"New Year","date":"2026-12-31","type":"holiday"}',
      'POST /absences {"comment":"New Year","date":"2027-01-01","type":"holiday"}',
    ],
    line: "Created 2 absence(s) for holiday",
    holds: ["/absences?user=4&status=all&begin=2026-12-31T00:00:00", [{}, {
      date: "2027-01-01T00:00:00+0100",
    }]],
  },
  {
    user: "user",
    action: "delete",
    args: { id: 1 },
    received: ["DELETE /absences/1"],
    line: "Deleted absence ID 1",
    holds: ["/absences?user=4&status=all", [{ id: 2 }]],
  },
  {
    user: "lead",
    action: "approve",
    args: { id: 2 },
    received: ["GET /users/me", "PATCH /absences/2/confirm"],
    line: "Approved absence ID 2",
    holds: ["/absences?user=4&status=approved", [{ id: 2 }]],
  },
  {
    user: "lead",
    action: "reject",
    args: { id: 2 },
    received: ["GET /users/me", "PATCH /absences/2/reject"],
    line: "Rejected absence ID 2",
    holds: ["/absences?user=4&status=all", [{ id: 1 }, { id: 2, status: "new" }]],
  },
  {
    user: "user",
    action: "request",
    args: { id: 1 },
    received: ["GET /users/me", "PATCH /absences/1/request"],
    line: "Requested approval for absence ID 1",
    holds: ["/absences?user=4&status=all", [{ id: 1, status: "requested" }, {}]],
  },
  {
    user: "super",
    action: "attendance",
    args: { date: "2026-11-20" },
    received: [
      "GET /users/me",
      "GET /users",
      ...ofAll("begin=2026-11-20T00%3A00%3A00&end=2026-11-20T23%3A59%3A59&status=all"),
      "GET /public-holidays?begin=2026-11-20T00%3A00%3A00&end=2026-11-20T23%3A59%3A59",
    ],
    line: "Attendance Report for Friday, 20 Nov 2026",
    gives: {
      absent: [{ id: 3, name: "lead" }],
      present: [{ id: 2 }, { id: 1 }, { id: 4 }, { id: 5 }],
    },
  },
  {
    user: "super",
    action: "attendance",
    args: { data: { date: "2026-11-20" } },
    received: [
      "GET /users/me",
      "GET /users",
      ...ofAll("begin=2026-11-20T00%3A00%3A00&end=2026-11-20T23%3A59%3A59&status=all"),
      "GET /public-holidays?begin=2026-11-20T00%3A00%3A00&end=2026-11-20T23%3A59%3A59",
    ],
    line: "Attendance Report for Friday, 20 Nov 2026",
    gives: { absent: [{ id: 3 }] },
  },
  {
    user: "super",
    action: "batch_delete",
    args: { ids: [1, 4] },
    received: ["DELETE /absences/1", "DELETE /absences/4"],
    line: "Batch Delete Complete",
    holds: ["/absences?user=4&status=all", [{ id: 2 }]],
  },
  {
    user: "super",
    action: "batch_approve",
    args: { ids: [1, 2] },
    received: ["PATCH /absences/1/confirm", "PATCH /absences/2/confirm"],
    line: "Batch Approve Complete",
    holds: ["/absences?user=4&status=approved", [{ id: 1 }, { id: 2 }]],
  },
  {
    user: "super",
    action: "batch_reject",
    args: { ids: [1, 2] },
    received: ["PATCH /absences/1/reject", "PATCH /absences/2/reject"],
    line: "Batch Reject Complete",
    holds: ["/absences?user=4&status=all", [{ status: "new" }, { status: "new" }]],
  },
]);

const calendar = table("calendar", furnish, [
  {
    user: "lead",
    action: "show",
    args: { type: "absences", filters: { user: 4, begin: "2026-11-20", end: "2026-11-20" } },
    received: [
      "GET /users/me",
      "GET /users/4",
      "GET /timesheets?user=4&size=1&full=1",
      "GET /absences/calendar?user=4&begin=2026-11-20T00%3A00%3A00&end=2026-11-20T23%3A59%3A59&language=en",
    ],
    line: "No absences found for user user (4) (Fri 20 Nov 2026)",
    gives: { events: [] },
  },
  {
    user: "lead",
    action: "show",
    args: { type: "absences", filters: { user: "3", begin: "2026-11-01", end: "2026-11-30" } },
    received: [
      "GET /users/me",
      "GET /absences/calendar?user=3&begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&language=en",
    ],
    line: "Found 1 absence event(s) for current user (Sun 1 Nov 2026 - Mon 30 Nov 2026):",
    gives: { events: [{ title: "Sickness", start: "2026-11-20", end: undefined }] },
  },
  {
    user: "user",
    action: "show",
    args: { type: "holidays", filters: { begin: "2026-12-25", end: "2026-12-25" } },
    received: [
      "GET /users/me",
      "GET /public-holidays/calendar?begin=2026-12-25T00%3A00%3A00&end=2026-12-25T23%3A59%3A59&language=en",
    ],
    line: "Found 1 holiday event(s) (Fri 25 Dec 2026):",
    gives: { events: [{ title: "Christmas Day", start: "2026-12-25" }] },
  },
]);

export const absenceRows: Case[] = [...absence, ...calendar];
