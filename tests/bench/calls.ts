/**
 * What a call of a tool costs beside Kimai: how many requests it makes, counted at the embedded Kimai, in the first
 * call of a conversation and in later ones; and the processor time that it adds to those requests.
 */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { serve } from "../e2e/kimais.ts";
import { program } from "../support/program.ts";
import { type Goal, type Part, sayGoals, surelyAtMost } from "./goals.ts";
import { subject } from "./http_subjects.ts";
import { threadTimeOf } from "./processes.ts";
import { spreadOf } from "./spread.ts";
import { StdioSubject } from "./stdio_subject.ts";
import { median, printTable, say } from "./table.ts";
import { type TypicalCall, typicalCalls } from "./typical_calls.ts";

/** A request to Kimai, to be sent again. */
export interface Recorded {
  url: string;
  method: string;
  headers: [string, string][];
  body?: string;
}

/** What one call came to. */
export interface CallCost {
  call: string;
  tool: string;
  /** Requests to Kimai of the first call of a conversation, and of the same call once more, as `GET /users/me`. */
  cold: string[];
  warm: string[];
  /** Milliseconds of processor time of one of the first calls, before the engine has compiled what they run. */
  early: number;
  /** The same of later ones, and of their requests sent bare, in each round. */
  cpu: number[];
  floor: number[];
}

export interface CallEffort {
  rounds: number;
  /** Of each round. */
  calls: number;
  /** Before the first round, for the compiler. */
  warming: number;
}

/** Measures each of the typical calls on a Kimai and with a program of its own, and prints a table. */
export async function benchCalls(effort: CallEffort): Promise<Part<CallCost[]>> {
  const today = Temporal.Now.zonedDateTimeISO("Europe/Berlin").toPlainDate();
  const costs: CallCost[] = [];
  for (const call of typicalCalls(today)) costs.push(await costOf(call, effort));
  return { figures: costs, goals: report(costs, effort) };
}

async function costOf(call: TypicalCall, effort: CallEffort): Promise<CallCost> {
  const { fetch, tokens, defaultUser } = createDemoKimai();
  let asked: Recorded[] = [];
  let records = true;
  await using kimai = serve(async (request) => {
    if (records) asked.push(await recorded(request.clone()));
    return await fetch(request);
  });
  const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: tokens[defaultUser] };
  await using ours = new StdioSubject(program([], env));
  await ours.initialize();
  const make = () => ours.ask("tools/call", { name: call.tool, arguments: call.args });
  const requestsOf = async () => {
    asked = [];
    await make();
    return asked;
  };
  const cold = (await requestsOf()).map(nameOf);
  const warm = await requestsOf();
  records = false;
  await using bare = new StdioSubject(subject("bare_requests", JSON.stringify(warm)));
  const send = () => bare.ask("send");
  const times = await inRounds({ ours, make, bare, send }, effort);
  return { call: call.name, tool: call.tool, cold, warm: warm.map(nameOf), ...times };
}

/** Headers that say what is wanted; the others belong to the connection. */
const telling = ["accept", "authorization", "content-type"];

async function recorded(request: Request): Promise<Recorded> {
  const { url, method } = request;
  const headers = [...request.headers].filter(([name]) => telling.includes(name));
  const body = await request.text();
  return { url, method, headers, body: body === "" ? undefined : body };
}

function nameOf({ url, method }: Recorded): string {
  return `${method} ${new URL(url).pathname.replace("/api", "")}`;
}

interface Pair {
  ours: StdioSubject;
  make: () => Promise<unknown>;
  bare: StdioSubject;
  send: () => Promise<unknown>;
}

/** Calls that count as the first ones. */
const firstOnes = 30;

/** Processor time of a call and of its requests, in turns. */
async function inRounds(
  { ours, make, bare, send }: Pair,
  { rounds, calls, warming }: CallEffort,
): Promise<Pick<CallCost, "early" | "cpu" | "floor">> {
  const early = await cpuTime(ours.pid, make, firstOnes);
  for (let count = 0; count < warming; count++) {
    await make();
    await send();
  }
  const [cpu, floor]: number[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    cpu.push(await cpuTime(ours.pid, make, calls));
    floor.push(await cpuTime(bare.pid, send, calls));
  }
  return { early, cpu, floor };
}

/** Milliseconds of one of so many. */
async function cpuTime(pid: number, act: () => Promise<unknown>, times: number): Promise<number> {
  const before = await threadTimeOf(pid);
  for (let count = 0; count < times; count++) await act();
  return 1000 * (await threadTimeOf(pid) - before) / times;
}

/** What a call takes above its requests, round by round. */
export function addedBy({ cpu, floor }: Pick<CallCost, "cpu" | "floor">): number[] {
  return cpu.map((ms, round) => ms - floor[round]);
}

function report(costs: readonly CallCost[], { rounds, calls, warming }: CallEffort): Goal[] {
  say(
    "Requests to Kimai of a call, in a new conversation and later, counted at the embedded Kimai;",
  );
  say(
    `processor time of all threads for one of the first ${firstOnes} over stdio, and for later ones:`,
  );
  say(
    `medians of ${rounds} rounds of ${calls} after ${warming} others, beside a program that sends the`,
  );
  say("same requests bare and reads their JSON");
  const rows = costs.map((cost) => {
    const added = addedBy(cost);
    return [
      ...[cost.call, cost.tool, `${cost.cold.length}`, `${cost.warm.length}`],
      ...[cost.early, median(cost.cpu), median(cost.floor)].map((ms) => ms.toFixed(2)),
      ...[median(added), Math.min(...added), Math.max(...added)].map((ms) => ms.toFixed(2)),
    ];
  });
  const heading = ["call", "tool", "new", "later", "first ms", "later ms", "bare ms"];
  printTable([...heading, "added ms", "min", "max"], rows);
  for (const { call, warm } of costs) if (warm.length > 0) say(`${call}: ${warm.join(", ")}`);
  say();
  const goals = addedGoals(costs);
  sayGoals(goals);
  return goals;
}

/** What the call adds that adds the most, and the one in the middle. */
function addedGoals(costs: readonly CallCost[]): Goal[] {
  const sorted = costs.toSorted((one, other) => median(addedBy(one)) - median(addedBy(other)));
  const [middle, most] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)!];
  const given = { target: 1, unit: " ms", digits: 2 };
  const what = "Processor time that a later call adds to its requests";
  return [
    surelyAtMost(spreadOf(addedBy(middle)), { what: `${what}, the middle one`, ...given }),
    surelyAtMost(spreadOf(addedBy(most)), { what: `${what}, the most (${most.call})`, ...given }),
  ];
}
