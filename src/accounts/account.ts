// No test of its own: types only.
/** Who may use the server, and as whom in each upstream. */

/** How an account proves itself: `scrypt$N$r$p$salt$hash`, or the secret as somebody wrote it into the file. */
export type Secret = { hash: string } | { clear: string };

/** One person or program. */
export interface Account {
  /** The key in users.json: letters, digits, `-` and `_`. */
  name: string;
  /** What the connectors' settings are called, such as `kimai_url`, with this account's values. */
  credentials: Readonly<Record<string, unknown>>;
  /** Absent: the account cannot sign in with a secret. */
  secret?: Secret;
  /** The name under which an OpenID provider knows the person. */
  oidcIdentity?: string;
  /** Digest of everything above: what was opened or granted for another version ends. */
  version: string;
  /** Digest of the name and of what the person signs in with: a sign-in or grant under another one is over. */
  signInVersion: string;
}

/** A change of the accounts, by name. */
export interface AccountChanges {
  removed: readonly string[];
  changed: readonly string[];
  added: readonly string[];
}

/** All accounts as they are now; replaced as a whole when their source changes. */
export interface Accounts {
  get(name: string): Account | undefined;
  all(): readonly Account[];
  /** Told after each change. @returns a function that ends it. */
  onChange(listener: (changes: AccountChanges) => void): () => void;
}
