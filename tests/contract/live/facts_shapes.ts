/**
 * Every kind of record has the keys and the JSON types that its release's has.
 */
import assert from "node:assert/strict";
import { same } from "./assertions.ts";
import type { Fact } from "./facts.ts";
import { type Live, pick, read, type Row, rowsOf, Skip } from "./session.ts";
import { misfit, shapeOf } from "./shape.ts";

/** A kind of record. */
export interface Kind {
  kind: string;
  /** Where the twin shows it, each a record or a list of them; the first is what came with a release. */
  twin: string[];
  /** Where the real one does. */
  find: (live: Live) => Promise<Row[]>;
}

/** A list that is itself the place to look. */
const listed = (kind: string, path: string, twin = [path]): Kind => ({
  kind,
  twin,
  find: (live) => rowsOf(live, path),
});

/** Objects of a list to look at more closely: some of them may be closed to the token's user. */
const CLOSER = 4;

/** What is found below the objects of a list, as far as they are open. */
function below(kind: string, list: string, rest: string, twin: string[]): Kind {
  return {
    kind,
    twin,
    async find(live) {
      const path = list.split("?")[0];
      const objects = await rowsOf(live, list);
      const found: Row[] = [];
      let isOpen = false;
      for (const { id } of objects.slice(0, CLOSER)) {
        const { status, body } = await live.ask(`${path}/${id}${rest}`);
        if (status === 403) continue;
        same(status, 200, `GET ${path}/${id}${rest}`);
        isOpen = true;
        found.push(...Array.isArray(body) ? body : [body]);
        if (found.length > 0) break;
      }
      if (objects.length > 0 && !isOpen) {
        throw new Skip(`none of ${path}/{id}${rest} is open to the token's user`);
      }
      return found;
    },
  };
}

/** One and two: filled in, and empty. */
const both = (path: string): string[] => [`${path}/1`, `${path}/2`];
const single = (path: string): Kind => ({
  kind: `GET ${path}`,
  twin: [path],
  find: async (live) => [(await read(live, path)).body],
});

const PROJECTS = "/projects?ignoreDates=1&visible=3";
const OWN = "/timesheets?orderBy=id&size=50";

/** Every kind. */
export const kinds: Kind[] = [
  ...["/ping", "/version", "/config/timesheet"].map(single),
  listed("a plugin", "/plugins"),
  listed("a time record", OWN, ["/timesheets", "/timesheets?user=all"]),
  listed("a time record of anybody", "/timesheets?user=all&orderBy=id&size=50"),
  listed("an expanded time record", `${OWN}&full=1`, [
    "/timesheets?full=1",
    "/timesheets?user=all&full=1",
  ]),
  listed("a recent time record", "/timesheets/recent", ["/timesheets?full=1&user=all"]),
  listed("an active time record", "/timesheets/active", ["/timesheets?full=1&user=all"]),
  below("a single time record", OWN, "", ["/timesheets/1", "/timesheets/5", "/timesheets/16"]),
  listed("a favourite", "/favorites/timesheets", [
    "/favorites/timesheets",
    "/timesheets?full=1&user=all",
  ]),
  listed("a customer", "/customers?visible=3"),
  listed("a customer with details", "/customers?visible=3&full=1"),
  below("a single customer", "/customers?visible=3", "", both("/customers")),
  below("a rate of a customer", "/customers?visible=3", "/rates", ["/customers/1/rates"]),
  below("a comment on a customer", "/customers?visible=3", "/comments", ["/customers/1/comments"]),
  listed("a project", PROJECTS),
  below("a single project", PROJECTS, "", both("/projects")),
  below("a rate of a project", PROJECTS, "/rates", ["/projects/1/rates"]),
  below("a comment on a project", PROJECTS, "/comments", ["/projects/1/comments"]),
  listed("an activity", "/activities?visible=3"),
  below("a single activity", "/activities?visible=3", "", both("/activities")),
  below("a rate of an activity", "/activities?visible=3", "/rates", ["/activities/1/rates"]),
  { ...single("/users/me"), kind: "the token's user", twin: ["/users/me", "/users/1", "/users/4"] },
  listed("a user", "/users"),
  listed("a whole user", "/users?full=1", ["/users?full=1", "/users/4"]),
  listed("a team", "/teams"),
  below("a single team", "/teams", "", both("/teams")),
  listed("the name of a tag", "/tags"),
  listed("a tag", "/tags/find?name="),
  listed("an invoice", "/invoices"),
  below("a single invoice", "/invoices", "", both("/invoices")),
];

/** What the twin shows to the role of the token's user; and to a super admin, because the role may
 * have been given more. */
export async function samplesOf(
  { askTwin, twinUser }: Pick<Live, "askTwin" | "twinUser">,
  paths: string[],
): Promise<unknown[]> {
  const samples: unknown[] = [];
  for (const who of new Set(["super", twinUser])) {
    for (const path of paths) {
      const { status, body } = await askTwin(path, who);
      if (status === 200) samples.push(...Array.isArray(body) ? body : [body]);
    }
  }
  return samples;
}

const shapeFacts = kinds.map(({ kind, twin, find }): Fact => ({
  fact: `${kind} has the keys and types of its release`,
  async check(live) {
    if ((await live.askTwin(twin[0], "super")).status === 404) {
      throw new Skip(`it came after ${live.release.text}`);
    }
    const samples = await samplesOf(live, twin);
    const rows = await find(live);
    pick(rows, "such record", () => true);
    const shape = shapeOf(samples);
    for (const row of rows) {
      const found = misfit(shape, row);
      assert.ok(!found, `${kind}${row?.id ? ` (id ${row.id})` : ""}: ${found}`);
    }
  },
}));

/** Everything about the shape of answers. */
export const shapeFactRows: Fact[] = [
  ...shapeFacts,
  {
    fact: "the colours are names with colours",
    async check(live) {
      const { status } = await live.askTwin("/config/colors", "super");
      if (status === 404) throw new Skip(`they came after ${live.release.text}`);
      const colours = Object.entries((await read(live, "/config/colors")).body);
      const wrong = colours.filter(([, value]) => !/^#[0-9a-f]{6}$/i.test(String(value)));
      same(wrong, [], "what is no colour");
    },
  },
];
