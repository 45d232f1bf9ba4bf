/** The real connector on an embedded Kimai, spoken to by a real MCP client in memory. */

import assert from "node:assert/strict";
import { createDemoKimai, type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { type Called, inMemory, type Person, type TestClient } from "./clients.ts";
import { createServer } from "./server.ts";

/** Friday 20 November 2026, 10:00:30 in Berlin. */
export const friday = "2026-11-20T09:00:30Z";

export interface KimaiTest extends AsyncDisposable {
  demo: DemoKimai;
  /** For what is no tool. */
  client: TestClient["client"];
  /** Calls a tool as the user of this test. */
  call: TestClient["call"];
  /** Calls a tool that must succeed, and gives its result. */
  // deno-lint-ignore no-explicit-any
  result(tool: string, args?: Record<string, unknown>): Promise<any>;
  /** Calls a tool that must be refused, and gives the sentence. */
  refusal(tool: string, args?: Record<string, unknown>): Promise<string>;
  /** What Kimai says now, asked past our server, as an administrator unless told otherwise. */
  // deno-lint-ignore no-explicit-any
  kimai(path: string, user?: string, init?: RequestInit): Promise<any>;
  /** The requests that our server made, as `GET /timesheets?size=500`, bodies appended. */
  requests: string[];
  /** Another server for another user on the same Kimai. */
  as(user: string): Promise<KimaiTest>;
  /** Moves Kimai's and the server's clock. */
  setNow(instant: string): void;
}

export interface KimaiTestOptions {
  /** Whose token is used: super, admin, lead, user or user2 (New York); the seed has other users. */
  user?: string;
  seed?: "empty" | "agency";
  now?: string;
  /** With the plugin for work contracts. */
  workContracts?: boolean;
  /** Changes an answer of Kimai on its way. */
  intercept?: (request: Request, next: () => Promise<Response>) => Promise<Response>;
  settings?: Record<string, unknown>;
  /** Answers questions; without a person the client cannot be asked. */
  person?: Person;
}

/** Starts both. The empty Kimai gets one customer (ACME), two projects (Website, Shop) and three activities. */
export async function withKimai(options: KimaiTestOptions = {}): Promise<KimaiTest> {
  const clock = { now: Temporal.Instant.from(options.now ?? friday) };
  const seed = options.seed ?? "empty";
  const { workContracts } = options;
  const demo = createDemoKimai({ now: () => clock.now, seed, workContracts });
  if (seed === "empty") await furnish(demo);
  return connect(demo, clock, options);
}

async function connect(
  demo: DemoKimai,
  clock: { now: Temporal.Instant },
  { user = "user", intercept, settings, person, ...options }: KimaiTestOptions,
): Promise<KimaiTest> {
  const requests: string[] = [];
  const fetch = async (input: Request | URL | string, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const body = init?.body ? ` ${init.body}` : "";
    requests.push(`${request.method} ${pathname.replace("/api", "")}${search}${body}`);
    const next = () => demo.fetch(request);
    return intercept ? await intercept(request, next) : await next();
  };
  const { factory } = createServer({
    fetch,
    now: () => clock.now,
    settings: { kimai_url: "https://kimai.test", kimai_token: demo.tokens[user], ...settings },
  });
  const client = await inMemory(factory, "auto", person);
  const call = async (tool: string, args: Record<string, unknown> = {}): Promise<Called> => {
    const called = await client.call(tool, args);
    assert(
      !called.text.startsWith("Internal error"),
      `${tool} ${JSON.stringify(args)}: ${called.text}`,
    );
    return called;
  };
  return {
    demo,
    client: client.client,
    call,
    requests,
    result: async (tool, args) => {
      const { isError, structured, text } = await call(tool, args);
      assert(!isError, text);
      return structured?.result;
    },
    refusal: async (tool, args) => {
      const { isError, text } = await call(tool, args);
      assert(isError, `${tool} was not refused: ${text}`);
      return text;
    },
    kimai: (path, by = "super", init = {}) => ask(demo, path, by, init),
    as: (other) => connect(demo, clock, { ...options, user: other }),
    setNow: (instant) => clock.now = Temporal.Instant.from(instant),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

async function ask(
  demo: DemoKimai,
  path: string,
  user: string,
  init: RequestInit,
): Promise<unknown> {
  const headers = {
    "Authorization": `Bearer ${demo.tokens[user]}`,
    "Content-Type": "application/json",
  };
  const response = await demo.fetch(`https://kimai.test/api${path}`, { headers, ...init });
  const text = await response.text();
  assert(response.ok, `${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

async function furnish(demo: DemoKimai): Promise<void> {
  const post = (path: string, body: unknown) =>
    ask(demo, path, "super", { method: "POST", body: JSON.stringify(body) });
  await post("/customers", { name: "ACME" });
  await post("/projects", { name: "Website", customer: 1 });
  await post("/projects", { name: "Shop", customer: 1, globalActivities: false });
  await post("/activities", { name: "Design" });
  await post("/activities", { name: "Review", project: 1 });
  await post("/activities", { name: "Support", project: 2 });
  await post("/tags", { name: "urgent", visible: true });
}

/** Books an entry past our server. @returns its id */
export async function bookInKimai(
  { kimai }: KimaiTest,
  body: Record<string, unknown>,
  user = "user",
): Promise<number> {
  const base = {
    project: 1,
    activity: 1,
    begin: "2026-11-19T09:00:00",
    end: "2026-11-19T10:00:00",
  };
  const init = { method: "POST", body: JSON.stringify({ ...base, ...body }) };
  return (await kimai("/timesheets", user, init)).id;
}
