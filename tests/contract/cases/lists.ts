/**
 * Lists: parameters, pages, order, search, and whose records are in them.
 */
import { type Case, hour, type Step } from "../world.ts";

const RECORDS: Step[] = [
  hour("user", "2026-03-02", 8, { description: "Welded the rail" }),
  hour("user", "2026-03-03", 8, { description: "Rail painted, 50% done" }),
  hour("user", "2026-03-04", 8),
  hour("lead", "2026-03-05", 8, { exported: true }),
  hour("lead", "2026-03-06", 8, { billable: false, project: 3 }),
  hour("user2", "2026-03-05", 8),
  hour("admin", "2026-03-06", 8),
  ["user", "POST /timesheets", { project: 1, activity: 3 }],
];

/** Parameters that no list takes. */
const refused = [
  "size=-1",
  "size=ten",
  "page=one",
  "order=asc",
  "orderBy=duration",
  "begin=2026-03-01",
  "begin=2026-03-01T00:00",
  "begin=2026-03-01T00:00:00Z",
  "begin=2026-02-30T00:00:00",
  "end=now",
  "modified_after=2026-03-01",
  "exported=true",
  "active=yes",
  "billable=2",
  "full=yes",
  "user=me",
  "users=4",
  "users[]=me",
  "users[a][b]=4",
  "project=pier",
  "projects=1",
  "activities=1",
  "customers=1",
  "size[]=5",
  "tags=wet",
  "tags[]=wet",
];

/** Who asks what, and the ids of the answer. */
const found: [who: "user" | "lead" | "admin" | "user2", query: string, ids: number[]][] = [
  ["user", "", [8, 3, 2, 1]],
  ["user", "?order=ASC", [1, 2, 3, 8]],
  ["user", "?orderBy=id&order=ASC&size=2", [1, 2]],
  ["user", "?size=3&page=2", [1]],
  ["user", "?page=0", [8, 3, 2, 1]],
  ["user", "?size=&orderBy=&order=&full=&begin=", [8, 3, 2, 1]],
  ["user", "?unknown=1", [8, 3, 2, 1]],
  ["user", "?orderBy=end&order=ASC", [8, 1, 2, 3]],
  ["user", "?begin=2026-03-03T08:00:00&end=2026-03-04T08:00:00", [3, 2]],
  ["user", "?begin=2026-03-03T08:00:01&end=2026-03-04T07:59:59", []],
  ["user", "?begin=2026-01-01T00:00:00&begin=2026-03-04T00:00:00", [8, 3]],
  ["user", "?active=1", [8]],
  ["user", "?active=0", [3, 2, 1]],
  ["lead", "?exported=1", [4]],
  ["lead", "?exported=0", [5]],
  ["lead", "?billable=0", [5]],
  ["lead", "?billable=1", [4]],
  ["user", "?project=77", [8, 3, 2, 1]],
  ["user", "?activity=3", [8]],
  ["user", "?activities[]=1&activities[]=3", [8, 3, 2, 1]],
  ["lead", "?customer=2", [5]],
  ["lead", "?projects[]=3&projects[]=77", [5]],
  ["user", "?user=all", [8, 3, 2, 1]],
  ["user", "?user=5", [8, 3, 2, 1]],
  ["lead", "", [5, 4]],
  ["lead", "?user=all", [8, 5, 4, 3, 2, 1]],
  ["lead", "?user=4", [8, 3, 2, 1]],
  ["lead", "?user=5", [6]],
  ["lead", "?users[]=4&users[]=5&active=0", [6, 3, 2, 1]],
  ["lead", "?user=77", [5, 4]],
  ["admin", "?user=all&active=0", [7, 5, 6, 4, 3, 2, 1]],
  ["user", "?term=rail", [2, 1]],
  ["user", "?term=RAIL+welded", [1]],
  ["user", "?term=rail+!welded", [2]],
  ["user", "?term=!rail", [8, 3]],
  ["user", "?term=50%25", [2]],
  ["user", "?term=r_il", [2, 1]],
  ["user", "?term=8:00", []],
  ["user", "?term=%25", [2, 1]],
  ["user", "?modified_after=2026-03-10T09:20:31", []],
  ["user", "?modified_after=2026-03-10T09:20:30&active=1", [8]],
];

export const listCases: Case[] = [
  ...refused.map((query): Case => ({
    rule: `/timesheets?${query} is a 400`,
    when: ["user", `GET /timesheets?${query}`],
    then: 400,
  })),
  ...found.map(([who, query, ids]): Case => ({
    rule: `${who} /timesheets${query}`,
    given: RECORDS,
    when: [who, `GET /timesheets${query}`],
    then: ids.map((id) => ({ id })),
  })),
  {
    rule: "a page beyond the last is a 404",
    given: RECORDS,
    when: ["user", "GET /timesheets?size=2&page=3"],
    then: 404,
  },
  {
    rule: "an admin without team is closed to a lead",
    when: ["lead", "GET /timesheets?user=2"],
    then: 403,
  },
  {
    rule: "a closed project is a 403",
    when: ["user2", "GET /timesheets?project=2"],
    then: 403,
  },
  {
    rule: "records on a project that was closed since are left out",
    given: [hour("user2", "2026-03-02", 8), ["super", "POST /teams/1/projects/1"]],
    when: ["user2", "GET /timesheets"],
    then: [],
  },
  {
    rule: "though each can be read",
    given: [hour("user2", "2026-03-02", 8), ["super", "POST /teams/1/projects/1"]],
    when: ["user2", "GET /timesheets/1"],
    then: { id: 1 },
  },
  {
    rule: "full embeds",
    given: RECORDS,
    when: ["user", "GET /timesheets?full=true&size=1"],
    then: [{ user: { username: "user" }, activity: { project: { name: "Pier" } } }],
  },
  {
    rule: "recent has the newest of each pair, running ones last",
    given: RECORDS,
    when: ["user", "GET /timesheets/recent"],
    then: [{ id: 3 }, { id: 8 }],
  },
  {
    rule: "recent counts ids before it orders",
    given: RECORDS,
    when: ["user", "GET /timesheets/recent?size=1"],
    then: [{ id: 8 }],
  },
  {
    rule: "recent of none",
    given: RECORDS,
    when: ["user", "GET /timesheets/recent?size=0"],
    then: [],
  },
  {
    rule: "recent since now",
    given: RECORDS,
    when: ["user", "GET /timesheets/recent?begin="],
    then: [],
  },
  { rule: "recent in no size", when: ["user", "GET /timesheets/recent?size=x"], then: 400 },
  {
    rule: "tags by name, without case",
    given: [
      ["user", "POST /tags", { name: "Wet", visible: true }],
      hour("user", "2026-03-02", 8, { tags: "wet, unknown" }),
      hour("user", "2026-03-03", 8),
    ],
    when: ["user", "GET /timesheets?tags[]=WET&tags[]=unknown"],
    then: [{ id: 1, tags: ["Wet"] }],
  },
  {
    rule: "a custom field by name and value",
    given: [
      ({ kimai }) => void kimai.state.metaFields.timesheet.push({ name: "berth", visible: true }),
      hour("user", "2026-03-02", 8),
      ["user", "PATCH /timesheets/1/meta", { name: "berth", value: "B-12" }],
      hour("user", "2026-03-03", 8),
    ],
    when: ["user", "GET /timesheets?term=berth:12"],
    then: [{ id: 1 }],
  },
  {
    rule: "a custom field with any value",
    given: [
      ({ kimai }) => void kimai.state.metaFields.timesheet.push({ name: "berth", visible: true }),
      hour("user", "2026-03-02", 8),
      ["user", "PATCH /timesheets/1/meta", { name: "berth", value: "B-12" }],
      hour("user", "2026-03-03", 8),
    ],
    when: ["user", "GET /timesheets?term=berth:*"],
    then: [{ id: 1 }],
  },
];

/** The headers of a page. */
export const PAGE_HEADERS = [
  ["GET /timesheets?size=2", "1 4 2 2"],
  ["GET /timesheets?size=2&page=2", "2 4 2 2"],
  ["GET /timesheets?size=9999", "1 4 1 500"],
  ["GET /timesheets?size=0", "1 4 1 50"],
  ["GET /timesheets?begin=2030-01-01T00:00:00", "1 0 1 50"],
] as const;

export const PAGE_RECORDS = RECORDS;
