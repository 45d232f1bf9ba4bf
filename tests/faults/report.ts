/** The table of a run: how often each fault ended how, and everything that must not have been. */

import { printTable, say } from "../bench/table.ts";
import type { Result } from "./drive.ts";
import type { Outcome } from "./judge.ts";

const outcomes: readonly Outcome[] = [
  "as ever",
  "fewer names",
  "with a note",
  "differs",
  "refused",
];

/** A line for each fault. */
export function print(title: string, results: readonly Result[]): void {
  say(`${title}: ${results.length} calls`);
  say();
  const byFault = Map.groupBy(results, ({ fault }) => fault);
  const rows = [...byFault].map(([fault, some]) => [
    fault,
    ...outcomes.map((outcome) => `${some.filter((one) => one.outcome === outcome).length}`),
    `${some.filter(({ wrong }) => wrong.length > 0).length}`,
    Math.max(...some.map(({ seconds }) => seconds)).toFixed(1),
  ]);
  printTable(["fault", ...outcomes, "WRONG", "longest, s"], rows);
}

/** Everything that must not have been, each once with the first call that had it. */
export function printWrong(results: readonly Result[]): void {
  const seen = new Map<string, { result: Result; count: number }>();
  for (const result of results) {
    for (const what of result.wrong) {
      const known = seen.get(what);
      if (known) known.count++;
      else seen.set(what, { result, count: 1 });
    }
  }
  for (const [what, { result: { call, fault, at }, count }] of seen) {
    say(`WRONG, ${count} times, first at ${call}, ${fault}, ${at}:`);
    say(`  ${what.slice(0, 400)}`);
  }
}
