/** Runs one call under one fault, and once more when the fault is over. */

import type { Call } from "./calls.ts";
import type { Fault } from "./fault.ts";
import { isSameAs, judge, type Outcome } from "./judge.ts";
import { type Act, createUpstream, pass } from "./upstream.ts";
import { aWhile, type Clean, createOurs, createWorld, isWrite, keyOf, type Ours } from "./world.ts";

/** A call, a fault, and which of the call's requests has it. */
export interface Case {
  call: Call;
  clean: Clean;
  fault: Fault;
  /** The request as `keyOf` names it; all of them unless given. */
  at?: string;
}

/** How a case went. */
export interface Result {
  call: string;
  fault: string;
  /** What it happened to. */
  at: string;
  outcome: Outcome;
  seconds: number;
  /** What must not be, in a few words each. */
  wrong: string[];
}

/** Seconds that one request may take where nothing comes, and where something does on a busy machine. */
const short = 1;
const long = 10;
/** Seconds beyond deadlines and pauses: whatever else this machine does. */
const slack = 6;

export async function run({ call, clean, fault, at }: Case): Promise<Result> {
  const world = await createWorld(call);
  await using other = await createUpstream();
  await using upstream = await createUpstream(world, other.url);
  const { token } = world;
  const deadline = fault.hangs ? short : long;
  await using ours = await createOurs({ url: upstream.url, token, deadline });
  upstream.act = aimed(fault.act, at);
  if (at === undefined) upstream.onConnect = fault.onConnect;
  const started = performance.now();
  const called = await ours.call(call.tool, call.args);
  const seconds = (performance.now() - started) / 1000;
  const { outcome, wrong } = judge(
    {
      called,
      seconds,
      most: (fault.hangs || fault.isHeavy ? upstream.received.size * deadline : 0) +
        pausesOf(upstream.received) + slack,
      sent: new Map(upstream.received),
      carriedOut: world.carriedOut,
      strayed: other.received.size,
      token,
    },
    clean,
    {
      isSame: fault.harmless === "all" || fault.harmless === "reads" && isReading(clean, at),
      mayDiffer: fault.tells,
    },
  );
  upstream.act = pass;
  upstream.onConnect = undefined;
  ours.later(aWhile);
  const name = at === undefined ? "every request" : at.trim();
  wrong.push(...await afterwards(call, clean, ours));
  return { call: call.name, fault: fault.name, at: name, outcome, seconds, wrong };
}

/**
 * Seconds that repetitions may wait: one before each of two. Whoever asks for the same once more in a call gets no
 * time for it.
 */
export function pausesOf(received: ReadonlyMap<string, number>): number {
  return [...received.values()].reduce((sum, count) => sum + Math.min(count - 1, 2), 0);
}

/** The fault for one of the requests, whatever else is asked for. */
function aimed(act: Act, at: string | undefined): Act {
  return (exchange) =>
    at === undefined || keyOf(exchange.asked) === at ? act(exchange) : pass(exchange);
}

const isReading = ({ requests }: Clean, at?: string) =>
  at === undefined ? !requests.some(isWrite) : at.startsWith("GET ");

/** The next good call works: the same one where it only reads, else one that shows whose token it is. */
async function afterwards({ tool, args }: Call, clean: Clean, ours: Ours): Promise<string[]> {
  const next = clean.later ? await ours.call(tool, args) : await ours.call("user_current");
  const works = clean.later ? isSameAs(next, clean.later) : !next.isError;
  return works ? [] : [`the next good call does not work: ${next.text}`];
}
