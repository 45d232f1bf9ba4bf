/** GET and POST /oauth/consent: somebody signed in decides what a client may do for them. Asked for every time. */

import type { Context, Handler } from "hono";
import { refusalOf, sendBack } from "./answers.ts";
import { formToken, isFormToken, readCookie } from "./browser.ts";
import { consentPage } from "./consent_view.ts";
import type { Clients, Env, Services } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { type Consent, issueCode } from "./grants_flow.ts";
import type { PendingAuthorization } from "./model.ts";
import { pageEndpoint, PageFault, queryOf, readOwnForm } from "./page_endpoint.ts";
import { paths } from "./paths.ts";
import { showPage } from "./pages.ts";
import { askingOf } from "./places.ts";
import { type SignedIn, signedIn } from "./sign_ins.ts";
import { StoreFullError } from "./store.ts";
import { findTransaction, knownClient, takeTransaction } from "./transactions.ts";

export function consentEndpoint(services: Services, clients: Clients): Handler<Env> {
  const { issuer } = services;
  return pageEndpoint(issuer, {
    get: async (c) => {
      const turn = await turnOf(c, services, queryOf(c).get("txn"));
      return isSignedIn(turn) ? await show(c, services, clients, turn) : toLogin(c, issuer, turn);
    },
    post: async (c) => {
      const form = await readOwnForm(c, issuer);
      const turn = await turnOf(c, services, form.get("txn"));
      if (!isSignedIn(turn)) return toLogin(c, issuer, turn);
      // Of an earlier sign-in, perhaps of somebody else: they see the page as it is for them.
      if (!isOurs(form, turn)) return c.redirect(`${issuer}${paths.consent}?txn=${turn.txn}`, 303);
      const decision = form.get("decision") ?? "";
      return ["allow", "deny"].includes(decision)
        ? await decide(c, services, clients, turn, form)
        : await show(c, services, clients, turn, form.getAll("scope"));
    },
  });
}

/** A request that waits, and who is there to decide. */
interface Turn {
  txn: string;
  browser: string;
  pending: PendingAuthorization;
  person?: SignedIn;
}

type Deciding = Turn & { person: SignedIn };

/** @throws {PageFault} when the request is over, or another browser's */
async function turnOf(c: Context<Env>, services: Services, given: string | null): Promise<Turn> {
  const [txn, browser] = [given ?? "", readCookie(c, services.issuer, "browser")];
  const pending = await findTransaction(services, txn, browser);
  if (!pending || browser === undefined) throw new PageFault("over");
  return { txn, browser, pending, person: await signedIn(c, services) };
}

function isSignedIn(turn: Turn): turn is Deciding {
  return turn.person !== undefined;
}

function toLogin(c: Context<Env>, issuer: string, { txn }: Turn): Response {
  return c.redirect(`${issuer}${paths.login}?txn=${txn}`, 303);
}

async function show(
  c: Context<Env>,
  services: Services,
  clients: Clients,
  { txn, browser, pending, person }: Deciding,
  ticked?: readonly string[],
): Promise<Response> {
  const { issuer, scopes, lifetimes } = services;
  const client = await knownClient(clients, pending);
  return await showPage(
    c,
    issuer,
    consentPage({
      action: issuer + paths.consent,
      token: formToken(browser, "consent", txn, person.id),
      txn,
      asking: askingOf(client, pending.redirectUri),
      account: person.account.name,
      scopes: scopes.filter(({ name }) => pending.scopes.includes(name)),
      ticked,
      lifetimes,
      links: { login: `${issuer}${paths.login}?txn=${txn}`, account: issuer + paths.account },
    }),
  );
}

function isOurs(form: URLSearchParams, { browser, txn, person }: Deciding): boolean {
  return isFormToken(form.get("token"), browser, "consent", txn, person.id);
}

/** Once: whoever comes second, by a double click or from another tab, finds the request gone. */
async function decide(
  c: Context<Env>,
  services: Services,
  clients: Clients,
  { txn, browser, person: { account }, ...turn }: Deciding,
  form: URLSearchParams,
): Promise<Response> {
  const client = await knownClient(clients, turn.pending);
  const pending = await takeTransaction(services, txn, browser);
  if (!pending) throw new PageFault("over");
  const allowed = form.get("decision") === "allow";
  const what = allowed ? "consent" : "consent_denied";
  services.happened({ what, account: account.name, client: client.id, address: c.var.address });
  const result = allowed
    ? await codeFor(services, pending, {
      account: account.name,
      accountVersion: account.signInVersion,
      scopes: grantedScopes(pending.scopes, form.getAll("scope")),
      client,
    })
    : refusalOf(new OAuthError("access_denied"));
  return await sendBack(c, services.issuer, pending, result);
}

/** Each scope needs those before it: leaving one out leaves out what follows. The first one stays. */
export function grantedScopes(asked: readonly string[], ticked: readonly string[]): string[] {
  const left = asked.findIndex((name, at) => at > 0 && !ticked.includes(name));
  return asked.slice(0, left < 0 ? asked.length : left);
}

async function codeFor(
  services: Services,
  pending: PendingAuthorization,
  consent: Consent,
): Promise<Record<string, string>> {
  try {
    return { code: await issueCode(services, pending, consent) };
  } catch (error) {
    if (error instanceof StoreFullError) {
      return refusalOf(new OAuthError("temporarily_unavailable"));
    }
    throw error;
  }
}
