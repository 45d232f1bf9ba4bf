/**
 * Forms: the fields that each role has, read off the children of a refused body, and what fields
 * refuse.
 */
import { type Case, hour, type Step, type Who } from "../world.ts";

const TIMES = "begin,end,";
const BASE = "project,activity,description,";
const PATCHED: Step[] = [hour("user", "2026-03-09", 8)];
const ADDRESS = "name,number,comment,company,vatId,contact,addressLine1,addressLine2," +
  "addressLine3,postCode,city,";
const CONTACTS = "country,language,currency,phone,fax,mobile,email,homepage,timezone," +
  "invoiceText,invoiceTemplate,invoiceEmail,buyerReference,";
const BUDGETS = "color,budget,timeBudget,budgetType,";
const PROFILE = "alias,title,accountNumber,color,email,language,locale,timezone,";

/** Takes the rights on budgets from admins. */
const withoutBudgets = (kind: string): Step => ({ kimai }) =>
  void kimai.state.roleSwitches.set(
    "ROLE_ADMIN",
    new Map([[`budget_${kind}`, false], [`time_${kind}`, false]]),
  );

/** Who sends what cannot be, and the fields that Kimai lists in answer. */
const children: [who: Who, request: string, fields: string, given?: Step[]][] = [
  ["user", "POST /timesheets", `${TIMES}${BASE}tags`],
  ["lead", "POST /timesheets", `${TIMES}${BASE}user,tags,exported,billable`],
  ["admin", "POST /timesheets", `${TIMES}${BASE}fixedRate,hourlyRate,user,tags,exported,billable`],
  ["user", "POST /timesheets", `${BASE}tags`, [{ "timesheet.mode": "punch" }]],
  ["user", "POST /timesheets", `${TIMES}break,${BASE}tags`, [
    { "timesheet.rules.break_time_active": "1" },
  ]],
  ["user", "PATCH /timesheets/1", `${TIMES}${BASE}user,tags`, PATCHED],
  ["lead", "PATCH /timesheets/1", `${TIMES}${BASE}user,tags,exported,billable`, PATCHED],
  ["super", "POST /customers", `${ADDRESS}${CONTACTS}teams,${BUDGETS}visible,billable`],
  ["super", "PATCH /customers/1", `${ADDRESS}${CONTACTS}${BUDGETS}visible,billable`],
  ["super", "PATCH /customers/1", `${ADDRESS}address,${CONTACTS}${BUDGETS}visible,billable`, [
    ({ kimai }) => void (kimai.state.customers.get(1)!.address = "Quay 1"),
  ]],
  [
    "super",
    "POST /projects",
    "name,number,comment,invoiceText,orderNumber,orderDate,start,end,customer,teams," +
    `${BUDGETS}globalActivities,visible,billable`,
  ],
  [
    "super",
    "PATCH /projects/1",
    "name,number,comment,invoiceText,orderNumber,orderDate,start,end,customer," +
    `${BUDGETS}globalActivities,visible,billable`,
  ],
  [
    "super",
    "POST /activities",
    `name,number,comment,invoiceText,project,teams,${BUDGETS}visible,billable`,
  ],
  [
    "lead",
    "POST /activities",
    "name,number,comment,invoiceText,project,teams,color,visible,billable",
  ],
  [
    "super",
    "PATCH /activities/1",
    `name,number,comment,invoiceText,${BUDGETS}visible,billable`,
  ],
  [
    "super",
    "PATCH /activities/3",
    `name,number,comment,invoiceText,project,${BUDGETS}visible,billable`,
  ],
  ["admin", "POST /customers", `${ADDRESS}${CONTACTS}teams,color,visible,billable`, [
    withoutBudgets("customer"),
  ]],
  [
    "admin",
    "PATCH /projects/1",
    "name,number,comment,invoiceText,orderNumber,orderDate,start,end,customer,color," +
    "globalActivities,visible,billable",
    [withoutBudgets("project")],
  ],
  ["super", "POST /projects/1/rates", "user,rate,internalRate,isFixed"],
  ["super", "POST /customers/1/comments", "pinned,message"],
  ["user", "POST /tags", "name,color,visible"],
  ["super", "POST /teams", "name,color,members"],
  [
    "super",
    "POST /users",
    `username,${PROFILE}supervisor,roles,plainPassword,plainApiToken,enabled,systemAccount,` +
    "requiresPasswordReset",
  ],
  ["user", "PATCH /users/4", `${PROFILE}systemAccount,requiresPasswordReset`],
  [
    "super",
    "PATCH /users/4",
    `${PROFILE}supervisor,roles,enabled,systemAccount,requiresPasswordReset`,
  ],
  ["super", "PATCH /users/1", `${PROFILE}supervisor,roles,systemAccount,requiresPasswordReset`],
];

/** A body, the field it is about, and what that field answers. */
const texts: [request: string, body: object, field: string, errors: string[]][] = [
  ["POST /customers", {}, "name", [
    "This value should not be blank.",
    "This value is too short. It should have 2 characters or more.",
  ]],
  ["POST /customers", { name: "" }, "name", ["This value should not be blank."]],
  ["POST /customers", { name: "Bay", country: "XX" }, "country", [
    "Please select a valid country.",
  ]],
  ["POST /customers", { name: "Bay", currency: "QQQ" }, "currency", [
    "The selected choice is invalid.",
  ]],
  ["POST /customers", { name: "Bay", language: "zz" }, "language", [
    "The selected choice is invalid.",
  ]],
  ["POST /customers", { name: "Bay", timezone: "Sea/Bay" }, "timezone", [
    "Please select a valid timezone.",
  ]],
  ["POST /customers", { name: "Bay", number: "0002" }, "number", [
    "The number 0002 is already used.",
  ]],
  ["POST /customers", { name: "Bay", postCode: "1".repeat(21) }, "postCode", [
    "This value is too long. It should have 20 characters or less.",
  ]],
  ["POST /projects", { customer: 1 }, "name", ["This value should not be null."]],
  ["POST /projects", { name: "Buoy" }, "customer", ["This value should not be null."]],
  ["POST /projects", { name: "B", customer: 1 }, "name", [
    "This value is too short. It should have 2 characters or more.",
  ]],
  ["POST /projects", { name: "B".repeat(151), customer: 1 }, "name", [
    "This value is too long. It should have 150 characters or less.",
  ]],
  ["POST /projects", { name: "a=b", customer: 1 }, "name", [
    'The following characters are not allowed: < > " =',
  ]],
  ["POST /projects", { name: "Buoy", customer: 9 }, "customer", [
    "The selected choice is invalid.",
  ]],
  ["POST /projects", { name: "Buoy", customer: 1, number: "12345678901" }, "number", [
    "This value is too long. It should have 10 characters or less.",
  ]],
  ["POST /projects", { name: "Buoy", customer: 1, color: "#010203" }, "color", [
    "The selected choice is invalid.",
  ]],
  ["PATCH /projects/1", { start: "2026-04-01" }, "start", ["Please enter a valid date."]],
  ["PATCH /projects/1", { start: "2026-04-01T00:00" }, "start", ["Please enter a valid date."]],
  ["PATCH /projects/1", { budget: "1.000,5" }, "budget", ["Please enter a valid money amount."]],
  ["PATCH /projects/1", { budget: -1 }, "budget", [
    "This value should be between 0 and 900000000000.",
  ]],
  ["PATCH /projects/1", { timeBudget: "soon" }, "timeBudget", ["This value is not valid."]],
  ["PATCH /projects/1", { timeBudget: -1 }, "timeBudget", [
    "This value should be between 0 and 2145600000.",
  ]],
  ["PATCH /projects/1", { budgetType: "week" }, "budgetType", ["The selected choice is invalid."]],
  ["POST /activities", { name: "Knots", project: 9 }, "project", [
    "The selected choice is invalid.",
  ]],
  ["POST /activities", { name: "Knots", teams: [9] }, "teams", ["The selected choice is invalid."]],
  ["POST /projects/1/rates", { rate: "much" }, "rate", ["Please enter a valid money amount."]],
  ["POST /projects/1/rates", { rate: -1 }, "rate", [
    "This value should be greater than or equal to 0.",
  ]],
  ["POST /projects/1/rates", { rate: 1, user: 9 }, "user", ["The selected choice is invalid."]],
  ["POST /projects/1/comments", {}, "message", ["This value should not be null."]],
  ["POST /projects/1/comments", { message: [] }, "message", ["This value is not valid."]],
  ["POST /tags", {}, "name", ["This value should not be blank."]],
  ["POST /tags", { name: "w" }, "name", [
    "This value is too short. It should have 2 characters or more.",
  ]],
  ["POST /tags", { name: "w".repeat(101) }, "name", [
    "This value is too long. It should have 100 characters or less.",
  ]],
  ["POST /tags", { name: "wet,dry" }, "name", ["Tag name cannot contain comma"]],
  ["POST /tags", { name: "dry", color: "blue" }, "color", ["The selected choice is invalid."]],
  ["POST /teams", { name: "Q", members: [{ user: 3, teamlead: true }] }, "name", [
    "This value is too short. It should have 2 characters or more.",
  ]],
  ["POST /teams", { name: "Quay", members: [{ user: 3, teamlead: true }] }, "name", [
    "This value is already used.",
  ]],
  ["POST /users", {}, "email", ["This value should not be blank."]],
  ["POST /users", { email: "sea" }, "email", ["This value is not a valid email address."]],
  ["POST /users", { email: "user@example.com" }, "email", [
    "This e-mail address is already in use.",
    "This value is already used.",
  ]],
  ["POST /users", { username: "user" }, "username", [
    "The username is already used.",
    "This value is already used.",
  ]],
  ["POST /users", { username: "a/b" }, "username", ["This value is not valid."]],
  ["POST /users", { plainPassword: "short" }, "plainPassword", [
    "This value is too short. It should have 8 characters or more.",
  ]],
  ["POST /users", { roles: ["ROLE_USER"] }, "roles", ["The selected choice is invalid."]],
  ["POST /users", { timezone: "Sea/Bay" }, "timezone", ["Please select a valid timezone."]],
  ["POST /users", { supervisor: 99 }, "supervisor", ["The selected choice is invalid."]],
];

export const formCases: Case[] = [
  ...children.map(([who, request, fields, given]): Case => ({
    rule: `${who} at ${request} has ${fields}`,
    given,
    when: [who, request, { surely: "not" }],
    then: {
      code: 400,
      message: "Validation Failed",
      errors: { children: Object.fromEntries(fields.split(",").map((name) => [name, {}])) },
      fields,
    },
    status: 400,
  })),
  ...texts.map(([request, body, field, errors]): Case => ({
    rule: `${request} ${JSON.stringify(body).slice(0, 60)}: ${field}`,
    when: ["super", request, body],
    then: { errors: { children: { [field]: { errors } } } },
    status: 400,
  })),
  {
    rule: "a second rate for the same person",
    given: [["super", "POST /projects/1/rates", { rate: 1 }]],
    when: ["super", "POST /projects/1/rates", { rate: 2 }],
    then: { errors: { children: { user: { errors: ["This value is already used."] } } } },
    status: 400,
  },
  {
    rule: "billable brings its mode into the form",
    given: [hour("lead", "2026-03-09", 8)],
    when: ["lead", "PATCH /timesheets/1", { billable: true, surely: "not" }],
    then: {
      fields: "begin,end,project,activity,description,user,tags,exported,billable,billableMode",
    },
    status: 400,
  },
  {
    rule: "a team needs a lead",
    when: ["super", "POST /teams", { name: "Dock", members: [{ user: 4 }] }],
    then: {
      errors: {
        errors: ["At least one team leader must be assigned to the team."],
        children: { members: { children: [{ children: { user: {}, teamlead: {} } }] } },
      },
    },
    status: 400,
  },
  {
    rule: "a team needs members",
    when: ["super", "POST /teams", { name: "Dock", members: [{ user: 99, teamlead: true }] }],
    then: {
      errors: {
        errors: [
          "At least one team leader must be assigned to the team.",
          "This collection should contain 1 element or more.",
        ],
        children: {
          members: {
            children: [{ children: { user: { errors: ["The selected choice is invalid."] } } }],
          },
        },
      },
    },
    status: 400,
  },
  {
    rule: "members are a list",
    when: ["super", "POST /teams", { name: "Dock", members: "all" }],
    then: { errors: { errors: ["The collection is invalid."] } },
    status: 400,
  },
];
