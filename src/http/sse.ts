/**
 * The HTTP+SSE transport of 2024 for clients that know nothing else (MCP 2024-11-05, transports): one stream on
 * `/sse`, messages posted to `/messages/`. The spelling on the wire is the one of the Python SDK, which such
 * clients were written against; the TypeScript SDK's `sessionId` is understood as well.
 */

import {
  type JSONRPCMessage,
  type McpServerFactory,
  type MessageExtraInfo,
  parseJSONRPCMessage,
  type Transport,
} from "@modelcontextprotocol/server";
import { authInfoOf } from "../mcp/caller.ts";
import { arrivalOf, type Principal, refusal } from "./context.ts";
import type { Admitted } from "./mcp.ts";
import { Sessions, type SessionsOptions } from "./sessions.ts";

/** Milliseconds between two signs of life. */
const heartbeat = 15_000;
/** Bytes that wait for a client that does not read before its stream is ended. */
const patience = 8 * 1024 * 1024;

/** One open stream as the SDK's server sees it. */
class SseTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage, extra?: MessageExtraInfo) => void;
  readonly sessionId = crypto.randomUUID().replaceAll("-", "");
  readonly stream: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #timer?: ReturnType<typeof setInterval>;
  #closed = false;

  constructor() {
    this.stream = new ReadableStream({
      start: (controller) => void (this.#controller = controller),
      cancel: () => this.close(),
    }, { highWaterMark: patience, size: ({ byteLength }) => byteLength });
  }

  /** Begins the stream with the address for messages; relative, so that it holds behind any proxy. */
  start(): Promise<void> {
    this.#write(`event: endpoint\ndata: /messages/?session_id=${this.sessionId}\n\n`);
    this.#timer = setInterval(
      () => this.#write(`: ping - ${new Date().toISOString()}\n\n`),
      heartbeat,
    );
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#closed = true;
    clearInterval(this.#timer);
    try {
      this.#controller.close();
    } catch {
      // The client closed it first.
    }
    this.onclose?.();
    return Promise.resolve();
  }

  #write(text: string): void {
    if (this.#closed) return;
    if (this.#controller.desiredSize! <= 0) return void this.close();
    this.#controller.enqueue(new TextEncoder().encode(text));
  }
}

/** What `/sse` and `/messages/` are answered by. */
export interface SseEndpoint {
  /** The stream of a new session. */
  open(request: Request, admitted: Admitted): Promise<Response>;
  /** A message to a session of the caller's own. */
  post(request: Request, admitted: Admitted): Response;
  readonly sessions: number;
  endOf(isOver: (principal: Principal) => boolean): void;
  close(): void;
}

export function createSseEndpoint(
  { factory, sessions: options }: { factory: McpServerFactory; sessions: SessionsOptions },
): SseEndpoint {
  // An open stream is in use; one whose client went away is ended by the runtime.
  const sessions = new Sessions<SseTransport>({ ...options, idle: Infinity });
  return {
    open: async (request, { principal, requestId }) => {
      const transport = new SseTransport();
      const authInfo = authInfoOf(arrivalOf(principal, requestId));
      const server = await factory({ era: "legacy", authInfo, requestInfo: request });
      await server.connect(transport);
      const closed = transport.onclose;
      transport.onclose = () => {
        closed?.();
        sessions.end(transport.sessionId);
      };
      sessions.add(transport.sessionId, transport, principal);
      const headers = { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" };
      return new Response(transport.stream, { headers });
    },
    post: (request, { principal, requestId, body }) => {
      const asked = new URL(request.url).searchParams;
      const id = asked.get("session_id") ?? asked.get("sessionId");
      if (!id) return refusal(400, "session_id is missing: open /sse first and post where it says");
      const transport = sessions.use(id, principal);
      if (!transport) return refusal(404, "There is no such session: open /sse to begin a new one");
      let message: JSONRPCMessage;
      try {
        message = parseJSONRPCMessage(body);
      } catch {
        return refusal(400, "The body is not a JSON-RPC message");
      }
      const authInfo = authInfoOf(arrivalOf(principal, requestId));
      transport.onmessage?.(message, { authInfo, request });
      return new Response("Accepted", { status: 202 });
    },
    get sessions() {
      return sessions.size;
    },
    endOf: (isOver) => sessions.endOf(isOver),
    close: () => sessions.close(),
  };
}
