// No test of its own: types only.
/** Who is calling, and the one call that is being served: handed to an upstream for every tool call. */

import type { Log } from "../lib/log.ts";
import type { Ask } from "./asking.ts";

/** The person or program behind a call. */
export interface Caller {
  /** The account's name; absent on stdio, where the settings' own credentials are used. */
  user?: string;
  /** Scopes granted to the caller; absent where nothing limits them. */
  scopes?: readonly string[];
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
