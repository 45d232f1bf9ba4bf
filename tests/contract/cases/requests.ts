/**
 * Requests as such: credentials, routes, methods, bodies, origins.
 */
import type { Case } from "../world.ts";

const refusals: [who: Case["when"][0], request: string, status: number][] = [
  ["user", "GET /nothing", 404],
  [null, "GET /nothing", 404],
  ["user", "GET /ping.json", 404],
  ["user", "GET //ping", 404],
  ["user", "GET /Ping", 404],
  ["user", "GET /timesheets/one", 404],
  ["user", "GET /timesheets/1%2F", 404],
  ["user", "POST /timesheets/", 404],
  ["user", "PUT /timesheets/1", 405],
  [null, "PUT /timesheets/1", 405],
  ["user", "GET /timesheets/1/stop", 405],
  ["user", "DELETE /users/4", 405],
  ["user", "PATCH /tags/1", 405],
  ["user", "OPTIONS /ping", 405],
  [null, "GET /ping", 401],
  [null, "GET /timesheets/1", 401],
  [null, "GET /ping/", 401],
  ["user", "GET /absences", 404],
  ["user", "GET /expenses", 404],
];

/** Headers without a token of their own, and what they get. */
const credentials: [headers: Record<string, string>, status: number, body?: object][] = [
  [{ Authorization: "bearer token_user" }, 401, { code: 401, message: "Unauthorized" }],
  [{ Authorization: "Basic dXNlcjp4" }, 401],
  [{ Authorization: "Bearer" }, 401],
  [{ Authorization: "Bearer wrong" }, 401],
  [{ "X-AUTH-USER": "user", "X-AUTH-TOKEN": "x" }, 403, { message: "Invalid credentials" }],
  [{ "X-AUTH-USER": "user" }, 401],
];

const RECORD = '{"project":1,"activity":1,"begin":"2026-03-09T08:00:00"}';
const JSON_TYPE = "application/json";
/** A body with its type, and what it comes to. */
const bodies: [type: string, body: string, status: number][] = [
  [JSON_TYPE, RECORD, 200],
  [`${JSON_TYPE}; charset=utf-8`, RECORD, 200],
  ["application/x-www-form-urlencoded", "project=1&activity=1", 200],
  ["text/plain", RECORD, 400],
  ["application/vnd.api+json", RECORD, 400],
  [JSON_TYPE, "", 400],
  [JSON_TYPE, "[]", 400],
  [JSON_TYPE, "null", 400],
  [JSON_TYPE, "7", 400],
  [JSON_TYPE, '"text"', 400],
  [JSON_TYPE, '{"project":', 400],
  [JSON_TYPE, `\ufeff${RECORD}`, 400],
  [JSON_TYPE, '{"project":2,"project":1,"activity":1}', 200],
];

const ORIGIN = "https://app.example.com";

export const requestCases: Case[] = [
  ...refusals.map(([who, request, status]): Case => ({
    rule: `${who ?? "nobody"} at ${request}`,
    when: [who, request],
    then: status,
  })),
  ...credentials.map(([headers, status, body]): Case => ({
    rule: `credentials ${JSON.stringify(headers)}`,
    when: [null, "GET /ping"],
    headers,
    then: body ?? status,
    status,
  })),
  ...bodies.map(([type, body, status]): Case => ({
    rule: `a body ${body.slice(0, 30)} of type ${type}`,
    when: ["user", "POST /timesheets", body],
    headers: { "Content-Type": type },
    then: status,
  })),
  { rule: "a slash at the end leads away", when: ["user", "GET /ping/"], then: 301 },
  { rule: "the description needs a session", when: ["user", "GET /doc"], then: 302 },
  {
    rule: "a preflight is answered",
    when: [null, "OPTIONS /timesheets"],
    headers: {
      Origin: ORIGIN,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization, content-type",
    },
    then: 200,
  },
  {
    rule: "not for other headers",
    when: [null, "OPTIONS /timesheets"],
    headers: {
      Origin: ORIGIN,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "x-other",
    },
    then: 400,
  },
  {
    rule: "nor for other methods",
    when: [null, "OPTIONS /timesheets"],
    headers: { Origin: ORIGIN, "Access-Control-Request-Method": "TRACE" },
    then: 405,
  },
  {
    rule: "the server's own origin asks nothing",
    when: [null, "OPTIONS /timesheets"],
    headers: { Origin: "https://kimai.test", "Access-Control-Request-Method": "GET" },
    then: 405,
  },
  {
    rule: "without access to the API nothing is answered",
    given: [
      ({ kimai }) =>
        void kimai.state.roleSwitches.set("ROLE_USER", new Map([["api_access", false]])),
    ],
    when: ["user", "GET /ping"],
    then: { code: 403, message: "Forbidden" },
    status: 403,
  },
  {
    rule: "an expired token is as good as none",
    given: [
      ({ kimai }) =>
        void (kimai.state.accessTokens.get(4)!.expiresAt = Date.parse("2026-03-10T09:00:00Z")),
    ],
    when: ["user", "GET /ping"],
    then: 401,
  },
  {
    rule: "what is not imitated says so",
    when: ["super", "GET /actions/customer/1/index/en"],
    then: {
      code: 500,
      message:
        "Internal Server Error: embedded Kimai: Error: The menus of Kimai's own pages are not imitated",
    },
    status: 500,
  },
  {
    rule: "a menu of nothing is a 404",
    when: ["super", "GET /actions/customer/9/index/en"],
    then: 404,
  },
  {
    rule: "widgets that exist",
    when: ["user", "POST /dashboard/widgets/PaginatedWorkingTimeChart"],
    then: 204,
  },
  { rule: "widgets that do not", when: ["user", "POST /dashboard/widgets/Weather"], then: 404 },
  {
    rule: "the version",
    when: ["user", "GET /version"],
    then: { version: "2.66.0", versionId: 26600 },
  },
  { rule: "the palette", when: ["user", "GET /config/colors"], then: { Silver: "#c0c0c0" } },
];
