/** Rows of the tools about what hangs on a record: rates, access of teams, custom fields, comments. */

import { furnish } from "./world.ts";
import { type Case, table } from "./row.ts";

/** The collections, the request that names their records, and the name of record 1. */
const masters = [
  ["customer", "customers", "GET /customers?visible=3", "ACME"],
  ["project", "projects", "GET /projects?visible=3&ignoreDates=1", "Website"],
  ["activity", "activities", "GET /activities?visible=3", "Design"],
] as const;

const rates = masters.flatMap(([entity, path, names, name]) =>
  table("rate", furnish, [
    {
      user: "admin",
      action: "list",
      args: { entity, entity_id: 1 },
      received: [`GET /${path}/1/rates`, names],
      line: `Found 1 rate(s) for ${entity} ID 1 (${name}):`,
      gives: {
        rates: [{ id: 1, user: { id: 4 }, rate: 75, internal_rate: 60, is_fixed: false }],
      },
    },
    {
      user: "admin",
      action: "add",
      args: { entity, entity_id: 1, data: { rate: 80 } },
      received: [names, `POST /${path}/1/rates {"rate":80}`],
      line: `Added rate ID 2 for all users to ${entity} ID 1`,
      holds: [`/${path}/1/rates`, [{ id: 1 }, { id: 2, user: null, rate: 80, isFixed: false }]],
    },
    {
      user: "admin",
      action: "add",
      args: {
        entity,
        entity_id: 1,
        data: { user: 5, rate: 99.5, internal_rate: 50, is_fixed: true },
      },
      received: [
        names,
        `POST /${path}/1/rates {"rate":99.5,"user":5,"internalRate":50,"isFixed":true}`,
      ],
      line: `Added rate ID 2 for user user2 to ${entity} ID 1`,
      holds: [`/${path}/1/rates`, [
        { id: 1 },
        { id: 2, user: { id: 5 }, rate: 99.5, internalRate: 50, isFixed: true },
      ]],
    },
    {
      user: "admin",
      action: "delete",
      args: { entity, entity_id: 1, rate_id: 1 },
      received: [`GET /${path}/1/rates`, names, `DELETE /${path}/1/rates/1`],
      line: `Deleted rate ID 1 from ${entity} ID 1`,
      holds: [`/${path}/1/rates`, []],
    },
  ])
);

const members = table("team_access", furnish, [
  {
    user: "admin",
    action: "add_member",
    args: { team_id: 2, user_id: 5 },
    received: ["POST /teams/2/members/5"],
    line: "Added user ID 5 as member to team ID 2",
    holds: ["/teams/2", {
      members: [
        { user: { id: 3 }, teamlead: true },
        { user: { id: 4 }, teamlead: false },
        { user: { id: 5 }, teamlead: false },
      ],
    }],
  },
  {
    user: "admin",
    action: "remove_member",
    args: { team_id: 2, user_id: 4 },
    // Whom it takes out is named from an entry of his: this role may not read users.
    received: [
      "GET /users/me",
      "GET /users/4",
      "GET /timesheets?user=4&size=1&full=1",
      "DELETE /teams/2/members/4",
    ],
    line: "Removed user ID 4 from team ID 2",
    holds: ["/teams/2", { members: [{ user: { id: 3 }, teamlead: true }] }],
  },
]);

/** Records that only team 1 sees. */
const closed = { customer: 2, project: 3, activity: 4 };

const access = masters.flatMap(([target, path, names]) =>
  table("team_access", furnish, [
    {
      user: "admin",
      action: "grant",
      args: { team_id: 2, target, target_id: 1 },
      received: [names, `POST /teams/2/${path}/1`],
      line: `Granted team ID 2 access to ${target} ID 1`,
      holds: ["/teams/2", { [path]: [{ id: 1 }] }],
    },
    {
      user: "admin",
      action: "revoke",
      args: { team_id: 1, target, target_id: closed[target] },
      received: [names, `DELETE /teams/1/${path}/${closed[target]}`],
      line: `Revoked team ID 1 access to ${target} ID ${closed[target]}`,
      holds: ["/teams/1", { [path]: [] }],
    },
  ])
);

const twoFields = [{ name: "cc", value: "42" }, { name: "po", value: "A-7" }];

const meta = [
  ...masters.flatMap(([entity, path, names, name]) =>
    table("meta", furnish, [{
      user: "admin",
      action: "update",
      args: { entity, entity_id: 1, data: twoFields },
      received: [
        names,
        `PATCH /${path}/1/meta {"name":"cc","value":"42"}`,
        `PATCH /${path}/1/meta {"name":"po","value":"A-7"}`,
      ],
      line: `Updated 2 meta field(s) for ${entity} ID 1 (${name}): cc, po`,
      holds: [`/${path}/1`, { metaFields: twoFields }],
    }])
  ),
  ...table("meta", furnish, [
    {
      user: "user",
      action: "update",
      args: { entity: "timesheet", entity_id: 1, data: [{ name: "cc", value: 42 }] },
      received: [`PATCH /timesheets/1/meta {"name":"cc","value":"42"}`],
      line: "Updated 1 meta field(s) for timesheet ID 1: cc",
      holds: ["/timesheets/1", {
        metaFields: [{ name: "cc", value: "42" }, { name: "po", value: null }],
      }],
    },
    {
      user: "lead",
      action: "update",
      args: { entity: "invoice", entity_id: 1, data: twoFields },
      received: [
        `PATCH /invoices/1/custom-fields [{"name":"cc","value":"42"},{"name":"po","value":"A-7"}]`,
      ],
      line: "Updated 2 meta field(s) for invoice ID 1: cc, po",
      holds: ["/invoices/1", { metaFields: twoFields }],
    },
  ]),
];

const comments = masters.slice(0, 2).flatMap(([entity, path, names, name]) =>
  table("comment", furnish, [
    {
      user: "admin",
      action: "list",
      args: { entity, entity_id: 1 },
      received: [`GET /${path}/1/comments`, names, "GET /users/me"],
      line: `Found 1 comment(s) for ${entity} ID 1 (${name}):`,
      gives: { comments: [{ id: 1, message: "Hi", by: "super", at: "2026-11-20 10:00" }] },
    },
    {
      user: "admin",
      action: "create",
      args: { entity, entity_id: 1, data: { message: "**Two**", pinned: true } },
      received: [`POST /${path}/1/comments {"message":"**Two**","pinned":true}`, "GET /users/me"],
      line: `Added comment ID 2 to ${entity} ID 1 (pinned)`,
      holds: [`/${path}/1/comments`, [{ id: 2, message: "**Two**", pinned: true }, { id: 1 }]],
    },
    {
      user: "admin",
      action: "create",
      args: { entity, entity_id: 1, data: { message: "Two" } },
      received: [`POST /${path}/1/comments {"message":"Two"}`, "GET /users/me"],
      line: `Added comment ID 2 to ${entity} ID 1`,
      holds: [`/${path}/1/comments`, [{ id: 1 }, { id: 2, message: "Two", pinned: false }]],
    },
    {
      user: "admin",
      action: "pin",
      args: { entity, entity_id: 1, comment_id: 1 },
      received: [`GET /${path}/1/comments`, `PATCH /${path}/1/comments/1/pin`, "GET /users/me"],
      line: "Comment ID 1 is now pinned",
      holds: [`/${path}/1/comments`, [{ id: 1, pinned: true }]],
    },
    {
      user: "admin",
      action: "delete",
      args: { entity, entity_id: 1, comment_id: 1 },
      received: [`DELETE /${path}/1/comments/1`],
      line: `Deleted comment ID 1 from ${entity} ID 1`,
      holds: [`/${path}/1/comments`, []],
    },
  ])
);

export const recordRows: Case[] = [...rates, ...members, ...access, ...meta, ...comments];
