/**
 * A small world to state rules in: an empty embedded Kimai with a clock of its own, filled by
 * requests, and a short way to ask it.
 */
import assert from "node:assert/strict";
import { createDemoKimai, type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import type { Tables } from "../../src/connectors/kimai/demo/state.ts";

/** A Tuesday, 10:20:30 in Berlin and 05:20:30 in New York. */
export const NOW = "2026-03-10T09:20:30Z";

/** Who can ask: the five users of an empty Kimai. */
export type Who = "super" | "admin" | "lead" | "user" | "user2";

/** A request: who, `METHOD /path`, body. A string is sent raw. */
export type Ask = [who: Who | null, request: string, body?: unknown];

/** A step before the one that counts: a request, configuration, or anything done to the state. */
export type Step = Ask | Record<string, string | null> | ((world: World) => void);

/** An answer, read. */
export interface Reply {
  status: number;
  // deno-lint-ignore no-explicit-any -- answers are compared, not typed
  body: any;
  headers: Headers;
}

/** An embedded Kimai with a settable clock. */
export interface World {
  kimai: DemoKimai;
  /** ISO instant. */
  now: string;
  ask: (who: Who | null, request: string, body?: unknown, headers?: HeadersInit) => Promise<Reply>;
  run: (steps: readonly Step[]) => Promise<void>;
}

/** Makes a world; `tables` replaces deciding tables. */
export function createWorld(tables?: Partial<Tables>): World {
  const world: World = {
    kimai: createDemoKimai({
      seed: "empty",
      now: () => Temporal.Instant.from(world.now),
      tables,
    }),
    now: NOW,
    async ask(who, request, body, extra) {
      const [method, path] = request.split(" ");
      const headers = new Headers({ "Content-Type": "application/json" });
      if (who !== null) headers.set("Authorization", `Bearer ${world.kimai.tokens[who]}`);
      for (const [name, value] of new Headers(extra)) headers.set(name, value);
      const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      const response = await world.kimai.fetch(`https://kimai.test/api${path}`, {
        method,
        headers,
        body: text === undefined ? undefined : new TextEncoder().encode(text as string),
      });
      const answer = await response.text();
      const isJson = response.headers.get("Content-Type") === "application/json";
      return {
        status: response.status,
        body: answer === "" ? undefined : isJson ? JSON.parse(answer) : answer,
        headers: response.headers,
      };
    },
    async run(steps) {
      for (const step of steps) {
        if (typeof step === "function") step(world);
        else if (Array.isArray(step)) {
          const reply = await world.ask(...step);
          assert.ok(reply.status < 300, `${step[1]} failed: ${JSON.stringify(reply.body)}`);
        } else {
          for (const [name, value] of Object.entries(step)) world.kimai.configure(name, value);
        }
      }
    },
  };
  return world;
}

/** Customers 1 and 2 (the second of team 1), projects 1 to 3, activities 1 to 3, and team 1 of
 * `lead` and `user`. Project 2 and activity 2 belong to the team; project 3 is on customer 2. */
export const HARBOUR: Ask[] = [
  ["super", "POST /teams", {
    name: "Quay",
    members: [{ user: 3, teamlead: true }, { user: 4, teamlead: false }],
  }],
  ["super", "POST /customers", { name: "Harbour" }],
  ["super", "POST /customers", { name: "Lighthouse", teams: [1] }],
  ["super", "POST /projects", { name: "Pier", customer: 1 }],
  ["super", "POST /projects", { name: "Crane", customer: 1, teams: [1] }],
  ["super", "POST /projects", { name: "Lamp", customer: 2 }],
  ["super", "POST /activities", { name: "Welding" }],
  ["super", "POST /activities", { name: "Painting", teams: [1] }],
  ["super", "POST /activities", { name: "Diving", project: 1 }],
];

/** A finished record of an hour. */
export const hour = (who: Who, day: string, from: number, more: object = {}): Ask => {
  const at = (value: number) => `${day}T${String(value).padStart(2, "0")}:00:00`;
  return [who, "POST /timesheets", {
    project: 1,
    activity: 1,
    begin: at(from),
    end: at(from + 1),
    ...more,
  }];
};

/** One rule as a case. */
export interface Case {
  rule: string;
  given?: Step[];
  when: Ask;
  headers?: HeadersInit;
  /** Status, or a partial body of a 200, or both. */
  then: number | object;
  status?: number;
}

/** Every key of `expected` is in `actual`, deeply; arrays are compared whole. */
function assertPart(expected: unknown, actual: unknown, path: string): void {
  if (expected === null || typeof expected !== "object") {
    assert.equal(actual, expected, path);
  } else if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), `${path} is no list: ${JSON.stringify(actual)}`);
    assert.equal(actual.length, expected.length, `${path}.length`);
    expected.forEach((item, index) => assertPart(item, actual[index], `${path}[${index}]`));
  } else {
    for (const [key, value] of Object.entries(expected)) {
      const inner = (actual as Record<string, unknown> | null | undefined)?.[key];
      assertPart(value, inner, `${path}.${key}`);
    }
  }
}

/** Runs one case in a world of its own. */
export async function runCase(one: Case, tables?: Partial<Tables>): Promise<void> {
  const world = createWorld(tables);
  await world.run(HARBOUR);
  await world.run(one.given ?? []);
  const [who, request, body] = one.when;
  const reply = await world.ask(who, request, body, one.headers);
  const isStatus = typeof one.then === "number";
  const status = isStatus ? one.then : one.status ?? 200;
  assert.equal(reply.status, status, `status, with ${JSON.stringify(reply.body)}`);
  if (isStatus) return;
  const { fields, ...part } = one.then as { fields?: string };
  // Which fields a form has is said by the keys of `children`, in their order.
  if (fields) assert.equal(Object.keys(reply.body.errors.children).join(","), fields);
  assertPart(Array.isArray(one.then) ? one.then : part, reply.body, "body");
}

/** Makes a test of each case. */
export function testCases(subject: string, cases: readonly Case[]): void {
  for (const one of cases) {
    Deno.test(`${subject}: ${one.rule}`, () => runCase(one));
  }
}
