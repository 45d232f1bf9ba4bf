/** Prints what the bench found as Markdown, for a chapter of README.md: `deno run -A tests/bench/readme.ts FILE.json`. */

import { busyNote, type Machine } from "./machine.ts";
import { tables, targetTable } from "./readme_tables.ts";
import type { Results } from "./results.ts";
import { say } from "./table.ts";

/** The chapter's text, without its heading. Parts that were not measured are left out. */
export function chapterOf({ machine, quick, parts, goals }: Results): string {
  const blocks = [introduction(machine, quick)];
  for (const { title, of } of tables) {
    const table = of(parts);
    if (table !== undefined) blocks.push(`**${title}**`, table);
  }
  if (goals.length > 0) {
    const met = goals.filter(({ reached }) => reached === "met").length;
    blocks.push(`**Targets**: ${met} of ${goals.length} met`, targetTable(goals));
  }
  return `${blocks.join("\n\n")}\n`;
}

function introduction(machine: Machine, quick: boolean): string {
  const { deno, cores, processor, memory, load } = machine;
  const task = quick ? "deno task bench --quick" : "deno task bench";
  return [
    `Measured by \`${task}\` with Deno ${deno} on ${cores} cores (${processor}) and ${memory} GB: medians,`,
    `minimum to maximum in brackets, beside a server with one tool on the same SDK. Load average`,
    `${load.before} before and ${load.after ?? "unknown"} after. ${busyNote(machine) ?? ""}`.trim(),
  ].join("\n");
}

if (import.meta.main) {
  const [file] = Deno.args;
  if (file === undefined) throw new Error("Name the file that deno task bench --json=FILE wrote");
  say(chapterOf(JSON.parse(await Deno.readTextFile(file))));
}
