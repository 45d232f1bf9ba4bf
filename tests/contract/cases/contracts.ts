/**
 * The plugin for work contracts, second-hand as its rules are.
 */
import { seedContracts } from "../../../src/connectors/kimai/demo/seed.ts";
import type { Case, Step } from "../world.ts";

const INSTALLED: Step = ({ kimai }) => {
  seedContracts(kimai.state);
  for (const id of kimai.state.absences.keys()) kimai.state.absences.delete(id);
};
const WEEK: Step = ["user", "POST /absences", {
  date: "2026-03-13",
  end: "2026-03-17",
  type: "holiday",
}];
const first = 5; // four rows were seeded and taken away

export const contractCases: Case[] = [
  { rule: "absences need the plugin", when: ["user", "GET /absences"], then: 404 },
  {
    rule: "the plugin is listed",
    given: [INSTALLED],
    when: ["user", "GET /plugins"],
    then: [{ name: "WorkContractBundle", version: "1.23.0" }],
  },
  {
    rule: "types have labels",
    given: [INSTALLED],
    when: ["user", "GET /absences/types"],
    then: { holiday: "Holiday", sickness: "Sickness" },
  },
  {
    rule: "a range becomes a row for each working day",
    given: [INSTALLED],
    when: WEEK as Case["when"],
    then: [
      { date: "2026-03-13T00:00:00+0100", duration: 28800, status: "new", halfDay: false },
      { date: "2026-03-16T00:00:00+0100", user: { username: "user" } },
      { date: "2026-03-17T00:00:00+0100", type: "holiday" },
    ],
  },
  {
    rule: "half a day is half the hours",
    given: [INSTALLED],
    when: ["user", "POST /absences", { date: "2026-03-13", type: "time_off", halfDay: true }],
    then: [{ duration: 14400, halfDay: true }],
  },
  {
    rule: "a duration is what it says",
    given: [INSTALLED],
    when: ["user", "POST /absences", { date: "2026-03-13", type: "time_off", duration: "1:30" }],
    then: [{ duration: 5400 }],
  },
  {
    rule: "the fields of the form",
    given: [INSTALLED],
    when: ["user", "POST /absences", { date: "soon" }],
    then: {
      fields: "user,date,end,type,halfDay,duration,comment",
      errors: {
        children: {
          date: { errors: ["Please enter a valid date."] },
          type: { errors: ["This value should not be null."] },
        },
      },
    },
    status: 400,
  },
  {
    rule: "an unknown type",
    given: [INSTALLED],
    when: ["user", "POST /absences", { date: "2026-03-13", type: "party" }],
    then: { errors: { children: { type: { errors: ["The selected choice is invalid."] } } } },
    status: 400,
  },
  {
    rule: "not over the end of a year",
    given: [INSTALLED],
    when: ["user", "POST /absences", { date: "2026-12-30", end: "2027-01-02", type: "holiday" }],
    then: 400,
  },
  {
    rule: "not more than thirty days",
    given: [INSTALLED],
    when: ["user", "POST /absences", { date: "2026-03-01", end: "2026-03-31", type: "holiday" }],
    then: 400,
  },
  {
    rule: "not for a stranger",
    given: [INSTALLED],
    when: ["user2", "POST /absences", { date: "2026-03-13", type: "holiday", user: 4 }],
    then: { errors: { children: { user: { errors: ["The selected choice is invalid."] } } } },
    status: 400,
  },
  {
    rule: "only approved ones are listed",
    given: [INSTALLED, WEEK],
    when: ["user", "GET /absences"],
    then: [],
  },
  {
    rule: "unless all are asked for",
    given: [INSTALLED, WEEK],
    when: ["user", "GET /absences?status=all&begin=2026-03-14T00:00:00&end=2026-03-16T23:59:59"],
    then: [{ status: "new" }],
  },
  {
    rule: "a bound is a moment",
    given: [INSTALLED],
    when: ["user", "GET /absences?begin=2026-03-14"],
    then: 400,
  },
  {
    rule: "sickness approves itself",
    given: [INSTALLED],
    when: ["user", "POST /absences", { date: "2026-03-10", type: "sickness" }],
    then: [{ status: "approved" }],
  },
  {
    rule: "one asks",
    given: [INSTALLED, WEEK],
    when: ["user", `PATCH /absences/${first}/request`],
    then: { status: "requested" },
  },
  {
    rule: "but cannot approve",
    given: [INSTALLED, WEEK],
    when: ["user", `PATCH /absences/${first}/confirm`],
    then: 403,
  },
  {
    rule: "the lead approves",
    given: [INSTALLED, WEEK, ["user", `PATCH /absences/${first}/request`]],
    when: ["lead", `PATCH /absences/${first}/confirm`],
    then: { status: "approved" },
  },
  {
    rule: "once",
    given: [INSTALLED, WEEK, ["lead", `PATCH /absences/${first}/confirm`]],
    when: ["lead", `PATCH /absences/${first}/confirm`],
    then: 400,
  },
  {
    rule: "or rejects",
    given: [INSTALLED, WEEK, ["user", `PATCH /absences/${first}/request`]],
    when: ["lead", `PATCH /absences/${first}/reject`],
    then: { status: "new" },
  },
  {
    rule: "others' absences are for leads and admins",
    given: [INSTALLED],
    when: ["user2", "GET /absences?user=4"],
    then: 403,
  },
  {
    rule: "public holidays of a range",
    given: [INSTALLED],
    when: [
      "user",
      "GET /public-holidays?group=1&begin=2026-05-01T00:00:00&end=2026-10-31T00:00:00",
    ],
    then: [
      { name: "Labour Day", publicHolidayGroup: { id: 1, name: "Germany" }, halfDay: false },
      { date: "2026-10-03T00:00:00+0200" },
    ],
  },
  {
    rule: "no absence on a public holiday of one's calendar",
    given: [INSTALLED, ["super", "PATCH /users/4/preferences", [
      { name: "public_holiday_group", value: "1" },
    ]]],
    when: ["user", "POST /absences", { date: "2026-05-01", type: "holiday" }],
    then: [],
  },
  {
    rule: "a locked month takes nothing",
    given: [INSTALLED, ["admin", "DELETE /work-contract/lock/4/2026-03-15"]],
    when: ["user", "POST /absences", { date: "2026-02-13", type: "holiday" }],
    then: 400,
  },
  {
    rule: "until it is unlocked",
    given: [
      INSTALLED,
      ["admin", "DELETE /work-contract/lock/4/2026-03-15"],
      ["admin", "DELETE /work-contract/unlock/4/2026-02-01"],
    ],
    when: ["user", "POST /absences", { date: "2026-02-13", type: "holiday" }],
    then: [{ id: first }],
  },
  {
    rule: "custom fields are listed by their plugin",
    given: [({ kimai }) => {
      kimai.state.plugins.push({ name: "CustomFieldsBundle", version: "2.0" });
      kimai.state.metaFields.project.push({ name: "berth", visible: true });
    }],
    when: ["user", "GET /metafields?entity=project"],
    then: [{ name: "berth", type: "text", entityType: "project", required: false }],
  },
];
