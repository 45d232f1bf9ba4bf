/**
 * Requests as such, without data: credentials, routes, methods, parameters and what is said when
 * they are wrong. The answers wanted are the twin's.
 */
import assert from "node:assert/strict";
import { listCases } from "../cases/lists.ts";
import { objectCases } from "../cases/objects.ts";
import { requestCases } from "../cases/requests.ts";
import type { Case } from "../world.ts";
import { same } from "./assertions.ts";
import type { Reply } from "./asking.ts";
import type { Fact } from "./facts.ts";
import { type Live, read, Skip } from "./session.ts";

const allowed = ({ headers }: Reply) => (headers.get("Allow") ?? "").split(/, */).sort().join(", ");

/** Asserts that a refusal is what the twin refuses with. */
function assertSame(actual: Reply, expected: Reply, what: string): void {
  same(actual.status, expected.status, `the status of ${what}`);
  same(allowed(actual), allowed(expected), `the methods allowed for ${what}`);
  const names = ["WWW-Authenticate", ...actual.status === 301 ? ["Location"] : []];
  for (const name of names) {
    // Of an address, where it leads below the host.
    const plain = ({ headers }: Reply) =>
      headers.get(name)?.replace(/^https?:\/\/[^/]+/, "") ?? null;
    same(plain(actual), plain(expected), `${name} of ${what}`);
  }
  if (!expected.isJson) return;
  same(actual.body, expected.body, what);
}

const pathOf = ({ when }: Case): string => when[1].slice("GET ".length);
const isGet = ({ when }: Case): boolean => when[1].startsWith("GET ");

/** Cases with a wrong parameter: they are refused whatever there is. */
const refusedParameters = [
  ...new Set(
    [...listCases, ...objectCases].filter((one) => isGet(one) && one.then === 400).map(pathOf),
  ),
];

const parameterFacts = refusedParameters.map((path): Fact => ({
  fact: `${path} is refused`,
  async check(live) {
    const bare = path.split("?")[0];
    const { status } = await live.ask(bare);
    if (status === 403) throw new Skip(`the token's user may not read ${bare}`);
    assertSame(await live.ask(path), await live.askTwin(path, "super"), path);
  },
}));

/** Not asked: the web server in front of Kimai has its own mind about them, or they are about data. */
const NOT_ASKED = /^(?:\/\/ping|\/timesheets\/1%2F|\/timesheets\/1\/stop|\/actions\/.*)$/;

/** Cases that are refused or led away, whatever there is. */
const refusedRequests = requestCases.filter((one) =>
  isGet(one) && !one.given && Number(one.status ?? one.then) >= 300 && !NOT_ASKED.test(pathOf(one))
);

/** The plugin that brings a route. */
const BROUGHT: Record<string, string> = {
  "/absences": "WorkContractBundle",
  "/expenses": "ExpensesBundle",
};

const requestFacts = refusedRequests.map((one): Fact => ({
  fact: one.rule.replace(/^user/, "the token's user"),
  async check(live) {
    const path = pathOf(one);
    if (live.plugins.includes(BROUGHT[path])) throw new Skip(`${BROUGHT[path]} is installed`);
    const isNobody = one.when[0] === null;
    const headers = one.headers as Record<string, string> | undefined;
    const actual = await live.ask(path, isNobody ? { headers: headers ?? {} } : {});
    const expected = await live.askTwin(path, isNobody ? null : live.twinUser, { headers });
    assertSame(actual, expected, one.rule);
  },
}));

/** Routes, asked by nobody: 401 where there is one, 404 where there is none yet, 405 where GET is
 * not its method. */
const ROUTES = [
  "/ping",
  "/version",
  "/plugins",
  "/config/timesheet",
  "/config/colors",
  "/timesheets",
  "/timesheets/recent",
  "/timesheets/active",
  "/timesheets/1",
  "/timesheets/1/stop",
  "/timesheets/1/restart",
  "/timesheets/1/duplicate",
  "/timesheets/1/export",
  "/timesheets/1/meta",
  ...["/customers", "/projects", "/activities"].flatMap((path) => [
    path,
    `${path}/1`,
    `${path}/1/rates`,
    `${path}/1/rates/1`,
    `${path}/1/meta`,
    `${path}/1/team`,
  ]),
  "/customers/1/comments",
  "/projects/1/comments",
  "/projects/1/comments/1",
  "/projects/1/comments/1/pin",
  "/projects/1/duplicate",
  "/users",
  "/users/me",
  "/users/1",
  "/users/1/preferences",
  "/users/api-token/1",
  "/teams",
  "/teams/1",
  "/teams/1/members/1",
  "/teams/1/projects/1",
  "/tags",
  "/tags/find",
  "/tags/1",
  "/invoices",
  "/invoices/1",
  "/invoices/1/download",
  "/invoices/1/custom-fields",
  "/favorites/timesheets",
  "/dashboard/widgets",
];

const routeFacts = ROUTES.map((path): Fact => ({
  fact: `${path} is a route as in its release, and closed to nobody's requests`,
  async check(live) {
    const actual = await live.ask(path, { headers: {} });
    assertSame(actual, await live.askTwin(path, null), `${path} without a token`);
  },
}));

/** No Kimai has so many. */
export const NO_ID = 999_999_999;

const unknownFacts = [
  "/timesheets",
  "/customers",
  "/projects",
  "/activities",
  "/users",
  "/teams",
  "/invoices",
].map((path): Fact => ({
  fact: `an unknown id below ${path} is a 404`,
  async check(live) {
    const one = `${path}/${NO_ID}`;
    const [list, actual] = [await live.ask(path), await live.ask(one)];
    if (list.status === 403 && actual.status === 403) {
      throw new Skip(`the token's user may not read ${path}`);
    }
    assertSame(actual, await live.askTwin(one, "super"), one);
  },
}));

/** The status of an answer and its body, where they are fixed. */
async function answers(live: Live, path: string, body: unknown): Promise<void> {
  const reply = await read(live, path);
  same(reply.body, body, `GET ${path}`);
}

const fixedFacts: Fact[] = [
  { fact: "ping is answered", check: (live) => answers(live, "/ping", { message: "pong" }) },
  {
    fact: "the version is told three times alike",
    async check(live) {
      const { version, versionId, copyright } = (await read(live, "/version")).body;
      const [major, minor, patch] = String(version).split(".").map(Number.parseFloat);
      same(versionId, major * 10_000 + minor * 100 + patch, "versionId");
      assert.ok(
        String(copyright).startsWith(`Kimai ${version}`),
        "the copyright names the version",
      );
    },
  },
  {
    fact: "an error is JSON with its code and the phrase of its status, and no more",
    async check(live) {
      const { status, body } = await live.ask("/nothing");
      same(
        { status, body },
        { status: 404, body: { code: 404, message: "Not Found" } },
        "/nothing",
      );
    },
  },
  {
    fact: "other origins are let in by their name",
    async check(live) {
      const headers = { Origin: "https://app.example.com" };
      const names = ["Access-Control-Allow-Origin", "Access-Control-Expose-Headers"];
      const shown = (reply: Reply) => names.map((name) => reply.headers.get(name)?.toLowerCase());
      const [actual, expected] = [
        await live.ask("/ping", { headers }),
        await live.askTwin("/ping", null, { headers }),
      ];
      same(shown(actual), shown(expected), "the headers");
    },
  },
];

/** Everything about requests that needs no data. */
export const requestFactRows: Fact[] = [
  ...fixedFacts,
  ...requestFacts,
  ...routeFacts,
  ...unknownFacts,
  ...parameterFacts,
];
