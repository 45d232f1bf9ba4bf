/**
 * A furnished Kimai to ask as one release or another.
 */
import assert from "node:assert/strict";
import { createDemoKimai, type DemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";
import { asVersion } from "../../../../src/connectors/kimai/demo/versions.ts";

/** An answer, read. */
export interface Answer {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any
  json: any;
}

/** Asks as a user: `ask("POST /customers", "super", {...})`. */
export type Ask = (request: string, user?: string, body?: unknown) => Promise<Answer>;

/** The clock of every Kimai here. */
export const clock = Temporal.Instant.from("2026-11-20T09:00:30Z");

/** Asks through a `fetch`; `extra` are headers of every request. */
export function asker(fetch: DemoKimai["fetch"], extra: HeadersInit = {}): Ask {
  return async (request, user = "super", body) => {
    const [method, path] = request.split(" ");
    const headers = new Headers(extra);
    headers.set("Authorization", `Bearer token_${user}`);
    if (body !== undefined) headers.set("Content-Type", "application/json");
    const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const response = await fetch(`https://kimai.test/api${path}`, init);
    const text = await response.text();
    const { status, headers: answered } = response;
    return { status, headers: answered, json: text === "" ? undefined : JSON.parse(text) };
  };
}

/** An embedded Kimai and its releases. */
export interface Kimai {
  demo: DemoKimai;
  /** Asks the embedded Kimai as a release. */
  at(version: string): Ask;
}

/** A Kimai with a customer, a project with a budget, an activity of it, a team, and an entry of `user`. */
export async function furnished(): Promise<Kimai> {
  const demo = createDemoKimai({ seed: "empty", now: () => clock });
  const ask = asker(demo.fetch);
  const made = [
    await ask("POST /customers", "super", { name: "ACME", phone: "1", timeBudget: "10" }),
    await ask("POST /projects", "super", { name: "Website", customer: 1, budget: 500 }),
    await ask("POST /activities", "super", { name: "Design", project: 1 }),
    await ask("POST /teams", "super", { name: "Web", members: [{ user: 3, teamlead: true }] }),
    await ask("POST /tags", "super", { name: "urgent", visible: true }),
    await ask("POST /timesheets", "user", {
      project: 1,
      activity: 1,
      begin: "2026-11-19T09:00:00",
      end: "2026-11-19T10:00:00",
    }),
    await ask("PATCH /timesheets/1", "super", { hourlyRate: 60 }),
  ];
  assert.deepEqual(made.map(({ status }) => status), made.map(() => 200));
  return { demo, at: (version) => asker(asVersion(demo.fetch, version, demo.state)) };
}

/** The keys of an object, in order. */
export const keys = (json: object): string[] => Object.keys(json).sort();
