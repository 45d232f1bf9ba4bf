/**
 * One call of our server in a process of its own, whose memory is written to stdout: before it, after it,
 * after a collection, and at the peak, in bytes. Arguments: the address of a Kimai, a token, filters as JSON,
 * and "held" for what is in use in between: then each request begins with a collection, which takes its time.
 */

import { inMemory } from "../../support/clients.ts";
import { createServer } from "../../support/server.ts";
import { say } from "../table.ts";

const [url, token, filters, mode] = Deno.args;
const collect = (globalThis as { gc?: () => void }).gc!;
let held = 0;

const { factory } = createServer({
  settings: { kimai_url: url, kimai_token: token },
  checkAnswers: false,
  fetch: (input, init) => {
    if (mode === "held") {
      collect();
      held = Math.max(held, Deno.memoryUsage().heapUsed);
    }
    return fetch(input, init);
  },
});
await using server = await inMemory(factory);
const list = (filters: unknown) => server.call("timesheet", { action: "list", filters });

// What the code itself takes is there before.
await list({ page: 1, size: 1 });
await list({ page: 1, size: 1, calculate_stats: true });
collect();
const before = Deno.memoryUsage();
held = before.heapUsed;
const { isError, text } = await list(JSON.parse(filters));
if (isError) throw new Error(text);
const after = Deno.memoryUsage();
const peak = peakOf(Deno.readTextFileSync("/proc/self/status"));
collect();
say(JSON.stringify({ before, after, peak, settled: Deno.memoryUsage(), held }));

/** The most that was resident at any time (`VmHWM`, on Linux). */
function peakOf(status: string): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}
