/**
 * The one way to ask Kimai: a method and a path of segments, each encoded, with the token, a deadline,
 * repetition where it is safe, paging, and every failure as a sentence.
 */
import { z } from "zod";
import type { Log } from "../../lib/log.ts";
import { pause } from "../../lib/pause.ts";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import type { Fetch, ObservedRequest } from "../connector.ts";
import {
  headersOf,
  namesOf,
  pathOf,
  type Query,
  routeOf,
  searchOf,
  type Segment,
  tidyUrl,
} from "./address.ts";
import type { Circuit, Ending } from "./circuit.ts";
import { type Download, readDownload, replyOf } from "./download.ts";
import {
  type Asked,
  isPage,
  pageInstead,
  readAnswer,
  refusal,
  type Reply,
  unanswered,
  withoutOutcome,
  withoutToken,
} from "./faults.ts";
import {
  eachPage,
  type Listed,
  type PagesRead,
  type PagingOptions,
  type ReadPage,
  readPages,
  type TakeRows,
} from "./paging.ts";
import { misled, redirectOf } from "./redirects.ts";
import { type Failure, failureOf, neverSent, ours, passing, type Sent } from "./transport.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";
export interface KimaiApiOptions {
  /** As configured; what is missing or wrong is said by the first request. */
  url: string | undefined;
  token: string | undefined;
  fetch: Fetch;
  log: Log;
  /** Seconds that one attempt may take, its redirects and its body included. */
  deadline: number;
  /** Rows that one listing reads at most. */
  rowLimit: number;
  /** Waits for milliseconds; rejects with the signal's reason. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1, for the spread of repetitions. */
  random?: () => number;
  /** Milliseconds since 1970, for a Retry-After that is a date. */
  now?: () => number;
  /** What is known of whether this Kimai answers, shared with its other accounts; without it every request is sent. */
  circuit?: Circuit;
  /** Told of each attempt that is over, and of requests that the circuit keeps back. */
  observe?: (attempt: Omit<ObservedRequest, "connector">) => void;
}

export interface RequestOptions<T> {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** What Kimai is expected to answer; keep it loose, since new versions add fields. */
  answer?: z.ZodType<T>;
}

export interface ListOptions<T> extends Omit<PagingOptions, "limit"> {
  query?: Query;
  /** What a page is expected to be; made once by whoever reads often. */
  rows?: z.ZodType<T[]>;
  /** Rows that are read at most, if fewer than the row limit. */
  limit?: number;
}

/** Attempts at most. */
const attempts = 3;
/** Milliseconds before the second attempt at most; doubled before the third (full jitter). */
const backOff = 500;
/** Seconds of a Retry-After that are waited for; a longer one is said. */
const patience = 30;
const redirects = 5;

/** How the last attempt went; `retryAfter` is in seconds. */
interface Outcome {
  outcome: Reply | Failure;
  retryAfter?: number;
}

/** One account's Kimai. The constructor never throws and asks nothing. */
export class KimaiApi {
  readonly #options:
    & Required<Omit<KimaiApiOptions, "observe" | "circuit">>
    & Pick<KimaiApiOptions, "observe" | "circuit">;
  #warned = false;
  #base: URL | undefined;

  constructor(options: KimaiApiOptions) {
    const { sleep = pause, random = Math.random, now = Date.now } = options;
    this.#options = { ...options, sleep, random, now };
  }

  /**
   * Asks Kimai once, or again where that is safe: a read after a passing failure, a write only when it
   * never left. Without a body the answer is undefined.
   * @throws {UserError} for a URL, token or CA that cannot be used
   * @throws {UpstreamError} for every failure and refusal of Kimai; the signal's reason when cancelled
   */
  async request<T = unknown>(
    method: Method,
    path: readonly Segment[],
    { query, body, signal, answer }: RequestOptions<T> = {},
  ): Promise<T> {
    const { asked, reply } = await this.#ask(method, path, { query, body, signal });
    return readAnswer(asked, reply, answer);
  }

  /**
   * All rows of a paged collection (`/timesheets`, `/invoices`), or the one page that is asked for.
   * @throws as `request` does
   */
  list<T = unknown>(path: readonly Segment[], options: ListOptions<T> = {}): Promise<Listed<T>> {
    return readPages(this.#pagesOf(path, options), this.#limited(options));
  }

  /**
   * The same page by page as they arrive, for what is only summed up: no row is kept.
   * @throws as `request` does, and what `take` throws
   */
  each<T = unknown>(
    path: readonly Segment[],
    options: ListOptions<T>,
    take: TakeRows<T>,
  ): Promise<PagesRead> {
    return eachPage(this.#pagesOf(path, options), this.#limited(options), take);
  }

  #limited({ limit, ...options }: Partial<PagingOptions>): PagingOptions {
    const { rowLimit } = this.#options;
    return { ...options, limit: Math.min(limit ?? rowLimit, rowLimit) };
  }

  /** Reads one page of a collection. */
  #pagesOf<T>(path: readonly Segment[], { query, rows }: ListOptions<T>): ReadPage<T> {
    const answer = rows ?? z.array(z.unknown()) as unknown as z.ZodType<T[]>;
    return async (page, size, signal) => {
      const { asked, reply } = await this.#ask("GET", path, {
        query: { ...query, page, size },
        signal,
      });
      const number = (name: string) => wholeNumber(reply.headers.get(name));
      return {
        rows: readAnswer(asked, reply, answer),
        total: number("X-Total-Count"),
        pages: number("X-Total-Pages"),
        perPage: number("X-Per-Page"),
      };
    };
  }

  /**
   * A file of Kimai's.
   * @param limit bytes that it may have
   * @throws {UpstreamError} "invalid" for a longer one, and as `request` does
   */
  async download(
    path: readonly Segment[],
    options: { limit: number; signal?: AbortSignal },
  ): Promise<Download> {
    const { asked, reply } = await this.#ask("GET", path, options);
    return readDownload(asked, reply);
  }

  async #ask(
    method: Method,
    path: readonly Segment[],
    { query, body, signal, limit }: RequestOptions<unknown> & { limit?: number },
  ): Promise<{ asked: Asked; reply: Reply }> {
    const { url: configured, token, deadline } = this.#options;
    const base = this.#base ??= tidyUrl(configured);
    const headers = headersOf(token, body !== undefined);
    const site = base.href.replace(/\/$/, "");
    const asked: Asked = { method, site, path: pathOf(path), names: namesOf(path), body, limit };
    const url = new URL(`${site}/api${asked.path}${searchOf(query)}`);
    const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const route = routeOf(path);
    const errorOf = (request: Asked, { outcome, retryAfter }: Outcome) =>
      typeof outcome === "string"
        ? unanswered(request, outcome, base.hostname, deadline)
        : refusal(request, outcome, retryAfter);
    const ended = await this.#guarded(
      asked,
      () => this.#repeat(asked, url, init, route, signal),
      (last) => endingOf({ ...asked, path: route }, last, errorOf),
    );
    const { outcome } = ended;
    if (typeof outcome === "string") throw errorOf(asked, ended);
    if (!isSuccess(outcome)) {
      throw errorOf(asked, { ...ended, outcome: withoutToken(outcome, token) });
    }
    return { asked, reply: outcome };
  }

  /** Sends nothing while Kimai is known not to answer, and tells the circuit how it ended. */
  async #guarded(
    asked: Asked,
    send: () => Promise<Outcome>,
    endingOf: (outcome: Outcome) => Ending,
  ): Promise<Outcome> {
    const { circuit, observe } = this.#options;
    if (!circuit) return await send();
    let visit;
    try {
      visit = circuit.enter(asked);
    } catch (error) {
      observe?.({ method: asked.method, outcome: "kept back", ms: 0 });
      throw error;
    }
    let ending: Ending;
    try {
      const outcome = await send();
      ending = endingOf(outcome);
      return outcome;
    } finally {
      circuit.leave(visit, asked, ending);
    }
  }

  /** Attempts until one is good, or another would be of no use or not safe. */
  async #repeat(
    asked: Asked,
    url: URL,
    init: RequestInit & { method: Method },
    route: string,
    signal?: AbortSignal,
  ): Promise<Outcome> {
    const { sleep, now, circuit } = this.#options;
    let sent: Sent = init;
    for (let attempt = 1;; attempt++) {
      signal?.throwIfAborted();
      const outcome = await this.#attempt(asked, url, sent, route, signal);
      if (outcome === "lost") sent = { ...init, alone: true };
      const retryAfter = typeof outcome === "string" ? undefined : retryAfterOf(outcome, now());
      const wait = attempt < attempts && !circuit?.isOpen
        ? this.#wait(init.method, outcome, attempt, retryAfter)
        : undefined;
      if (wait === undefined) return { outcome, retryAfter };
      await sleep(wait, signal);
    }
  }

  /** One attempt and its line in the log, which has neither ids nor values. */
  async #attempt(
    asked: Asked,
    url: URL,
    init: RequestInit,
    route: string,
    signal?: AbortSignal,
  ): Promise<Reply | Failure> {
    const { deadline, log, now, observe } = this.#options;
    const timeout = AbortSignal.timeout(deadline * 1000);
    const both = signal ? AbortSignal.any([timeout, signal]) : timeout;
    const started = now();
    let outcome: Reply | Failure | undefined;
    try {
      return outcome = await this.#follow(asked, url, { ...init, signal: both });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof UserError || error instanceof UpstreamError) throw error;
      return outcome = timeout.aborted ? "timeout" : failureOf(error);
    } finally {
      const result = typeof outcome === "object"
        ? { status: outcome.status }
        : { failure: outcome ?? (signal?.aborted ? "cancelled" : "given up") };
      const { method } = asked;
      const ms = now() - started;
      log.debug("Asked Kimai", { method, route, ...result, ms });
      observe?.({ method, outcome: String(result.status ?? result.failure), ms });
    }
  }

  /** Follows redirects by hand: the token must not leave Kimai's host, and a write must not become a read. */
  async #follow(asked: Asked, start: URL, init: RequestInit): Promise<Reply> {
    let url = start;
    for (let hops = 0; hops <= redirects; hops++) {
      const response = await this.#options.fetch(url, { ...init, redirect: "manual" });
      const { status, headers } = response;
      if (![301, 302, 303, 307, 308].includes(status)) {
        return await replyOf(asked, response);
      }
      await response.body?.cancel();
      const next = redirectOf(asked, url, status, headers.get("Location"));
      if (url.protocol !== next.protocol && !this.#warned) {
        this.#warned = true;
        this.#options.log.warning(
          "Kimai redirects to https, so the token went there in clear first",
        );
      }
      url = next;
    }
    throw misled(asked, `more than ${redirects} times`);
  }

  /** Milliseconds to wait before another attempt; undefined when there should be none. */
  #wait(
    method: Method,
    outcome: Reply | Failure,
    attempt: number,
    retryAfter = 0,
  ): number | undefined {
    const again = typeof outcome === "string"
      ? passing.has(outcome) && (method === "GET" || neverSent.has(outcome))
      : method === "GET" && [429, 502, 503, 504].includes(outcome.status) && retryAfter <= patience;
    if (!again) return undefined;
    const spread = this.#options.random() * backOff * 2 ** (attempt - 1);
    return Math.max(retryAfter * 1000, spread);
  }
}

const isSuccess = ({ status }: Reply) => status >= 200 && status <= 299;

/**
 * What an outcome tells about whether Kimai is there. A refusal of one person (4xx) is an answer; what this
 * computer itself forbids tells nothing.
 */
function endingOf(
  asked: Asked,
  last: Outcome,
  errorOf: (asked: Asked, outcome: Outcome) => UpstreamError,
): Ending {
  const { outcome } = last;
  if (typeof outcome === "string" ? !ours.has(outcome) : outcome.status >= 500) {
    return { why: withoutOutcome(asked, errorOf(asked, last).message) };
  }
  if (typeof outcome === "string") return undefined;
  const isInstead = isSuccess(outcome) && isPage(outcome);
  return isInstead ? { why: withoutOutcome(asked, pageInstead(asked)) } : { answered: true };
}

/** Seconds of a Retry-After, which has them or a date (RFC 9110, 10.2.3). */
function retryAfterOf({ headers }: Reply, now: number): number | undefined {
  const value = headers.get("Retry-After");
  if (value === null) return undefined;
  const seconds = wholeNumber(value) ?? (Date.parse(value) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}
