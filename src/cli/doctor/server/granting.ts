// No test of its own: tests/cli/doctor/server/signing_in_test.ts gets tokens with it.
/** Asking somebody for consent, and what a client gets for it. */

import type { Ask } from "./asking.ts";
import { type Answer, objectIn } from "./asking.ts";
import type { Browser } from "./browser.ts";
import type { Visit } from "./look.ts";
import { callback } from "./registering.ts";

/** Somebody who signed in, in the doctor's browser. */
export interface Person {
  browser: Browser;
  name: string;
}

/** What a client holds after consent. */
export interface Grant {
  access: string;
  refresh: string;
}

/** One authorization request, and what only its client knows. */
export interface Attempt {
  url: string;
  state: string;
  verifier: string;
}

/** A request for as little as can be asked for, with changes to its parameters; an empty one is left out. */
export async function attemptAt(
  { base, resource, learnt }: Visit,
  changes: Record<string, string> = {},
): Promise<Attempt> {
  const [state, verifier] = [randomText(), randomText()];
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const parameters = {
    response_type: "code",
    client_id: learnt.clientId!,
    redirect_uri: callback,
    state,
    resource,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
    ...changes,
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  return { url: `${base}/authorize?${new URLSearchParams(given)}`, state, verifier };
}

function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Exchanges a code (OAuth 2.1, 4.1.3). */
export function exchange({ resource, ...visit }: Visit, code: string, verifier: string) {
  return postToken(visit, {
    grant_type: "authorization_code",
    code,
    redirect_uri: callback,
    code_verifier: verifier,
    resource,
  });
}

/** Asks for new tokens (OAuth 2.1, 4.3). */
export function refresh({ resource, ...visit }: Visit, token: string): Promise<Answer> {
  return postToken(visit, { grant_type: "refresh_token", refresh_token: token, resource });
}

/** Gives a token back, and with it all that came of the same consent (RFC 7009). */
export function revoke(
  { base, learnt }: Pick<Visit, "base" | "learnt">,
  ask: Ask,
  token: string,
): Promise<Answer> {
  return postForm(ask, `${base}/revoke`, { client_id: learnt.clientId!, token });
}

function postToken(
  { base, learnt, ask }: Pick<Visit, "base" | "learnt" | "ask">,
  fields: Record<string, string>,
): Promise<Answer> {
  return postForm(ask, `${base}/token`, { client_id: learnt.clientId!, ...fields });
}

function postForm(ask: Ask, url: string, fields: Record<string, string>): Promise<Answer> {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return ask(url, { method: "POST", headers, body: new URLSearchParams(fields).toString() });
}

/** The tokens in an answer; nothing where it has none. */
export function grantIn(answer: Answer): Grant | undefined {
  const { access_token: access, refresh_token: refresh } = objectIn(answer) ?? {};
  return answer.status === 200 && typeof access === "string" && typeof refresh === "string"
    ? { access, refresh }
    : undefined;
}

/** Keeps what a client holds, so that it is given back in the end. */
export function giveBackLater(visit: Visit, grant: Grant): Grant {
  visit.defer((ask) => revoke(visit, ask, grant.refresh));
  return grant;
}
