/** Under load: whether memory stays as it is over many requests, and many accounts at once. */

import { atLeast, atMost, type Goal, type Part, sayGoals } from "./goals.ts";
import { withoutWrk } from "./http.ts";
import { benchAccounts, type Crowd, type CrowdResult } from "./http_accounts.ts";
import { benchMemory, type Course, type Length } from "./http_memory.ts";
import { hasWrk } from "./http_wrk.ts";

export interface LoadFigures {
  memory: Course[];
  accounts: CrowdResult;
}

/** Prints both. */
export async function benchLoad(crowd: Crowd, length: Length): Promise<Part<LoadFigures>> {
  const accounts = await benchAccounts(crowd);
  const { figures: memory } = await hasWrk()
    ? { figures: await benchMemory(length) }
    : withoutWrk<Course[]>("Memory over many calls is", []);
  const goals = [rightGoal(accounts), ...memory.flatMap(flatGoals)];
  sayGoals(goals);
  return { figures: { memory, accounts }, goals };
}

function rightGoal({ accounts, calls, right }: CrowdResult): Goal {
  const all = accounts * calls;
  return atLeast({
    what: `Right answers of ${all}, to ${accounts} accounts at once`,
    ...{ value: 100 * right / all, target: 100, unit: " %", digits: 1 },
  });
}

/** More MB of heap than before, after a collection, that many calls may end with: what is left of each would be more. */
const flat = 1;

function flatGoals({ program, era, samples }: Course): Goal[] {
  const [first, last] = [samples[0], samples.at(-1)!];
  if (program !== "kimai-mcp" || Number.isNaN(first.heap)) return [];
  const what = `Heap that ${last.calls} calls over HTTP leave behind, ${era}`;
  const value = (last.heap - first.heap) / 1e6;
  return [atMost({ what, value, target: flat, unit: " MB", digits: 2 })];
}
