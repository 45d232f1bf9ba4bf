import assert from "node:assert/strict";
import { silentLog } from "../../src/lib/log.ts";
import type { Call } from "../../src/mcp/caller.ts";
import { createCatalogue } from "../../src/mcp/catalogue.ts";
import { createDispatch } from "../../src/mcp/dispatch.ts";
import { UpstreamError, UserError } from "../../src/mcp/errors.ts";
import { createResources, type Resource } from "../../src/mcp/resource.ts";
import { createServerFactory } from "../../src/mcp/server_factory.ts";
import { inMemory } from "../support/clients.ts";

const books: Resource<Call> = {
  uriTemplate: "lib://books/{id}",
  name: "book",
  title: "Book",
  description: "A book of the library.",
  mimeType: "text/plain",
  tool: "shelf",
  read: ({ id }, { signal, progress }) => {
    if (id === "burnt") throw new UpstreamError("not_found", "There is no book of that number");
    if (id === "locked") throw new UpstreamError("forbidden", "The librarian says no");
    if (id === "x") throw new UserError('The number "x" is none');
    if (id === "broken") throw new TypeError("secret stack");
    if (id === "scan") {
      return Promise.resolve({ mimeType: "application/pdf", bytes: new Uint8Array([0, 255, 10]) });
    }
    if (id !== "long") return Promise.resolve({ mimeType: "text/plain", text: `Book ${id}` });
    progress(1, 2, "half");
    return new Promise((_resolve, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    );
  },
};

function setUp(resources: Resource[] = [books as Resource]) {
  const calls: Call[] = [];
  const catalogue = createCatalogue([]);
  const sessionOf = (_id: string, call: Call) => {
    calls.push(call);
    return Promise.resolve(call);
  };
  const factory = createServerFactory({
    name: "library",
    title: "Library",
    version: "1.2.3",
    instructions: "Be quiet.",
    definitions: () => Promise.resolve([]),
    catalogue: () => Promise.resolve(catalogue),
    dispatch: createDispatch({ catalogue: () => Promise.resolve(catalogue), sessionOf }),
    resources: createResources([{ id: "library", resources }], { sessionOf }),
    log: silentLog,
  });
  return { factory, calls };
}

for (const kind of ["legacy", "auto", "2026-07-28"] as const) {
  Deno.test(`a ${kind} client sees templates, and a list that asks no upstream`, async () => {
    const { factory, calls } = setUp();
    await using test = await inMemory(factory, kind);
    assert.deepEqual(test.client.getServerCapabilities()?.resources, {
      listChanged: false,
      subscribe: false,
    });
    const { tool: _, read: __, ...template } = books;
    assert.deepEqual((await test.client.listResources()).resources, []);
    assert.deepEqual((await test.client.listResourceTemplates()).resourceTemplates, [template]);
    assert.deepEqual(calls, []);
  });

  Deno.test(`a ${kind} client reads text as text and bytes as base64`, async () => {
    const { factory, calls } = setUp();
    await using test = await inMemory(factory, kind);
    const read = async (uri: string) => (await test.client.readResource({ uri })).contents;
    assert.deepEqual(await read("lib://books/7"), [
      { uri: "lib://books/7", mimeType: "text/plain", text: "Book 7" },
    ]);
    assert.deepEqual(await read("lib://books/scan"), [
      { uri: "lib://books/scan", mimeType: "application/pdf", blob: "AP8K" },
    ]);
    assert.deepEqual(calls.map(({ caller }) => caller), [{}, {}]);
  });

  Deno.test(`a ${kind} client is told in our words why it cannot read`, async () => {
    const { factory } = setUp();
    await using test = await inMemory(factory, kind);
    const refusals: [uri: string, code: number, message: RegExp, data?: unknown][] = [
      ["lib://books/burnt", -32602, /There is no book of that number$/, "lib://books/burnt"],
      [
        "lib://films/7",
        -32602,
        /There is no resource "lib:\/\/films\/7", an address is one of lib:\/\/books\/\{id\}$/,
        "lib://films/7",
      ],
      ["lib://books/x", -32602, /The number "x" is none$/],
      ["lib://books/locked", -32603, /The librarian says no$/],
      [
        "lib://books/broken",
        -32603,
        /Internal error \([-0-9a-f]{36}\): the server's log says more under this id$/,
      ],
    ];
    for (const [uri, code, message, missing] of refusals) {
      const data = missing === undefined ? undefined : { uri: missing };
      await assert.rejects(
        test.client.readResource({ uri }),
        (error: Error & { code: number; data?: unknown }) => {
          assert.match(error.message, message);
          assert.deepEqual([error.code, error.data], [code, data], uri);
          return true;
        },
      );
    }
  });

  Deno.test(`a ${kind} client gets progress of a read, and cancelling reaches it`, async () => {
    const { factory, calls } = setUp();
    await using test = await inMemory(factory, kind);
    const controller = new AbortController();
    const progress: unknown[] = [];
    const read = test.client.readResource({ uri: "lib://books/long" }, {
      signal: controller.signal,
      onprogress: (step) => {
        progress.push(step);
        controller.abort();
      },
    });
    await assert.rejects(read);
    const [{ signal }] = calls;
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }
    assert.deepEqual(progress, [{ progress: 1, total: 2, message: "half" }]);
  });

  Deno.test(`a ${kind} client of a server without resources is not offered any`, async () => {
    const { factory } = setUp([]);
    await using test = await inMemory(factory, kind);
    assert.equal(test.client.getServerCapabilities()?.resources, undefined);
  });
}
