/** Tools that need something of the client before they can answer. */

import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  inputRequired,
  type McpServer,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import {
  ask,
  asking,
  askingInRounds,
  type Questions,
  type RequestStates,
  type Run,
  sample,
} from "./questions.ts";

const name = ask("What is your name?", { name: { type: "string" } });
const confirm = ask("Please confirm", { ok: { type: "boolean" } });
const roots = inputRequired.listRoots();

/** A default of each type (SEP-1034). */
const defaults = ask("Please check these", {
  name: { type: "string", default: "John Doe" },
  age: { type: "integer", default: 30 },
  score: { type: "number", default: 95.5 },
  status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
  verified: { type: "boolean", default: true },
});

const options = ["option1", "option2", "option3"];
const titled = ["First", "Second", "Third"].map((title, index) => ({
  const: `value${index + 1}`,
  title: `${title} choice`,
}));

/** Each way to write a choice (SEP-1330). */
const choices = ask("Please choose", {
  untitledSingle: { type: "string", enum: options },
  titledSingle: { type: "string", oneOf: titled },
  legacyEnum: {
    type: "string",
    enum: ["opt1", "opt2", "opt3"],
    enumNames: ["Option one", "Option two", "Option three"],
  },
  untitledMulti: { type: "array", items: { type: "string", enum: options } },
  titledMulti: { type: "array", items: { anyOf: titled } },
});

/** Asks only for what the client says it can do. */
const askingWhatIsDeclared: Run = (context) => {
  // The published type of the envelope leaves its keys out.
  const envelope = context.mcpReq.envelope as Record<string, ClientCapabilities> | undefined;
  const declared = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {};
  const questions: Questions = {
    ...(declared.elicitation && { user_name: name }),
    ...(declared.sampling && { greeting: sample("Generate a greeting") }),
    ...(declared.roots && { client_roots: roots }),
  };
  return asking(questions)(context);
};

export function addQuestionTools(server: McpServer, states: RequestStates): void {
  const tools: Record<string, Run> = {
    test_elicitation_sep1034_defaults: asking({ form: defaults }),
    test_elicitation_sep1330_enums: asking({ form: choices }),
    test_missing_capability: asking({ answer: sample("Are you there?") }),
    test_streaming_elicitation: asking({ user_name: name }),
    test_input_required_result_elicitation: asking({ user_name: name }),
    test_input_required_result_sampling: asking({
      capital_question: sample("What is the capital of France?"),
    }),
    test_input_required_result_list_roots: asking({ client_roots: roots }),
    test_input_required_result_request_state: askingInRounds(states, [{ confirm }]),
    test_input_required_result_tampered_state: askingInRounds(states, [{ confirm }]),
    test_input_required_result_multiple_inputs: askingInRounds(states, [{
      user_name: name,
      greeting: sample("Generate a greeting"),
      client_roots: roots,
    }]),
    test_input_required_result_multi_round: askingInRounds(states, [
      { step1: ask("Step 1: What is your name?", { name: { type: "string" } }) },
      { step2: ask("Step 2: What is your favorite color?", { color: { type: "string" } }) },
    ]),
    test_input_required_result_capabilities: askingWhatIsDeclared,
  };
  for (const [name, run] of Object.entries(tools)) {
    server.registerTool(name, { description: "Asks before it answers" }, run);
  }
  server.registerTool("test_sampling", {
    description: "Passes a prompt to the client's model",
    inputSchema: z.object({ prompt: z.string().describe("The prompt to send") }),
  }, ({ prompt }, context) => asking({ answer: sample(prompt) })(context));
  server.registerTool("test_elicitation", {
    description: "Shows a message and asks who answers it",
    inputSchema: z.object({ message: z.string().describe("The message to show the user") }),
  }, ({ message }, context) => {
    const fields = { username: { type: "string" }, email: { type: "string" } } as const;
    return asking({ form: ask(message, fields) })(context);
  });
}
