// No test of its own: types only.
/** What the authorization server knows: clients, grants, codes and tokens. Times are seconds since 1970. */

/** How a client proves itself at the token endpoint (RFC 7591, 2). */
export type AuthMethod = "none" | "client_secret_basic" | "client_secret_post";

/** A program that asks to act for somebody. */
export interface Client {
  id: string;
  /** What it calls itself; anybody can call itself anything. */
  name?: string;
  /** Where codes may go: compared exactly, save the port of loopback addresses. */
  redirectUris: readonly string[];
  authMethod: AuthMethod;
  /** SHA-256 of the secret, base64url; absent for public clients. */
  secretHash?: string;
  /** Registered by itself (RFC 7591), described by the document at its id, or named by the administrator. */
  origin: "registered" | "document" | "configured";
  createdAt: number;
  /** When a grant of it was last used; a registered one that never was goes first. */
  usedAt?: number;
}

/** What somebody let a client do. Its tokens live and die with it: it is the family of RFC 9700, 4.14. */
export interface Grant {
  id: string;
  account: string;
  /** `Account.signInVersion` at the time: with another one the grant is over. */
  accountVersion: string;
  clientId: string;
  clientName?: string;
  /** Host of the redirect URI, or its scheme where it has none: what the person saw. */
  redirectHost: string;
  scopes: readonly string[];
  /** The only resource that its tokens are good for (RFC 8707). */
  resource: string;
  createdAt: number;
  usedAt: number;
  /** The end whatever happens. */
  expiresAt: number;
  /** The refresh token in force, and the ones it replaced that may still come in late. */
  refresh?: RefreshState;
}

/** Rotation of refresh tokens (OAuth 2.1, 4.3.1) with a short grace for parallel refreshes. */
export interface RefreshState {
  /** SHA-256 of the token in force, base64url. */
  hash: string;
  /** When it ends if it is not used. */
  idleUntil: number;
  /** The ones replaced within the grace, oldest first: what comes in later than that ends the grant. */
  replaced: readonly ReplacedToken[];
}

/** A refresh token that parallel refreshes may still bring; each is answered with the token in force. */
export interface ReplacedToken {
  hash: string;
  at: number;
  /** How often it was answered since then. */
  answered: number;
  /** Makes the next token out of this one's text: only who has the text can have that again. */
  salt: string;
}

/** An authorization code, by the hash of its text. Single use. */
export interface Code {
  grant: Omit<Grant, "id" | "refresh">;
  redirectUri: string;
  /** S256 challenge (RFC 7636). */
  challenge: string;
  expiresAt: number;
  /** Wrong verifiers so far; after a few the code is dead. */
  failures: number;
  /** Set once it was exchanged: the grant that came of it, which a second valid exchange ends. */
  usedFor?: string;
}

/** An access token, by the hash of its text. */
export interface AccessToken {
  grantId: string;
  scopes: readonly string[];
  expiresAt: number;
}

/** An authorization request that passed all checks and waits for a person. */
export interface PendingAuthorization {
  clientId: string;
  redirectUri: string;
  state?: string;
  scopes: readonly string[];
  resource: string;
  challenge: string;
  /** SHA-256 of the cookie of the browser that brought it: no other can go on with it. */
  browser: string;
  expiresAt: number;
}

/** A scope as people read it. */
export interface Scope {
  name: string;
  /** Granted when a client names none. */
  usual: boolean;
  title: { en: string; de: string };
}

/** How long things last, in seconds. */
export interface Lifetimes {
  code: number;
  pending: number;
  access: number;
  /** A refresh token that is not used. */
  refreshIdle: number;
  /** A grant whatever happens. */
  grant: number;
  /** Replaced refresh tokens that come in late. */
  grace: number;
  /** A registered client that nobody uses. */
  client: number;
  /** A person's sign-in in a browser. */
  signIn: number;
}

/** Something worth counting and writing down; never with a secret in it. */
export interface OAuthEvent {
  what:
    | "client_registered"
    | "client_refused"
    | "sign_in"
    | "sign_in_refused"
    | "consent"
    | "consent_denied"
    | "token_issued"
    | "token_refreshed"
    | "token_refused"
    | "refresh_reused"
    | "grant_revoked";
  account?: string;
  client?: string;
  /** Why, for refusals: a word from a closed set. */
  why?: string;
  address?: string;
}
