/**
 * The same conversation with the embedded Kimai in memory and behind a port: a client that only works
 * without a network, or a server that changes what passes through it, tells the two apart.
 */
import assert from "node:assert/strict";
import { serveDemoKimai } from "../../src/cli/demo_kimai.ts";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { silentLog } from "../../src/lib/log.ts";
import type { Composition } from "../../src/composition.ts";
import { type Called, inMemory } from "../support/clients.ts";
import { createServer } from "../support/server.ts";

const now = Temporal.Instant.from("2026-11-20T09:00:30Z");
const app = { entity: "project", entity_id: 2 };
const thursday = { begin: "2026-11-19T18:00", end: "2026-11-19T19:30" };
const week = { begin: "2026-11-16", end: "2026-11-20" };

type Arguments = Record<string, unknown>;
type Step = [tool: string, args: Arguments | ((ids: Ids) => Arguments)];

/** Ids of what the conversation made, by the step that made it. */
type Ids = Record<number, number>;

/** Reads, writes and refusals of a team lead; later steps use what earlier ones made. */
const conversation: Step[] = [
  ["status", {}],
  ["user_current", {}],
  ["config", { type: "all" }],
  ["timer", { action: "active" }],
  ["timer", { action: "recent", size: 5 }],
  ["timesheet", { action: "list", filters: week }],
  ["timesheet", { action: "list", filters: { ...week, user_scope: "all", size: 40 } }],
  ["timesheet", { action: "list", filters: { begin: "2026-05-20", end: "2026-11-20" } }],
  ["timesheet", {
    action: "create",
    data: { project: 1, activity: 1, ...thursday, description: "Übergabe – 100 % „fertig“ & mehr" },
  }],
  ["timesheet", (ids) => ({ action: "update", id: ids[8], data: { tags: "urgent, remote" } })],
  ["timesheet", (ids) => ({ action: "get", id: ids[8] })],
  ["timesheet", (ids) => ({ action: "duplicate", id: ids[8] })],
  ["timesheet", (ids) => ({ action: "delete", id: ids[11] })],
  ["timesheet", (ids) => ({ action: "get", id: ids[11] })],
  ["timesheet", { action: "create", data: { project: 6, activity: 1, ...thursday } }],
  ["timesheet", {
    action: "create",
    data: { project: 1, activity: 1, begin: thursday.end, end: thursday.begin },
  }],
  ["timer", { action: "start", data: { project: 2, activity: 7, description: "Calls" } }],
  ["timer", { action: "active" }],
  ["timer", { action: "stop", data: { description: "Calls, done" } }],
  ["timer", { action: "stop" }],
  ["comment", { action: "list", ...app }],
  ["comment", { action: "create", ...app, data: { message: "Two\nlines\n" } }],
  ["comment", (ids) => ({ action: "pin", ...app, comment_id: ids[21] })],
  ["comment", { action: "list", entity: "customer", entity_id: 1 }],
  ["comment", { action: "list", entity: "project", entity_id: 99 }],
  ["nothing", {}],
];

/** The last id in the first line of an answer: 8 of `Duplicated timesheet ID 7 -> New timesheet ID 8`. */
const idIn = (text: string): number =>
  Number(/^.* (?:timesheet|timer|comment) ID (\d+)/.exec(text)?.[1]);

/** Holds the whole conversation with a server of its own. */
async function converse(composition: Partial<Composition>): Promise<Called[]> {
  const { factory } = createServer({ now: () => now, ...composition });
  await using client = await inMemory(factory);
  const answers: Called[] = [];
  const ids: Ids = {};
  for (const [index, [tool, args]] of conversation.entries()) {
    const answer = await client.call(tool, typeof args === "function" ? args(ids) : args)
      .catch(({ message }): Called => ({ text: message, structured: undefined, isError: true }));
    ids[index] = idIn(answer.text);
    answers.push(answer);
  }
  return answers;
}

const habits = { empty: false, now, latency: 0, fail: 0 };

// The connections to Kimai are those of a program that serves one person: they end with it.
const ofProgram = { sanitizeResources: false };

Deno.test("the tools behave over HTTP as they do in memory", ofProgram, async () => {
  const stop = new AbortController();
  const values = { host: "127.0.0.1", port: 0, ...habits, kimai_version: undefined };
  const served = await serveDemoKimai(values, { log: silentLog, signal: stop.signal });
  try {
    const settings = { kimai_url: served.url, kimai_token: served.demo.tokens.lena };
    const { fetch } = createDemoKimai({ now: () => now });
    const [overHttp, inProcess] = [
      await converse({ settings }),
      await converse({ settings, fetch }),
    ];
    for (const [index, [tool, args]] of conversation.entries()) {
      assert.deepEqual(overHttp[index], inProcess[index], `${tool} ${JSON.stringify(args)}`);
    }
    assert.deepEqual(overHttp.flatMap(({ isError }, index) => isError ? index : []), refused);
  } finally {
    stop.abort();
    await served.finished;
  }
});

/** The steps that are refused, so that neither side agrees by failing. */
const refused = [13, 14, 15, 19, 22, 23, 24, 25];
