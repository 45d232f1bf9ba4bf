/** GET and POST /authorize (OAuth 2.1, 4.1.1): who asks, where the answer goes, what for; then it is a person's turn. */

import type { Context, Handler } from "hono";
import { refusalOf, type Return, returnAddress, sendBack } from "./answers.ts";
import { parameter, readRequest, redirectUriOf, stateOf } from "./authorization_request.ts";
import { browserOf } from "./browser.ts";
import type { Clients, Env, Services } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { refusedPage } from "./message_view.ts";
import type { Client } from "./model.ts";
import { pageEndpoint, queryOf, readForm } from "./page_endpoint.ts";
import { paths } from "./paths.ts";
import { showPage } from "./pages.ts";
import { placeOf } from "./places.ts";
import { redirectHostOf } from "./redirect_uris.ts";
import { signedIn } from "./sign_ins.ts";
import { openTransaction } from "./transactions.ts";

export function authorizeEndpoint(services: Services, clients: Clients): Handler<Env> {
  const { issuer } = services;
  return pageEndpoint(issuer, {
    get: (c) => authorize(c, services, clients),
    // With a form from another site browsers send none of our cookies; with what follows they do.
    post: async (c) => c.redirect(`${issuer}${paths.authorize}?${await readForm(c)}`, 303),
  });
}

/** Until both are known nothing is sent anywhere, whatever is wrong (RFC 6749, 4.1.2.1). */
interface Known {
  client?: Client;
  to?: Return;
}

async function authorize(
  c: Context<Env>,
  services: Services,
  clients: Clients,
): Promise<Response> {
  const given = queryOf(c);
  const known: Known = {};
  try {
    known.client = await clientOf(given, clients);
    known.to = { redirectUri: redirectUriOf(given, known.client), state: stateOf(given) };
    return await ask(c, services, given, { clientId: known.client.id, ...known.to });
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const [client, why] = [known.client?.id, error.code];
    services.happened({ what: "client_refused", client, why, address: c.var.address });
    if (!known.client || !known.to) throw error;
    return await sendRefusal(c, services.issuer, known.client, known.to, error);
  }
}

async function clientOf(given: URLSearchParams, clients: Clients): Promise<Client> {
  const id = parameter(given, "client_id");
  const client = id === undefined ? undefined : await clients.find(id);
  if (client) return client;
  throw new OAuthError("invalid_client", "client_id names no client that this server knows");
}

/** Keeps the request and leads to whoever is to decide; the decision is asked for every time. */
async function ask(
  c: Context<Env>,
  services: Services,
  given: URLSearchParams,
  from: { clientId: string } & Return,
): Promise<Response> {
  const { issuer, resource } = services;
  const request = { ...readRequest(given, services), ...from, resource };
  const txn = await openTransaction(services, request, browserOf(c, issuer));
  const next = await signedIn(c, services) ? paths.consent : paths.login;
  return c.redirect(`${issuer}${next}?txn=${txn}`, 303);
}

/**
 * Anybody can register a client and send somebody a link with a fault in it: that must not lead to the client's site
 * unless the person goes there (RFC 9700, 4.11.2). Whom the administrator named is trusted.
 */
function sendRefusal(
  c: Context<Env>,
  issuer: string,
  { origin }: Client,
  to: Return,
  error: OAuthError,
): Response | Promise<Response> {
  if (origin === "configured") return sendBack(c, issuer, to, refusalOf(error));
  const place = placeOf(redirectHostOf(to.redirectUri));
  const onward = { place, href: returnAddress(issuer, to, refusalOf(error)) };
  return showPage(c, issuer, refusedPage(error.message, onward), { status: 400 });
}
