/**
 * Fetches a client's document from wherever a stranger says it lies, without being led elsewhere: its host is looked
 * up once, every address checked, and the connection made to what was checked, for at the next look-up the name may
 * lead to somebody's inside (MCP, security best practices: server-side request forgery).
 */

import { lookup as lookupHost } from "node:dns/promises";
import {
  createNodeFetch,
  type NodeFetch,
  type NodeFetchOptions,
  TooLongError,
} from "../lib/node_fetch.ts";
import { later as runLater } from "../lib/later.ts";
import { createTurns } from "./document_turns.ts";
import { OAuthError } from "./errors.ts";
import { createPublicAddresses, isLoopbackAddress } from "./public_addresses.ts";

/** A document as it came. */
export interface Fetched {
  text: string;
  headers: Headers;
}

/**
 * @throws {OAuthError} `invalid_client` for an answer that is no document, `temporarily_unavailable` when there is
 * none or there are too many to fetch
 */
export type FetchDocument = (url: URL) => Promise<Fetched>;

export interface DocumentFetchOptions {
  /** This server is itself reached on this machine only, so its own names may lead to itself. */
  loopback: boolean;
  /** Seconds since 1970. */
  now(): number;
  /** All addresses of a host. */
  lookup?(host: string): Promise<readonly string[]>;
  /** A `fetch` that connects to one address only. */
  connect?(options: NodeFetchOptions): NodeFetch;
  /** Runs a task once, after some milliseconds, unless what it returns is called; a test has its own. */
  later?(task: () => void, ms: number): () => void;
}

/** Real ones have one or two thousand bytes; the draft recommends 5 KB (6.6). */
const maxBytes = 5120;
/** Some sites turn away who does not say what it is. */
const userAgent = "mcp-authorization-server";
/** Seconds for everything: look-up, connection, answer. */
const patience = 5;

/** Makes the only way to documents; what it may send is counted across all of them. */
export function createDocumentFetch(options: DocumentFetchOptions): FetchDocument {
  const { connect = createNodeFetch, later = runLater, now } = options;
  const takeAny = createTurns({ atOnce: 10, perMinute: 120, now });
  const takeOf = createTurns({ atOnce: 4, perMinute: 30, now });
  const addressOf = createResolver(options);
  return async (url) => {
    const done = [takeAny("")];
    const deadline = new AbortController();
    const inTime = later(() => deadline.abort(unreachable("too slow")), patience * 1000);
    try {
      const address = await before(deadline.signal, addressOf(url.hostname));
      done.push(takeOf(address));
      const fetch = connect({ address, maxBytes });
      try {
        return await read(fetch, url, deadline.signal);
      } finally {
        fetch.close();
      }
    } catch (error) {
      throw error instanceof OAuthError ? error : refusalOf(error);
    } finally {
      inTime();
      for (const giveBack of done) giveBack();
    }
  };
}

/** A promise's outcome, unless a signal fires before it. */
async function before<T>(signal: AbortSignal, outcome: Promise<T>): Promise<T> {
  const fired = Promise.withResolvers<never>();
  const fire = () => fired.reject(signal.reason);
  signal.addEventListener("abort", fire, { once: true });
  try {
    return await Promise.race([outcome, fired.promise]);
  } finally {
    signal.removeEventListener("abort", fire);
  }
}

/** Finds the address to connect to. One that must not be reached spoils the others, as it does where names are rebound. */
function createResolver(
  { loopback, lookup = lookupAll }: DocumentFetchOptions,
): (hostname: string) => Promise<string> {
  const isPublic = createPublicAddresses();
  return async (hostname) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const isOwn = loopback && (host === "localhost" || isLoopbackAddress(host));
    const addresses = await lookup(host);
    if (!addresses.every(isOwn ? isLoopbackAddress : isPublic)) {
      throw new OAuthError("invalid_client", "The host of the client's document is not public");
    }
    if (addresses.length === 0) throw unreachable("no address");
    return addresses[0];
  };
}

async function lookupAll(host: string): Promise<string[]> {
  return (await lookupHost(host, { all: true })).map(({ address }) => address);
}

/** Only 200 is a document: a redirect would lead to an address that nobody checked (draft, 3). */
async function read(fetch: NodeFetch, url: URL, signal: AbortSignal): Promise<Fetched> {
  const headers = {
    Accept: "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": userAgent,
  };
  const response = await fetch(url, { headers, redirect: "manual", signal });
  const { status } = response;
  const bytes = await response.arrayBuffer();
  // What may be over in a moment is told apart from what its owner must change.
  if (status === 429 || status >= 500) throw unreachable(`status ${status}`);
  if (status !== 200) throw no(`with status ${status} instead of 200`);
  const type = response.headers.get("Content-Type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json *(?:;|$)/i.test(type)) throw no("not with JSON");
  if ((response.headers.get("Content-Encoding") ?? "identity") !== "identity") {
    throw no("in a Content-Encoding that was not asked for");
  }
  return { text: decode(bytes), headers: response.headers };
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw no("not in UTF-8");
  }
}

function no(how: string): OAuthError {
  return new OAuthError("invalid_client", `The client's document was answered ${how}`);
}

/** "fetch failed" says nothing: what did stands behind it. */
function refusalOf(error: unknown): OAuthError {
  const { cause = error } = error as Error;
  return cause instanceof TooLongError
    ? no(`with more than ${maxBytes} bytes`)
    : unreachable(cause);
}

/** Says nothing of why, which would tell strangers what this server can reach; that is in `cause`, for the log. */
function unreachable(cause: unknown): OAuthError {
  const refusal = new OAuthError(
    "temporarily_unavailable",
    "The client's document cannot be fetched now: try again in a moment",
  );
  return Object.assign(refusal, { cause });
}
