/** Tools that answer at once, with each kind of content, and tools that speak before they answer. */

import type {
  CallToolResult,
  ContentBlock,
  McpServer,
  ServerContext,
} from "@modelcontextprotocol/server";
import { pause } from "../../src/lib/pause.ts";
import { picture, sound } from "./media.ts";

/** Long enough that two messages leave in two writes. */
const moment = 50;

/** A tool's answer in words. */
export function words(text: string): CallToolResult & { content: ContentBlock[] } {
  return { content: [{ type: "text", text }] };
}

const contents: Record<string, ContentBlock[]> = {
  test_simple_text: words("This is a simple text response for testing.").content,
  test_image_content: [picture],
  test_audio_content: [sound],
  test_embedded_resource: [{
    type: "resource",
    resource: {
      uri: "test://embedded-resource",
      mimeType: "text/plain",
      text: "This is an embedded resource content.",
    },
  }],
  test_multiple_content_types: [
    { type: "text", text: "Multiple content types test:" },
    picture,
    {
      type: "resource",
      resource: {
        uri: "test://mixed-content-resource",
        mimeType: "application/json",
        text: JSON.stringify({ test: "data", value: 123 }),
      },
    },
  ],
};

export function addContentTools(server: McpServer): void {
  for (const [name, content] of Object.entries(contents)) {
    server.registerTool(name, { description: "Answers with fixed content" }, () => ({ content }));
  }
  const add = (name: string, description: string, run: (context: ServerContext) => unknown) =>
    server.registerTool(name, { description }, async (context) => {
      await run(context);
      return words(`${name} is done`);
    });
  add("test_tool_with_logging", "Logs three lines while it works", logThrice);
  add("test_logging_tool", "Logs one line", ({ mcpReq }) => mcpReq.log("info", "One line"));
  add("test_tool_with_progress", "Tells how far it is", tellProgress);
  add("test_reconnection", "Works while its client may lose the connection", () => pause(moment));
  add("test_error_handling", "Always fails", () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
}

async function logThrice({ mcpReq }: ServerContext): Promise<void> {
  await mcpReq.log("info", "Tool execution started");
  await pause(moment);
  await mcpReq.log("info", "Tool processing data");
  await pause(moment);
  await mcpReq.log("info", "Tool execution completed");
}

async function tellProgress({ mcpReq }: ServerContext): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  for (const progress of [0, 50, 100]) {
    if (progress > 0) await pause(moment);
    if (progressToken === undefined) continue;
    const params = { progressToken, progress, total: 100 };
    await mcpReq.notify({ method: "notifications/progress", params });
  }
}
