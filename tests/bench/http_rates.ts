/**
 * Requests per second of ours, with one token for everybody and signed in, beside a bare SDK server and a raw one that
 * sends the same bytes, in each protocol era. The servers take turns, so that a machine that gets slower or faster
 * does it to all of them.
 */

import {
  type Address,
  type Answered,
  loadOf,
  type Message,
  type Method,
  once,
  resultIn,
} from "./http_messages.ts";
import {
  authorization,
  bareSdk,
  demo,
  started,
  steady,
  type Subject,
  subject,
} from "./http_subjects.ts";
import { type Load, loaded, type Rate } from "./http_wrk.ts";
import { createBrowser, ScriptedClient } from "./oauth_client.ts";
import { type SignInSubject, startSignIn } from "./oauth_subjects.ts";
import { orderOf } from "./turns.ts";

/** Servers: ours for clients with its token, for who signed in, and without the guards before it. */
export const programs = [
  "raw Deno.serve",
  "bare SDK",
  "kimai-mcp",
  "kimai-mcp, signed in",
  "without guards",
] as const;
export type Program = typeof programs[number];

/** A run, and the server's processor time for each answer, in microseconds. */
type Run = Rate & { cpu: number };

/** What one server did with one message over a number of connections. */
export interface Measured extends Message {
  program: Program;
  connections: number;
  runs: Run[];
}

/** How much is measured. */
export interface RateEffort {
  rounds: number;
  /** Of one run. */
  seconds: number;
  /**
   * Answers before a server's runs of a round, and seconds at the most: the engine compiles what runs often for some
   * ten thousand requests, and ours has more of that than a bare server.
   */
  warming: { answers: number; seconds: number };
  connections: readonly number[];
  messages: readonly Message[];
  programs: readonly Program[];
}

/** Measures everything. `told` hears of each message that is done. */
export async function measureRates(
  effort: RateEffort,
  told: (message: Message) => void,
): Promise<Measured[]> {
  await using ours = await started(steady(demo()));
  await using signedIn = await startSignIn("memory");
  await using unguarded = await started(steady(subject("unguarded_http")));
  await using raw = await started(steady(subject("raw_http")));
  await using bare = await started(steady(await bareSdk()));
  const subjects: Subjects = {
    "raw Deno.serve": raw,
    "bare SDK": bare,
    "kimai-mcp": ours,
    "kimai-mcp, signed in": signedIn,
    "without guards": unguarded,
  };
  const signedInAddress = { url: signedIn.url, headers: await signIn(signedIn) };
  const measured: Measured[] = [];
  for (const message of effort.messages) {
    measured.push(...await inRounds(message, { subjects, signedInAddress }, effort));
    told(message);
  }
  return measured;
}

type Subjects = Record<Program, Subject>;

interface Servers {
  subjects: Subjects;
  signedInAddress: Address;
}

/** Somebody goes through the pages. @returns what his client sends from then on */
export async function signIn({ origin, people }: SignInSubject): Promise<Address["headers"]> {
  const client = new ScriptedClient(origin);
  await client.register();
  const { access_token } = await client.authorize(createBrowser(origin), people[0]);
  return { Authorization: `Bearer ${access_token}` };
}

/** The message for each server. All must answer it, the raw one with the bytes of ours. */
async function loadsOf(
  message: Message,
  { subjects, signedInAddress }: Servers,
): Promise<Record<Program, Load>> {
  const loadAt = (url: string, headers = {}) => loadOf(message, { url, headers });
  const ours = await loadAt(subjects["kimai-mcp"].url, authorization);
  const path = barePath(message, await once(ours));
  const loads = {
    "kimai-mcp": ours,
    "kimai-mcp, signed in": await loadOf(message, signedInAddress),
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
  servers: Servers,
  { rounds, seconds, warming, connections, programs }: RateEffort,
): Promise<Measured[]> {
  const loads = await loadsOf(message, servers);
  const measured = connections.flatMap((count) =>
    programs.map((program): Measured => ({ ...message, program, connections: count, runs: [] }))
  );
  for (let round = 0; round < rounds; round++) {
    for (const program of orderOf(programs, round)) {
      // Each time anew: of a server that has nothing to do the engine throws compiled code away.
      await loaded(loads[program], { connections: 16, ...warming });
      for (const { connections, runs } of measured.filter((one) => one.program === program)) {
        runs.push(await runOf(loads[program], servers.subjects[program], { connections, seconds }));
      }
    }
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
