/** What became of it, for people. */

import { styled } from "../terminal.ts";
import type { Fate, Order, Outcome, Report } from "./order.ts";

/** A few lines, without a line break at the end. */
export function summaryOf(
  { outcomes, secrets }: Report,
  { name, coloured }: Pick<Order, "name" | "coloured">,
): string {
  if (outcomes.length === 0) return `No assistant here knows "${name}": nothing to take out`;
  const files = secrets.flatMap(({ file, outcome }) => {
    const text = secretTexts[outcome];
    return text ? [`${text} ${file}`] : [];
  });
  return ["", ...files, ...outcomes.flatMap((outcome) => linesOf(outcome, { name, coloured }))]
    .join("\n");
}

const secretTexts: Record<Fate, string | undefined> = {
  written: "Wrote the secret to a file that only you may read:",
  removed: "Removed the file with the secret:",
  planned: "Would write or remove the file with the secret:",
  unchanged: undefined,
};

function linesOf(outcome: Outcome, { name, coloured }: Pick<Order, "name" | "coloured">): string[] {
  const { title, file, backup, hadSecret, server, tools, status, next } = outcome;
  const texts: Record<Fate, string> = {
    written: `${title} knows "${name}" now, from ${file}`,
    removed: `${title} does not know "${name}" any more, it is gone from ${file}`,
    planned: `${title}: would change ${file}`,
    unchanged: `${title}: nothing to change in ${file}`,
  };
  const lines = [texts[outcome.outcome]];
  if (backup) lines.push(`  The file as it was before is ${backup}`);
  if (hadSecret) lines.push("  A token stands in it in clear: delete it once everything works");
  if (server) lines.push(`  It starts ${server} with ${tools} tools${status ? `: ${status}` : ""}`);
  if (next && outcome.outcome !== "planned") {
    lines.push(`  ${coloured ? styled("bold", next) : next}`);
  }
  return lines;
}
