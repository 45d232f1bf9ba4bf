/**
 * The server that the official conformance suite expects to find: tools, resources and prompts with the names
 * and answers that its scenarios ask for, served in place of the catalogue so that the suite judges the HTTP
 * code and not Kimai.
 */

import {
  createRequestStateCodec,
  McpServer,
  type McpServerFactory,
} from "@modelcontextprotocol/server";
import { addContentTools } from "./content_tools.ts";
import { addPrompts } from "./prompts.ts";
import { addQuestionTools } from "./question_tools.ts";
import type { RequestStates } from "./questions.ts";
import { addResources } from "./resources.ts";
import { addSchemaTools } from "./schema_tools.ts";

/** Makes a server per request or session, like the product's own factory; what it offers never changes. */
export function createFixtures(): McpServerFactory {
  const states: RequestStates = createRequestStateCodec({
    key: crypto.getRandomValues(new Uint8Array(32)),
    bind: ({ mcpReq }) => mcpReq.method,
  });
  return () => {
    const server = new McpServer({ name: "conformance-fixtures", version: "1.0.0" }, {
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        resources: { listChanged: false, subscribe: true },
        completions: {},
        logging: {},
      },
      requestState: { verify: states.verify },
    });
    addContentTools(server);
    addSchemaTools(server);
    addQuestionTools(server, states);
    addResources(server);
    addPrompts(server);
    return server;
  };
}
