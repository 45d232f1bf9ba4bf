// No test of its own: types, and words that tests/cli/doctor/server_test.ts reads.
/** What one look at a server is, what it is given, and how it says what it found. */

import type { Fetch, Finding } from "../../../connectors/connector.ts";
import type { HostProbe, ProbeOptions } from "../../../lib/host_probe.ts";
import type { Answer, Ask } from "./asking.ts";
import type { Grant, Person } from "./granting.ts";
import type { Watched } from "./streaming.ts";

/** What a look found, without its name. */
export type Verdict = Omit<Finding, "name">;

/** One thing that is looked at. */
export interface Look {
  /** Unique among all. */
  name: string;
  /** Once this failed, nothing behind it can be looked at. */
  gate?: true;
  /** Takes minutes, so it is only looked at where somebody has the time. */
  slow?: true;
  /** Milliseconds that it may take; `patience.look` unless given. */
  patience?(patience: Patience): number;
  /** @returns nothing where there is nothing to look at, so that no line is said */
  look(visit: Visit): Promise<Verdict | undefined>;
}

/** Milliseconds. */
export interface Patience {
  /** Of one look. */
  look: number;
  /** Of all looks together, but for those that are slow by nature. */
  all: number;
  /** In which a stream must show a sign of life; servers send one every 15 seconds. */
  sign: number;
  /** That a quiet stream must live, where somebody has the time. */
  slow: number;
  /** After which a refresh token that was replaced is no longer answered, where somebody has the time. */
  reuse: number;
}

/** An account, as people sign in with it. */
export interface AccountOrder {
  name: string;
  secret: string;
}

/** What is to be examined, and what with. */
export interface ServerOrder {
  /** As clients are given it, without `/mcp`. */
  publicUrl: string;
  fetch: Fetch;
  now: () => Temporal.Instant;
  /** Ends it. */
  signal: AbortSignal;
  /** Signs in, uses what it gets, and takes it back. */
  account?: AccountOrder;
  /** The server token. */
  token?: string;
  /** Looks that take minutes as well. */
  slow?: boolean;
  /** The proxy through which requests to an address leave this machine; undefined for none. */
  proxyOf?(url: URL): string | undefined;
  /** Replaces looking at the host's addresses and certificate. */
  probe?: (url: URL, options: ProbeOptions) => Promise<HostProbe>;
  patience?: Partial<Patience>;
}

/** What one look leaves for those behind it. */
export interface Learnt {
  /** Addresses all on this machine. */
  isHere?: boolean;
  /** People can sign in. */
  signsIn?: boolean;
  /** The name of a look that failed, without which signing in cannot work. */
  broken?: string;
  /** Where the server says that it is: addresses by their names in its documents. */
  said: Record<string, string>;
  /** What is known of the host. */
  probe?: HostProbe;
  /** Tokens do not reach the server. */
  stripped?: true;
  /** RFC 8414. */
  metadata?: Record<string, unknown>;
  /** A client that the doctor registered. */
  clientId?: string;
  /** Somebody signed in, and what they allowed. */
  person?: Person;
  grant?: Grant;
  /** Good for `/mcp`. */
  bearer?: string;
  /** A stream that is watched while other looks go on. */
  stream?: Watched;
}

/** What a look is given. */
export interface Visit {
  order: ServerOrder;
  patience: Patience;
  /** The public URL without a slash at its end. */
  base: string;
  /** Scheme, host and port of it. */
  origin: string;
  /** The path of it, if it has one: `/kimai`. */
  path: string;
  /** Where MCP is. */
  resource: string;
  learnt: Learnt;
  /** All answers so far. */
  answers: readonly Answer[];
  /** Fires when the look has taken too long, or all is to end. */
  signal: AbortSignal;
  ask: Ask;
  /** Is done when all looks are through, whatever came of them; the last one first. */
  defer(leave: (ask: Ask) => Promise<unknown>): void;
}

export function ok(text: string): Verdict {
  return { outcome: "ok", text };
}

export function warning(text: string, fix: string): Verdict {
  return { outcome: "warning", text, fix };
}

export function failed(text: string, fix: string): Verdict {
  return { outcome: "failed", text, fix };
}

export function skipped(text: string): Verdict {
  return { outcome: "skipped", text };
}

const needsToken =
  "Needs a token: give --server-token-file, or an account with --as and its --secret-file";

/** A look that needs a token for `/mcp`, and says so where there is none. */
export function withBearer(
  look: (visit: Visit, bearer: string) => Promise<Verdict>,
): Look["look"] {
  return async (visit) => {
    const { bearer } = visit.learnt;
    if (visit.learnt.stripped) return skipped('Needs "Authorization header" to be in order');
    return bearer === undefined ? skipped(needsToken) : await look(visit, bearer);
  };
}

/** A look at signing in, which says so where nobody can. */
export function withSignIn(look: (visit: Visit) => Promise<Verdict | undefined>): Look["look"] {
  return async (visit) => {
    const { signsIn, broken } = visit.learnt;
    if (!signsIn) return skipped("The server signs nobody in: it has no accounts (--users-config)");
    return broken === undefined ? await look(visit) : skipped(`Needs "${broken}" to be in order`);
  };
}
