/** The first page that a person sees, and the requests that must never lead there. */

import { type Answer } from "./asking.ts";
import { createBrowser, formsOf } from "./browser.ts";
import { attemptAt } from "./granting.ts";
import { failed, type Look, ok, skipped, type Verdict, type Visit, withSignIn } from "./look.ts";
import { strange } from "./strange.ts";

export const authorizing: readonly Look[] = [
  { name: "PKCE", look: withSignIn(withClient(pkce)) },
  { name: "Sign-in page", look: withSignIn(withClient(signInPage)) },
];

/** A look that goes on with a client that the doctor registered. */
export function withClient(
  look: (visit: Visit) => Promise<Verdict>,
): (visit: Visit) => Promise<Verdict> {
  return async (visit) =>
    visit.learnt.clientId === undefined ? skipped('Needs "Registration"') : await look(visit);
}

/** Without S256 whoever sees a code could use it; a server that takes `plain` or nothing is not ours, or old. */
async function pkce(visit: Visit): Promise<Verdict> {
  const weak: Record<string, Record<string, string>> = {
    "without a challenge": { code_challenge: "", code_challenge_method: "" },
    "with the method plain": { code_challenge_method: "plain" },
  };
  for (const [how, changes] of Object.entries(weak)) {
    const { url } = await attemptAt(visit, changes);
    const answer = await visit.ask(url);
    if (isRefused(answer)) continue;
    if (answer.status !== 303) return strange(answer, "a refusal (400)");
    return failed(`A request ${how} is taken`, "Look whether another server answers /authorize");
  }
  return ok("S256 alone is taken");
}

/** On a page of the server's own, or back at the client (RFC 6749, 4.1.2.1). */
function isRefused({ status, headers }: Answer): boolean {
  return status === 400 || /[?&]error=invalid_request\b/.test(headers.get("Location") ?? "");
}

/** What a proxy must not change on pages: who may frame them, where their forms lead, that nobody keeps them. */
async function signInPage(visit: Visit): Promise<Verdict> {
  const { url } = await attemptAt(visit);
  const page = await createBrowser(visit.origin).open(visit.ask, url);
  const { answer } = page;
  const asks = formsOf(page).some(({ names }) => names.includes("secret"));
  if (page.isElsewhere || answer.status !== 200 || !asks) {
    return strange(answer, "the page on which people sign in");
  }
  const policy = answer.headers.get("Content-Security-Policy") ?? "";
  const fault = !/no-store/i.test(answer.headers.get("Cache-Control") ?? "")
    ? "may be kept, for it comes without Cache-Control: no-store"
    : /form-action/i.test(policy)
    ? "has a form-action in its Content-Security-Policy, which stops browsers on the way back to the client"
    : !/frame-ancestors 'none'/i.test(policy)
    ? "may be shown in frames of other sites"
    : undefined;
  if (!fault) return ok("Is shown, kept by nobody and framed by nobody");
  return failed(`The page ${fault}`, "Let the proxy leave the headers of the server's pages alone");
}
