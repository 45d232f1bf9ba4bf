/** One tool call from arguments to answer: parse, run, render. The only place where errors become answers. */

import { Question } from "./asking.ts";
import type { Call } from "./caller.ts";
import type { Catalogue, Offer } from "./catalogue.ts";
import { describeError } from "./errors.ts";
import { type Answer, answerOf, checkAnswer, errorAnswer, plainText } from "./result.ts";

/** What a dispatcher is made of. */
export interface DispatchOptions {
  /** Loaded with the first call. */
  catalogue(): Promise<Catalogue>;
  /** The session of the upstream with this id, for one call. */
  sessionOf(upstream: string, call: Call): Promise<unknown>;
  /** Checks each answer against its schema, which costs as much as the call: for tests. */
  checkAnswers?: boolean;
}

/** Runs tool calls. A failure is an answer with `isError`; only a `Question` to the person is thrown. */
export type Dispatch = (tool: string, args: unknown, call: Call) => Promise<Answer>;

export function createDispatch(options: DispatchOptions): Dispatch {
  return async (name, args, call) => {
    const catalogue = await options.catalogue();
    const offer = catalogue.find(name);
    if (!offer) return errorAnswer(unknownTool(catalogue, name));
    const started = performance.now();
    let action = "";
    try {
      const parsed = offer.wire.parse(args);
      action = parsed.action;
      return await run(offer, parsed.action, parsed.input, options, call);
    } catch (thrown) {
      if (thrown instanceof Question) throw thrown;
      return failed(thrown, call, name, action);
    } finally {
      const ms = Math.round(performance.now() - started);
      call.log.debug("Tool call ended", { tool: name, action, ms, request_id: call.requestId });
    }
  };
}

async function run(
  offer: Offer,
  name: string,
  input: unknown,
  options: DispatchOptions,
  call: Call,
): Promise<Answer> {
  const action = offer.tool.actions[name];
  const session = await options.sessionOf(offer.upstream, call);
  const result = await action.run(input, session);
  if (options.checkAnswers) checkAnswer(action, result);
  const text = action.text ? await action.text(result, session) : plainText(result);
  return answerOf(name, result, text);
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
