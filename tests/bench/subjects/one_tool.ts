/** The yardstick: the same SDK and zod as ours, with one tool and nothing else. */

import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

serveStdio(() => {
  const server = new McpServer({ name: "one-tool", version: "1.0.0" });
  server.registerTool("add", {
    title: "Add",
    description: "Adds two numbers",
    inputSchema: z.object({ a: z.number(), b: z.number() }),
    outputSchema: z.object({ sum: z.number() }),
  }, ({ a, b }) => {
    const structuredContent = { sum: a + b };
    return { content: [{ type: "text", text: `${a + b}` }], structuredContent };
  });
  return server;
});
