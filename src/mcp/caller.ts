/** Who is calling, and the one call that is being served: handed to an upstream for every tool call. */

import type { AuthInfo } from "@modelcontextprotocol/server";
import type { Log } from "../lib/log.ts";
import type { Ask } from "./asking.ts";

/** The person or program behind a call. */
export interface Caller {
  /** The account's name; absent on stdio, where the settings' own credentials are used. */
  user?: string;
  /** What the log and the audit trail call the account where its name is as good as a secret. */
  label?: string;
  /** Who acts for the account: an OAuth client's id, or the way in; absent on stdio. */
  client?: string;
  /** Scopes granted to the caller; absent where nothing limits them. */
  scopes?: readonly string[];
}

/** A caller and the request it came with. */
export interface Arrival {
  caller: Caller;
  /** Names the request in the log, in its answer and in an internal error's text. */
  requestId: string;
}

/** An arrival as the SDK carries it from HTTP to a server; the token itself stays behind. */
export function authInfoOf(arrival: Arrival): AuthInfo {
  const { client = "", scopes = [] } = arrival.caller;
  return { token: "", clientId: client, scopes: [...scopes], extra: { arrival } };
}

/** Who sent a request: what `authInfoOf` put into it; on stdio, without any, whoever started the program. */
export function arrivalOf(authInfo?: AuthInfo): Arrival {
  const arrival = authInfo?.extra?.arrival as Arrival | undefined;
  return arrival ?? { caller: {}, requestId: crypto.randomUUID() };
}

/** One tool call. */
export interface Call {
  caller: Caller;
  /** Names this call in every log line. */
  requestId: string;
  /** Fires when the caller cancels or goes away. */
  signal: AbortSignal;
  log: Log;
  /** Tells the caller how far a long call is; costs nothing when nobody asked. */
  progress(done: number, total?: number, message?: string): void;
  /** Asks the person behind the client; before the first write, because the run starts again with the answer. */
  ask: Ask;
}
