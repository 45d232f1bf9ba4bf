/**
 * Faults: everything that can go wrong between our server and Kimai, tried on every action of every tool, with
 * what must hold whatever goes wrong. `--quick` takes a part that meets every fault and every call; `--json=FILE`
 * writes down how each case went; `--only=TEXT` takes those with the text in their call, fault and request, written
 * as wrong ones are told. Names choose among the groups. Ends with 1 when something did not hold, or none was run.
 */

import pLimit from "p-limit";
import { valueOf } from "../support/flags.ts";
import { say } from "../bench/table.ts";
import { calls } from "./calls.ts";
import { casesOf, type Known } from "./cases.ts";
import { certificateCases, runCertificate } from "./certificates.ts";
import { clockCases, runClock } from "./clocks.ts";
import { type Result, run } from "./drive.ts";
import { movingPages, runMovingPages } from "./moving_pages.ts";
import { outages, runOutage } from "./outages.ts";
import { print, printWrong } from "./report.ts";
import { runClean } from "./world.ts";
import { runWrongType, wrongTypes } from "./wrong_types.ts";

const quick = Deno.args.includes("--quick");
const file = valueOf("json");
const only = valueOf("only") ?? "";
const chosen = Deno.args.filter((arg) => !arg.startsWith("--"));

/** Calls at once; most of the time they wait. Where much memory is taken, one after the other. */
const atOnce = 32;

/** Runs those that are asked for, and tells how far it is. `nameOf` tells call, fault, and what it happens to. */
async function runAll<T>(
  all: readonly T[],
  nameOf: (item: T) => string,
  one: (item: T) => Promise<Result>,
  isHeavy: (item: T) => boolean = () => false,
): Promise<Result[]> {
  const started = performance.now();
  const cases = all.filter((item) => nameOf(item).includes(only));
  const results: Result[] = [];
  const runSome = async (some: readonly T[], width: number) => {
    const limit = pLimit(width);
    await Promise.all(some.map((item) =>
      limit(async () => {
        const result = await one(item);
        results.push(result);
        const { call, fault, at, wrong } = result;
        if (wrong.length > 0) say(`WRONG at ${call}, ${fault}, ${at}`);
        if (results.length % 500 > 0) return;
        const seconds = (performance.now() - started) / 1000;
        say(`${results.length} of ${cases.length} in ${seconds.toFixed(0)} s`);
      })
    ));
  };
  await runSome(cases.filter((item) => !isHeavy(item)), atOnce);
  await runSome(cases.filter(isHeavy), 1);
  return results;
}

const known: Known[] = [];
for (const call of calls) known.push({ call, clean: await runClean(call) });
const failing = known.filter(({ clean }) => clean.called.isError);
if (failing.length > 0) throw new Error(`Not valid: ${failing.map(({ call }) => call.name)}`);

const groups: Record<string, () => Promise<Result[]>> = {
  faults: () =>
    runAll(
      [...casesOf(known, quick)],
      ({ call, fault, at }) => `${call.name}, ${fault.name}, ${at?.trim() ?? "every request"}`,
      run,
      ({ fault }) => fault.isHeavy ?? false,
    ),
  types: async () =>
    runAll(
      await wrongTypes(known, quick),
      ({ call, kind, at, path }) =>
        `${call.name}, ${kind} in a field, ${at.trim()}: ${path.join(".")}`,
      runWrongType,
    ),
  pages: () =>
    runAll(
      movingPages,
      ({ reader, move }) => `${reader.tool}, ${move.name}`,
      runMovingPages,
    ),
  certificates: async () =>
    runAll(
      await certificateCases(known, quick),
      ({ call, trouble }) => `${call.name}, ${trouble.name}`,
      runCertificate,
    ),
  clocks: () =>
    runAll(clockCases(known, quick), ({ call, skew }) => `${call.name}, ${skew}`, runClock),
  outages: () => runAll(outages, ({ name }) => name, runOutage),
};

const results: Result[] = [];
for (const [name, group] of Object.entries(groups)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const some = await group();
  if (some.length === 0) continue;
  print(name, some);
  results.push(...some);
}
printWrong(results);
if (file) await Deno.writeTextFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
const wrong = results.filter((result) => result.wrong.length > 0).length;
say(`${results.length} calls, ${wrong} of them wrong`);
Deno.exit(wrong > 0 || results.length === 0 ? 1 : 0);
