/** A Kimai for one call, and the server in front of it whose clock and network are in the test's hands. */

import { type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { silentLog } from "../../src/lib/log.ts";
import { friday, withKimai } from "../support/kimai.ts";
import { type Called, inMemory, type TestClient } from "../support/clients.ts";
import { createServer } from "../support/server.ts";
import type { Composition } from "../../src/composition.ts";
import type { Call } from "./calls.ts";

/** A request as faults see it. */
export interface Asked {
  method: string;
  /** Path and query, such as `/api/timesheets?size=500`. */
  target: string;
  body: string;
}

/** Tells requests apart; repetitions of one are the same. */
export const keyOf = ({ method, target, body }: Asked) => `${method} ${target} ${body}`;
export const isWrite = ({ method }: Asked) => method !== "GET";

/** An embedded Kimai that counts what reaches it. */
export interface World {
  demo: DemoKimai;
  token: string;
  /** How often each request reached Kimai. */
  reached: Map<string, number>;
  /** Writes that Kimai carried out. */
  carriedOut: string[];
  answer(asked: Asked): Promise<Response>;
  /** Asks as the super administrator, past all counting. */
  admin(method: string, path: string, body?: unknown): Promise<Response>;
}

/** Makes a Kimai in which the call succeeds. `skew` is how far its clock is ahead, in hours. */
export async function createWorld({ user, furnish }: Call, skew = 0): Promise<World> {
  await using test = await withKimai({ user });
  await furnish(test);
  const { demo } = test;
  if (skew !== 0) {
    test.setNow(
      Temporal.Instant.from(friday).add({ milliseconds: Math.round(skew * 3_600_000) }).toString(),
    );
  }
  const reached = new Map<string, number>();
  const carriedOut: string[] = [];
  const ask = ({ method, target, body }: Asked, token: string) =>
    demo.fetch(`http://kimai.test${target}`, {
      method,
      headers: { "Authorization": `Bearer ${token}`, "Content-Type": "application/json" },
      body: body === "" ? undefined : body,
    });
  return {
    demo,
    token: demo.tokens[user],
    reached,
    carriedOut,
    async answer(asked) {
      const key = keyOf(asked);
      reached.set(key, (reached.get(key) ?? 0) + 1);
      const response = await ask(asked, demo.tokens[user]);
      if (isWrite(asked) && response.ok) carriedOut.push(key);
      return response;
    },
    admin: (method, path, body) =>
      ask({ method, target: `/api${path}`, body: JSON.stringify(body) ?? "" }, demo.tokens.super),
  };
}

/** A server of ours with a client. */
export interface Ours extends AsyncDisposable {
  call: TestClient["call"];
  /** Moves the server's clock on, in seconds. */
  later(seconds: number): void;
}

/** How our server is set. */
export interface OursOptions extends Pick<Composition, "fetch"> {
  url: string;
  token: string;
  /** Seconds that one request may take. */
  deadline: number;
  settings?: Record<string, unknown>;
}

/** Puts our server together as the program does, with real sockets unless a `fetch` is given. */
export async function createOurs(
  { url, token, deadline, settings, fetch }: OursOptions,
): Promise<Ours> {
  let now = Temporal.Instant.from(friday);
  const { factory } = createServer({
    fetch,
    log: silentLog,
    now: () => now,
    // Wrong answers of Kimai must not make ours unlike what is promised.
    checkAnswers: true,
    settings: { kimai_url: url, kimai_token: token, kimai_timeout: deadline, ...settings },
  });
  const client = await inMemory(factory, "2026-07-28");
  return {
    call: (tool, args) => client.call(tool, args),
    later: (seconds) => void (now = now.add({ milliseconds: seconds * 1000 })),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** Seconds: past the pause of a circuit, and past whatever is kept of answers that were believed. */
export const aWhile = 601;

/** What a call comes to on a good day. */
export interface Clean {
  called: Called;
  /** The same a while later, where it changes nothing: timers have run on. */
  later?: Called;
  /** Requests in the order they came, repetitions included. */
  requests: Asked[];
}

/** Runs a call without any fault. */
export async function runClean(call: Call): Promise<Clean> {
  const world = await createWorld(call);
  const requests: Asked[] = [];
  const fetch = async (input: Request | URL | string, init?: RequestInit) => {
    const { pathname, search } = new URL(String(input));
    const asked = {
      method: init?.method ?? "GET",
      target: pathname + search,
      body: String(init?.body ?? ""),
    };
    requests.push(asked);
    return await world.answer(asked);
  };
  await using ours = await createOurs({
    url: "http://kimai.test",
    token: world.token,
    deadline: 10,
    fetch,
  });
  const called = await ours.call(call.tool, call.args);
  const clean = { called, requests: [...requests] };
  if (requests.some(isWrite)) return clean;
  ours.later(aWhile);
  return { ...clean, later: await ours.call(call.tool, call.args) };
}
