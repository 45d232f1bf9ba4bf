/**
 * Tries every mutant of the list: each is a mistake that must turn a test red. Words choose mutants by a part of
 * their name or file; `--quick` takes the few that stand for all and leaves their types unchecked; `--json=FILE`
 * writes down how it went; `--workers=N` tries so many at once, as many as there are cores unless given. Exit code
 * 1 when one survives, cannot be tried, or the tests are red without it.
 */

import { printTable, say } from "../bench/table.ts";
import { valueOf } from "../support/flags.ts";
import { mutants } from "./list.ts";
import type { Mutant } from "./mutant.ts";
import { openWorkshop, type Trial, type Workshop } from "./workshop.ts";

const quick = Deno.args.includes("--quick");
const json = valueOf("json");
const workers = Number(valueOf("workers") ?? navigator.hardwareConcurrency);
const words = Deno.args.filter((arg) => !arg.startsWith("--"));

function isChosen({ name, file, quick: isQuick = false }: Mutant): boolean {
  if (words.length > 0) return words.some((word) => `${name} ${file}`.includes(word));
  return !quick || isQuick;
}

/** Gives each worker the next of some things to do until none is left. */
async function share<T>(
  workshops: readonly Workshop[],
  things: readonly T[],
  work: (workshop: Workshop, thing: T) => Promise<void>,
): Promise<void> {
  const left = [...things];
  await Promise.all(workshops.map(async (workshop) => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(workshop, one);
  }));
}

/** Test files that are run at once, so that it shows where a red one is. */
const handful = 8;

/** The tests must be green where nothing is wrong, else their red proves nothing. */
async function areSound(
  workshops: readonly Workshop[],
  chosen: readonly Mutant[],
): Promise<boolean> {
  const tests = [...new Set(chosen.flatMap((mutant) => mutant.tests))];
  const handfuls = Array.from(
    { length: Math.ceil(tests.length / handful) },
    (_, at) => tests.slice(at * handful, (at + 1) * handful),
  );
  const started = performance.now();
  let isSound = true;
  await share(workshops, handfuls, async (workshop, some) => {
    const { outcome, first } = await workshop.run(some);
    if (outcome === "green") return;
    isSound = false;
    say(`Without a mutant ${some.join(", ")} are ${outcome}: ${first}`);
  });
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  say(
    `Without a mutant ${tests.length} test files are ${isSound ? "green" : "not green"}, ${took}`,
  );
  return isSound;
}

async function tryAll(workshops: readonly Workshop[], chosen: readonly Mutant[]): Promise<Trial[]> {
  const trials: Trial[] = [];
  await share(workshops, chosen, async (workshop, mutant) => {
    const trial = await workshop.attempt(mutant, { types: !quick });
    trials.push(trial);
    const how = `${trial.verdict} in ${trial.seconds.toFixed(1)} s`;
    say(`${trials.length}/${chosen.length}  ${how}  ${mutant.name}`);
  });
  return chosen.map((mutant) => trials.find((trial) => trial.mutant === mutant)!);
}

function report(trials: readonly Trial[]): void {
  const shortened = (text: string) => text.length > 70 ? `${text.slice(0, 69)}…` : text;
  say();
  printTable(
    ["mutant", "file", "verdict", "seconds", "by"],
    trials.map(({ mutant, verdict, seconds, by }) => [
      mutant.name,
      mutant.file,
      verdict,
      seconds.toFixed(1),
      shortened(by),
    ]),
  );
  const count = (verdict: Trial["verdict"]) =>
    trials.filter((trial) => trial.verdict === verdict).length;
  say(`${count("killed")} killed, ${count("SURVIVED")} survived, ${count("broken")} broken`);
  if (quick) say(`${mutants.length - trials.length} others and all types were left out (--quick)`);
}

async function run(): Promise<number> {
  const chosen = mutants.filter(isChosen);
  say(`${chosen.length} of ${mutants.length} mutants, ${workers} at once`);
  await using stack = new AsyncDisposableStack();
  const workshops = await Promise.all(Array.from({ length: workers }, async () => {
    return stack.use(await openWorkshop());
  }));
  if (chosen.length === 0 || !await areSound(workshops, chosen)) return 1;
  const trials = await tryAll(workshops, chosen);
  report(trials);
  if (json) {
    const rows = trials.map(({ mutant: { name, file }, ...trial }) => ({ name, file, ...trial }));
    await Deno.writeTextFile(json, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
  return trials.every(({ verdict }) => verdict === "killed") ? 0 : 1;
}

if (import.meta.main) Deno.exit(await run());
