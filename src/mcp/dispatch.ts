/** One tool call from arguments to answer: parse, run, render. The only place where errors become answers. */

import { Question } from "./asking.ts";
import type { Call } from "./caller.ts";
import type { Catalogue, Offer } from "./catalogue.ts";
import { describeError, UpstreamError, UserError } from "./errors.ts";
import { levelOf, scopeName, suffice } from "./scopes.ts";
import type { Effect } from "./tool.ts";
import { type Answer, answerOf, checkAnswer, errorAnswer, plainText } from "./result.ts";

/** What a dispatcher is made of. */
export interface DispatchOptions {
  /** Loaded with the first call. */
  catalogue(): Promise<Catalogue>;
  /** The session of the upstream with this id, for one call. */
  sessionOf(upstream: string, call: Call): Promise<unknown>;
  /** Checks each answer against its schema, which costs as much as the call: for tests. */
  checkAnswers?: boolean;
  /** Told of each call when it is over, for metrics and the audit trail. */
  ended?(call: EndedCall): void;
}

/** How a call ended: an upstream's fault by its name; `refused` before the upstream was asked, by a sentence. */
export type Outcome = "ok" | "asked" | "cancelled" | "refused" | "failed" | UpstreamError["fault"];

/** A call that is over. */
export interface EndedCall {
  /** The upstream's id; empty for a call that named no tool or action of ours. */
  upstream: string;
  tool: string;
  action: string;
  effect?: Effect;
  outcome: Outcome;
  /** Milliseconds. */
  ms: number;
  /** As the caller wrote them. */
  args: unknown;
  /** What the action gave; absent unless it succeeded. */
  result?: unknown;
  call: Call;
}

/** Runs tool calls. A failure is an answer with `isError`; only a `Question` to the person is thrown. */
export type Dispatch = (tool: string, args: unknown, call: Call) => Promise<Answer>;

export function createDispatch(options: DispatchOptions): Dispatch {
  return async (name, args, call) => {
    const catalogue = await options.catalogue();
    const offer = catalogue.find(name);
    if (!offer) return errorAnswer(unknownTool(catalogue, name));
    const started = performance.now();
    const known = { upstream: offer.upstream, tool: name, args, call };
    let ended: Pick<EndedCall, "action" | "effect" | "outcome" | "result"> = {
      action: "",
      outcome: "failed",
    };
    try {
      const parsed = offer.wire.parse(args);
      ended = { ...ended, action: parsed.action, effect: offer.tool.actions[parsed.action].effect };
      requireScope(offer, parsed, call);
      const { answer, result } = await run(offer, parsed, options, call);
      ended = { ...ended, outcome: "ok", result };
      return answer;
    } catch (thrown) {
      ended.outcome = outcomeOf(thrown, call);
      if (thrown instanceof Question) throw thrown;
      return failed(thrown, call, name, ended.action);
    } finally {
      const ms = Math.round(performance.now() - started);
      const { action, outcome } = ended;
      const request_id = call.requestId;
      call.log.debug("Tool call ended", { tool: name, action, outcome, ms, request_id });
      options.ended?.({ ...known, ...ended, ms });
    }
  };
}

async function run(
  offer: Offer,
  { action: name, input }: { action: string; input: unknown },
  options: DispatchOptions,
  call: Call,
): Promise<{ answer: Answer; result: unknown }> {
  const action = offer.tool.actions[name];
  const session = await options.sessionOf(offer.upstream, call);
  const result = await action.run(input, session);
  if (options.checkAnswers) checkAnswer(action, result);
  const text = action.text ? await action.text(result, session) : plainText(result);
  return { answer: answerOf(name, result, text, action.links?.(result)), result };
}

/** HTTP challenges before a call gets here, with the scope to ask for; this holds whatever the way in. */
function requireScope(
  { upstream, tool }: Offer,
  { action, input }: { action: string; input: unknown },
  { caller }: Call,
): void {
  const level = levelOf(tool.actions[action], input);
  if (suffice(caller.scopes, upstream, level)) return;
  throw new UserError(
    `You did not let this client ${level} (scope ${
      scopeName(upstream, level)
    }): sign in again and allow it`,
  );
}

function outcomeOf(thrown: unknown, { signal }: Call): Outcome {
  if (thrown instanceof Question) return "asked";
  if (signal.aborted) return "cancelled";
  if (thrown instanceof UpstreamError) return thrown.fault;
  return thrown instanceof UserError ? "refused" : "failed";
}

function failed(thrown: unknown, call: Call, tool: string, action: string): Answer {
  if (call.signal.aborted) return errorAnswer("The call was cancelled");
  const { text, expected } = describeError(thrown, call.requestId);
  const fields = { tool, action, request_id: call.requestId, error: thrown };
  if (expected) call.log.debug("Tool call refused", fields);
  else call.log.error("Tool call failed", fields);
  return errorAnswer(text);
}

/** What is said of a tool that does not exist. */
export function unknownTool(catalogue: Catalogue, name: string): string {
  const names = catalogue.offers.map((offer) => offer.tool.name).join(", ");
  return `There is no tool "${name}", choose one of ${names}`;
}
