/** The one factory that every transport serves: an MCP server that offers the catalogue and holds no state. */

import { McpServer, type McpServerFactory, type ServerContext } from "@modelcontextprotocol/server";
import type { Log } from "../lib/log.ts";
import type { Call, Caller } from "./caller.ts";
import type { Catalogue, Offer } from "./catalogue.ts";
import type { Dispatch } from "./dispatch.ts";
import type { JsonSchema } from "./wire.ts";

/** What a factory is made of. */
export interface ServerFactoryOptions {
  name: string;
  title: string;
  version: string;
  catalogue: Catalogue;
  dispatch: Dispatch;
  /** Who is behind a request: the settings' own account on stdio, the token's over HTTP. */
  callerOf(context: Parameters<McpServerFactory>[0]): Caller;
  log: Log;
}

/** Makes servers for `serveStdio` and for HTTP alike, for both protocol eras. */
export function createServerFactory(options: ServerFactoryOptions): McpServerFactory {
  const { name, title, version, catalogue } = options;
  return (context) => {
    const server = new McpServer(
      { name, title, version },
      { instructions: catalogue.instructions, capabilities: { tools: { listChanged: false } } },
    );
    const caller = options.callerOf(context);
    for (const offer of catalogue.offers) register(server, offer, caller, options);
    return server;
  };
}

function register(
  server: McpServer,
  offer: Offer,
  caller: Caller,
  { dispatch, log }: ServerFactoryOptions,
): void {
  const { tool, annotations } = offer;
  const { name, title, description } = tool;
  server.registerTool(name, {
    title,
    description,
    annotations: { title, ...annotations },
    inputSchema: prepared(offer.wire.schema),
    outputSchema: prepared(offer.outputSchema),
  }, (args: unknown, context) => dispatch(name, args, callOf(context, caller, log)));
}

/**
 * A schema that is already JSON. The SDK is not to validate: its refusals would come before any wording of ours,
 * and on the way out a mismatch would turn a write that happened into an error.
 */
function prepared(schema: () => JsonSchema) {
  return {
    "~standard": {
      version: 1 as const,
      vendor: "kimai-mcp",
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: schema, output: schema },
    },
  };
}

function callOf({ mcpReq }: ServerContext, caller: Caller, log: Log): Call {
  const progressToken = mcpReq._meta?.progressToken;
  return {
    caller,
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
