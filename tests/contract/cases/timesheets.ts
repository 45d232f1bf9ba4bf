/**
 * Time records: what is accepted, what comes back, what each action does.
 */
import { type Case, hour } from "../world.ts";

const DAY = "2026-03-09";
const made = hour("user", DAY, 8);
const patch = (body: object): Case["when"] => ["user", "PATCH /timesheets/1", body];

/** A begin as it is sent, and as it comes back for a user in Berlin. */
const moments: [sent: string, shown: string | number][] = [
  ["2026-02-03T07:15:00", "2026-02-03T07:15:00+0100"],
  ["2026-02-03T07:15", "2026-02-03T07:15:00+0100"],
  ["2026-02-03 07:15:00", "2026-02-03T07:15:00+0100"],
  ["2026-02-03 07:15", "2026-02-03T07:15:00+0100"],
  ["2026-02-03T07:15:00Z", "2026-02-03T08:15:00+0100"],
  ["2026-02-03T07:15:00+0300", "2026-02-03T05:15:00+0100"],
  ["2026-02-03T07:15:00-05:00", "2026-02-03T13:15:00+0100"],
  ["2026-02-03T07:15:00.750", "2026-02-03T07:15:00+0100"],
  // A begin that was sent is rounded when the record stops.
  ["2026-02-03T07:15:59", "2026-02-03T07:15:59+0100"],
  ["2026-07-03T07:15:00", "2026-07-03T07:15:00+0200"],
  ["2026-03-29T02:10:00", "2026-03-29T03:10:00+0200"],
  ["2026-10-25T02:10:00", "2026-10-25T02:10:00+0100"],
  ["2026-02-03", 400],
  ["yesterday 7:15", 400],
  ["2026-02-29T07:15:00", 400],
  ["2026-02-03T25:15:00", 400],
  ["03.02.2026 07:15", 400],
];

const momentCases = moments.map(([begin, shown]): Case => ({
  rule: `begin "${begin}"`,
  when: ["user", "POST /timesheets", { project: 1, activity: 1, begin }],
  then: typeof shown === "number" ? shown : { begin: shown, end: null },
}));

/** A body that is no record, and what is said about it. */
const refused: [rule: string, body: object, errors: object][] = [
  ["an unknown project", { project: 77 }, {
    children: { project: { errors: ["The selected choice is invalid."] } },
  }],
  ["an activity of another project", { project: 3, activity: 3 }, {
    children: { activity: { errors: ["The selected choice is invalid."] } },
  }],
  ["no project", { project: null }, {
    children: {
      project: { errors: ["A project needs to be selected.", "This value should not be null."] },
    },
  }],
  ["no activity", { activity: null }, {
    children: {
      activity: { errors: ["An activity needs to be selected.", "This value should not be null."] },
    },
  }],
  ["an end before the begin", { end: "2026-03-09T06:00:00" }, {
    errors: [
      "The end date must not be earlier than the start date.",
      "Duration cannot be negative.",
    ],
  }],
  ["a list of tags", { tags: ["wet"] }, {
    children: { tags: { errors: ["This value is not valid."] } },
  }],
  ["a duration", { duration: 3600 }, { errors: ["This form should not contain extra fields."] }],
  ["custom fields", { metaFields: [] }, {
    errors: ["This form should not contain extra fields."],
  }],
];

const refusedCases = refused.map(([rule, body, errors]): Case => ({
  rule: `${rule} is refused`,
  when: ["user", "POST /timesheets", { ...made[2] as object, ...body }],
  then: { code: 400, message: "Validation Failed", errors },
  status: 400,
}));

export const timesheetCases: Case[] = [
  ...momentCases,
  ...refusedCases,
  {
    rule: "a record comes back with ids, without rates for a plain user",
    when: hour("user", DAY, 8, { description: "  Welded the rail  " }),
    then: {
      id: 1,
      user: 4,
      project: 1,
      activity: 1,
      begin: "2026-03-09T08:00:00+0100",
      end: "2026-03-09T09:00:00+0100",
      duration: 3600,
      break: 0,
      description: "Welded the rail",
      billable: true,
      exported: false,
      tags: [],
      metaFields: [],
      rate: undefined,
    },
  },
  {
    rule: "full, with any value, embeds user, project and activity",
    when: ["user", "POST /timesheets?full=0", made[2]],
    then: { user: { username: "user" }, project: { customer: { name: "Harbour" } } },
  },
  {
    rule: "a lead sees rates",
    when: hour("lead", DAY, 8),
    then: { rate: 0, internalRate: 0, fixedRate: null, hourlyRate: 0 },
  },
  {
    rule: "seconds are cut at the begin and filled up at the end",
    when: hour("user", DAY, 8, { begin: `${DAY}T08:00:40`, end: `${DAY}T08:30:01` }),
    then: { begin: "2026-03-09T08:00:00+0100", end: "2026-03-09T08:31:00+0100", duration: 1860 },
  },
  {
    rule: "numbers as text are ids",
    when: hour("user", DAY, 8, { project: "1", activity: "1" }),
    then: { project: 1, activity: 1 },
  },
  {
    rule: "an object as project is more than Kimai can take",
    when: hour("user", DAY, 8, { project: { id: 1 } }),
    then: 500,
  },
  {
    rule: "a start has no end and begins with this minute",
    when: ["user", "POST /timesheets", { project: 1, activity: 1 }],
    then: { begin: "2026-03-10T10:20:00+0100", end: null, duration: 0 },
  },
  {
    rule: "a super admin enters hours for somebody, in his own zone first",
    when: hour("super", DAY, 8, { user: 5, project: 1 }),
    then: { user: 5, begin: "2026-03-09T08:00:00+0100" },
  },
  {
    rule: "and in the owner's zone from then on",
    given: [hour("super", DAY, 8, { user: 5 })],
    when: ["user2", "GET /timesheets/1"],
    then: { begin: "2026-03-09T03:00:00-0400" },
  },
  {
    rule: "a patch reads times in the zone of the record",
    given: [hour("user2", DAY, 8)],
    when: ["super", "PATCH /timesheets/1", { end: `${DAY}T10:00:00` }],
    then: { end: "2026-03-09T10:00:00-0400", duration: 7200 },
  },
  {
    rule: "a patch changes what was sent and nothing else",
    given: [hour("user", DAY, 8, { description: "a" })],
    when: patch({ end: `${DAY}T08:10:00` }),
    then: { description: "a", duration: 600, begin: "2026-03-09T08:00:00+0100" },
  },
  { rule: "an empty patch is fine", given: [made], when: patch({}), then: { id: 1 } },
  {
    rule: "an end of null opens a record again",
    given: [made],
    when: patch({ end: null }),
    then: { end: null, duration: 0 },
  },
  { rule: "a begin of null is an error", given: [made], when: patch({ begin: null }), then: 500 },
  {
    rule: "a project that does not fit the activity is told of the project",
    given: [hour("user", DAY, 8, { activity: 3 })],
    when: patch({ project: 3 }),
    then: {
      errors: {
        children: {
          project: {
            errors: [
              "Project mismatch, project specific activity and timesheet project are different.",
            ],
          },
        },
      },
    },
    status: 400,
  },
  {
    rule: "a text above 65,535 bytes breaks it",
    given: [made],
    when: patch({ description: "é".repeat(33_000) }),
    then: 500,
  },
  {
    rule: "everything but JSON false is true",
    given: [hour("lead", DAY, 8)],
    when: ["lead", "PATCH /timesheets/1", { billable: "false", exported: null }],
    then: { billable: true, exported: true },
  },
  {
    rule: "a deleted record is gone",
    given: [made, ["user", "DELETE /timesheets/1"]],
    when: ["user", "DELETE /timesheets/1"],
    then: 404,
  },
  {
    rule: "stopping sets the end to the next minute",
    given: [["user", "POST /timesheets", { project: 1, activity: 1 }]],
    when: ["user", "PATCH /timesheets/1/stop"],
    then: { end: "2026-03-10T10:21:00+0100", duration: 60 },
  },
  {
    rule: "stopping again changes nothing",
    given: [made],
    when: ["user", "PATCH /timesheets/1/stop"],
    then: { duration: 3600 },
  },
  {
    rule: "what runs for more than a year cannot be stopped",
    given: [hour("user", "2024-03-09", 8), patch({ end: null })],
    when: ["user", "PATCH /timesheets/1/stop"],
    then: {
      code: "400",
      message: "There was a problem saving.",
      errors: { children: { duration: { errors: ["Maximum duration exceeded."] } } },
    },
    status: 400,
  },
  {
    rule: "restarting takes project and activity only",
    given: [hour("user", DAY, 8, { description: "a" })],
    when: ["user", "PATCH /timesheets/1/restart"],
    then: { id: 2, description: null, end: null, begin: "2026-03-10T10:20:00+0100" },
  },
  {
    rule: "restarting with copy takes the text along",
    given: [hour("user", DAY, 8, { description: "a" })],
    when: ["user", "PATCH /timesheets/1/restart", { copy: "all", begin: `${DAY}T12:00:00` }],
    then: { description: "a", begin: "2026-03-09T12:00:00+0100" },
  },
  {
    rule: "restarting knows no other copy",
    given: [made],
    when: ["user", "PATCH /timesheets/1/restart", { copy: "some" }],
    then: 400,
  },
  {
    rule: "restarting takes a begin in one shape only",
    given: [made],
    when: ["user", "PATCH /timesheets/1/restart", { begin: DAY }],
    then: 400,
  },
  {
    rule: "somebody else's record is restarted for oneself",
    given: [made],
    when: ["lead", "PATCH /timesheets/1/restart"],
    then: { user: 3, hourlyRate: null },
  },
  {
    rule: "a duplicate is the same but not exported",
    given: [hour("lead", DAY, 8, { exported: true, description: "a" })],
    when: ["lead", "PATCH /timesheets/1/duplicate"],
    then: { id: 2, description: "a", exported: false, duration: 3600 },
  },
  {
    rule: "export toggles",
    given: [made, ["lead", "PATCH /timesheets/1/export"]],
    when: ["admin", "PATCH /timesheets/1/export"],
    then: { exported: false },
  },
  {
    rule: "an exported record cannot be edited by its owner",
    given: [made, ["lead", "PATCH /timesheets/1/export"]],
    when: patch({ description: "late" }),
    then: 403,
  },
  {
    rule: "nor deleted",
    given: [made, ["lead", "PATCH /timesheets/1/export"]],
    when: ["user", "DELETE /timesheets/1"],
    then: 403,
  },
  {
    rule: "but an admin edits it",
    given: [made, ["lead", "PATCH /timesheets/1/export"]],
    when: ["admin", "PATCH /timesheets/1", { description: "late" }],
    then: { description: "late" },
  },
  {
    rule: "a lead cannot take an export back",
    given: [made, ["lead", "PATCH /timesheets/1/export"]],
    when: ["lead", "PATCH /timesheets/1/export"],
    then: 403,
  },
  {
    rule: "a hidden activity cannot be booked",
    given: [["super", "PATCH /activities/1", { visible: false }]],
    when: made,
    then: 400,
  },
  {
    rule: "but what is booked on it stays editable",
    given: [made, ["super", "PATCH /activities/1", { visible: false }]],
    when: patch({ description: "still" }),
    then: { description: "still" },
  },
  {
    rule: "and cannot be restarted",
    given: [made, ["super", "PATCH /customers/1", { visible: false }]],
    when: ["user", "PATCH /timesheets/1/restart"],
    then: 403,
  },
  {
    rule: "a project without global activities takes its own only",
    given: [["super", "PATCH /projects/1", { globalActivities: false }]],
    when: made,
    then: { errors: { children: { activity: { errors: ["The selected choice is invalid."] } } } },
    status: 400,
  },
  {
    rule: "a project that has ended cannot be chosen, even for its past",
    given: [["super", "PATCH /projects/1", { end: "2026-02-28T00:00:00" }]],
    when: hour("user", "2026-02-02", 8),
    then: { errors: { children: { project: { errors: ["The selected choice is invalid."] } } } },
    status: 400,
  },
  {
    rule: "before a project starts, both ends are too early",
    given: [["super", "PATCH /projects/1", { start: "2026-03-01T00:00:00" }]],
    when: hour("user", "2026-02-02", 8),
    then: {
      errors: {
        errors: [
          "The project has not started at that time.",
          "The project has not started at that time.",
        ],
      },
    },
    status: 400,
  },
  {
    rule: "after a project ends, each end is too late",
    given: [["super", "PATCH /projects/1", { end: "2026-03-20T00:00:00" }]],
    when: hour("user", "2026-03-20", 23, { end: "2026-03-21T01:00:00" }),
    then: { errors: { errors: ["The project is finished at that time."] } },
    status: 400,
  },
  {
    rule: "another project brings its own billable flag",
    given: [made, ["super", "PATCH /projects/3", { billable: false }], [
      "admin",
      "POST /teams/1/customers/1",
    ]],
    when: patch({ project: 3 }),
    then: { billable: false },
  },
  {
    rule: "a single record stays short with full",
    given: [made],
    when: ["user", "GET /timesheets/1?full=1"],
    then: { project: 1 },
  },
  { rule: "an unknown record is a 404", when: ["user", "GET /timesheets/99"], then: 404 },
  {
    rule: "a stranger's record is a 403",
    given: [made],
    when: ["user2", "GET /timesheets/1"],
    then: 403,
  },
];
