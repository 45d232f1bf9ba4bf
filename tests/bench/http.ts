/**
 * Serving over HTTP: requests per second beside the bare SDK and a raw server, many accounts at once, and
 * memory over many calls. `wrk` loads the servers; where it is not installed, only the accounts are there.
 */

import { benchAccounts, type CrowdResult } from "./http_accounts.ts";
import { benchMemory, type Course } from "./http_memory.ts";
import { benchRates, type Measured } from "./http_rates.ts";
import { hasWrk } from "./http_wrk.ts";
import { say } from "./table.ts";

/** The figures behind the printed ones. */
export interface HttpFigures {
  rates?: Measured[];
  memory?: Course[];
  accounts: CrowdResult;
}

/** Prints all tables. */
export async function benchHttp({ quick }: { quick: boolean }): Promise<HttpFigures> {
  const accounts = await benchAccounts({ accounts: 200, calls: 10 });
  if (!await hasWrk()) {
    say("Requests over HTTP and memory are left out: wrk is not installed (apt-get install wrk)");
    say();
    return { accounts };
  }
  const rates = await benchRates(
    quick
      ? { rounds: 3, seconds: 1, connections: [1, 16] }
      : { rounds: 5, seconds: 2, connections: [1, 16, 128] },
  );
  const memory = await benchMemory(quick ? { step: 4_000, steps: 5 } : { step: 20_000, steps: 5 });
  return { rates, memory, accounts };
}
