/**
 * Requests per second of ours beside a bare SDK server and a raw one that sends the same bytes, in each
 * protocol era. The servers take turns, so that a machine that gets slower or faster does it to all of them.
 */

import {
  type Answered,
  loadOf,
  type Message,
  messages,
  type Method,
  once,
  resultIn,
} from "./http_messages.ts";
import { authorization, bareSdk, demo, started, type Subject, subject } from "./http_subjects.ts";
import { type Load, loaded, type Rate } from "./http_wrk.ts";
import { median, printTable, say } from "./table.ts";

const programs = ["raw Deno.serve", "bare SDK", "kimai-mcp", "without guards"] as const;
type Program = typeof programs[number];

/** A run, and the server's processor time for each answer, in microseconds. */
type Run = Rate & { cpu: number };

/** What one server did with one message over a number of connections. */
export interface Measured extends Message {
  program: Program;
  connections: number;
  runs: Run[];
}

/** How much is measured. */
export interface Effort {
  rounds: number;
  /** Of one run. */
  seconds: number;
  connections: readonly number[];
}

/** Measures everything and prints one table. */
export async function benchRates(effort: Effort): Promise<Measured[]> {
  await using ours = await started(demo());
  await using unguarded = await started(subject("unguarded_http"));
  await using raw = await started(subject("raw_http"));
  await using bare = await started(await bareSdk());
  const subjects: Subjects = {
    "raw Deno.serve": raw,
    "bare SDK": bare,
    "kimai-mcp": ours,
    "without guards": unguarded,
  };
  const measured: Measured[] = [];
  for (const message of messages) {
    measured.push(...await inRounds(message, subjects, effort));
  }
  report(measured, effort);
  return measured;
}

type Subjects = Record<Program, Subject>;

/** The message for each server. All must answer it, the raw one with the bytes of ours. */
async function loadsOf(message: Message, subjects: Subjects): Promise<Record<Program, Load>> {
  const loadAt = (url: string, headers = {}) => loadOf(message, { url, headers });
  const ours = await loadAt(subjects["kimai-mcp"].url, authorization);
  const path = barePath(message, await once(ours));
  const loads = {
    "kimai-mcp": ours,
    "without guards": await loadAt(subjects["without guards"].url),
    "bare SDK": await loadAt(`${subjects["bare SDK"].url}${path}`),
  };
  const answers = await Promise.all(Object.values(loads).map(once));
  for (const one of answers) requireSame(message.method, one, answers[0]);
  const { url } = subjects["raw Deno.serve"];
  await prepare(url, answers[0]);
  return { ...loads, "raw Deno.serve": { ...loads["without guards"], url } };
}

/** Where the bare server answers this message in the way that ours does. */
export function barePath({ era, method }: Message, ours: Answered): string {
  const tools = method === "tools/list" ? "/all" : "/one";
  if (era === "2025-11-25 session") return `${tools}/session`;
  return `${tools}/${ours.type.startsWith("text/event-stream") ? "sse" : "auto"}`;
}

function requireSame(method: Method, answered: Answered, first: Answered): void {
  const [one, other] = [answered, first].map(resultIn).map(({ tools, structuredContent }) =>
    JSON.stringify({ count: (tools as unknown[])?.length, structuredContent })
  );
  if (one !== other) throw new Error(`Two servers answer ${method} differently: ${answered.text}`);
}

async function prepare(url: string, { text, type }: Answered): Promise<void> {
  const put = await fetch(url, { method: "PUT", body: text, headers: { "Content-Type": type } });
  await put.body?.cancel();
}

async function inRounds(
  message: Message,
  subjects: Subjects,
  { rounds, seconds, connections }: Effort,
): Promise<Measured[]> {
  const loads = await loadsOf(message, subjects);
  for (const program of programs) await loaded(loads[program], { connections: 16, seconds: 1 });
  const measured: Measured[] = [];
  for (const count of connections) {
    const own = programs.map((program): Measured => ({
      ...message,
      program,
      connections: count,
      runs: [],
    }));
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < own.length; turn++) {
        const { program, runs } = own[(turn + round) % own.length];
        runs.push(await runOf(loads[program], subjects[program], { connections: count, seconds }));
      }
    }
    measured.push(...own);
  }
  return measured;
}

async function runOf(
  load: Load,
  server: Subject,
  size: { connections: number; seconds: number },
): Promise<Run> {
  const before = await server.cpu();
  const rate = await loaded(load, size);
  return { ...rate, cpu: (await server.cpu() - before) / rate.answers * 1e6 };
}

/** Another server's figures for the same message over as many connections. */
function peer(measured: readonly Measured[], one: Measured, program: Program): Measured {
  return measured.find((other) =>
    other.program === program && other.era === one.era && other.method === one.method &&
    other.connections === one.connections
  )!;
}

/** Percent of the other one's rate, round by round. */
function percentOf({ runs }: Measured, other: Measured): number {
  return 100 * median(runs.map(({ perSecond }, round) => perSecond / other.runs[round].perSecond));
}

function report(measured: readonly Measured[], { rounds, seconds }: Effort): void {
  const rows = measured.map((one) => {
    const rates = one.runs.map(({ perSecond }) => perSecond);
    return [
      one.era,
      one.method,
      `${one.connections}`,
      one.program,
      ...[median(rates), Math.min(...rates), Math.max(...rates)].map((rate) => rate.toFixed(0)),
      median(one.runs.map(({ p50 }) => p50)).toFixed(2),
      median(one.runs.map(({ p99 }) => p99)).toFixed(2),
      percentOf(one, peer(measured, one, "bare SDK")).toFixed(0),
      percentOf(one, peer(measured, one, "raw Deno.serve")).toFixed(1),
      median(one.runs.map(({ cpu }) => cpu)).toFixed(0),
    ];
  });
  say(`Requests over HTTP by wrk: medians of ${rounds} runs of ${seconds} s each, in turns; the`);
  say("processor time is that of all the server's threads for one answer");
  const heading = ["protocol", "request", "connections", "server", "per second", "min", "max"];
  printTable([...heading, "p50 ms", "p99 ms", "% of SDK", "% of raw", "cpu us"], rows);
  for (const one of measured) {
    const target = targets[one.method];
    if (one.program !== "kimai-mcp" || one.connections !== 16 || target === undefined) continue;
    const percent = percentOf(one, peer(measured, one, "bare SDK"));
    say(`${one.method} of ${one.era} against the bare SDK: ${atLeast(percent, target)}`);
  }
  say();
}

/** Percent of a bare SDK server's rate. */
const targets: Partial<Record<Method, number>> = { "tools/list": 70, "tools/call": 85 };

function atLeast(percent: number, target: number): string {
  const reached = percent >= target ? "met" : "MISSED";
  return `${percent.toFixed(0)} % (target >= ${target} %: ${reached})`;
}
