/** What the answers say beside their content: whose clock is wrong, how long they take, who holds requests back. */

import { pause } from "../../../lib/pause.ts";
import { UpstreamError } from "../../../mcp/errors.ts";
import type { Fetch, Finding } from "../../connector.ts";
import { ok, type Order } from "./order.ts";
import { isPage } from "./pages.ts";

/** One answer, as far as its content does not matter. */
export interface Seen {
  status: number;
  isPage: boolean;
  /** Seconds that the server's clock is ahead of ours; absent where it does not tell. */
  ahead?: number;
}

/** A `fetch` that keeps in mind what came. */
export interface Witness {
  fetch: Fetch;
  seen: readonly Seen[];
}

/** Watches what goes through a `fetch`. */
export function createWitness(fetch: Fetch, now: () => Temporal.Instant): Witness {
  const seen: Seen[] = [];
  return {
    seen,
    fetch: async (input, init) => {
      const sent = now().epochMilliseconds;
      const response = await fetch(input, init);
      const { status, headers } = response;
      const middle = (sent + now().epochMilliseconds) / 2;
      // The header has whole seconds, so half of one is lost on average.
      const date = Date.parse(headers.get("Date") ?? "") + 500;
      const ahead = Number.isNaN(date) ? undefined : (date - middle) / 1000;
      seen.push({ status, isPage: isPage({ headers, text: "" }), ahead });
      return response;
    },
  };
}

/** Seconds that are worth a warning, and those from which running timers come out wrong. */
const skew = { warning: 60, failed: 300 };

/** Compares the clocks; nothing where no answer had a date. */
export function clockFinding(seen: readonly Seen[]): Finding | undefined {
  const { ahead } = seen.findLast((one) => one.ahead !== undefined) ?? {};
  if (ahead === undefined) return undefined;
  const name = "Clock";
  const off = Math.abs(ahead);
  if (off <= skew.warning) return ok(name, "Kimai's clock and this computer's agree");
  const { outcome, harm } = off > skew.failed
    ? { outcome: "failed" as const, harm: "times of timers come out wrong" }
    : { outcome: "warning" as const, harm: "times may be a little off" };
  return {
    name,
    outcome,
    text: `Kimai's clock is ${span(off)} ${
      ahead > 0 ? "ahead of" : "behind"
    } this computer's: ${harm}`,
    fix:
      "Have both computers keep their time by NTP, and look at both clocks to see which is wrong",
  };
}

function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

/** Small reads that are timed, and milliseconds after which no more are begun. */
const reads = 5;
const enough = 10_000;
/** Milliseconds that are worth a warning. */
const slow = 1000;

/** How long a small read takes. @throws {UpstreamError} when one fails */
export async function timeReads(
  read: () => Promise<unknown>,
  { clock }: Pick<Order, "clock">,
): Promise<Finding> {
  const times: number[] = [];
  const started = clock();
  while (times.length < reads && clock() - started < enough) {
    const before = clock();
    await read();
    times.push(clock() - before);
  }
  const name = "Response time";
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  const text = `${Math.round(median)} ms for a small read (the middle of ${times.length})`;
  return median <= slow ? ok(name, text) : {
    name,
    outcome: "warning",
    text,
    fix:
      "Look at what keeps Kimai's server busy, and at the way there: a listing takes many such reads",
  };
}

/** What held requests back on the way; nothing where none was. */
export function limitsFinding(seen: readonly Seen[]): Finding | undefined {
  const count = (is: (one: Seen) => boolean) => seen.filter(is).length;
  const limited = count(({ status }) => status === 429);
  const blocked = count(({ status, isPage }) => status === 403 && isPage);
  if (limited + blocked === 0) return undefined;
  const which = limited > 0 ? `${limited} with 429` : `${blocked} with a page of its own (403)`;
  return {
    name: "Limits",
    outcome: "warning",
    text: `Something before Kimai turned away some of ${seen.length} requests: ${which}`,
    fix: "Let more requests to /api pass the proxy or firewall from this address",
  };
}

/** Waits between attempts, but for no longer than people like to look at a line: an Order's `sleep`. */
export function pauseBriefly(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 2000) return pause(ms, signal);
  const seconds = Math.ceil(ms / 1000);
  return Promise.reject(
    new UpstreamError(
      "rate_limited",
      `Something before Kimai wants a pause of ${seconds} s: look again after it`,
    ),
  );
}
