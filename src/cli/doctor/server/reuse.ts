/** Codes and refresh tokens that come a second time: somebody else may have seen them, so what came of them ends. */

import { pause } from "../../../lib/pause.ts";
import { type Answer, objectIn } from "./asking.ts";
import {
  attemptAt,
  exchange,
  giveBackLater,
  type Grant,
  grantIn,
  type Person,
  refresh,
} from "./granting.ts";
import { failed, type Look, ok, type Verdict, type Visit } from "./look.ts";
import { allow, codeOf } from "./signing_in.ts";
import { strange } from "./strange.ts";
import { opens } from "./tokens.ts";

/** Left out where nobody signed in. A server may end what else the client has open. */
export const reuse: readonly Look[] = [
  { name: "Code reuse", look: withPerson(codeReused) },
  {
    name: "Refresh reuse",
    slow: true,
    patience: ({ look, reuse }) => look + reuse,
    look: withPerson(refreshReused),
  },
];

function withPerson(look: (visit: Visit, person: Person) => Promise<Verdict>): Look["look"] {
  return async (visit) => {
    const { grant, person, stripped } = visit.learnt;
    // Without the header there is no telling whether a token is still good.
    return grant && person && !stripped ? await look(visit, person) : undefined;
  };
}

/** Another consent of the same person, as good as the first. */
async function anotherGrant(
  visit: Visit,
  { browser }: Person,
): Promise<{ grant: Grant; again: () => Promise<Answer> } | Verdict> {
  const attempt = await attemptAt(visit);
  const consent = await browser.open(visit.ask, attempt.url);
  const code = codeOf(await allow(visit, browser, consent), attempt.state, visit.base);
  if (typeof code !== "string") return code;
  const again = () => exchange(visit, code, attempt.verifier);
  const answer = await again();
  const grant = grantIn(answer);
  return grant ? { grant: giveBackLater(visit, grant), again } : strange(answer, "tokens");
}

/** A code that comes twice was seen by somebody else (OAuth 2.1, 4.1.3). */
async function codeReused(visit: Visit, person: Person): Promise<Verdict> {
  const another = await anotherGrant(visit, person);
  if ("outcome" in another) return another;
  return await mustHaveEnded(visit, await another.again(), another.grant, "code");
}

/** Past the grace an old refresh token is a stolen one (OAuth 2.1, 4.3.1). */
async function refreshReused(visit: Visit, person: Person): Promise<Verdict> {
  const another = await anotherGrant(visit, person);
  if ("outcome" in another) return another;
  const answer = await refresh(visit, another.grant.refresh);
  const next = grantIn(answer);
  if (!next) return strange(answer, "new tokens");
  await pause(visit.patience.reuse, visit.signal);
  return await mustHaveEnded(
    visit,
    await refresh(visit, another.grant.refresh),
    next,
    "refresh token",
  );
}

async function mustHaveEnded(
  visit: Visit,
  answer: Answer,
  { access }: Grant,
  what: string,
): Promise<Verdict> {
  const isRefused = answer.status === 400 && objectIn(answer)?.error === "invalid_grant";
  if (isRefused && !await opens(visit, access)) {
    return ok(`A ${what} that comes a second time is refused, and ends what came of it`);
  }
  return failed(
    isRefused
      ? `What came of a ${what} goes on after it came a second time`
      : `A ${what} is taken a second time`,
    "Let one server alone answer /token and /mcp, and nothing keep their answers",
  );
}
