import assert from "node:assert/strict";
import { z } from "zod";
import { silentLog } from "../../src/lib/log.ts";
import type { Call } from "../../src/mcp/caller.ts";
import { createCatalogue, definitionOf } from "../../src/mcp/catalogue.ts";
import { createDispatch } from "../../src/mcp/dispatch.ts";
import { createServerFactory } from "../../src/mcp/server_factory.ts";
import { toolsFor } from "../../src/mcp/tool.ts";
import { inMemory } from "../support/clients.ts";
import { clockTool, shelfTool } from "./support.ts";

const { action, tool } = toolsFor<Call>();

const waitTool = tool({
  name: "wait",
  title: "Wait",
  description: "Waits until it is cancelled.",
  actions: {
    wait: action({
      summary: "wait",
      effect: "read",
      input: z.object({}),
      output: z.object({}),
      run: (_input, { signal, progress }) => {
        progress(1, 2, "half");
        return new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason))
        );
      },
    }),
  },
});

function setUp() {
  const books = new Map([[1, "Emma"]]);
  const calls: Call[] = [];
  const catalogue = createCatalogue([
    { id: "library", tools: [shelfTool, clockTool] },
    { id: "calls", tools: [waitTool] },
  ]);
  const dispatch = createDispatch({
    catalogue: () => Promise.resolve(catalogue),
    sessionOf: (id, call) => {
      calls.push(call);
      return Promise.resolve(id === "calls" ? call : { books });
    },
  });
  const factory = createServerFactory({
    name: "library",
    title: "Library",
    version: "1.2.3",
    instructions: "Be quiet.\n\nBe patient.",
    definitions: () => Promise.resolve(catalogue.offers.map(definitionOf)),
    catalogue: () => Promise.resolve(catalogue),
    dispatch,
    log: silentLog,
  });
  return { factory, calls, catalogue };
}

for (const kind of ["legacy", "auto", "2026-07-28"] as const) {
  Deno.test(`a ${kind} client sees name, instructions and every definition`, async () => {
    const { factory, catalogue } = setUp();
    await using test = await inMemory(factory, kind);
    assert.equal(test.client.getServerVersion()?.name, "library");
    assert.equal(test.client.getServerVersion()?.version, "1.2.3");
    assert.equal(test.client.getInstructions(), "Be quiet.\n\nBe patient.");
    const { tools } = await test.client.listTools();
    const shown = tools.map((
      { name, title, description, inputSchema, outputSchema, annotations },
    ) => ({
      name,
      title,
      description,
      inputSchema,
      outputSchema,
      annotations,
    }));
    assert.deepEqual(shown, catalogue.offers.map(definitionOf));
  });

  Deno.test(`a ${kind} client calls a tool and gets both faces of the answer`, async () => {
    const { factory, calls } = setUp();
    await using test = await inMemory(factory, kind);
    assert.deepEqual(await test.call("shelf", { action: "list" }), {
      text: "Emma",
      structured: { action: "list", result: { titles: ["Emma"] } },
      isError: false,
    });
    assert.deepEqual(calls.map((call) => call.caller), [{}]);
  });

  Deno.test(`a ${kind} client gets progress, and cancelling reaches the tool`, async () => {
    const { factory, calls } = setUp();
    await using test = await inMemory(factory, kind);
    const controller = new AbortController();
    const progress: unknown[] = [];
    const call = test.call("wait", {}, {
      signal: controller.signal,
      onprogress: (step) => {
        progress.push(step);
        controller.abort();
      },
    });
    await assert.rejects(call);
    const [{ signal }] = calls;
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }
    assert.deepEqual(progress, [{ progress: 1, total: 2, message: "half" }]);
  });
}

Deno.test("a tool that was never offered is a protocol error that names the others", async () => {
  const { factory } = setUp();
  await using test = await inMemory(factory);
  await assert.rejects(test.call("shelve"), {
    code: -32602,
    message: /There is no tool "shelve", choose one of shelf, clock, wait/,
  });
});
