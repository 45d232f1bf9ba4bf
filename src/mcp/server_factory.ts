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
import { arrivalOf, type Call } from "./caller.ts";
import type { Catalogue, Definition } from "./catalogue.ts";
import { type Dispatch, unknownTool } from "./dispatch.ts";
import type { Resources } from "./resource.ts";
import { answerResources } from "./resource_methods.ts";
import { resultOf } from "./result.ts";

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
  /** What can be read by address. */
  resources?: Resources;
  log: Log;
}

/**
 * Makes servers for `serveStdio` and for HTTP alike, for both protocol eras. The two tool methods are answered
 * here and not through the SDK's registration: its refusals would come before any wording of ours, on the way
 * out it would turn a write that happened into an error, and registering costs on every HTTP request.
 */
export function createServerFactory(options: ServerFactoryOptions): McpServerFactory {
  const { name, title, version, instructions, definitions, catalogue, dispatch, resources, log } =
    options;
  const asking = createAsking(({ http }) => {
    const { user = "", client = "" } = arrivalOf(http?.authInfo).caller;
    return `${user}\0${client}`;
  });
  const hasResources = resources !== undefined && resources.kinds.length > 0;
  return () => {
    const server = new Server({ name, title, version }, {
      instructions,
      capabilities: {
        tools: { listChanged: false },
        ...(hasResources && { resources: { listChanged: false, subscribe: false } }),
      },
      requestState: asking.requestState,
    });
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
        const answer = await dispatch(tool, args, { ...callOf(context, log), ask });
        return resultOf(answer, server.getNegotiatedProtocolVersion());
      } catch (thrown) {
        if (thrown instanceof Question) return asking.requireAnswer(thrown, context, tool, args);
        throw thrown;
      }
    });
    if (hasResources) {
      answerResources(server, resources, (context) => ({ ...callOf(context, log), ask: nobody }));
    }
    return server;
  };
}

/** Only a tool call can be answered with a question. */
const nobody = () => Promise.resolve(undefined);

function callOf({ mcpReq, http }: ServerContext, log: Log): Omit<Call, "ask"> {
  const progressToken = mcpReq._meta?.progressToken;
  return {
    ...arrivalOf(http?.authInfo),
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
