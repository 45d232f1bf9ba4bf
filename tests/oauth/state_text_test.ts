import assert from "node:assert/strict";
import fc from "fast-check";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import { createStateWriter, readState, savedKinds } from "../../src/oauth/state_text.ts";
import { beginning, clientOf, grantOf, lifetimes } from "./state.ts";

const replaced = [{ hash: "old", at: beginning, answered: 1, salt: "salt" }];
const refresh = { hash: "hash", idleUntil: beginning + 10, replaced };
const full = {
  client: clientOf("c", {
    name: "C",
    secretHash: "s",
    authMethod: "client_secret_post",
    usedAt: 1,
  }),
  grant: grantOf("g", { clientName: "C", refresh }),
  access: { grantId: "g", scopes: ["kimai:read"], expiresAt: beginning },
};

async function storeOf(key = "k") {
  const store = createMemoryStore({ lifetimes });
  await store.change("client", "c", () => full.client);
  await store.change("client", key, () => clientOf(key));
  await store.change("grant", "g", () => full.grant);
  await store.change("access", key, () => full.access);
  await store.change("signIn", "s", () => ({ account: "anna", accountVersion: "", expiresAt: 1 }));
  return store;
}

Deno.test("what is written down is read again, whatever its keys are", async () => {
  const write = createStateWriter();
  for (const key of ["k", "__proto__", "constructor", 'a"\n\\', "ä\u2028"]) {
    const text = write(await storeOf(key));
    assert.deepEqual(readState(JSON.parse(text)), {
      version: 1,
      records: {
        client: [["c", full.client], [key, clientOf(key)]],
        grant: [["g", full.grant]],
        access: [[key, full.access]],
      },
      faults: 0,
    });
  }
});

Deno.test("the text has a record a line, and nothing that ends with the process", async () => {
  const text = createStateWriter()(await storeOf());
  const record = (key: string, value: unknown) => `"${key}":${JSON.stringify(value)}`;
  assert.deepEqual(text.split("\n"), [
    '{"version":1,',
    '"client":{',
    `${record("c", full.client)},`,
    `${record("k", clientOf("k"))}},`,
    '"grant":{',
    `${record("g", full.grant)}},`,
    '"access":{',
    `${record("k", full.access)}}}`,
    "",
  ]);
});

Deno.test("a writer writes what is there now, though it remembers lines", async () => {
  const store = await storeOf();
  const write = createStateWriter();
  const before = write(store);
  assert.equal(write(store), before);
  await store.change("client", "c", () => clientOf("c", { name: "New" }));
  assert.deepEqual(readState(JSON.parse(write(store))).records.client[0], [
    "c",
    clientOf("c", { name: "New" }),
  ]);
});

Deno.test("records that are not what they should be are left out and counted", () => {
  const wrong: Record<string, unknown[]> = {
    client: [null, 1, "c", [], {}, { ...full.client, id: "other" }, {
      ...full.client,
      authMethod: "x",
    }],
    grant: [{ ...full.grant, scopes: "all" }, { ...full.grant, expiresAt: 1e300 }, {
      ...full.grant,
      expiresAt: "1",
    }],
    access: [{ ...full.access, expiresAt: -1 }, { ...full.access, grantId: "" }],
  };
  for (const kind of savedKinds) {
    for (const value of wrong[kind]) {
      const json = { version: 1, client: {}, grant: {}, access: {}, [kind]: { k: value } };
      assert.equal(readState(json).faults, 1, JSON.stringify(value));
      assert.deepEqual(readState(json).records[kind], []);
    }
  }
  assert.equal(readState({ version: 1, client: {}, grant: [] }).faults, 2);
});

Deno.test("what is no state is one fault, and another version is only named", () => {
  const records = { client: [], grant: [], access: [] };
  for (const json of [undefined, null, 1, "1", [], {}, { version: "1" }, { version: 1.5 }]) {
    assert.deepEqual(readState(json), { records, faults: 1 });
  }
  const later = { version: 2, client: { c: full.client } };
  assert.deepEqual(readState(later), { version: 2, records, faults: 0 });
});

Deno.test("no JSON makes reading fail, and only whole records come out of any", () => {
  const record = fc.record({
    id: fc.constantFrom("k", "other", 1),
    redirectUris: fc.constantFrom(["https://c.example/"], "x"),
    authMethod: fc.constantFrom("none", "private_key_jwt"),
    origin: fc.constant("registered"),
    createdAt: fc.constantFrom(0, -1, 1.5, null),
  }, { requiredKeys: [] });
  const part = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constant("k"), record));
  const state = fc.record({ version: fc.constant(1), client: part, grant: part, access: part });
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), state), (json) => {
    const { records } = readState(json);
    assert.deepEqual([...records.grant, ...records.access], []);
    for (const [key, client] of records.client) {
      assert.deepEqual(client, {
        ...clientOf("k"),
        redirectUris: ["https://c.example/"],
        createdAt: 0,
      });
      assert.equal(key, "k");
    }
  }));
});
