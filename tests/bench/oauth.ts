/** Signing in: how many flows there are in a second and what takes their time, and a token's check by itself. */

import type { Part } from "./goals.ts";
import { benchFlows, type FlowEffort, type FlowFigures } from "./oauth_flows.ts";
import { benchVerify, type Looked, type VerifyEffort } from "./oauth_verify.ts";

export interface OAuthFigures extends FlowFigures {
  verify: Looked[];
}

/** Prints three tables. */
export async function benchOAuth(
  flows: FlowEffort,
  verify: VerifyEffort,
): Promise<Part<OAuthFigures>> {
  const looked = await benchVerify(verify);
  return { figures: { ...await benchFlows(flows), verify: looked }, goals: [] };
}
