/**
 * Signing in: what it costs each request, how many flows there are in a second and what takes their time, memory
 * under strangers, and a token's check by itself. Where `wrk` is missing, what needs it is left out.
 */

import { hasWrk } from "./http_wrk.ts";
import { benchFlows, type FlowFigures } from "./oauth_flows.ts";
import { benchInside, type Inside } from "./oauth_inside.ts";
import { type Asked, benchRequests } from "./oauth_requests.ts";
import { benchStrangers, type Siege } from "./oauth_strangers.ts";
import { benchVerify, type Looked } from "./oauth_verify.ts";
import { say } from "./table.ts";

/** The figures behind the printed ones. */
export interface OAuthFigures extends FlowFigures {
  inside: Inside[];
  requests?: Asked[];
  strangers?: Siege[];
  verify: Looked[];
}

/** Prints all tables. */
export async function benchOAuth({ quick }: { quick: boolean }): Promise<OAuthFigures> {
  const verify = await benchVerify(
    quick ? { rounds: 5, looks: 20_000 } : { rounds: 9, looks: 100_000 },
  );
  const inside = await benchInside({ rounds: quick ? 1_500 : 6_000, requests: 2 });
  const flows = await benchFlows(
    quick
      ? { rounds: 3, flows: { "each flow": 16, "once": 80 }, walk: 30 }
      : { rounds: 5, flows: { "each flow": 40, "once": 400 }, walk: 200 },
  );
  if (!await hasWrk()) {
    say("Requests and memory are left out: wrk is not installed (apt-get install wrk)");
    say();
    return { ...flows, inside, verify };
  }
  const requests = await benchRequests(
    quick ? { rounds: 7, seconds: 1 } : { rounds: 25, seconds: 1 },
  );
  const strangers = await benchStrangers({ step: 2_000, steps: 5, beyond: quick ? 1 : 5 });
  return { ...flows, inside, requests, strangers, verify };
}
