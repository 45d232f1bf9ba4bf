/** Rows of what Kimai can do and the reference could not: the whole of a customer and a project, favourites, a timer with its text. */

import type { KimaiTest } from "../../support/kimai.ts";
import { furnish, furnishEntities } from "./world.ts";
import { type Case, table } from "./row.ts";

/** The world of the entity rows with a second team. */
function furnishTeams(test: KimaiTest): void {
  furnishEntities(test);
  const members = [{ user: 2, teamlead: true }];
  test.demo.state.teams.add({ id: 2, name: "Shop", color: null, members });
}

const budgets = { budget: 5000, timeBudget: 360_000, budgetType: "month" };
const address = {
  addressLine1: "Quai 1",
  addressLine2: "House B",
  addressLine3: "2nd floor",
  postCode: "8001",
  city: "Zurich",
};

const entity = table("entity", furnishTeams, [
  {
    user: "admin",
    type: "customer",
    action: "create",
    args: { data: { name: "Beta", ...address, buyerReference: "B-7", ...budgets, teams: [1, 2] } },
    received: [
      'POST /customers {"name":"Beta","addressLine1":"Quai 1","addressLine2":"House B","addressLine3":"2nd floor","postCode":"8001","city":"Zurich","buyerReference":"B-7","budget":5000,"timeBudget":"360000s","budgetType":"month","teams":[1,2]}',
    ],
    line: "Created Customer: Beta (ID: 2)",
    holds: ["/customers/2", {
      ...address,
      buyerReference: "B-7",
      ...budgets,
      teams: [{ id: 1 }, { id: 2 }],
    }],
  },
  {
    user: "admin",
    type: "customer",
    action: "update",
    args: { id: 1, data: { ...budgets, city: "Bern", teams: [2] } },
    received: [
      'PATCH /customers/1 {"city":"Bern","budget":5000,"timeBudget":"360000s","budgetType":"month"}',
      "POST /teams/2/customers/1",
      "GET /customers/1",
    ],
    line: "Updated Customer: ACME (ID: 1)",
    holds: ["/customers/1", { city: "Bern", ...budgets, teams: [{ id: 2 }] }],
  },
  {
    user: "admin",
    type: "project",
    action: "create",
    args: {
      data: { name: "App", customer: 1, ...budgets, teams: [2] },
    },
    received: [
      'POST /projects {"name":"App","customer":1,"budget":5000,"timeBudget":"360000s","budgetType":"month","teams":[2]}',
    ],
    line: "Created Project: App (ID: 3)",
    holds: ["/projects/3", { ...budgets, teams: [{ id: 2 }] }],
  },
  {
    user: "admin",
    type: "project",
    action: "update",
    args: { id: 1, data: { ...budgets, teams: [1, 2] } },
    received: [
      'PATCH /projects/1 {"budget":5000,"timeBudget":"360000s","budgetType":"month"}',
      "POST /teams/1/projects/1",
      "POST /teams/2/projects/1",
      "GET /projects/1",
    ],
    line: "Updated Project: Website (ID: 1)",
    holds: ["/projects/1", { ...budgets, teams: [{ id: 1 }, { id: 2 }] }],
  },
  {
    user: "admin",
    type: "project",
    action: "create",
    args: { data: { name: "App", customer: 1, metaFields: [{ name: "zz", value: "1" }] } },
    received: [
      'POST /projects {"name":"App","customer":1}',
      "GET /projects?visible=3&ignoreDates=1",
      'PATCH /projects/3/meta {"name":"zz","value":"1"}',
      "GET /projects/3",
      "GET /projects/3",
    ],
    line: "Created Project: App (ID: 3)",
    gives: {
      item: { id: 3 },
      notes: [
        'Cannot set custom field "zz" of project ID 3 (App): Kimai knows no such custom field "zz", it shows cc (nothing set)',
      ],
    },
    holds: ["/projects/3", { name: "App", metaFields: [{ name: "cc", value: null }] }],
  },
  {
    user: "super",
    type: "user",
    action: "get",
    args: { id: 4 },
    received: ["GET /users/4"],
    line: "User: user (ID: 4)",
    gives: {
      item: {
        preferences: [
          { name: "work_contract_type", value: "none" },
          ...["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            .map((day) => ({ name: `work_${day}`, value: "0" })),
          { name: "holidays", value: "0" },
          { name: "hourly_rate", value: "0" },
          { name: "first_weekday", value: "monday" },
        ],
      },
    },
  },
  {
    user: "lead",
    type: "invoice",
    action: "get",
    args: { id: 1 },
    received: ["GET /invoices/1"],
    line: "Invoice: 2026/001 (ID: 1)",
    gives: { item: { document: "kimai://invoices/1", file: "2026-001.pdf" } },
  },
]);

/** Entry 1 of user is a favourite of his. */
async function furnishFavorite(test: KimaiTest): Promise<void> {
  await furnish(test);
  test.demo.state.favorites.set(4, [1]);
}

const timesheet = table("timesheet", furnishFavorite, [
  {
    user: "user",
    action: "favorites",
    received: ["GET /favorites/timesheets"],
    line: "Found 1 favorite(s)",
    gives: {
      favorites: [{
        id: 1,
        project: { id: 1, name: "Website" },
        activity: { id: 1, name: "Design" },
        description: "Logo",
        tags: ["urgent"],
      }],
    },
  },
  {
    user: "user",
    action: "favorite",
    args: { id: 2 },
    received: ["POST /favorites/timesheets/2"],
    line: "Timesheet ID 2 is a favorite now",
    gives: { id: 2, favorite: true },
  },
  {
    user: "user",
    action: "favorite",
    args: { id: 3 },
    received: ["POST /favorites/timesheets/3"],
    refused:
      "Cannot add timesheet ID 3 to the favorites: Kimai takes only your own entries, and needs the permission start_own_timesheet",
  },
  {
    user: "user",
    action: "unfavorite",
    args: { id: 1 },
    received: ["DELETE /favorites/timesheets/1"],
    line: "Timesheet ID 1 is no favorite now",
    gives: { id: 1, favorite: false },
  },
]);

const timer = table("timer", furnish, [
  {
    user: "user",
    action: "restart",
    args: { id: 1, copy: true, data: { begin: "2026-11-20T09:30:00" } },
    received: [
      "GET /timesheets/active",
      'PATCH /timesheets/1/restart {"copy":"all","begin":"2026-11-20T09:30:00"}',
      "GET /projects?visible=3&ignoreDates=1",
      "GET /activities?visible=3",
      "GET /users/me",
      "GET /timesheets/active",
      "GET /timesheets/5",
    ],
    line: "Restarted timer ID 6 for project 1 / activity 1",
    holds: ["/timesheets/6", {
      end: null,
      begin: "2026-11-20T09:30:00+0100",
      description: "Logo",
      tags: ["urgent"],
      billable: true,
    }],
  },
]);

export const beyondRows: Case[] = [...entity, ...timesheet, ...timer];
