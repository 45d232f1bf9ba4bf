/**
 * Latency and failures in front of the embedded Kimai: what a real installation does on a bad day.
 * Which requests fail is settled by counting, so that a test and its repetition see the same.
 */
import { pause } from "../../../lib/pause.ts";
import { refusal } from "./answers.ts";

type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** What goes wrong. */
export interface Trouble {
  /** Milliseconds before each answer, a failure's included; default none. */
  latency?: number;
  /** The share of requests that fail, in percent, spread evenly; default none. */
  failPercent?: number;
  /** Waits for milliseconds; rejects with the signal's reason. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The connection was broken off without an answer; a TypeError, as from any `fetch`. */
export class BrokenOff extends TypeError {
  override name = "BrokenOff";
  constructor() {
    super("connection closed before message completed");
  }
}

const json = (body: unknown, status: number, headers = {}): Response =>
  Response.json(body, { status, headers: { "Content-Type": "application/json", ...headers } });

const page =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/** The ways to fail, each in its turn. None of them has reached Kimai: no write took effect. */
export const FAILURES: readonly (() => Response)[] = [
  () => json(refusal(500).answer.body, 500),
  // The page of a proxy, which is no JSON whatever was asked for.
  () => new Response(page, { status: 502, headers: { "Content-Type": "text/html" } }),
  () => json({ code: 503, message: "Service Unavailable" }, 503, { "Retry-After": "1" }),
  () => json({ code: 429, message: "Too Many Requests" }, 429, { "Retry-After": "1" }),
  () => {
    throw new BrokenOff();
  },
];

/**
 * A `fetch` that is as slow and as unreliable as asked for, in front of another one.
 * @throws {RangeError} for a latency or a share that cannot be
 */
export function withTrouble(
  fetch: Fetch,
  { latency = 0, failPercent = 0, sleep = pause }: Trouble = {},
): Fetch {
  if (!(latency >= 0)) throw new RangeError(`Cannot wait ${latency} ms: give 0 or more`);
  if (!(failPercent >= 0 && failPercent <= 100)) {
    throw new RangeError(`Cannot let ${failPercent} % of the requests fail: give 0 to 100`);
  }
  let requests = 0;
  let failures = 0;
  return async (input, init) => {
    // Request n fails when the share of n is a whole number more than that of n - 1.
    const fails = Math.floor(++requests * failPercent / 100) > failures;
    const fail = fails ? FAILURES[failures++ % FAILURES.length] : undefined;
    if (latency > 0) {
      const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
      await sleep(latency, signal);
    }
    return fail ? fail() : await fetch(input, init);
  };
}
