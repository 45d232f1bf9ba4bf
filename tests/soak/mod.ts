/**
 * Soak: mixed load over HTTP against the started program for half an hour, with 200 accounts, restarts, changes of
 * users.json and clients that behave badly. Prints what the program held, what became of every write, and what did
 * not hold; ends with 1 then. `--minutes=N` makes it longer or shorter, `--quick` takes a minute and a half,
 * `--json=FILE` writes everything down. `KIMAI_MCP_BIN` names a binary of ours, whose heap cannot be looked into.
 */

import { printTable, say } from "../bench/table.ts";
import { valueOf } from "../support/flags.ts";
import { planFor } from "./plan.ts";
import { report } from "./report.ts";
import { soak } from "./soak.ts";

const isQuick = Deno.args.includes("--quick");
const minutes = Number(valueOf("minutes") ?? (isQuick ? 1.5 : 30));
if (!(minutes > 0)) {
  throw new Error(`Cannot soak for "${valueOf("minutes")}" minutes: give a number`);
}

say(`Deno ${Deno.version.deno} on ${navigator.hardwareConcurrency} cores, ${Deno.build.target}`);
say();
const findings = await soak(planFor(minutes, isQuick), say);
const faults = report(findings);
const file = valueOf("json");
if (file) {
  await Deno.writeTextFile(file, `${JSON.stringify({ ...findings, faults }, undefined, 2)}\n`);
}
if (faults.length > 0) printTable(["did not hold"], faults.slice(0, 50).map((fault) => [fault]));
say(faults.length === 0 ? "Everything held" : `${faults.length} things did not hold`);
Deno.exit(faults.length === 0 ? 0 : 1);
