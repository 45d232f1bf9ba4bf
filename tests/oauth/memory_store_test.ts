import assert from "node:assert/strict";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import { beginning, clientOf, lifetimes, pendingOf } from "./state.ts";
import { storeContract } from "./store_contract.ts";

storeContract("the store in memory", (options) => Promise.resolve(createMemoryStore(options)));

Deno.test("41, 69: 20,000 registrations and requests that nobody finishes leave 10,000 of each", async () => {
  const store = createMemoryStore({ lifetimes });
  for (let count = 0; count < 20_000; count++) {
    await store.change("client", `c${count}`, () => clientOf(`c${count}`));
    await store.change("pending", `p${count}`, () => pendingOf());
  }
  assert.deepEqual([store.count("client"), store.count("pending")], [10_000, 10_000]);
  assert.equal(await store.get("client", "c9999"), undefined);
  assert.deepEqual(await store.get("client", "c10000"), clientOf("c10000"));
});

Deno.test("a sweep lets others come between, and forgets what they let end meanwhile", async () => {
  const store = createMemoryStore({ lifetimes });
  for (let count = 0; count < 5000; count++) {
    await store.change("pending", `p${count}`, () => pendingOf());
  }
  const sweeping = store.sweep(beginning + lifetimes.pending);
  const before = store.count("pending");
  await store.change("pending", "late", () => pendingOf());
  assert(before > 0, "it did all at once");
  await sweeping;
  assert.equal(store.count("pending"), 0);
});

Deno.test("all records of a kind come in the order in which they came in", async () => {
  const store = createMemoryStore({ lifetimes });
  for (const id of ["b", "a"]) await store.change("client", id, () => clientOf(id));
  await store.change("client", "b", () => clientOf("b", { name: "B" }));
  assert.deepEqual([...store.entries("client")], [
    ["b", clientOf("b", { name: "B" })],
    ["a", clientOf("a")],
  ]);
});
