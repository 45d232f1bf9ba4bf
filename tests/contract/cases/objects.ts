/**
 * Customers, projects, activities, their rates and comments; tags, teams, users, invoices.
 */
import { type Case, hour, type Step } from "../world.ts";

const DAY = "2026-03-09";
const rate = (path: string, body: object): Step => ["super", `POST ${path}/rates`, body];

/** Rates that apply together, and what an hour and a half of `user` earns: rate and internal. */
const RATES: Record<string, Step> = {
  customer: rate("/customers/1", { rate: 10 }),
  "customer of the user": rate("/customers/1", { rate: 20, user: 4 }),
  project: rate("/projects/1", { rate: 30 }),
  "project of the user": rate("/projects/1", { rate: 40, user: 4 }),
  activity: rate("/activities/1", { rate: 50 }),
  "activity of the user": rate("/activities/1", { rate: 60, user: 4, internalRate: 6 }),
  "fixed activity": rate("/activities/1", { rate: 70, isFixed: true }),
  "preference": ["super", "PATCH /users/4/preferences", [{ name: "hourly_rate", value: "8" }]],
  "internal preference": ["super", "PATCH /users/4/preferences", [
    { name: "internal_rate", value: "2" },
  ]],
};
const earnings: [applying: string[], rate: number, internal: number][] = [
  [[], 0, 0],
  [["preference"], 12, 12],
  [["preference", "internal preference"], 12, 3],
  [["preference", "customer"], 15, 15],
  [["customer", "customer of the user"], 30, 30],
  [["customer of the user", "project"], 45, 45],
  [["project", "project of the user"], 60, 60],
  [["project of the user", "activity"], 75, 75],
  [["activity", "internal preference"], 75, 3],
  [["project of the user", "activity of the user"], 90, 9],
  [["fixed activity", "project"], 70, 70],
  [["fixed activity", "internal preference"], 70, 3],
];

const rateCases: Case[] = [
  ...earnings.map(([applying, rate, internalRate]): Case => ({
    rule: `an hour and a half earns by ${applying.join(" and ") || "nothing"}`,
    given: [
      ...applying.map((name) => RATES[name]),
      hour("user", DAY, 8, { end: `${DAY}T09:30:00` }),
    ],
    when: ["super", "GET /timesheets/1"],
    then: { rate, internalRate },
  })),
  {
    rule: "an hourly rate of the record comes first",
    given: [RATES.activity],
    when: hour("super", DAY, 8, { hourlyRate: "12,345" }),
    then: { hourlyRate: 12.35, rate: 12.35 },
  },
  {
    rule: "and a fixed one before it",
    when: hour("super", DAY, 8, { hourlyRate: 9, fixedRate: 7.5 }),
    then: { fixedRate: 7.5, hourlyRate: 9, rate: 7.5, internalRate: 7.5 },
  },
  {
    rule: "a later edit keeps the hourly rate of its time",
    given: [
      RATES.project,
      hour("user", DAY, 8),
      ["super", "DELETE /projects/1/rates/1"],
      rate("/projects/1", { rate: 99 }),
      ["user", "PATCH /timesheets/1", { description: "x" }],
    ],
    when: ["super", "GET /timesheets/1"],
    then: { hourlyRate: 30, rate: 30 },
  },
  {
    rule: "another activity brings its own",
    given: [RATES.project, hour("user", DAY, 8), rate("/activities/3", { rate: 5 }), [
      "user",
      "PATCH /timesheets/1",
      { activity: 3 },
    ]],
    when: ["super", "GET /timesheets/1"],
    then: { hourlyRate: 5 },
  },
  {
    rule: "a rate of null breaks it",
    when: ["super", "POST /projects/1/rates", { rate: null }],
    then: 500,
  },
  {
    rule: "a deleted rate is gone",
    given: [RATES.project, ["super", "DELETE /projects/1/rates/1"]],
    when: ["super", "DELETE /projects/1/rates/1"],
    then: 404,
  },
];

const names = (...list: string[]) => list.map((name) => ({ name }));
const listed: [query: string, names: string[], given?: Step[]][] = [
  ["/customers", ["Harbour", "Lighthouse"]],
  ["/customers?order=DESC", ["Lighthouse", "Harbour"]],
  ["/customers?term=light", ["Lighthouse"]],
  ["/customers?visible=2", ["Harbour"], [["super", "PATCH /customers/1", { visible: false }]]],
  ["/customers?visible=3&orderBy=id", ["Harbour", "Lighthouse"], [
    ["super", "PATCH /customers/1", { visible: false }],
  ]],
  ["/projects", ["Crane", "Lamp", "Pier"]],
  ["/projects?orderBy=id", ["Pier", "Crane", "Lamp"]],
  ["/projects?orderBy=customer", ["Crane", "Pier", "Lamp"]],
  ["/projects?customer=2", ["Lamp"]],
  ["/projects?customers[]=1&customers[]=99", ["Crane", "Pier"]],
  ["/projects?customer=99", ["Crane", "Lamp", "Pier"]],
  ["/projects?size=1&page=2", ["Crane", "Lamp", "Pier"]],
  ["/projects?globalActivities=0", ["Lamp"], [
    ["super", "PATCH /projects/3", { globalActivities: false }],
  ]],
  ["/projects", ["Crane", "Lamp"], [
    ["super", "PATCH /projects/1", { end: "2026-03-09T00:00:00" }],
  ]],
  ["/projects", ["Crane", "Lamp"], [
    ["super", "PATCH /projects/1", { start: "2026-03-11T00:00:00" }],
  ]],
  ["/projects?ignoreDates=1", ["Crane", "Lamp", "Pier"], [
    ["super", "PATCH /projects/1", { end: "2026-03-09T00:00:00" }],
  ]],
  ["/projects?start=2026-03-09", ["Crane", "Lamp", "Pier"], [
    ["super", "PATCH /projects/1", { end: "2026-03-09T00:00:00" }],
  ]],
  ["/projects", ["Lamp"], [["super", "PATCH /customers/1", { visible: false }]]],
  ["/activities", ["Diving", "Painting", "Welding"]],
  ["/activities?project=1", ["Diving", "Painting", "Welding"]],
  ["/activities?project=3", ["Painting", "Welding"]],
  ["/activities?globals=1", ["Painting", "Welding"]],
  ["/activities?globals=true&project=1", ["Painting", "Welding"]],
  ["/activities?project=1", ["Diving"], [
    ["super", "PATCH /projects/1", { globalActivities: false }],
  ]],
  ["/activities?orderBy=project", ["Painting", "Welding", "Diving"]],
  ["/activities", ["Painting", "Welding"], [["super", "PATCH /projects/1", { visible: false }]]],
];

const listCases: Case[] = [
  ...listed.map(([query, list, given]): Case => ({
    rule: `GET ${query}${given ? " (prepared)" : ""}`,
    given,
    when: ["super", `GET ${query}`],
    then: names(...list),
  })),
  ...[
    "/customers?visible=0",
    "/customers?orderBy=number",
    "/projects?ignoreDates=0",
    "/projects?start=soon",
    "/activities?globals=yes",
    "/users?orderBy=name",
    "/users?visible=4",
  ].map((query): Case => ({
    rule: `GET ${query} is a 400`,
    when: ["super", `GET ${query}`],
    then: 400,
  })),
  {
    rule: "a stranger sees what no team guards",
    when: ["user2", "GET /projects"],
    then: names("Pier"),
  },
  {
    rule: "a team on the customer guards its projects",
    when: ["user2", "GET /projects?customer=2"],
    then: 403,
  },
  { rule: "a member sees them", when: ["user", "GET /projects?customer=2"], then: names("Lamp") },
  {
    rule: "activities of a closed project are a 403",
    when: ["user2", "GET /activities?project=2"],
    then: 403,
  },
  {
    rule: "a closed project cannot be booked",
    when: hour("user2", DAY, 8, { project: 2 }),
    then: { errors: { children: { project: { errors: ["The selected choice is invalid."] } } } },
    status: 400,
  },
];

const made = (fields: object): object => ({ name: "Buoy", customer: 1, ...fields });
const masterCases: Case[] = [
  {
    rule: "a customer of a name only gets the server's defaults",
    when: ["super", "POST /customers", { name: "Bay" }],
    then: {
      id: 3,
      number: "0004",
      country: "DE",
      language: "en",
      currency: "EUR",
      timezone: "Europe/Berlin",
      visible: true,
      billable: true,
      budget: 0,
      timeBudget: 0,
      budgetType: null,
      teams: [],
    },
  },
  {
    rule: "names of customers may repeat",
    when: ["super", "POST /customers", { name: "Harbour" }],
    then: { id: 3 },
  },
  {
    rule: "an automatic number goes past those in use",
    given: [["super", "POST /projects", made({ number: "0006" })]],
    when: ["super", "POST /projects", made({})],
    then: { number: "0007" },
  },
  {
    rule: "numbers of projects repeat where that is allowed",
    given: [{ "project.allow_duplicate_number": "1" }],
    when: ["super", "POST /projects", made({ number: "0002" })],
    then: { number: "0002" },
  },
  {
    rule: "a day when it is made, with or without time",
    when: ["super", "POST /projects", made({ start: "2026-04-01", end: "2026-05-01T12:00:00" })],
    then: { start: "2026-04-01", end: "2026-05-01" },
  },
  ...([
    ["1:30", 5400],
    ["90m", 5400],
    ["2h15m", 8100],
    ["45s", 45],
    ["2,5", 9000],
    [3, 10800],
    [null, 0],
  ] as const).map(([sent, seconds]): Case => ({
    rule: `a time budget of ${sent}`,
    when: ["super", "PATCH /projects/1", { timeBudget: sent }],
    then: { timeBudget: seconds },
  })),
  {
    rule: "keys in snake case are read",
    when: ["super", "PATCH /projects/1", { time_budget: "1:00", order_number: "7" }],
    then: { timeBudget: 3600, orderNumber: "7" },
  },
  {
    rule: "an empty colour is none, and one is computed",
    when: ["super", "PATCH /projects/1", { color: "" }],
    then: { color: null, "color-safe": "#b60205" },
  },
  {
    rule: "a global activity stays global",
    when: ["super", "PATCH /activities/1", { project: 1 }],
    then: { errors: { errors: ["This form should not contain extra fields."] } },
    status: 400,
  },
  {
    rule: "one of a project can become global",
    when: ["super", "PATCH /activities/3", { project: null }],
    then: { project: null, parentTitle: null },
  },
  {
    rule: "a copy continues where the project ends, with its activities",
    given: [["super", "PATCH /projects/1", { end: "2026-06-30T00:00:00", budget: 5 }]],
    when: ["super", "POST /projects/1/duplicate"],
    then: { id: 4, name: "Pier [COPY]", start: "2026-06-30", end: null, budget: 5 },
    status: 201,
  },
  {
    rule: "whose numbers stay behind",
    given: [["super", "POST /projects/1/duplicate"]],
    when: ["super", "GET /activities?project=4&term=Diving"],
    then: [{ name: "Diving", number: null, project: 4 }],
  },
  {
    rule: "a project takes its records along",
    given: [hour("user", DAY, 8), ["super", "DELETE /projects/1"]],
    when: ["user", "GET /timesheets"],
    then: [],
  },
  {
    rule: "and its activities",
    given: [["super", "DELETE /customers/1"]],
    when: ["super", "GET /activities?visible=3"],
    then: names("Painting", "Welding"),
  },
  {
    rule: "the endpoint that made a team is gone",
    when: ["super", "POST /projects/1/team"],
    then: 410,
  },
];

const remark = (message: string, pinned = false): Step => [
  "super",
  "POST /projects/1/comments",
  { message, pinned },
];
const commentCases: Case[] = [
  {
    rule: "a comment shows the caller's zone once",
    when: ["super", "POST /projects/1/comments", { message: "Tides" }],
    then: { id: 1, createdAt: "2026-03-10T10:20:30+0100", pinned: false },
  },
  {
    rule: "then UTC, pinned ones first",
    given: [remark("a"), remark("b", true)],
    when: ["super", "GET /projects/1/comments"],
    then: [{ id: 2, pinned: true }, { id: 1, createdAt: "2026-03-10T09:20:30+0000" }],
  },
  {
    rule: "pin toggles",
    given: [remark("a", true)],
    when: ["super", "PATCH /projects/1/comments/1/pin"],
    then: { pinned: false },
  },
  {
    rule: "a comment of another project is a 403",
    given: [remark("a")],
    when: ["super", "DELETE /projects/2/comments/1"],
    then: 403,
  },
  { rule: "an unknown one a 404", when: ["super", "DELETE /projects/2/comments/1"], then: 404 },
  { rule: "activities have none", when: ["super", "GET /activities/1/comments"], then: 404 },
];

const tag = (name: string, visible: boolean): Step => ["user", "POST /tags", { name, visible }];
const tagCases: Case[] = [
  {
    rule: "a tag is hidden unless it says so",
    when: ["user", "POST /tags", { name: "wet" }],
    then: { visible: false },
  },
  {
    rule: "tags are a list of visible names",
    given: [tag("wet", true), tag("Calm", true), tag("deep", false)],
    when: ["user", "GET /tags"],
    then: ["Calm", "wet"],
  },
  {
    rule: "tags are found without case and accents",
    given: [tag("Grün", true)],
    when: ["user", "GET /tags/find?name=GRU"],
    then: [{ name: "Grün" }],
  },
  {
    rule: "nothing is found without a name",
    given: [tag("wet", true)],
    when: ["user", "GET /tags/find"],
    then: [],
  },
  {
    rule: "a name is taken in any case",
    given: [tag("wet", true)],
    when: ["user", "POST /tags", { name: "WET" }],
    then: { errors: { children: { name: { errors: ["This value is already used."] } } } },
    status: 400,
  },
  {
    rule: "records take hidden tags, in the order sent",
    given: [tag("wet", true), tag("deep", false)],
    when: hour("user", DAY, 8, { tags: "Deep, none, wet" }),
    then: { tags: ["deep", "wet"] },
  },
  {
    rule: "and show them in the order made from then on",
    given: [tag("wet", true), tag("deep", false), hour("user", DAY, 8, { tags: "deep,wet" })],
    when: ["user", "GET /timesheets/1"],
    then: { tags: ["wet", "deep"] },
  },
  {
    rule: "a deleted tag leaves its records",
    given: [tag("wet", true), hour("user", DAY, 8, { tags: "wet" }), ["lead", "DELETE /tags/1"]],
    when: ["user", "GET /timesheets/1"],
    then: { tags: [] },
  },
];

const members = (...list: [user: number, teamlead?: boolean][]) => ({
  members: list.map(([user, teamlead]) => ({ user, teamlead })),
});
const shown = (...list: [username: string, teamlead: boolean][]) => ({
  members: list.map(([username, teamlead]) => ({ user: { username }, teamlead })),
});
const teamCases: Case[] = [
  {
    rule: "a team shows members and what it guards, with ids",
    when: ["admin", "GET /teams/1"],
    then: {
      name: "Quay",
      ...shown(["lead", true], ["user", false]),
      customers: [{ name: "Lighthouse" }],
      projects: [{ name: "Crane", customer: 1 }],
      activities: [{ name: "Painting", project: null }],
    },
  },
  {
    rule: "a new member after the others is appended",
    when: ["admin", "PATCH /teams/1", members([3, true], [4, false], [5, false])],
    then: shown(["lead", true], ["user", false], ["user2", false]),
  },
  {
    rule: "a new one before a stored one is lost",
    when: ["admin", "PATCH /teams/1", members([5, false], [3, true])],
    then: shown(["lead", true]),
  },
  {
    rule: "without a word the stored lead stays one",
    when: ["admin", "PATCH /teams/1", { members: [{ user: 3 }, { user: 4 }] }],
    then: shown(["lead", true], ["user", false]),
  },
  { rule: "twice in a team is a 400", when: ["admin", "POST /teams/1/members/4"], then: 400 },
  { rule: "a lead is not taken out", when: ["admin", "DELETE /teams/1/members/3"], then: 400 },
  { rule: "an unknown user is a 404", when: ["admin", "POST /teams/1/members/99"], then: 404 },
  { rule: "granted twice is a 400", when: ["admin", "POST /teams/1/projects/2"], then: 400 },
  {
    rule: "a deleted team guards nothing",
    given: [["admin", "DELETE /teams/1"]],
    when: ["user2", "GET /projects"],
    then: names("Crane", "Lamp", "Pier"),
  },
];

const diver = { username: "diver", email: "diver@example.com", plainPassword: "under water" };
const userCases: Case[] = [
  {
    rule: "an account is disabled unless it says so",
    when: ["super", "POST /users", diver],
    then: { id: 6, enabled: false, roles: [], language: "en", timezone: "Europe/Berlin" },
  },
  {
    rule: "its preferences are those of the contract",
    when: ["super", "POST /users", { ...diver, enabled: true, roles: ["ROLE_TEAMLEAD"] }],
    then: {
      enabled: true,
      roles: ["ROLE_TEAMLEAD"],
      preferences: [
        { name: "work_contract_type", value: "none" },
        ...["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
          .map((day) => ({ name: `work_${day}`, value: "0" })),
        { name: "public_holiday_group", value: null },
        { name: "holidays", value: "0" },
        { name: "work_start_day", value: null },
        { name: "work_last_day", value: null },
      ],
    },
  },
  {
    rule: "users are listed by name, enabled ones only",
    given: [["super", "POST /users", diver]],
    when: ["super", "GET /users"],
    then: ["admin", "lead", "super", "user", "user2"].map((username) => ({ username })),
  },
  {
    rule: "disabled ones apart",
    given: [["super", "POST /users", diver]],
    when: ["super", "GET /users?visible=2&full=1"],
    then: [{ username: "diver", supervisor: null, memberships: [] }],
  },
  {
    rule: "nobody is switched off by himself",
    when: ["super", "PATCH /users/1", { enabled: false }],
    then: 400,
  },
  {
    rule: "somebody else is, and is a stranger from then on",
    given: [["super", "PATCH /users/5", { enabled: false }]],
    when: ["user2", "GET /ping"],
    then: 401,
  },
  {
    rule: "an empty list takes all roles",
    given: [["super", "PATCH /users/1", { roles: [] }]],
    when: ["super", "GET /users"],
    then: 403,
  },
  {
    rule: "initials are of an alias of two words",
    when: ["user", "PATCH /users/4", { alias: "Ada Lund" }],
    then: { initials: "AL", alias: "Ada Lund" },
  },
  { rule: "or the first two letters", when: ["user", "GET /users/me"], then: { initials: "US" } },
  {
    rule: "a supervisor is shown whole",
    given: [["super", "PATCH /users/5", { supervisor: 3 }]],
    when: ["user2", "GET /users/me"],
    then: { supervisor: { username: "lead", roles: ["ROLE_TEAMLEAD"] } },
  },
  {
    rule: "teams and memberships",
    when: ["user", "GET /users/me"],
    then: { teams: [{ name: "Quay" }], memberships: [{ team: { id: 1 }, teamlead: false }] },
  },
  {
    rule: "a preference is stored as text",
    when: ["super", "PATCH /users/4/preferences", [{ name: "hourly_rate", value: 12.5 }]],
    then: { id: 4 },
  },
  {
    rule: "preferences are a list",
    when: ["user", "PATCH /users/4/preferences", { name: "first_weekday", value: "sunday" }],
    then: 400,
  },
  {
    rule: "of names that exist",
    when: ["user", "PATCH /users/4/preferences", [{ name: "mood", value: "good" }]],
    then: 404,
  },
  {
    rule: "all or none of them",
    given: [(world) =>
      void world.ask("user", "PATCH /users/4/preferences", [
        { name: "first_weekday", value: "sunday" },
        { name: "mood", value: "good" },
      ])],
    when: ["user", "PATCH /users/4/preferences", []],
    then: {
      preferences: [
        { name: "first_weekday", value: "monday" },
        { name: "favorite_routes", value: "" },
      ],
    },
  },
  {
    rule: "a zone set as preference counts",
    given: [["user", "PATCH /users/4/preferences", [{ name: "timezone", value: "Asia/Tokyo" }]]],
    when: ["user", "POST /timesheets", { project: 1, activity: 1 }],
    then: { begin: "2026-03-10T18:20:00+0900" },
  },
  {
    rule: "a deleted token is a 401",
    given: [["user", "DELETE /users/api-token/4"]],
    when: ["user", "GET /ping"],
    then: 401,
  },
];

const DEFINED: Step = ({ kimai }) => {
  const definitions = [{ name: "Berth", visible: true }, { name: "secret", visible: false }];
  for (const owner of ["timesheet", "project", "customer", "activity"] as const) {
    kimai.state.metaFields[owner] = definitions;
  }
};
const metaOn = (path: string, value: unknown, name = "Berth"): Case["when"] => [
  "super",
  `PATCH ${path}/meta`,
  { name, value },
];
const metaCases: Case[] = [
  {
    rule: "a new object has all visible fields",
    given: [DEFINED],
    when: ["super", "POST /projects", made({})],
    then: { metaFields: [{ name: "Berth", value: null }] },
  },
  {
    rule: "one from before has none",
    given: [DEFINED],
    when: ["super", "GET /projects/1"],
    then: { metaFields: [] },
  },
  ...["/customers/1", "/projects/1", "/activities/1"].map((path): Case => ({
    rule: `a field of ${path}, by any case`,
    given: [DEFINED],
    when: metaOn(path, "B-12", "BERTH"),
    then: { metaFields: [{ name: "Berth", value: "B-12" }] },
  })),
  ...([[true, "1"], [false, ""], [null, ""], [12, "12"]] as const).map(([sent, value]): Case => ({
    rule: `the value ${sent} is stored as "${value}"`,
    given: [DEFINED],
    when: metaOn("/projects/1", sent),
    then: { metaFields: [{ value }] },
  })),
  {
    rule: "a list as value is passed over",
    given: [DEFINED, metaOn("/projects/1", "B-1")],
    when: metaOn("/projects/1", ["B-2"]),
    then: { metaFields: [{ value: "B-1" }] },
  },
  {
    rule: "an unknown field is a 404",
    given: [DEFINED],
    when: metaOn("/projects/1", "x", "anchor"),
    then: 404,
  },
  {
    rule: "a missing value is a 400",
    given: [DEFINED],
    when: ["super", "PATCH /projects/1/meta", { name: "Berth" }],
    then: 400,
  },
  {
    rule: "a hidden field is written and not shown",
    given: [DEFINED],
    when: metaOn("/projects/1", "x", "secret"),
    then: { metaFields: [{ name: "Berth", value: null }] },
  },
  {
    rule: "values outlive their definition",
    given: [
      DEFINED,
      metaOn("/projects/1", "B-1"),
      ({ kimai }) => void (kimai.state.metaFields.project = []),
    ],
    when: ["super", "GET /projects/1"],
    then: { metaFields: [{ name: "Berth", value: "B-1" }] },
  },
];

const favorite = (id: number): Step => ["user", `POST /favorites/timesheets/${id}`];
const mayNotStart: Step = ({ kimai }) =>
  void kimai.state.roleSwitches.set("ROLE_USER", new Map([["start_own_timesheet", false]]));
const favoriteCases: Case[] = [
  {
    rule: "favourites are expanded, the highest id first",
    given: [hour("user", DAY, 8), hour("user", DAY, 9), favorite(2), favorite(1), favorite(2)],
    when: ["user", "GET /favorites/timesheets"],
    then: [{ id: 2, user: { username: "user" } }, { id: 1 }],
  },
  {
    rule: "until they are taken off",
    given: [hour("user", DAY, 8), favorite(1), ["user", "DELETE /favorites/timesheets/1"]],
    when: ["user", "GET /favorites/timesheets"],
    then: [],
  },
  { rule: "of what exists", when: ["user", "POST /favorites/timesheets/9"], then: 404 },
  {
    rule: "a favourite goes with its record",
    given: [hour("user", DAY, 8), favorite(1), ["user", "DELETE /timesheets/1"]],
    when: ["user", "GET /favorites/timesheets"],
    then: [],
  },
  {
    rule: "everybody has favourites of his own",
    given: [hour("user", DAY, 8), favorite(1)],
    when: ["lead", "GET /favorites/timesheets"],
    then: [],
  },
  {
    rule: "a running record can be one",
    given: [["user", "POST /timesheets", { project: 1, activity: 1 }], favorite(1)],
    when: ["user", "GET /favorites/timesheets"],
    then: [{ id: 1, end: null }],
  },
  ...["POST", "DELETE"].flatMap((method): Case[] => [
    {
      rule: `${method} of a favourite answers nothing`,
      given: [hour("user", DAY, 8)],
      when: ["user", `${method} /favorites/timesheets/1`],
      then: 204,
    },
    {
      rule: `${method} of a favourite is for own records, whatever the role`,
      given: [hour("user", DAY, 8)],
      when: ["super", `${method} /favorites/timesheets/1`],
      then: 403,
    },
    {
      rule: `${method} of a favourite takes the right to start`,
      given: [hour("user", DAY, 8), mayNotStart],
      when: ["user", `${method} /favorites/timesheets/1`],
      then: 403,
    },
  ]),
  {
    rule: "the list of favourites takes the right to start",
    given: [mayNotStart],
    when: ["user", "GET /favorites/timesheets"],
    then: 403,
  },
];

const invoice = (id: number, createdAt: string, customer: number): Step => ({ kimai }) =>
  void kimai.state.invoices.add({
    id,
    customer,
    user: 1,
    invoiceNumber: `R-${id}`,
    comment: null,
    createdAt: Date.parse(createdAt),
    timezone: "Europe/Berlin",
    total: 119,
    tax: 19,
    currency: "EUR",
    dueDays: 14,
    vat: 19,
    status: id === 1 ? "paid" : "pending",
    invoiceFilename: `R-${id}.pdf`,
    paymentDate: id === 1 ? "2026-02-20" : null,
    meta: new Map(),
  });
const INVOICES: Step[] = [
  invoice(1, "2026-02-01T08:00:00Z", 1),
  invoice(2, "2026-03-05T08:00:00Z", 2),
];
const invoiceCases: Case[] = [
  {
    rule: "invoices come newest first, in their own zone",
    given: INVOICES,
    when: ["admin", "GET /invoices"],
    then: [
      { id: 2, createdAt: "2026-03-05T09:00:00+0100", overdue: false, paymentDate: null },
      { id: 1, overdue: true, paymentDate: "2026-02-20T00:00:00+0100" },
    ],
  },
  ...([
    ["status[]=paid", [1]],
    ["customers[]=2", [2]],
    ["customers[]=99", [2, 1]],
    ["begin=2026-02-01T09:00:00&end=2026-02-28T00:00:00", [1]],
    ["size=1&page=2", [1]],
  ] as const).map(([query, ids]): Case => ({
    rule: `invoices with ${query}`,
    given: INVOICES,
    when: ["admin", `GET /invoices?${query}`],
    then: ids.map((id) => ({ id })),
  })),
  ...([
    ["status=paid", 400],
    ["status[]=lost", 400],
    ["status[]=", 500],
    ["begin=2026-02-01", 400],
    ["page=9", 404],
  ] as const).map(([query, status]): Case => ({
    rule: `invoices with ${query}`,
    given: INVOICES,
    when: ["admin", `GET /invoices?${query}`],
    then: status,
  })),
  {
    rule: "a team on the customer guards its invoices",
    given: [...INVOICES, ["super", "DELETE /teams/1"], ["super", "POST /teams", {
      name: "Office",
      members: [{ user: 2, teamlead: true }],
    }], ["super", "POST /teams/2/customers/2"]],
    when: ["lead", "GET /invoices/2"],
    then: 403,
  },
  {
    rule: "their documents are for those who may see them",
    given: INVOICES,
    when: ["user", "GET /invoices/1/download"],
    then: 403,
  },
  {
    rule: "there is no file",
    given: INVOICES,
    when: ["admin", "GET /invoices/1/download"],
    then: 404,
  },
  { rule: "they cannot be made", when: ["super", "POST /invoices", { customer: 1 }], then: 405 },
];

export const objectCases: Case[] = [
  ...rateCases,
  ...listCases,
  ...masterCases,
  ...commentCases,
  ...tagCases,
  ...teamCases,
  ...userCases,
  ...metaCases,
  ...favoriteCases,
  ...invoiceCases,
];
