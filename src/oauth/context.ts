// No test of its own: types only.
/** What every part of the authorization server is given. */

import type { Accounts } from "../accounts/account.ts";
import type { SecretVerifier } from "../accounts/secrets.ts";
import type { Log } from "../lib/log.ts";
import type { Client, Lifetimes, OAuthEvent, Scope } from "./model.ts";
import type { Store } from "./store.ts";

/** hono's types for the endpoints; those of the whole application include them. */
export interface Env {
  Bindings: {
    /** The address of the direct peer, without port. */
    peer: string;
  };
  Variables: {
    /** In the log and in the answer's `X-Request-ID`. */
    requestId: string;
    /** The client's address behind trusted proxies, IPv6 in full form. */
    address: string;
    /** Writes lines that carry the request's id. */
    log: Log;
  };
}

export interface Services {
  /** The public URL without trailing slash: every other address derives from it, none from a request. */
  issuer: string;
  /** What tokens are good for: `issuer` and `/mcp` (RFC 8707). */
  resource: string;
  store: Store;
  accounts: Accounts;
  secrets: SecretVerifier;
  lifetimes: Lifetimes;
  /** Of each upstream in rising order: each includes the ones of the same upstream before it. */
  scopes: readonly Scope[];
  /** Seconds since 1970, whole. */
  now(): number;
  /** Counts and writes down what happened. */
  happened(event: OAuthEvent): void;
  log: Log;
}

/** Every client that there is, however it came. */
export interface Clients {
  /**
   * @returns nothing for one that is unknown
   * @throws {OAuthError} `invalid_client` for a client whose document cannot be used, with a sentence that says why
   */
  find(id: string): Promise<Client | undefined>;
}
