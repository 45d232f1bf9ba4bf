/** What being signed in costs each request: over sockets, where `wrk` is installed, and without them. */

import type { Part } from "./goals.ts";
import { withoutWrk } from "./http.ts";
import { hasWrk } from "./http_wrk.ts";
import { benchInside, type Inside, type InsideEffort } from "./oauth_inside.ts";
import { type Asked, benchRequests, type RequestEffort } from "./oauth_requests.ts";

export interface SignedInFigures {
  requests: Asked[];
  inside: Inside[];
}

/** Prints two tables. */
export async function benchSignedIn(
  requestEffort: RequestEffort,
  insideEffort: InsideEffort,
): Promise<Part<SignedInFigures>> {
  const inside = await benchInside(insideEffort);
  const requests = await hasWrk()
    ? await benchRequests(requestEffort)
    : withoutWrk<Asked[]>("What a token costs over sockets is", []);
  return {
    figures: { requests: requests.figures, inside: inside.figures },
    goals: [...requests.goals, ...inside.goals],
  };
}
