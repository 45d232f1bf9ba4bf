import assert from "node:assert/strict";
import { InMemoryTransport } from "@modelcontextprotocol/client";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";
import type { ServerContext } from "@modelcontextprotocol/server";
import { silentLog } from "../../src/lib/log.ts";
import { createAsking, Question } from "../../src/mcp/asking.ts";
import type { Call } from "../../src/mcp/caller.ts";
import { createCatalogue, definitionOf } from "../../src/mcp/catalogue.ts";
import { createDispatch } from "../../src/mcp/dispatch.ts";
import { createServerFactory } from "../../src/mcp/server_factory.ts";
import { toolsFor } from "../../src/mcp/tool.ts";
import { inMemory, type Person } from "../support/clients.ts";

const { action, tool } = toolsFor<Call>();

/** A tool that asks before it burns, and a list of what burned. */
function setUp() {
  const burned: number[] = [];
  const burn = tool({
    name: "burn",
    title: "Burn",
    description: "Burns a book.",
    actions: {
      burn: action({
        summary: "burn",
        effect: "delete",
        input: z.object({ id: z.int() }),
        output: z.object({ answer: z.string() }),
        run: async ({ id }, { ask }) => {
          const answer = await ask(`Burn book ${id}?`);
          if (answer) burned.push(id);
          return { answer: String(answer) };
        },
      }),
    },
  });
  const catalogue = createCatalogue([{ id: "calls", tools: [burn] }]);
  const dispatch = createDispatch({
    catalogue: () => Promise.resolve(catalogue),
    sessionOf: (_id, call) => Promise.resolve(call),
  });
  const factory = createServerFactory({
    name: "library",
    title: "Library",
    version: "1.0.0",
    instructions: "Be quiet.\n\nBe patient.",
    definitions: () => Promise.resolve(catalogue.offers.map(definitionOf)),
    catalogue: () => Promise.resolve(catalogue),
    dispatch,
    log: silentLog,
  });
  return { factory, burned };
}

const yes: Person = () => ({ action: "accept", content: { confirm: true } });

for (const kind of ["legacy", "2026-07-28"] as const) {
  Deno.test(`${kind}: the person is asked, and a yes goes on with the call`, async () => {
    const { factory, burned } = setUp();
    const questions: string[] = [];
    await using test = await inMemory(factory, kind, (question) => {
      questions.push(question);
      return yes(question);
    });
    assert.equal((await test.call("burn", { id: 7 })).text, "answer: true");
    assert.deepEqual([questions, burned], [["Burn book 7?"], [7]]);
  });

  Deno.test(`${kind}: a no, an unticked box and a dismissed question are a no`, async () => {
    const { factory, burned } = setUp();
    const answers: ReturnType<Person>[] = [
      { action: "decline" },
      { action: "accept", content: { confirm: false } },
      { action: "accept" },
    ];
    for (const answer of answers) {
      await using test = await inMemory(factory, kind, () => answer);
      assert.equal((await test.call("burn", { id: 7 })).text, "answer: false");
    }
    assert.deepEqual(burned, []);
  });

  Deno.test(`${kind}: a client that cannot ask is not asked`, async () => {
    const { factory, burned } = setUp();
    await using test = await inMemory(factory, kind);
    assert.equal((await test.call("burn", { id: 7 })).text, "answer: undefined");
    assert.deepEqual(burned, []);
  });
}

/** Speaks the protocol of 2026-07-28 by hand, so that a dishonest client can be played. */
function openWire(factory: ReturnType<typeof setUp>["factory"]) {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const handle = serveStdio(factory, { transport: theirs });
  const waiting = new Map<unknown, (message: Message) => void>();
  ours.onmessage = (message) => waiting.get((message as Message).id)?.(message as Message);
  let last = 0;
  const envelope = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "tests", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": { elicitation: {} },
  };
  const burn = (id: number, more: Record<string, unknown> = {}) =>
    new Promise<Message>((resolve) => {
      waiting.set(++last, resolve);
      const params = { name: "burn", arguments: { id }, _meta: envelope, ...more };
      ours.send({ jsonrpc: "2.0", id: last, method: "tools/call", params });
    });
  return { ours, burn, [Symbol.asyncDispose]: () => handle.close() };
}

interface Message {
  id?: unknown;
  result?: { requestState?: string; inputRequests?: Record<string, unknown> };
  error?: { code: number };
}

const inputResponses = { confirm: { action: "accept", content: { confirm: true } } };

Deno.test("an answer counts for the call it was asked for, and once", async () => {
  const { factory, burned } = setUp();
  await using wire = openWire(factory);
  await wire.ours.start();
  const { requestState } = (await wire.burn(7)).result!;
  assert(requestState);
  // For other arguments the person is asked again.
  assert.ok((await wire.burn(8, { inputResponses, requestState })).result?.inputRequests);
  assert.deepEqual(burned, []);
  await wire.burn(7, { inputResponses, requestState });
  assert.deepEqual(burned, [7]);
  assert.ok((await wire.burn(7, { inputResponses, requestState })).result?.inputRequests);
  assert.deepEqual(burned, [7]);
});

Deno.test("a question is answered by whom it was put to", async () => {
  const contextOf = (user: string) =>
    ({ mcpReq: { method: "tools/call" }, user }) as unknown as ServerContext;
  const [anna, bert] = ["anna", "bert"].map(contextOf);
  const { requestState, requireAnswer } = createAsking((context) =>
    (context as unknown as { user: string }).user
  );
  const asked = await requireAnswer(new Question("Burn book 7?"), anna, "burn", { id: 7 });
  const state = String(asked.requestState);
  await assert.doesNotReject(requestState.verify(state, anna));
  await assert.rejects(requestState.verify(state, bert));
});

Deno.test("an answer to a question that was never asked burns nothing", async () => {
  const { factory, burned } = setUp();
  await using wire = openWire(factory);
  await wire.ours.start();
  assert.ok((await wire.burn(7, { inputResponses })).result?.inputRequests);
  const forged = await wire.burn(7, { inputResponses, requestState: "v1.e30.AAAA" });
  assert.equal(forged.error?.code, -32602);
  assert.deepEqual(burned, []);
});
