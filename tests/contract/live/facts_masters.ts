/**
 * Lists of customers, projects, activities and users: what they leave out, and their order.
 */
import assert from "node:assert/strict";
import { none, same } from "./assertions.ts";
import type { Fact } from "./facts.ts";
import { NO_ID } from "./facts_requests.ts";
import { idsOf, type Live, pick, type Row, rowsOf, Skip } from "./session.ts";
import { ascends, fold, wordIn } from "./texts.ts";

/** Lists that are alike whatever is in them. */
const ALIKE: [path: string, other: string][] = [
  ["/customers?orderBy=id", "/customers?orderBy=id&visible=1&order=ASC&size=1&page=2"],
  ["/customers?orderBy=id", "/customers?orderBy=id&term=&visible="],
  ["/customers?orderBy=id", "/customers?orderBy=id&full=1"],
  ["/projects?orderBy=id", "/projects?orderBy=id&visible=1&order=ASC&size=1&page=2"],
  ["/projects?orderBy=id", `/projects?orderBy=id&customer=${NO_ID}`],
  ["/projects?orderBy=id", `/projects?orderBy=id&customers[]=${NO_ID}`],
  ["/activities?orderBy=id", "/activities?orderBy=id&visible=1&order=ASC&size=1&page=2"],
  ["/activities?orderBy=id", `/activities?orderBy=id&project=${NO_ID}`],
  ["/activities?orderBy=id", "/activities?orderBy=id&globals=0"],
  ["/users?orderBy=id", "/users?orderBy=id&visible=1&order=ASC&size=1&page=2"],
  ["/users?orderBy=id", "/users?orderBy=id&full=1"],
];

const alikeFacts = ALIKE.map(([path, other]): Fact => ({
  fact: `${other} lists what ${path} does`,
  async check(live) {
    const ids = await idsOf(live, path);
    pick(ids, `row in ${path}`, () => true);
    same(await idsOf(live, other), ids, "the ids");
  },
}));

/** Lists that can be ordered by id and by name, with the name's key. */
const NAMED: [path: string, key: string][] = [
  ["/customers", "name"],
  ["/projects", "name"],
  ["/activities", "name"],
  ["/users", "username"],
];

const orderFacts = NAMED.flatMap(([path, key]): Fact[] => [
  {
    fact: `${path} is ordered by id`,
    async check(live) {
      const ids = await idsOf(live, `${path}?orderBy=id`);
      if (ids.length < 2) throw new Skip("there are fewer than two");
      assert.ok(ascends(ids, [(id) => id]), `the ids are ${ids}`);
      same(await idsOf(live, `${path}?orderBy=id&order=DESC`), ids.toReversed(), "the ids");
    },
  },
  {
    fact: `${path} is ordered by ${key}, and the other way round`,
    async check(live) {
      // How a language orders letters is the database's; that one order is the other's reverse is not.
      const names = (rows: Row[]) => rows.map((row) => fold(row[key]));
      const up = names(await rowsOf(live, path));
      if (up.length < 2) throw new Skip("there are fewer than two");
      const down = names(await rowsOf(live, `${path}?orderBy=${key}&order=DESC`));
      assert.ok(down.every((name, index) => name === up.at(-1 - index)), "it is not the reverse");
    },
  },
]);

/** Lists of which some may be hidden, with the flag of a row. */
const HIDABLE: [path: string, flag: string][] = [
  ["/customers", "visible"],
  ["/projects?ignoreDates=1", "visible"],
  ["/activities", "visible"],
  ["/users", "enabled"],
];

const visibleFacts = HIDABLE.map(([path, flag]): Fact => ({
  fact: `visible divides ${path} into shown, hidden and both`,
  async check(live) {
    const at = (value: number) =>
      rowsOf(live, `${path}${path.includes("?") ? "&" : "?"}orderBy=id&visible=${value}`);
    const [shown, hidden, both] = [await at(1), await at(2), await at(3)];
    pick(both, `row in ${path}`, () => true);
    none(shown.filter((row) => !row[flag]), "hidden among the shown");
    none(hidden.filter((row) => row[flag]), "shown among the hidden");
    const all = new Set(both.map(({ id }) => id));
    none(shown.filter(({ id }) => !all.has(id)), "shown, but not with both");
    const hiddenOfBoth = both.filter((row) => !row[flag]).map(({ id }) => id);
    same(hiddenOfBoth, hidden.map(({ id }) => id), "the hidden ones of both");
  },
}));

/** Days around today: on which day it is here and there, nobody needs to agree. */
function around({ me }: Live): { yesterday: string; tomorrow: string } {
  const today = Temporal.Now.plainDateISO(me.timezone);
  const day = (days: number) => today.add({ days }).toString();
  return { yesterday: day(-1), tomorrow: day(1) };
}

const projectFacts: Fact[] = [
  {
    fact: "projects that run today are listed, and ignoreDates adds the others",
    async check(live) {
      const { yesterday, tomorrow } = around(live);
      const running = await rowsOf(live, "/projects?orderBy=id");
      const all = await rowsOf(live, "/projects?orderBy=id&ignoreDates=1");
      pick(all, "project", () => true);
      // An open side is null.
      const isOff = ({ start, end }: Row) => (start ?? "") > tomorrow || (end ?? "9") < yesterday;
      none(running.filter(isOff), "over or to come, and listed");
      const ids = new Set(running.map(({ id }) => id));
      const added = all.filter(({ id }) => !ids.has(id));
      same(all.length - added.length, running.length, "listed with ignoreDates as well");
      const isOn = ({ start, end }: Row) => (start ?? "") < yesterday && (end ?? "9") > tomorrow;
      none(added.filter(isOn), "running, and not listed");
    },
  },
  {
    fact: "a project that is over is listed with ignoreDates only",
    async check(live) {
      const { yesterday } = around(live);
      const all = await rowsOf(live, "/projects?orderBy=id&ignoreDates=1");
      const { id } = pick(all, "project that is over", ({ end }) => (end ?? "9") < yesterday);
      assert.ok(
        !(await idsOf(live, "/projects?orderBy=id")).includes(id),
        `project ${id} is listed`,
      );
    },
  },
  {
    fact: "a project that is over is listed for a day on which it ran",
    async check(live) {
      const { yesterday } = around(live);
      const all = await rowsOf(live, "/projects?orderBy=id&ignoreDates=1");
      const { id, end } = pick(
        all,
        "project that is over and began before its last day",
        ({ start, end }) => (end ?? "9") < yesterday && (start ?? "") < end,
      );
      const then = await idsOf(live, `/projects?orderBy=id&start=${end}`);
      assert.ok(then.includes(id), `project ${id} is not listed for ${end}`);
    },
  },
  {
    fact: "projects of a customer are his",
    async check(live) {
      const { customer } = pick(await rowsOf(live, "/projects?orderBy=id"), "project", () => true);
      for (const parameter of ["customer", "customers[]"]) {
        const rows = await rowsOf(live, `/projects?orderBy=id&${parameter}=${customer}`);
        assert.ok(rows.length > 0, "there is none");
        none(rows.filter((row) => row.customer !== customer), `not of customer ${customer}`);
      }
    },
  },
  {
    fact: "global activities divides the projects into two",
    async check(live) {
      const all = await rowsOf(live, "/projects?orderBy=id");
      pick(all, "project", () => true);
      for (const value of [0, 1]) {
        const ids = await idsOf(live, `/projects?orderBy=id&globalActivities=${value}`);
        const wanted = all.filter((row) => row.globalActivities === (value === 1));
        same(ids, wanted.map(({ id }) => id), `globalActivities=${value}`);
      }
    },
  },
];

const activityFacts: Fact[] = [
  {
    fact: "global activities have no project, and win over one",
    async check(live) {
      const all = await rowsOf(live, "/activities?orderBy=id");
      pick(all, "activity", () => true);
      const global = all.filter(({ project }) => project === null).map(({ id }) => id);
      const parameters = live.release.id < 22_800 ? ["globals=1"] : ["globals=1", "globals=true"];
      for (const parameter of parameters) {
        same(await idsOf(live, `/activities?orderBy=id&${parameter}`), global, parameter);
      }
      const { project } = pick(all, "activity of a project", (row) => row.project !== null);
      const path = `/activities?orderBy=id&globals=1&project=${project}`;
      same(await idsOf(live, path), global, path);
    },
  },
  {
    fact: "activities of a project are its own, and global ones where it takes them",
    async check(live) {
      const projects = await rowsOf(live, "/projects?orderBy=id");
      const { id, globalActivities } = pick(projects, "project", () => true);
      const rows = await rowsOf(live, `/activities?orderBy=id&project=${id}`);
      const wanted = (await rowsOf(live, "/activities?orderBy=id")).filter(({ project }) =>
        project === null ? globalActivities : project === id
      );
      same(rows.map((row) => row.id), wanted.map((row) => row.id), `of project ${id}`);
    },
  },
];

const parentFacts: Fact[] = [["/projects", "customer", "/customers"], [
  "/activities",
  "project",
  "/projects?ignoreDates=1",
]].map(([path, key, parents]) => ({
  fact: `the parentTitle of ${path} is the name of the ${key}`,
  async check(live) {
    const names = new Map((await rowsOf(live, parents)).map(({ id, name }) => [id, name]));
    const rows = (await rowsOf(live, path)).filter((row) => names.has(row[key]));
    pick(rows, `row with a ${key}`, () => true);
    none(rows.filter((row) => row.parentTitle !== names.get(row[key])), "with another title");
  },
}));

const termFacts = ["/customers", "/projects", "/activities"].map((path): Fact => ({
  fact: `a term finds ${path} by name, without case`,
  async check(live) {
    const { id, name } = pick(
      await rowsOf(live, path),
      "plain word in a name",
      (row) => wordIn(row.name),
    );
    const word = wordIn(name)!.toUpperCase();
    assert.ok((await idsOf(live, `${path}?term=${word}`)).includes(id), `${id} is not found`);
    const without = await idsOf(live, `${path}?term=!${word}`);
    assert.ok(!without.includes(id), `${id} is found by what it is not`);
  },
}));

/** Everything about lists of what records are booked on, and of users. */
export const masterFactRows: Fact[] = [
  ...alikeFacts,
  ...orderFacts,
  ...visibleFacts,
  ...projectFacts,
  ...activityFacts,
  ...parentFacts,
  ...termFacts,
];
