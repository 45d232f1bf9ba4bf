/**
 * The yardstick: what the SDK needs and nothing else. Below `/one` is one tool that answers at once, below
 * `/all` are all of ours, by schemas prepared in advance. What follows is how answers are sent: `sse` and `auto`
 * are the SDK's response modes, `session` keeps the sessions of the 2025 protocol. Argument: the tool's answer
 * as JSON.
 */

import {
  type CallToolResult,
  createMcpHandler,
  McpServer,
  type McpServerFactory,
  type StandardSchemaWithJSON,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import definitions from "../../../src/connectors/kimai/tools/definitions.json" with {
  type: "json",
};
import { tool } from "../http_messages.ts";
import { say } from "../table.ts";

const answer: CallToolResult = JSON.parse(Deno.args[0]);

/** A schema whose JSON form is made, and which takes everything. */
function prepared(schema: Record<string, unknown>): StandardSchemaWithJSON<unknown, unknown> {
  const face = () => schema;
  return {
    "~standard": {
      version: 1,
      vendor: "bench",
      validate: (value) => ({ value }),
      jsonSchema: { input: face, output: face },
    },
  };
}

const tools = definitions.map(({ name, inputSchema, outputSchema, ...shown }) => ({
  name,
  config: { ...shown, inputSchema: prepared(inputSchema), outputSchema: prepared(outputSchema) },
}));

/** A server with some of the tools, new for every request or session. */
function factoryOf(own: typeof tools): McpServerFactory {
  return () => {
    const server = new McpServer({ name: "bare", version: "1.0.0" }, {
      capabilities: { tools: { listChanged: false } },
    });
    for (const { name, config } of own) server.registerTool(name, config, () => answer);
    return server;
  };
}

type Serve = (request: Request) => Promise<Response>;

/** As many sessions as are kept: each handshake opens one. */
const most = 1000;

/** Sessions as the SDK's own example keeps them, the oldest going first. */
function withSessions(factory: McpServerFactory): Serve {
  const transports = new Map<string, WebStandardStreamableHTTPServerTransport>();
  return async (request) => {
    const id = request.headers.get("Mcp-Session-Id");
    if (id !== null) return await transports.get(id)!.handleRequest(request);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      onsessioninitialized: (id) => {
        transports.set(id, transport);
        if (transports.size > most) transports.delete(transports.keys().next().value!);
      },
    });
    const server = await factory({ era: "legacy", requestInfo: request });
    await server.connect(transport);
    return await transport.handleRequest(request);
  };
}

const routes: Record<string, Serve> = {};
for (
  const [path, own] of [["/one", tools.filter(({ name }) => name === tool)], [
    "/all",
    tools,
  ]] as const
) {
  const factory = factoryOf(own);
  for (const responseMode of ["sse", "auto"] as const) {
    const { fetch } = createMcpHandler(factory, { responseMode });
    routes[`${path}/${responseMode}`] = (request) => fetch(request);
  }
  routes[`${path}/session`] = withSessions(factory);
}

const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
  const path = request.url.slice(request.url.indexOf("/", "http://".length));
  return routes[path](request);
});
say(JSON.stringify({ url: `http://127.0.0.1:${server.addr.port}` }));
