/** Requests per second as a table, each beside the bare SDK server and the raw one, and what they ought to be. */

import { type Goal, sayGoals, surelyAtLeast, surelyAtMost } from "./goals.ts";
import type { Method } from "./http_messages.ts";
import type { Measured, Program, RateEffort } from "./http_rates.ts";
import { spreadOf } from "./spread.ts";
import { median, printTable, say } from "./table.ts";

/** Another server's figures for the same message over as many connections. */
function peer(measured: readonly Measured[], one: Measured, program: Program): Measured {
  return measured.find((other) =>
    other.program === program && other.era === one.era && other.method === one.method &&
    other.connections === one.connections
  )!;
}

/** Percent of another server's rate, round by round. */
export function percentsOf(
  measured: readonly Measured[],
  one: Measured,
  program: Program,
): number[] {
  const { runs } = peer(measured, one, program);
  return one.runs.map(({ perSecond }, round) => 100 * perSecond / runs[round].perSecond);
}

/** How many times p50 p99 is, run by run. */
export function tailsOf({ runs }: Measured): number[] {
  return runs.map(({ p50, p99 }) => p99 / p50);
}

/** Prints one table, and says what was reached. */
export function reportRates(
  measured: readonly Measured[],
  { rounds, seconds }: RateEffort,
): Goal[] {
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
      median(tailsOf(one)).toFixed(1),
      median(percentsOf(measured, one, "bare SDK")).toFixed(0),
      median(percentsOf(measured, one, "raw Deno.serve")).toFixed(1),
      median(one.runs.map(({ cpu }) => cpu)).toFixed(0),
    ];
  });
  say(`Requests over HTTP by wrk: medians of ${rounds} runs of ${seconds} s each, in turns; the`);
  say(
    "processor time is that of all the server's threads for one answer; initialize is there in the",
  );
  say("2025 protocol alone, where it opens a session");
  const heading = ["protocol", "request", "connections", "server", "per second", "min", "max"];
  const share = ["% of SDK", "% of raw", "cpu us"];
  printTable([...heading, "p50 ms", "p99 ms", "p99/p50", ...share], rows);
  const goals = [...shareGoals(measured), ...tailGoals(measured)];
  sayGoals(goals);
  return goals;
}

/** Percent of a bare SDK server's rate. */
const targets: Partial<Record<Method, number>> = { "tools/list": 70, "tools/call": 85 };

function shareGoals(measured: readonly Measured[]): Goal[] {
  return measured.flatMap((one) => {
    const { method, era, program, connections } = one;
    const target = targets[method];
    if (program !== "kimai-mcp" || connections !== 16 || target === undefined) return [];
    const what = `${method} of ${era} from 16 connections, of the bare SDK's rate`;
    return [
      surelyAtLeast(spreadOf(percentsOf(measured, one, "bare SDK")), { what, target, unit: " %" }),
    ];
  });
}

/** The longest tail of ours, and what the others' are there: it may be the runtime's or the machine's. */
function tailGoals(measured: readonly Measured[]): Goal[] {
  const ours = measured.filter(({ program }) => program.startsWith("kimai-mcp"));
  const [worst] = ours.toSorted((one, other) => median(tailsOf(other)) - median(tailsOf(one)));
  const others = (["bare SDK", "raw Deno.serve"] as const).map((program) =>
    `${median(tailsOf(peer(measured, worst, program))).toFixed(1)} times in ${program}`
  );
  say(`Where p99 is the most times of p50 in ours, it is ${others.join(", ")}`);
  const { program, method, era, connections } = worst;
  const where = `${program}: ${method} of ${era} from ${connections}`;
  const what = `p99 as times of p50, the most of all (${where})`;
  return [surelyAtMost(spreadOf(tailsOf(worst)), { what, target: 10, unit: " x", digits: 1 })];
}
