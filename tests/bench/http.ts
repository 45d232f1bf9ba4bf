/** Serving over HTTP: requests per second, loaded by Debian's `wrk`. Where it is not installed, that is said. */

import type { Part } from "./goals.ts";
import { type Measured, measureRates, type RateEffort } from "./http_rates.ts";
import { reportRates } from "./http_report.ts";
import { hasWrk } from "./http_wrk.ts";
import { say } from "./table.ts";

/** Measures everything and prints one table. */
export async function benchHttp(effort: RateEffort): Promise<Part<Measured[]>> {
  if (!await hasWrk()) return withoutWrk("Requests over HTTP are", []);
  const measured = await measureRates(
    effort,
    ({ method, era }) => say(`${method} of ${era} is measured`),
  );
  say();
  return { figures: measured, goals: reportRates(measured, effort) };
}

/** What is printed where there is nothing to load with. */
export function withoutWrk<F>(what: string, figures: F): Part<F> {
  say(`${what} left out: wrk is not installed (apt-get install wrk)`);
  say();
  return { figures, goals: [] };
}
