/**
 * How fixtures ask: a form, the client's model, or the list of its roots. One handler serves both protocol
 * eras, as in the product: it returns `inputRequired`, which a client of 2026 answers by calling again, and
 * which the SDK turns into requests of the server within a session of 2025.
 */

import {
  type CallToolResult,
  type ElicitRequestFormParams,
  type InputRequest,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type RequestStateCodec,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { words } from "./content_tools.ts";

/** How many rounds were asked so far, signed while the client has it. */
export type RequestStates = RequestStateCodec<{ asked: number }>;

type Outcome = CallToolResult | InputRequiredResult;
export type Questions = Record<string, InputRequest>;
export type Run = (context: ServerContext) => Outcome | Promise<Outcome>;

/** A form whose fields are all required. */
export function ask(
  message: string,
  properties: ElicitRequestFormParams["requestedSchema"]["properties"],
): InputRequest {
  const required = Object.keys(properties);
  return inputRequired.elicit({
    message,
    requestedSchema: { type: "object", properties, required },
  });
}

/** A question to the client's model. */
export function sample(text: string): InputRequest {
  return inputRequired.createMessage({
    messages: [{ role: "user", content: { type: "text", text } }],
    maxTokens: 100,
  });
}

/** Asks until every question has its answer, then says what came. */
export function asking(questions: Questions): Run {
  return (context) =>
    areAnswered(questions, context)
      ? words(`Answered: ${JSON.stringify(context.mcpReq.inputResponses)}`)
      : inputRequired({ inputRequests: questions });
}

/** Asks one round after the other; an answer counts only with the state of its own round. */
export function askingInRounds(states: RequestStates, rounds: readonly Questions[]): Run {
  return async (context) => {
    const asked = context.mcpReq.requestState<{ asked: number }>()?.asked ?? 0;
    const current = rounds[asked - 1];
    const next = current && !areAnswered(current, context) ? asked - 1 : asked;
    if (next === rounds.length) return words("state-ok: every round was answered");
    const requestState = await states.mint({ asked: next + 1 }, context);
    return inputRequired({ inputRequests: rounds[next], requestState });
  };
}

function areAnswered(questions: Questions, { mcpReq }: ServerContext): boolean {
  return Object.keys(questions)
    .every((key) => inputResponse(mcpReq.inputResponses, key).kind !== "missing");
}
