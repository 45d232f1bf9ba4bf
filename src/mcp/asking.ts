/**
 * Asking the person in the middle of a call, on both protocol eras: the first `ask` ends the run with a
 * `Question`, the client shows it and repeats the call, and the run starts again with the answer. An answer
 * counts for exactly the call it was asked for, once (MCP 2026-07-28, multi-round-trip requests).
 */

import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";

/** Thrown by the first `ask`: the person has to be asked before the call can go on. */
export class Question extends Error {
  override name = "Question";
}

/** What a call can do: `true` and `false` are the person's answer, `undefined` that nobody can be asked. */
export type Ask = (question: string) => Promise<boolean | undefined>;

/** What a question is bound to, signed, while the client has it. */
interface State {
  /** Good for one answer. */
  id: string;
  /** Digest of the tool's name and the exact arguments. */
  call: string;
}

const field = "confirm";

/** Questions of all servers of one factory: a server lives for one request only over HTTP. */
export interface Asking {
  /** For the server's options. */
  requestState: { verify(state: string, context: ServerContext): Promise<unknown> };
  askOf(server: Server, context: ServerContext, tool: string, args: unknown): Ask;
  /** The answer to a call that ended with a question. */
  requireAnswer(question: Question, context: ServerContext, tool: string, args: unknown): Promise<
    ReturnType<typeof inputRequired>
  >;
}

/** `principalOf` names who is asked, so that nobody answers for somebody else. */
export function createAsking(principalOf: (context: ServerContext) => string): Asking {
  const codec = createRequestStateCodec<State>({
    key: crypto.getRandomValues(new Uint8Array(32)),
    bind: (context) => `${context.mcpReq.method}\0${principalOf(context)}`,
  });
  const used = new Set<string>();
  return {
    requestState: { verify: codec.verify },
    askOf: (server, context, tool, args) => async (question) => {
      if (!canBeAsked(server, context)) return undefined;
      const { mcpReq } = context;
      const state = mcpReq.requestState<State>();
      const answer = inputResponse(mcpReq.inputResponses, field);
      const fits = state?.call === await digestOf(tool, args) && !used.has(state.id);
      if (!fits || answer.kind !== "elicit") throw new Question(question);
      used.add(state.id);
      // A state is valid for ten minutes, in which nobody answers so many questions; the oldest go.
      if (used.size > 10_000) used.delete(used.values().next().value!);
      return answer.action === "accept" && answer.content?.[field] === true;
    },
    requireAnswer: async ({ message }, context, tool, args) => {
      const state = { id: crypto.randomUUID(), call: await digestOf(tool, args) };
      return inputRequired({
        inputRequests: {
          [field]: inputRequired.elicit({
            message,
            requestedSchema: {
              type: "object",
              properties: { [field]: { type: "boolean", title: "Go ahead?" } },
              required: [field],
            },
          }),
        },
        requestState: await codec.mint(state, context),
      });
    },
  };
}

/** A client says so with every request (2026) or once in its handshake (2025); a bare `{}` means forms too. */
function canBeAsked(server: Server, { mcpReq }: ServerContext): boolean {
  // The published type of the envelope leaves its keys out.
  const envelope = mcpReq.envelope as Record<string, Capabilities> | undefined;
  const { elicitation } = envelope?.[CLIENT_CAPABILITIES_META_KEY] ??
    server.getClientCapabilities() as Capabilities ?? {};
  return elicitation !== undefined &&
    (elicitation.form !== undefined || elicitation.url === undefined);
}

interface Capabilities {
  elicitation?: { form?: unknown; url?: unknown };
}

async function digestOf(tool: string, args: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([tool, sorted(args)]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toBase64();
}

/** The same arguments with their keys in one order: a client may write them in another when it repeats the call. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1)
    .map(([key, inner]) => [key, sorted(inner)]);
}
