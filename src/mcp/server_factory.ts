/** The one factory that every transport serves: an MCP server that offers the catalogue and holds no state. */

import {
  type ListToolsResult,
  type McpServerFactory,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Log } from "../lib/log.ts";
import { createAsking, Question } from "./asking.ts";
import type { Call, Caller } from "./caller.ts";
import type { Catalogue, Definition } from "./catalogue.ts";
import { type Dispatch, unknownTool } from "./dispatch.ts";

/** What a factory is made of. */
export interface ServerFactoryOptions {
  name: string;
  title: string;
  version: string;
  /** What a model should know before its first call. */
  instructions: string;
  /** What `tools/list` shows. */
  definitions(): Promise<readonly Definition[]>;
  /** Loaded with the first call. */
  catalogue(): Promise<Catalogue>;
  dispatch: Dispatch;
  /** Who is behind a request: the settings' own account on stdio, the token's over HTTP. */
  callerOf(context: Parameters<McpServerFactory>[0]): Caller;
  log: Log;
}

/**
 * Makes servers for `serveStdio` and for HTTP alike, for both protocol eras. The two tool methods are answered
 * here and not through the SDK's registration: its refusals would come before any wording of ours, on the way
 * out it would turn a write that happened into an error, and registering costs on every HTTP request.
 */
export function createServerFactory(options: ServerFactoryOptions): McpServerFactory {
  const { name, title, version, instructions, definitions, catalogue, dispatch, log } = options;
  const asking = createAsking((context) => context.http?.authInfo?.clientId ?? "");
  return (context) => {
    const server = new Server({ name, title, version }, {
      instructions,
      capabilities: { tools: { listChanged: false } },
      requestState: asking.requestState,
    });
    const caller = options.callerOf(context);
    server.setRequestHandler("tools/list", async () => ({
      // Our schemas are JSON by construction; their type does not say so to the last leaf.
      tools: await definitions() as ListToolsResult["tools"],
    }));
    server.setRequestHandler("tools/call", async ({ params }, context) => {
      const { name: tool, arguments: args = {} } = params;
      const known = await catalogue();
      if (!known.find(tool)) {
        // The client asked for what was never offered: a protocol error, not a tool's (MCP, tools, error handling).
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(known, tool));
      }
      const ask = asking.askOf(server, context, tool, args);
      try {
        return await dispatch(tool, args, { ...callOf(context, log), caller, ask });
      } catch (thrown) {
        if (thrown instanceof Question) return asking.requireAnswer(thrown, context, tool, args);
        throw thrown;
      }
    });
    return server;
  };
}

function callOf({ mcpReq }: ServerContext, log: Log): Omit<Call, "caller" | "ask"> {
  const progressToken = mcpReq._meta?.progressToken;
  return {
    requestId: crypto.randomUUID(),
    signal: mcpReq.signal,
    log,
    progress: (progress, total, message) => {
      if (progressToken === undefined) return;
      const params = { progressToken, progress, total, message };
      // A client that went away must not fail the call it asked for.
      mcpReq.notify({ method: "notifications/progress", params }).catch(() => {});
    },
  };
}
