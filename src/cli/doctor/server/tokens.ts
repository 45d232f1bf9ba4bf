/** What becomes of tokens: new ones for old, several at once, and their end. */

import { objectIn } from "./asking.ts";
import { type Grant, grantIn, refresh, revoke } from "./granting.ts";
import { failed, type Look, ok, type Verdict, type Visit } from "./look.ts";
import { modernRequest } from "./messages.ts";
import { strange } from "./strange.ts";

/** Of the tokens that signing in gave; left out where nobody did. */
export const tokens: readonly Look[] = [
  { name: "Refresh", look: withGrant(refreshed) },
  { name: "Parallel refresh", look: withGrant(refreshedTwice) },
];

/** Takes the tokens away from all looks behind it. */
export const lastOfTokens: readonly Look[] = [{ name: "Revocation", look: withGrant(revoked) }];

function withGrant(look: (visit: Visit, grant: Grant) => Promise<Verdict>): Look["look"] {
  return async (visit) => visit.learnt.grant && await look(visit, visit.learnt.grant);
}

async function refreshed(visit: Visit, grant: Grant): Promise<Verdict> {
  const answer = await refresh(visit, grant.refresh);
  const next = grantIn(answer);
  if (!next) return strange(answer, "new tokens");
  use(visit, next);
  return ok("A refresh token gives new tokens");
}

/** From two of its machines Claude refreshes at once: neither may be signed out for it. */
async function refreshedTwice(visit: Visit, grant: Grant): Promise<Verdict> {
  const answers = await Promise.all([1, 2].map(() => refresh(visit, grant.refresh)));
  const [one, other] = answers.map(grantIn);
  const refused = answers.find((answer) => !grantIn(answer));
  if (refused && objectIn(refused)?.error !== undefined) {
    return failed(
      "Of two refreshes at once one is refused, which signs Claude's users out",
      "Let one server alone answer /token: several need one state, which this one does not share",
    );
  }
  if (!one || !other) return strange(refused!, "new tokens");
  use(visit, one);
  if (visit.learnt.stripped) return ok("Two at once are both answered");
  const again = await Promise.all([one, other].map(({ access }) => opens(visit, access)));
  if (again.every(Boolean)) return ok("Two at once are both answered, and both tokens are good");
  return failed(
    "Of two refreshes at once one gave a token that is not good",
    "Let one server alone answer /token and /mcp: several do not share what they know",
  );
}

function use({ learnt }: Visit, grant: Grant): void {
  learnt.grant = grant;
  learnt.bearer = grant.access;
}

/** Whether a token lets a request in. */
export async function opens({ resource, ask }: Visit, access: string): Promise<boolean> {
  return (await ask(resource, modernRequest("server/discover", access))).status === 200;
}

async function revoked(visit: Visit, { access, refresh }: Grant): Promise<Verdict> {
  const answer = await revoke(visit, visit.ask, refresh);
  if (answer.status !== 200) return strange(answer, "the receipt of a revocation (200)");
  delete visit.learnt.bearer;
  if (visit.learnt.stripped) return ok("The tokens were given back");
  if (!await opens(visit, access)) return ok("The tokens were given back and are no longer good");
  return failed(
    "A token is still good after it was given back",
    "Let nothing keep the answers of /mcp, and one server alone answer /revoke and /mcp",
  );
}
