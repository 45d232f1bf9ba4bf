// No test of its own: the interface. tests/oauth/store_contract.ts says what any store must do.
/**
 * What is kept, under which key, for how long. One interface, so that a shared store can take the place of the
 * one in memory when there are several replicas: everything that must not happen twice goes through `change`,
 * which is atomic for its key.
 *
 * | kind    | key                         | ends                                   | in the state file |
 * | ------- | --------------------------- | -------------------------------------- | ----------------- |
 * | client  | client id                   | unused for `lifetimes.client`          | yes               |
 * | grant   | grant id                    | `expiresAt`, revoked, account gone     | yes               |
 * | access  | SHA-256 of the token        | `expiresAt`, with its grant            | yes               |
 * | code    | SHA-256 of the code         | `expiresAt`; used ones stay until then | no                |
 * | pending | SHA-256 of the transaction  | `expiresAt`                            | no                |
 * | signIn  | SHA-256 of the cookie       | `expiresAt`                            | no                |
 */

import type { AccessToken, Client, Code, Grant, PendingAuthorization } from "./model.ts";

/** A person's sign-in in a browser. */
export interface SignIn {
  account: string;
  accountVersion: string;
  expiresAt: number;
}

/** The records by kind. */
export interface Records {
  client: Client;
  grant: Grant;
  access: AccessToken;
  code: Code;
  pending: PendingAuthorization;
  signIn: SignIn;
}

export type Kind = keyof Records;

export interface Store {
  get<K extends Kind>(kind: K, key: string): Promise<Records[K] | undefined>;
  /**
   * Replaces what is under a key by what `change` makes of it; `undefined` takes it away. Nobody else changes the
   * key meanwhile. What it resolves with is kept: of kinds in the state file, on disk as well.
   * @returns what is there now
   * @throws {StoreFullError} when a new key finds no room and nothing unused can make some
   */
  change<K extends Kind>(
    kind: K,
    key: string,
    change: (now: Records[K] | undefined) => Records[K] | undefined,
  ): Promise<Records[K] | undefined>;
  /** Everything of a kind that a test holds for, with its key. */
  find<K extends Kind>(
    kind: K,
    test: (record: Records[K]) => boolean,
  ): Promise<[key: string, record: Records[K]][]>;
  /** How many of a kind there are. */
  count(kind: Kind): number;
  /** Forgets what has ended, a part at a time. */
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}

/** There is no room for more of a kind. */
export class StoreFullError extends Error {
  override name = "StoreFullError";
}
