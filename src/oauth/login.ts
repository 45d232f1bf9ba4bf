/** GET and POST /oauth/login: somebody proves who they are, with an account's name and secret. */

import type { Context, Handler } from "hono";
import type { Account } from "../accounts/account.ts";
import { browserOf, formToken, isFormToken, readCookie, writeCookie } from "./browser.ts";
import type { Clients, Env, Services } from "./context.ts";
import { checkCredentials, type Guards, type Refusal } from "./credentials.ts";
import { deviceLifetime } from "./devices.ts";
import { loginPage, type Problem } from "./login_view.ts";
import { pageEndpoint, PageFault, queryOf, readOwnForm } from "./page_endpoint.ts";
import { paths } from "./paths.ts";
import { type Answer, showPage } from "./pages.ts";
import { type Asking, askingOf } from "./places.ts";
import { signIn } from "./sign_ins.ts";
import { findTransaction, knownClient } from "./transactions.ts";

export function loginEndpoint(
  services: Services,
  clients: Clients,
  guards: Guards,
): Handler<Env> {
  const { issuer } = services;
  return pageEndpoint(issuer, {
    get: async (c) => {
      refuseSecretInAddress(c);
      const txn = queryOf(c).get("txn");
      if (!txn) return c.redirect(issuer + paths.account, 303);
      return await showLogin(c, issuer, await visitFor(c, services, clients, txn));
    },
    post: async (c) => {
      refuseSecretInAddress(c);
      const form = await readOwnForm(c, issuer);
      const visit = await visitFor(c, services, clients, form.get("txn") ?? "");
      const username = (form.get("username") ?? "").trim();
      const result = await check(c, services, guards, { form, username, visit });
      if ("account" in result) return await letIn(c, services, guards, result.account, visit);
      const { why, wait } = result;
      const account = services.accounts.get(username)?.name;
      services.happened({ what: "sign_in_refused", account, why, address: c.var.address });
      const view = { ...visit, username: username.slice(0, 128), problem: problems[why](wait) };
      return await showLogin(c, issuer, view, { status: statuses[why], retryAfter: wait });
    },
  });
}

/** It would stand in histories and in the logs of proxies. @throws {PageFault} */
function refuseSecretInAddress(c: Context<Env>): void {
  const query = queryOf(c);
  const names = ["username", "slug", "secret", "password"];
  if (names.some((name) => query.has(name))) throw new PageFault("method");
}

/** What somebody signs in for: an authorization request and who asks, or the page about their account. */
interface Visit {
  txn: string;
  asking?: Asking;
}

/** @throws {PageFault} when the request is over, or another browser's */
async function visitFor(
  c: Context<Env>,
  services: Services,
  clients: Clients,
  txn: string,
): Promise<Visit> {
  if (txn === "") return { txn };
  const pending = await findTransaction(services, txn, readCookie(c, services.issuer, "browser"));
  if (!pending) throw new PageFault("over");
  const client = await knownClient(clients, pending);
  return { txn, asking: askingOf(client, pending.redirectUri) };
}

type Why = Refusal["why"] | "stale";

async function check(
  c: Context<Env>,
  services: Services,
  guards: Guards,
  { form, username, visit }: { form: URLSearchParams; username: string; visit: Visit },
): Promise<{ account: Account } | { why: Why; wait?: number }> {
  const browser = readCookie(c, services.issuer, "browser");
  if (!isFormToken(form.get("token"), browser, "login", visit.txn)) return { why: "stale" };
  return await checkCredentials(services, guards, {
    username,
    secret: form.get("secret") ?? "",
    address: c.var.address,
    mark: readCookie(c, services.issuer, "device"),
  });
}

async function letIn(
  c: Context<Env>,
  services: Services,
  { devices }: Guards,
  account: Account,
  { txn }: Visit,
): Promise<Response> {
  const { issuer } = services;
  await signIn(c, services, account);
  const value = devices.markFor(account);
  writeCookie(c, issuer, { name: "device", value, seconds: deviceLifetime });
  services.happened({ what: "sign_in", account: account.name, address: c.var.address });
  return c.redirect(issuer + (txn ? `${paths.consent}?txn=${txn}` : paths.account), 303);
}

/** The same words for whatever is wrong with them, so that they tell nobody which accounts there are. */
const problems: Record<Why, (wait?: number) => Problem> = {
  malformed: () => (words) => words.wrong,
  wrong: () => (words) => words.wrong,
  throttled: (wait = 1) => (words) => words.slow(wait),
  busy: () => (words) => words.busy,
  stale: () => (words) => words.stale,
};

const statuses = { malformed: 400, wrong: 401, throttled: 429, busy: 503, stale: 403 } as const;

/** Answers with the form; also where the page about an account has nobody to show it to. */
export function showLogin(
  c: Context<Env>,
  issuer: string,
  view: Partial<Visit> & { username?: string; problem?: Problem },
  answer?: Answer,
): Response | Promise<Response> {
  const { txn = "" } = view;
  const token = formToken(browserOf(c, issuer), "login", txn);
  const action = issuer + paths.login;
  return showPage(c, issuer, loginPage({ ...view, action, token }), answer);
}
