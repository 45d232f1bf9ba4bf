/**
 * Whether Kimai answers at all: after a few failures in a row a call is told so at once, instead of waiting
 * for the next one. Written here because libraries for this bring clocks and timers of their own, count
 * failures at the same time as failures in a row, and know neither since when nor why.
 */
import type { Log } from "../../lib/log.ts";
import { UpstreamError } from "../../mcp/errors.ts";
import { type Asked, requestOf } from "./faults.ts";

/** What a circuit is given. */
export interface CircuitOptions {
  log: Log;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A request that was let through, until it is told how it ended. */
export interface Visit {
  /** Failures in a row when it began. */
  row: number;
  /** The one request that finds out whether Kimai is back. */
  isProbe: boolean;
}

/** How a request ended, as far as it tells whether Kimai is there: answered, down, or neither. */
export type Ending = { answered: true } | { why: string } | undefined;

/** Failures in a row that open it; requests under way at the same time count as one. */
const enough = 3;
/** Milliseconds until the first probe; doubled with each that fails. */
const firstPause = 1_000;
const longestPause = 30_000;

/** The state of one Kimai, shared by all accounts that use it. Sets no timer: the next request is the probe. */
export class Circuit {
  readonly #options: CircuitOptions;
  #row = 0;
  #since = 0;
  #failedAt = 0;
  #why = "";
  /** Milliseconds; 0 while it is closed. */
  #pause = 0;
  #isProbing = false;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  /** Whether requests are refused, but for probes. */
  get isOpen(): boolean {
    return this.#pause > 0;
  }

  /**
   * Lets a request through, which must `leave` however it ends.
   * @throws {UpstreamError} "unavailable" while Kimai is known not to answer
   */
  enter(asked: Asked): Visit {
    if (!this.isOpen) return { row: this.#row, isProbe: false };
    const now = this.#options.now();
    const left = this.#failedAt + this.#pause - now;
    // A clock that was set back must not keep it open.
    const isDue = left <= 0 || now < this.#failedAt;
    if (!isDue || this.#isProbing) throw this.#refusal(asked, left);
    this.#isProbing = true;
    return { row: this.#row, isProbe: true };
  }

  leave({ row, isProbe }: Visit, { site }: Asked, ending: Ending): void {
    if (isProbe) this.#isProbing = false;
    if (!ending) return;
    if ("answered" in ending) this.#answered(site);
    else if (row === this.#row) this.#failed(site, ending.why);
  }

  #answered(site: string): void {
    if (this.isOpen) {
      const seconds = Math.round((this.#options.now() - this.#since) / 1000);
      this.#options.log.info("Kimai answers again", { site, seconds });
    }
    this.#row = this.#pause = 0;
  }

  #failed(site: string, why: string): void {
    this.#failedAt = this.#options.now();
    if (this.#row++ === 0) this.#since = this.#failedAt;
    this.#why = why;
    if (this.#row < enough) return;
    if (!this.isOpen) {
      const since = Temporal.Instant.fromEpochMilliseconds(this.#since).toString();
      this.#options.log.warning("Kimai does not answer, so most calls are refused until it does", {
        site,
        since,
        why,
      });
    }
    this.#pause = Math.min(this.#pause * 2 || firstPause, longestPause);
  }

  #refusal(asked: Asked, left: number): UpstreamError {
    const next = this.#isProbing
      ? "it is being tried right now"
      : `the next try is in ${Math.max(1, Math.ceil(left / 1000))} s`;
    return new UpstreamError(
      "unavailable",
      `Kimai at ${asked.site} does not answer since ${
        timeOf(this.#since, this.#options.now())
      }, so ${requestOf(asked)} was not sent: ${next}. What happened last: ${this.#why}`,
    );
  }
}

/** `14:05 UTC`, with the date where that was another day. */
function timeOf(since: number, now: number): string {
  const [day, time] = isoOf(since);
  return `${day === isoOf(now)[0] ? "" : `${day} `}${time.slice(0, 5)} UTC`;
}

const isoOf = (milliseconds: number) => new Date(milliseconds).toISOString().split("T");

const known = new WeakMap<object, Map<string, Circuit>>();

/**
 * The circuit of an address among those who are served together: one person's finding spares the others theirs.
 * @param together what they share, and nobody else: the services that their upstreams are opened with
 */
export function circuitOf(together: object, address: string, options: CircuitOptions): Circuit {
  const circuits = known.get(together) ?? new Map<string, Circuit>();
  known.set(together, circuits);
  const circuit = circuits.get(address) ?? new Circuit(options);
  circuits.set(address, circuit);
  return circuit;
}
