/**
 * One call of our server in a process of its own, whose memory is written to stdout: before it, after it,
 * after a collection, and at the peak, in bytes. Arguments: the address of a Kimai, a token, filters as JSON,
 * and "held" for what is in use in between: then each of the first requests, and later every tenth, begins with a
 * collection, which takes its time.
 */

import { inMemory } from "../../support/clients.ts";
import { createServer } from "../../support/server.ts";
import type { Usage } from "../entry_memory.ts";
import { say } from "../table.ts";
import { collect, peakNow } from "./memory.ts";

const [url, token, filters, mode] = Deno.args;
let held = 0;
let requests = 0;

const { factory } = createServer({
  settings: { kimai_url: url, kimai_token: token, kimai_row_limit: 10_000_000 },
  checkAnswers: false,
  fetch: (input, init) => {
    requests++;
    if (mode === "held" && (requests < 50 || requests % 10 === 0)) {
      collect();
      held = Math.max(held, Deno.memoryUsage().heapUsed);
    }
    return fetch(input, init);
  },
});
await using server = await inMemory(factory);
// A million entries take longer than a client waits by itself.
const patience = { timeout: 600_000, maxTotalTimeout: 600_000 };
async function list(filters: unknown): Promise<void> {
  const args = { name: "timesheet", arguments: { action: "list", filters } };
  const { isError, content } = await server.client.callTool(args, patience);
  if (isError) throw new Error(JSON.stringify(content));
}

// What the code itself takes is there before.
await list({ page: 1, size: 1 });
await list({ page: 1, size: 1, calculate_stats: true });
collect();
const before = Deno.memoryUsage();
held = before.heapUsed;
const began = performance.now();
await list(JSON.parse(filters));
const ms = performance.now() - began;
const after = Deno.memoryUsage();
const peak = peakNow();
collect();
const usage: Usage = { before, after, settled: Deno.memoryUsage(), peak, held, ms };
say(JSON.stringify(usage));
