/** Prompts of each kind, one with completion and one that asks the person first. */

import {
  acceptedContent,
  completable,
  inputRequired,
  type McpServer,
  type PromptMessage,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { picture } from "./media.ts";
import { ask } from "./questions.ts";

type Content = PromptMessage["content"];

const says = (...contents: Content[]) => ({
  messages: contents.map((content) => ({ role: "user" as const, content })),
});
const text = (text: string): Content => ({ type: "text", text });

const places = ["paris", "park", "party"];

export function addPrompts(server: McpServer): void {
  server.registerPrompt(
    "test_simple_prompt",
    { description: "One fixed message" },
    () => says(text("This is a simple prompt for testing.")),
  );
  server.registerPrompt("test_prompt_with_arguments", {
    description: "A message with two arguments in it",
    argsSchema: z.object({
      arg1: completable(
        z.string().describe("First test argument"),
        (start) => places.filter((place) => place.startsWith(start)),
      ),
      arg2: z.string().describe("Second test argument"),
    }),
  }, ({ arg1, arg2 }) => says(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)));
  server.registerPrompt("test_prompt_with_embedded_resource", {
    description: "A message that holds a resource",
    argsSchema: z.object({ resourceUri: z.string().describe("URI of the resource to embed") }),
  }, ({ resourceUri: uri }) =>
    says({
      type: "resource",
      resource: { uri, mimeType: "text/plain", text: "Embedded resource content for testing." },
    }, text("Please process the embedded resource above.")));
  server.registerPrompt(
    "test_prompt_with_image",
    { description: "A message that holds a picture" },
    () => says(picture, text("Please analyze the image above.")),
  );
  server.registerPrompt(
    "test_input_required_result_prompt",
    { description: "Asks the person before it answers" },
    ({ mcpReq }) => {
      const answer = acceptedContent(mcpReq.inputResponses, "user_context");
      if (answer) return says(text(`Use this context: ${answer.context}`));
      const question = ask("What context should the prompt use?", { context: { type: "string" } });
      return inputRequired({ inputRequests: { user_context: question } });
    },
  );
}
