/**
 * Streamable HTTP for both protocol eras over one factory: 2026-07-28 by a server per request, 2025 and older
 * with a session for clients that open one, so that cancelling and asking the person reach the right call, and
 * without one for clients that do not.
 */

import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  legacyStatelessFallback,
  type McpServerFactory,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
  WebStandardStreamableHTTPServerTransport,
  type WebStandardStreamableHTTPServerTransport as Transport,
} from "@modelcontextprotocol/server";
import type { Log } from "../lib/log.ts";
import { authInfoOf } from "../mcp/caller.ts";
import { arrivalOf, type Principal, rpcError } from "./context.ts";
import { streamWhenLate, withSignal } from "./late_stream.ts";
import { inOnePieceWhenQuick } from "./quick_events.ts";
import { Sessions, type SessionsOptions } from "./sessions.ts";

/** The protocol of which a single request says by itself that it is of it (MCP 2026-07-28, basic, `_meta`). */
const newest = "2026-07-28";

export interface McpEndpointOptions {
  factory: McpServerFactory;
  sessions: SessionsOptions;
  log: Log;
}

/** A request that passed all guards. */
export interface Admitted {
  principal: Principal;
  requestId: string;
  /** The parsed JSON of a POST. */
  body?: unknown;
}

/** What `/mcp` is answered by. */
export interface McpEndpoint {
  fetch(request: Request, admitted: Admitted): Promise<Response>;
  /** Open sessions of the 2025 protocol. */
  readonly sessions: number;
  /** Ends all sessions of whom a test holds for: an account that is gone, a grant that was revoked. */
  endOf(isOver: (principal: Principal) => boolean): void;
  /** Ends what was unused for too long. */
  sweep(): void;
  /** Ends everything that is open. */
  close(): Promise<void>;
}

export function createMcpEndpoint({ factory, log, ...options }: McpEndpointOptions): McpEndpoint {
  const onerror = (error: Error) => log.debug("Problem on Streamable HTTP", { error });
  const modern = createMcpHandler(factory, { legacy: "reject", onerror });
  const stateless = legacyStatelessFallback(factory, onerror);
  const sessions = new Sessions<Transport>(options.sessions);
  return {
    fetch: async (request, { principal, requestId, body }) => {
      const authInfo = authInfoOf(arrivalOf(principal, requestId));
      const handled = { authInfo, parsedBody: body };
      if (!await isLegacy(request, body)) {
        return await streamWhenLate(request, (late) => modern.fetch(late, handled));
      }
      const id = request.headers.get("Mcp-Session-Id");
      if (id !== null) {
        const transport = sessions.use(id, principal);
        if (!transport) return noSession();
        return await send(request, transport.handleRequest(request, handled));
      }
      // By itself: inside a batch an initialize may not stand (MCP 2025-03-26, lifecycle).
      if (!isInitializeRequest(body)) {
        // Of whoever goes away the answer's stream tells; asking for the request's own signal costs a tenth.
        const { signal } = new AbortController();
        return await send(request, stateless(withSignal(request, signal), handled));
      }
      const transport: Transport = new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: () => crypto.randomUUID(),
        onsessioninitialized: (id): void => sessions.add(id, transport, principal),
        onsessionclosed: (id) => sessions.end(id),
      });
      transport.onerror = onerror;
      const server = await factory({ era: "legacy", authInfo, requestInfo: request });
      await server.connect(transport);
      return await send(request, transport.handleRequest(request, handled));
    },
    get sessions() {
      return sessions.size;
    },
    endOf: (isOver) => sessions.endOf(isOver),
    sweep: () => sessions.sweep(),
    close: async () => {
      sessions.close();
      await modern.close();
    },
  };
}

/** A GET opens a stream to listen; what a POST is answered with may be over at once. */
async function send({ method }: Request, answer: Promise<Response>): Promise<Response> {
  return method === "POST" ? await inOnePieceWhenQuick(await answer) : await answer;
}

/** Revisions of which a client says in a header that it speaks them. */
const older: ReadonlySet<string> = new Set(
  SUPPORTED_PROTOCOL_VERSIONS.filter((version) => version < newest),
);

/** What names the new protocol is not of the old one, and the other way round; the SDK looks at all else. */
function isLegacy(request: Request, body: unknown): boolean | Promise<boolean> {
  const { params } = (body ?? {}) as { params?: { _meta?: Record<string, unknown> } };
  const claimed = params?._meta?.[PROTOCOL_VERSION_META_KEY];
  if (claimed === newest) return false;
  const said = request.headers.get("MCP-Protocol-Version") ?? "";
  if (claimed === undefined && older.has(said) && !Array.isArray(body)) return true;
  return isLegacyRequest(request, body);
}

/** 404 tells a client to begin anew (MCP 2025-11-25, session management, 3). */
function noSession(): Response {
  return rpcError(404, -32001, "Session not found: send initialize to open a new one");
}
