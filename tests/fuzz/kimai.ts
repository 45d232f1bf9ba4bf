/** The dispatcher over an embedded Kimai with something of everything, for calls without a client between. */

import { compose } from "../../src/composition.ts";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import type { DemoState } from "../../src/connectors/kimai/demo/mod.ts";
import type { Log } from "../../src/lib/log.ts";
import { silentLog } from "../../src/lib/log.ts";
import type { Answer } from "../../src/mcp/result.ts";
import { quietCall } from "../mcp/support.ts";
import { settingsWith } from "../support/server.ts";

/** Friday 20 November 2026, 10:00:30 in Berlin. */
const now = () => Temporal.Instant.from("2026-11-20T09:00:30Z");

export interface Fuzzed {
  call(tool: string, args: unknown, person?: boolean): Promise<Answer>;
  /** The effect of a tool's action, if there is such an action. */
  effectOf(tool: string, args: unknown): Promise<string | undefined>;
  /** Everything that Kimai remembers, as text. */
  digest(): string;
  /** What was thrown where nothing should be: in our code or in the embedded Kimai. */
  faults: unknown[];
}

/** @param user whose token is used: super, admin, lead, user or user2 */
export async function createFuzzed(user: string): Promise<Fuzzed> {
  const demo = createDemoKimai({ seed: "empty", now, workContracts: true });
  const faults: unknown[] = [];
  const fetch = async (input: Request | URL | string, init?: RequestInit) => {
    const answer = await demo.fetch(input, init);
    if (answer.status >= 500) faults.push(`The embedded Kimai answered ${answer.status}`);
    return answer;
  };
  const furnishing = async (path: string, body: unknown, by = "super") => {
    const answer = await demo.fetch(`https://kimai.test/api/${path}`, {
      method: "POST",
      headers: { "Authorization": `Bearer ${demo.tokens[by]}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    await answer.body?.cancel();
  };
  await furnish(furnishing);
  const log: Log = { ...silentLog, error: (_, fields) => faults.push(fields?.error ?? fields) };
  const { catalogue, dispatch } = compose({
    settings: settingsWith({ kimai_url: "https://kimai.test", kimai_token: demo.tokens[user] }),
    log,
    now,
    fetch,
    checkAnswers: true,
  });
  return {
    call: (tool, args, person) =>
      dispatch(tool, args, quietCall({ log, ask: () => Promise.resolve(person) })),
    effectOf: async (tool, args) => {
      const { actions = {} } = (await catalogue()).find(tool)?.tool ?? {};
      const names = Object.keys(actions);
      const named = (args as { action?: unknown } | null)?.action;
      const name = names.length === 1 ? names[0] : names.find((one) => one === named);
      return name === undefined ? undefined : actions[name].effect;
    },
    digest: () => digestOf(demo.state),
    faults,
  };
}

async function furnish(post: (path: string, body: unknown, by?: string) => Promise<void>) {
  await post("customers", { name: "ACME" });
  await post("projects", { name: "Website", customer: 1 });
  await post("projects", { name: "Shop", customer: 1, globalActivities: false });
  await post("activities", { name: "Design" });
  await post("activities", { name: "Support", project: 2 });
  await post("tags", { name: "urgent", visible: true });
  await post("teams", { name: "Office", members: [{ user: 3, teamlead: true }, { user: 4 }] });
  const entry = { project: 1, activity: 1 };
  for (const by of ["user", "user", "lead", "super"]) {
    const times = { begin: "2026-11-19T09:00:00", end: "2026-11-19T10:00:00" };
    await post("timesheets", { ...entry, ...times }, by);
  }
  await post("timesheets", { ...entry, begin: "2026-11-20T09:00:00" }, "user");
  await post("projects/1/rates", { rate: 80 });
}

/** Fields of the state that are switches of its own or hold what is a function. */
function digestOf(state: DemoState): string {
  const plain = (_: string, value: unknown) => {
    if (value instanceof Map) return [...value];
    if (value instanceof Set) return [...value];
    return typeof value === "function" ? undefined : value;
  };
  const { tables: _, ...rest } = state;
  const timesheets = [...state.timesheets.values()];
  return JSON.stringify({ ...rest, timesheets }, plain);
}
