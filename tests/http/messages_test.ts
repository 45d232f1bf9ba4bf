import assert from "node:assert/strict";
import fc from "fast-check";
import { faultOf } from "../../src/http/messages.ts";

const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
const { id: _, ...notification } = ping;

Deno.test("requests, notifications and answers are messages", () => {
  const messages = [
    ping,
    { ...ping, id: "a", params: {} },
    { ...ping, id: 0 },
    { ...ping, id: -1 },
    { ...ping, id: "" },
    notification,
    { jsonrpc: "2.0", id: 1, result: {} },
    { jsonrpc: "2.0", id: 1, result: null },
    { jsonrpc: "2.0", id: 1, error: { code: -32603, message: "x" } },
    { jsonrpc: "2.0", id: null, error: { code: -32700, message: "x" } },
  ];
  for (const message of messages) {
    assert.equal(faultOf(message), undefined, JSON.stringify(message));
  }
});

const wrong: [body: unknown, fault: string][] = [
  [null, "a message is an object"],
  [1, "a message is an object"],
  ["ping", "a message is an object"],
  [{}, 'jsonrpc is "2.0"'],
  [{ ...ping, jsonrpc: "1.0" }, 'jsonrpc is "2.0"'],
  [{ ...ping, jsonrpc: 2 }, 'jsonrpc is "2.0"'],
  [{ jsonrpc: "2.0", id: 1 }, "method is a string"],
  [{ ...ping, method: 1 }, "method is a string"],
  [{ ...ping, method: null, result: {} }, "method is a string"],
  [{ ...ping, method: ["ping"] }, "method is a string"],
  [{ ...ping, id: null }, "id is a string or a whole number"],
  [{ ...ping, id: {} }, "id is a string or a whole number"],
  [{ ...ping, id: [1] }, "id is a string or a whole number"],
  [{ ...ping, id: true }, "id is a string or a whole number"],
  [{ ...ping, id: 1.5 }, "id is a string or a whole number"],
  [{ ...ping, id: 2 ** 53 }, "id is a string or a whole number"],
  [{ ...ping, id: Infinity }, "id is a string or a whole number"],
  [{ ...ping, id: JSON.parse('{"__proto__":1}') }, "id is a string or a whole number"],
  [{ jsonrpc: "2.0", id: null, result: {} }, "id is a string or a whole number"],
];

Deno.test("55: what is no message is told why, by itself and in a batch", () => {
  for (const [body, fault] of wrong) {
    assert.equal(faultOf(body), fault, JSON.stringify(body));
    assert.equal(faultOf([ping, body]), fault, JSON.stringify(body));
  }
  assert.equal(faultOf([[ping]]), "a message is an object");
});

Deno.test("55: a batch has messages, and not so many that limits mean nothing", () => {
  assert.equal(faultOf([]), "the batch is empty");
  assert.equal(faultOf(Array(20).fill(ping)), undefined);
  assert.equal(faultOf(Array(21).fill(ping)), "a batch may have 20 messages");
});

Deno.test("S12: since 2025-06-18 there are no batches", () => {
  for (const version of [undefined, "2024-11-05", "2025-03-26"]) {
    assert.equal(faultOf([ping], version), undefined, version);
  }
  for (const version of ["2025-06-18", "2025-11-25", "2026-07-28"]) {
    assert.equal(
      faultOf([ping], version),
      "this version has no batches, send one message at a time",
    );
    assert.equal(faultOf(ping, version), undefined);
  }
});

Deno.test("55: whatever JSON says, there is a fault or none, and never a throw", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.option(fc.string(), { nil: undefined }), (value, version) => {
      const fault = faultOf(value, version);
      assert(fault === undefined || fault.length > 0);
      if (!Array.isArray(value)) assert.equal(faultOf({ ...ping, params: value }), undefined);
    }),
  );
});
