/** Signing somebody in from beginning to end, as a client and a browser do it together. */

import { type Answer, objectIn } from "./asking.ts";
import { withClient } from "./authorizing.ts";
import { type Browser, createBrowser, formsOf, type Page } from "./browser.ts";
import { attemptAt, exchange, giveBackLater, grantIn } from "./granting.ts";
import {
  type AccountOrder,
  failed,
  type Look,
  ok,
  skipped,
  type Verdict,
  type Visit,
  withSignIn,
} from "./look.ts";
import { strange } from "./strange.ts";

export const signingIn: readonly Look[] = [{ name: "Sign-in", look: withSignIn(signIn) }];

async function signIn(visit: Visit): Promise<Verdict> {
  const { account } = visit.order;
  if (!account) {
    return skipped("Name an account with --as, and its secret with --secret-file, to try it");
  }
  return await withClient((visit) => signInAs(visit, account))(visit);
}

async function signInAs(visit: Visit, { name, secret }: AccountOrder): Promise<Verdict> {
  const { origin, learnt, ask } = visit;
  const browser = createBrowser(origin);
  const attempt = await attemptAt(visit);
  const login = await browser.open(ask, attempt.url);
  const form = formsOf(login).find(({ names }) => names.includes("secret"));
  if (!form) return strange(login.answer, "the page on which people sign in");
  const consent = await browser.submit(ask, form, { username: name, secret });
  if (consent.answer.status !== 200) return refused(name, consent.answer);
  visit.defer((ask) => signOut(visit, browser, ask));
  learnt.person = { browser, name };
  const code = codeOf(await allow(visit, browser, consent), attempt.state, visit.base);
  if (typeof code !== "string") return code;
  return await takeTokens(visit, await exchange(visit, code, attempt.verifier));
}

function refused(name: string, answer: Answer): Verdict {
  if (answer.status === 429) return skipped("The server slows down wrong secrets: try again later");
  if (![400, 401].includes(answer.status)) return strange(answer, "the page for consent");
  return failed(
    `The server does not let ${JSON.stringify(name)} in with this secret`,
    "Look at the account's name and secret (kimai-mcp users rotate NAME makes a new one)",
  );
}

/** Says yes to as little as can be allowed: boxes that are not sent are not ticked. */
export async function allow({ ask }: Visit, browser: Browser, consent: Page): Promise<Page> {
  const form = formsOf(consent).find(({ fields }) => "txn" in fields);
  return form ? await browser.submit(ask, form, { decision: "allow" }) : consent;
}

/** The code in the address that leads back to the client, which must say whose it is (RFC 9207). */
export function codeOf(page: Page, state: string, issuer: string): string | Verdict {
  const { searchParams } = new URL(page.url);
  const code = searchParams.get("code");
  if (!page.isElsewhere || !code) return strange(page.answer, "the way back to the client");
  const wrong = searchParams.get("state") !== state
    ? "state"
    : searchParams.get("iss") !== issuer
    ? "iss"
    : undefined;
  return wrong === undefined ? code : failed(
    `The way back to the client has not the right ${wrong}`,
    `Start the server with --public-url=${issuer}, and let the proxy leave redirects alone`,
  );
}

async function takeTokens(visit: Visit, answer: Answer): Promise<Verdict> {
  const grant = grantIn(answer);
  if (!grant) return strange(answer, "tokens");
  visit.learnt.grant = giveBackLater(visit, grant);
  visit.learnt.bearer = grant.access;
  const { token_type: type, expires_in: seconds } = objectIn(answer)!;
  const isKept = !/no-store/i.test(answer.headers.get("Cache-Control") ?? "");
  if (/^bearer$/i.test(String(type)) && typeof seconds === "number" && !isKept) {
    return await Promise.resolve(ok("Signed in, consented to reading, and got tokens"));
  }
  return failed(
    isKept ? "Tokens come without Cache-Control: no-store" : "The answer of /token is not whole",
    "Let the proxy pass on the answers of /token as they are",
  );
}

/** The session on the pages would last for hours. */
async function signOut({ base }: Visit, browser: Browser, ask: Visit["ask"]): Promise<void> {
  const account = await browser.open(ask, `${base}/account`);
  const form = formsOf(account).find(({ fields }) => fields.do === "sign-out");
  if (form) await browser.submit(ask, form, {});
}
