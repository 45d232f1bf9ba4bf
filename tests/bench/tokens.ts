/** What the server costs in a conversation: each tool's definition, and ordinary answers, in bytes and tokens of o200k. */

import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { inMemory } from "../support/clients.ts";
import { createServer } from "../support/server.ts";
import { atMost, type Goal, type Part, sayGoals } from "./goals.ts";
import { createStandIn, serverBefore } from "./stand_in.ts";
import { printTable, say } from "./table.ts";
import { createAgency, evening, friday, make, typicalCalls } from "./typical_calls.ts";

/** How long something is. */
export interface Size {
  bytes: number;
  /** Of o200k. */
  tokens: number;
}

/** What a definition comes to: what models see of it, and all that `tools/list` sends. */
export interface DefinitionSize {
  tool: string;
  model: Size;
  wire: Size;
}

/** What an answer comes to: models see the text or the structured content, as their host decides. */
export interface AnswerSize {
  call: string;
  tool: string;
  text: Size;
  structured: Size;
}

export interface TokenFigures {
  definitions: DefinitionSize[];
  all: Omit<DefinitionSize, "tool">;
  answers: AnswerSize[];
  /** A listing of 50 entries. */
  listing: Pick<AnswerSize, "text" | "structured">;
}

const encoder = new TextEncoder();

function sizeOf(value: unknown): Size {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return { bytes: encoder.encode(text).length, tokens: encode(text).length };
}

/** Counts over the real server, as a client gets it. Nothing here depends on the machine. */
export async function benchTokens(): Promise<Part<TokenFigures>> {
  // Fifty entries in seven days.
  await using server = await inMemory(serverBefore(createStandIn(50, 8)).factory);
  const { tools } = await server.client.listTools();
  const definitions = tools.map((tool): DefinitionSize => {
    const { name, title, description, inputSchema, outputSchema, annotations } = tool;
    return {
      tool: name,
      model: sizeOf({ name, description, inputSchema }),
      wire: sizeOf({ name, title, description, inputSchema, outputSchema, annotations }),
    };
  });
  const all = { model: sumOf(definitions, "model"), wire: sumOf(definitions, "wire") };
  const { text, structured } = await server.call("timesheet", { action: "list" });
  const listing = { text: sizeOf(text), structured: sizeOf(structured) };
  const figures = { definitions, all, answers: await answerSizes(), listing };
  return { figures, goals: report(figures) };
}

function sumOf(definitions: readonly DefinitionSize[], of: "model" | "wire"): Size {
  const sum = (unit: keyof Size) => definitions.reduce((total, one) => total + one[of][unit], 0);
  return { bytes: sum("bytes"), tokens: sum("tokens") };
}

async function answerSizes(): Promise<AnswerSize[]> {
  const { fetch, tokens, defaultUser } = createAgency();
  const settings = { kimai_url: "https://kimai.example.com", kimai_token: tokens[defaultUser] };
  await using client = await inMemory(createServer({ fetch, settings, now: evening }).factory);
  const sizes: AnswerSize[] = [];
  for (const call of typicalCalls(friday)) {
    const { text, structured } = await make(client, call);
    const size = { text: sizeOf(text), structured: sizeOf(structured) };
    sizes.push({ call: call.name, tool: call.tool, ...size });
  }
  return sizes;
}

const cellsOf = ({ bytes, tokens }: Size) => [`${bytes}`, `${tokens}`];

function report({ definitions, all, answers, listing }: TokenFigures): Goal[] {
  say("Definitions: what models see, and everything that tools/list sends");
  printTable(["tool", "model bytes", "tokens", "wire bytes", "tokens"], [
    ...[...definitions, { tool: "all", ...all }].map(({ tool, model, wire }) => [
      tool,
      ...cellsOf(model),
      ...cellsOf(wire),
    ]),
  ]);
  say("Answers to typical calls on the embedded Kimai: as text, and as structured content");
  printTable(
    ["call", "tool", "text bytes", "tokens", "structured bytes", "tokens"],
    answers.map(({ call, tool, text, structured }) => [
      call,
      tool,
      ...cellsOf(text),
      ...cellsOf(structured),
    ]),
  );
  const what = "A listing of 50 entries, 50 descriptions, 5 projects, 7 days";
  const unit = " tokens";
  const goals = [
    atMost({ what: `${what}, text`, value: listing.text.tokens, target: 2000, unit }),
    atMost({ what: `${what}, structured`, value: listing.structured.tokens, target: 3000, unit }),
  ];
  sayGoals(goals);
  return goals;
}
