/**
 * Benchmarks: printed figures beside their targets, and no figure fails. Names choose among them, else all are
 * run: `tokens`, `start`, `calls`, `listings`, `scale`, `http`, `profile`, `call-profile`, `read-profile`,
 * `start-profile`, `load`, `oauth`, `signed-in`, `strangers`. With `--quick` each is over within 50 seconds on
 * two quiet cores; `--json=FILE` writes all figures down, from which `readme.ts` makes tables. `KIMAI_MCP_BIN`
 * names a binary of ours, and `KIMAI_MCP_COMPILE` a command that compiles (called `CMD OUT ARGS...`) where
 * `deno compile` cannot. Load goes to servers of this machine that the bench starts.
 */

import { valueOf } from "../support/flags.ts";
import { type Goal, printOverview } from "./goals.ts";
import { endSubjects } from "./http_subjects.ts";
import {
  busyNote,
  describeMachine,
  headOf,
  loadNow,
  type Machine,
  othersBetween,
  usedNow,
} from "./machine.ts";
import { type PartName, partNames, parts } from "./parts.ts";
import type { Results } from "./results.ts";
import { say } from "./table.ts";

/** Runs the parts, one after the other. */
async function measure(names: readonly PartName[], quick: boolean): Promise<Results> {
  const machine = describeMachine();
  const results: Results = { machine, quick, seconds: {}, parts: {}, goals: [] };
  for (const line of headOf(machine)) say(line);
  const before = usedNow();
  for (const name of names) {
    say();
    say(`== ${name}`);
    const [began, used] = [performance.now(), usedNow()?.own ?? NaN];
    const { figures, goals } = await (quick ? parts[name].quick : parts[name].full)();
    Object.assign(results.parts, { [name]: figures });
    results.goals.push(...goals.map((goal) => ({ ...goal, part: name })));
    results.seconds[name] = Math.round((performance.now() - began) / 100) / 10;
    const own = ((usedNow()?.own ?? NaN) - used) / 100;
    say(`${name} took ${results.seconds[name]} s, and ${own.toFixed(1)} s of processor time`);
  }
  machine.load.after = loadNow();
  const after = usedNow();
  if (before && after) machine.others = othersBetween(before, after);
  return results;
}

function printEnd(machine: Machine, goals: readonly Goal[]): void {
  say();
  printOverview(goals);
  say(`Load average before: ${machine.load.before}, after: ${machine.load.after}`);
  if (machine.others !== undefined) {
    say(`Other programs used ${machine.others} % of the processors meanwhile`);
  }
  const note = busyNote(machine);
  if (note) say(note);
}

/** @throws {Error} for a name that is none */
function chosenOf(args: readonly string[]): PartName[] {
  const chosen = args.filter((arg) => !arg.startsWith("--"));
  for (const name of chosen) {
    if (partNames.some((known) => known === name)) continue;
    throw new Error(`There is no bench "${name}": choose of ${partNames.join(", ")}`);
  }
  return chosen.length > 0 ? chosen as PartName[] : partNames;
}

if (import.meta.main) {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      endSubjects();
      Deno.exit(1);
    });
  }
  const file = valueOf("json");
  const results = await measure(chosenOf(Deno.args), Deno.args.includes("--quick"));
  printEnd(results.machine, results.goals);
  if (file) await Deno.writeTextFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
}
