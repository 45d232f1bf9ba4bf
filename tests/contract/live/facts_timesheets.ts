/**
 * Lists of time records: pages, order, views, and the two lists about the token's user only. What
 * they say of each other holds whatever is in them.
 */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { PAGE_HEADERS } from "../cases/lists.ts";
import { none, same } from "./assertions.ts";
import type { Reply } from "./asking.ts";
import type { Fact } from "./facts.ts";
import { NO_ID } from "./facts_requests.ts";
import { idsOf, type Live, pick, read, type Row, rowsOf, since, Skip } from "./session.ts";
import { ascends } from "./texts.ts";

/** The newest of one's own; by id, because equal times have no order before 2.63. */
export const OWN = "/timesheets?orderBy=id";

/** The records of a page of them. */
export const own = (live: Live): Promise<Row[]> => rowsOf(live, OWN);

/** One of them. */
export const ownRecord = async (live: Live): Promise<Row> =>
  pick(await own(live), "time record of the token's user", () => true);

/** A page's headers as numbers: page, records, pages, size. */
function pageOf({ headers }: Reply): number[] {
  return ["X-Page", "X-Total-Count", "X-Total-Pages", "X-Per-Page"].map((name) => {
    const text = headers.get(name) ?? "";
    assert.ok(/^\d+$/.test(text), `${name} is "${text}", and should be a number`);
    return Number(text);
  });
}

/** How many records a query finds. */
export const totalOf = async (live: Live, query: string): Promise<number> =>
  pageOf(await read(live, `/timesheets?${query}`))[1];

/** Queries that mean the same as none, of records ordered by their ids. */
const IDLE: [what: string, query: (live: Live) => string][] = [
  ["page 0", () => "page=0"],
  ["empty values", () => "size=&order=&full=&begin=&end=&term="],
  ["an unknown parameter", () => "unknown=1"],
  ["the order DESC", () => "order=DESC"],
  ["an unknown user", () => `user=${NO_ID}`],
  ["an unknown project", () => `project=${NO_ID}`],
  ["unknown projects", () => `projects[]=${NO_ID}`],
  ["an unknown activity", () => `activity=${NO_ID}`],
  ["an unknown customer", () => `customers[]=${NO_ID}`],
  ["a begin long ago", () => "begin=1980-01-01T00:00:00"],
  ["the last of two begins", () => "begin=2099-01-01T00:00:00&begin=1980-01-01T00:00:00"],
  ["the token's user", ({ me }) => `user=${me.id}`],
  ["a list with the token's user", ({ me }) => `users[]=${me.id}`],
  ["full", () => "full=1"],
  ["full as a word", () => "full=true"],
  ["full switched off", () => "full=false"],
];

const idleFacts = IDLE.map(([what, query]): Fact => ({
  fact: `${what} makes no other list`,
  async check(live) {
    await ownRecord(live);
    same(await idsOf(live, `${OWN}&${query(live)}`), await idsOf(live, OWN), "the ids");
  },
}));

const pageFacts: Fact[] = [
  ...PAGE_HEADERS.map(([request, headers]): Fact => ({
    fact: `the headers of ${request} agree with each other and with its rows`,
    async check(live) {
      const path = request.slice("GET ".length);
      const query = new URLSearchParams(path.split("?")[1]);
      const wanted = Number(query.get("page") ?? 1);
      const size = Number(query.get("size"));
      // Without the cap all there is would come.
      if (size > 500) since(live, 24_200, "the cap of a page");
      const total = query.has("begin") ? 0 : await totalOf(live, "orderBy=id");
      const [, , , perPage] = headers.split(" ").map(Number);
      const pages = Math.max(1, Math.ceil(total / perPage));
      if (wanted > pages) throw new Skip(`there is no page ${wanted}`);
      const reply = await read(live, path);
      same(pageOf(reply), [wanted, total, pages, perPage], "page, records, pages, size");
      const rows = wanted < pages ? perPage : total - (wanted - 1) * perPage;
      same(reply.body.length, rows, "the rows of the page");
    },
  })),
  {
    fact: "a page beyond the last is a 404",
    async check(live) {
      const [, , pages] = pageOf(await read(live, OWN));
      const { status, body } = await live.ask(`${OWN}&page=${pages + 1}`);
      const refusal = { status: 404, body: { code: 404, message: "Not Found" } };
      same({ status, body }, refusal, `page ${pages + 1}`);
    },
  },
  {
    fact: "pages continue each other",
    async check(live) {
      const ids = await idsOf(live, OWN);
      if (ids.length < 3) throw new Skip("there are fewer than three records");
      const pages = [
        await idsOf(live, `${OWN}&size=2`),
        await idsOf(live, `${OWN}&size=2&page=2`),
      ];
      same(pages.flat(), ids.slice(0, pages.flat().length), "the ids");
      same(pages[0].length, 2, "the rows of a page");
    },
  },
];

const instant = (text: string | null): number =>
  text === null ? -Infinity : Temporal.Instant.from(text).epochMilliseconds;

/** What lists are ordered by; running records come before all ends. */
const ORDERS: Record<string, (row: Row) => number> = {
  id: ({ id }) => id,
  begin: ({ begin }) => instant(begin),
  end: ({ end }) => instant(end),
  rate: ({ rate }) => rate,
};

const orderFacts = Object.entries(ORDERS).flatMap(([name, key]) =>
  ["ASC", "DESC"].map((order): Fact => ({
    fact: `records are ordered by ${name}, ${order}`,
    async check(live) {
      await ownRecord(live);
      const rows = await rowsOf(live, `/timesheets?orderBy=${name}&order=${order}`);
      if (rows.some((row) => key(row) === undefined)) {
        throw new Skip("the token's user sees no rates");
      }
      const forward = order === "ASC" ? rows : rows.toReversed();
      // Equal ones are ordered by id since 2.63.
      const keys = live.release.id < 26_300 ? [key] : [key, ORDERS.id];
      assert.ok(ascends(forward, keys), `the ids ${rows.map(({ id }) => id)} are in another order`);
    },
  }))
);

const viewFacts: Fact[] = [
  {
    fact: "an expanded record is the same record, with objects in the place of ids",
    async check(live) {
      await ownRecord(live);
      const ids = (await own(live)).map(({ user, project, activity }) => [user, project, activity]);
      const full = (await rowsOf(live, `${OWN}&full=1`))
        .map(({ user, project, activity }) => [user.id, project.id, activity.id]);
      same(full, ids, "the ids of users, projects and activities");
    },
  },
  {
    fact: "a single record is as in its list, and stays short with full",
    async check(live) {
      const row = await ownRecord(live);
      const { body } = await read(live, `/timesheets/${row.id}`);
      const inList = Object.fromEntries(Object.keys(row).map((key) => [key, body[key]]));
      assert.ok(isDeepStrictEqual(inList, row), `record ${row.id} differs`);
      const full = await read(live, `/timesheets/${row.id}?full=1`);
      assert.ok(isDeepStrictEqual(full.body, body), `record ${row.id} differs with full`);
    },
  },
  {
    fact: "a running record has no duration yet",
    async check(live) {
      const running = await rowsOf(live, `${OWN}&active=1`);
      pick(running, "running record of the token's user", () => true);
      none(running.filter(({ duration }) => duration !== 0), "running with a duration");
    },
  },
  {
    fact: "active has the running records of the token's user, the newest first",
    async check(live) {
      const rows = await rowsOf(live, "/timesheets/active");
      none(rows.filter(({ end, user }) => end !== null || user.id !== live.me.id), "not one's own");
      assert.ok(ascends(rows.toReversed(), [ORDERS.begin]), "they are in another order");
      const ids = rows.map(({ id }) => id).sort();
      same(ids, (await idsOf(live, `${OWN}&active=1`)).sort(), "the ids");
    },
  },
];

const recentFacts: Fact[] = [
  {
    fact: "recent has at most ten records of the token's user, no two of them alike",
    async check(live) {
      const rows = await rowsOf(live, "/timesheets/recent");
      pick(rows, "recent record", () => true);
      assert.ok(rows.length <= 10, `there are ${rows.length}`);
      none(rows.filter(({ user }) => user.id !== live.me.id), "not one's own");
      const pairs = rows.map(({ project, activity }) => `${project.id}/${activity.id}`);
      same(new Set(pairs).size, rows.length, `different ones of ${pairs}`);
    },
  },
  {
    fact: "recent shows the latest end first and running ones last",
    async check(live) {
      const rows = await rowsOf(live, "/timesheets/recent");
      if (rows.length < 2) throw new Skip("there are fewer than two");
      assert.ok(ascends(rows.toReversed(), [ORDERS.end]), "they are in another order");
    },
  },
  {
    fact: "recent has as many as asked for",
    async check(live) {
      none(await rowsOf(live, "/timesheets/recent?size=0"), "of size 0");
      assert.ok((await rowsOf(live, "/timesheets/recent?size=1")).length <= 1);
    },
  },
  {
    fact: "recent since a day to come has none",
    check: async (live) =>
      none(await rowsOf(live, "/timesheets/recent?begin=2099-01-01T00:00:00"), "of that day"),
  },
];

/** Everything about lists of time records but their filters. */
export const timesheetFactRows: Fact[] = [
  ...pageFacts,
  ...idleFacts,
  ...orderFacts,
  ...viewFacts,
  ...recentFacts,
];
