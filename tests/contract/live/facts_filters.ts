/**
 * Filters of time records: each leaves what it says, looked at in what it leaves.
 */
import assert from "node:assert/strict";
import { none, same } from "./assertions.ts";
import type { Fact } from "./facts.ts";
import { OWN, own, ownRecord, totalOf } from "./facts_timesheets.ts";
import { idsOf, type Live, pick, type Row, rowsOf } from "./session.ts";
import { containsWord, wordIn } from "./texts.ts";

/** A record's begin on the clock of the token's user; undefined where that clock shows it twice. */
function clockTime(row: Row, zone: string): Temporal.PlainDateTime | undefined {
  const begin = Temporal.Instant.from(row.begin).toZonedDateTimeISO(zone);
  const time = begin.toPlainDateTime();
  const readings = ["earlier", "later"] as const;
  const isClear = readings.every((disambiguation) =>
    time.toZonedDateTime(zone, { disambiguation }).equals(begin)
  );
  return isClear ? time : undefined;
}

/** A finished record that lasted, and its begin. */
async function datedRecord(live: Live) {
  const zone = live.me.timezone;
  const row = pick(
    await own(live),
    "finished record that lasted for a while",
    (row) => row.end !== null && row.end !== row.begin && clockTime(row, zone) !== undefined,
  );
  return { row, time: clockTime(row, zone)! };
}

const DAY = 86_400;

/** Bounds around a record's begin, in seconds from it, and whether it is within them. There is
 * always another bound, or too many records would come. */
const BOUNDS: [fact: string, begin: number, end: number, isIn: boolean][] = [
  ["begin and end are inclusive, and both about the begin", 0, 0, true],
  ["a second after its begin a record is over", 1, DAY, false],
  ["a second before its begin a record is not there yet", -DAY, -1, false],
  ["a second on both sides is enough", -1, 1, true],
];

const dateFacts = BOUNDS.map(([fact, begin, end, isIn]): Fact => ({
  fact,
  async check(live) {
    const { row, time } = await datedRecord(live);
    const after = (seconds: number) => time.add({ seconds }).toString({ smallestUnit: "second" });
    const query = `${OWN}&size=500&begin=${after(begin)}&end=${after(end)}`;
    const ids = await idsOf(live, query);
    same(ids.includes(row.id), isIn, `record ${row.id} of ${row.begin} is in ${query}`);
  },
}));

/** Who else's records may be read, as far as one page of everybody's tells. */
async function somebodyElse(live: Live): Promise<number> {
  const rows = await rowsOf(live, "/timesheets?user=all&orderBy=id&size=500");
  return pick(rows, "record of anybody else", ({ user }) => user !== live.me.id).user;
}

const usersOf = async (live: Live, query: string): Promise<number[]> =>
  [
    ...new Set((await rowsOf(live, `${OWN}&${query}`)).map(({ user }) => user)),
  ].sort((a, b) => a - b);

const userFacts: Fact[] = [
  {
    fact: "a list without a user is of the token's user",
    async check(live) {
      await ownRecord(live);
      same(await usersOf(live, ""), [live.me.id], "the users");
    },
  },
  {
    fact: "all users are the token's user and those that may be seen",
    async check(live) {
      await ownRecord(live);
      const [mine, all] = [await totalOf(live, "orderBy=id"), await totalOf(live, "user=all")];
      assert.ok(all >= mine, `${all} records of all, ${mine} of one`);
    },
  },
  {
    fact: "a list of somebody else is of nobody but him",
    async check(live) {
      const other = await somebodyElse(live);
      same(await usersOf(live, `user=${other}`), [other], "the users");
    },
  },
  {
    fact: "a list of two users has what both have",
    async check(live) {
      const other = await somebodyElse(live);
      const both = await totalOf(live, `users[]=${live.me.id}&users[]=${other}`);
      const apart = await totalOf(live, "orderBy=id") + await totalOf(live, `user=${other}`);
      same(both, apart, "the records of both");
    },
  },
];

/** A flag that divides the records into two. */
const FLAGS: [name: string, holds: (row: Row) => boolean][] = [
  ["exported", ({ exported }) => exported],
  ["billable", ({ billable }) => billable],
  ["active", ({ end }) => end === null],
];

const flagFacts = FLAGS.map(([name, holds]): Fact => ({
  fact: `${name} divides the records into those that are and those that are not`,
  async check(live) {
    await ownRecord(live);
    for (const value of [0, 1]) {
      const rows = await rowsOf(live, `${OWN}&${name}=${value}`);
      const wrong = rows.filter((row) => holds(row) !== (value === 1));
      none(wrong, `not ${name}=${value}`);
    }
    const parts = await totalOf(live, `orderBy=id&${name}=0`) +
      await totalOf(live, `orderBy=id&${name}=1`);
    same(parts, await totalOf(live, "orderBy=id"), "both parts");
  },
}));

/** Filters by what a record is booked on: parameter, list parameter, and the id in an expanded row. */
const BOOKED: [name: string, list: string, idIn: (row: Row) => number][] = [
  ["project", "projects", ({ project }) => project.id],
  ["activity", "activities", ({ activity }) => activity.id],
  ["customer", "customers", ({ project }) => project.customer.id],
];

const bookedFacts = BOOKED.flatMap(([name, list, idIn]) =>
  [name, `${list}[]`].map((parameter): Fact => ({
    fact: `${parameter} leaves only the records on it`,
    async check(live) {
      const row = pick(await rowsOf(live, `${OWN}&full=1`), "time record", () => true);
      const rows = await rowsOf(live, `${OWN}&full=1&${parameter}=${idIn(row)}`);
      assert.ok(rows.some(({ id }) => id === row.id), `record ${row.id} is not among them`);
      none(rows.filter((other) => idIn(other) !== idIn(row)), `not on ${name} ${idIn(row)}`);
    },
  }))
);

async function wordOf(live: Live): Promise<string> {
  const row = pick(
    await own(live),
    "description with a plain word",
    ({ description }) => wordIn(description),
  );
  return wordIn(row.description)!;
}

const textFacts: Fact[] = [
  {
    fact: "a term is looked for in descriptions, without case",
    async check(live) {
      const word = (await wordOf(live)).toUpperCase();
      const rows = await rowsOf(live, `${OWN}&term=${word}`);
      assert.ok(rows.length > 0, "the record with the word is not found");
      none(rows.filter(({ description }) => !containsWord(description, word)), "without the word");
    },
  },
  {
    fact: "a term after an exclamation mark is kept out",
    async check(live) {
      const word = await wordOf(live);
      const rows = await rowsOf(live, `${OWN}&term=!${word}`);
      none(rows.filter(({ description }) => containsWord(description, word)), "with the word");
    },
  },
  {
    fact: "tags leave only records that have one of them",
    async check(live) {
      const visible: string[] = await rowsOf(live, "/tags");
      const isFit = (tag: string) => visible.includes(tag);
      const row = pick(
        await own(live),
        "record with a visible tag",
        ({ tags }) => tags.some(isFit),
      );
      const tag: string = row.tags.find(isFit);
      const rows = await rowsOf(
        live,
        `${OWN}&tags[]=${encodeURIComponent(tag)}&tags[]=no+such+tag`,
      );
      assert.ok(rows.some(({ id }) => id === row.id), `record ${row.id} is not among them`);
      none(rows.filter(({ tags }) => !tags.includes(tag)), "without the tag");
    },
  },
  {
    fact: "nothing was modified later than today",
    check: async (live) =>
      none(await rowsOf(live, "/timesheets?modified_after=2099-01-01T00:00:00"), "modified"),
  },
];

/** Everything about filters of time records. */
export const filterFactRows: Fact[] = [
  ...dateFacts,
  ...userFacts,
  ...flagFacts,
  ...bookedFacts,
  ...textFacts,
];
