/** GET and POST /account: which clients may use somebody's account, and their end (ASVS 10.7.3). */

import type { Context, Handler } from "hono";
import { accountPage, type Outcome, outcomes } from "./account_view.ts";
import { browserOf, formToken, isFormToken, readCookie } from "./browser.ts";
import type { Env, Services } from "./context.ts";
import { endGrant, grantsOf } from "./grants_flow.ts";
import { showLogin } from "./login.ts";
import { pageEndpoint, queryOf, readOwnForm } from "./page_endpoint.ts";
import { paths } from "./paths.ts";
import { showPage } from "./pages.ts";
import { type SignedIn, signedIn, signOut } from "./sign_ins.ts";

export function accountEndpoint(services: Services): Handler<Env> {
  const { issuer } = services;
  return pageEndpoint(issuer, {
    get: async (c) => {
      const person = await signedIn(c, services);
      return person ? await show(c, services, person) : await showLogin(c, issuer, {});
    },
    post: async (c) => {
      const form = await readOwnForm(c, issuer);
      const person = await signedIn(c, services);
      const outcome = person && isOurs(c, issuer, form, person)
        ? await act(c, services, form, person)
        : undefined;
      return c.redirect(issuer + paths.account + (outcome ? `?done=${outcome}` : ""), 303);
    },
  });
}

async function show(c: Context<Env>, services: Services, person: SignedIn): Promise<Response> {
  const { issuer, scopes, now } = services;
  const done = queryOf(c).get("done");
  return await showPage(
    c,
    issuer,
    accountPage({
      action: issuer + paths.account,
      token: formToken(browserOf(c, issuer), "account", person.id),
      account: person.account.name,
      grants: await grantsOf(services, person.account.name),
      scopes,
      now: now(),
      outcome: outcomes.find((outcome) => outcome === done),
    }),
  );
}

function isOurs(
  c: Context<Env>,
  issuer: string,
  form: URLSearchParams,
  { id }: SignedIn,
): boolean {
  return isFormToken(form.get("token"), readCookie(c, issuer, "browser"), "account", id);
}

/** @returns what the page says of it afterwards */
async function act(
  c: Context<Env>,
  services: Services,
  form: URLSearchParams,
  { account: { name } }: SignedIn,
): Promise<Outcome | undefined> {
  const what = form.get("do");
  if (what === "sign-out") return void await signOut(c, services);
  const isMeant = what === "disconnect-all"
    ? () => true
    : ({ id }: { id: string }) => what === "disconnect" && id === form.get("grant");
  const meant = (await grantsOf(services, name)).filter(isMeant);
  await Promise.all(meant.map(({ id }) => endGrant(services, id, "disconnected")));
  if (meant.length === 0) return undefined;
  return what === "disconnect-all" ? "disconnectedAll" : "disconnected";
}
