/** The socket: listening, and ending without losing what is under way. */

import { pause } from "../lib/pause.ts";

/** Answers a request of a direct peer, whose address comes without port. */
export type Application = (request: Request, peer: string) => Promise<Response>;

export interface ListenOptions {
  host: string;
  port: number;
  /** Told of what reaches nobody else: a bug. */
  onError(error: unknown): void;
}

/** A server that listens. */
export interface Listening {
  /** Where, with the port that was chosen if any was good. */
  address: { hostname: string; port: number };
  /**
   * Takes no new connections and waits some milliseconds for the answers under way. Those that are not through
   * by then end with the process: Deno cannot cut them once it is shutting down.
   */
  stop(patience: number): Promise<void>;
}

/**
 * Listens until stopped.
 * @throws as `Deno.serve` does when the address cannot be used
 */
export function listen(
  application: Application,
  { host, port, onError }: ListenOptions,
): Listening {
  const server = Deno.serve({
    hostname: host,
    port,
    // Whoever serves says so in its own words.
    onListen: () => {},
    onError: (error) => {
      onError(error);
      return new Response(null, { status: 500 });
    },
  }, (request, { remoteAddr }) => application(request, remoteAddr.hostname));
  return {
    address: server.addr,
    stop: async (patience) => {
      const enough = new AbortController();
      const waited = pause(patience, enough.signal).catch(() => {});
      await Promise.race([server.shutdown(), waited]);
      enough.abort();
    },
  };
}
