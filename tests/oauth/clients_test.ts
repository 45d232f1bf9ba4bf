import assert from "node:assert/strict";
import fc from "fast-check";
import { createClients } from "../../src/oauth/clients.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import type { Client } from "../../src/oauth/model.ts";

const url = "https://client.example.com/client.json";
const client = (id: string, origin: Client["origin"]): Client => ({
  id,
  redirectUris: ["https://client.example.com/cb"],
  authMethod: "none",
  origin,
  createdAt: 0,
});

async function setUp(
  { configured = [] as string[], stored = [] as string[], documents = true } = {},
) {
  const store = createMemoryStore({ lifetimes: { client: 1 } });
  for (const id of stored) await store.change("client", id, () => client(id, "registered"));
  const asked: string[] = [];
  const find = (id: string) => {
    asked.push(id);
    if (id !== url) return Promise.reject(new OAuthError("invalid_client"));
    return Promise.resolve(client(id, "document"));
  };
  const clients = createClients({ store }, {
    configured: configured.map((id) => client(id, "configured")),
    documents: documents ? { find } : undefined,
  });
  return { find: clients.find, asked };
}

Deno.test("D2: the administrator's word counts before what is stored, and that before a document", async () => {
  const all = await setUp({ configured: [url, "a"], stored: [url, "a", "b"] });
  for (const id of [url, "a"]) assert.equal((await all.find(id))!.origin, "configured");
  assert.equal((await all.find("b"))!.origin, "registered");
  const stored = await setUp({ stored: [url] });
  assert.equal((await stored.find(url))!.origin, "registered");
  assert.deepEqual([...all.asked, ...stored.asked], []);
  const none = await setUp();
  assert.equal((await none.find(url))!.origin, "document");
  assert.deepEqual(none.asked, [url]);
});

Deno.test("a document that cannot be used is a refusal, not an unknown client", async () => {
  const { find } = await setUp();
  await assert.rejects(find("https://client.example.com/other"), OAuthError);
});

Deno.test("M6: with documents switched off, URLs name nobody", async () => {
  const { find } = await setUp({ documents: false });
  assert.equal(await find(url), undefined);
});

Deno.test("1: ids that nobody has are unknown, and nothing is fetched for them", async () => {
  const { find, asked } = await setUp({ configured: ["a"], stored: ["b"] });
  const ids = [
    "",
    "c",
    "A",
    "a ",
    " a",
    "a\0",
    "\0",
    "🕐",
    "x".repeat(10_000),
    "http://client.example.com/c",
    `https://client.example.com/${"x".repeat(10_000)}`,
    "https://client.example.com/\0",
    "__proto__",
    "constructor",
  ];
  for (const id of ids) assert.equal(await find(id), undefined, id.slice(0, 50));
  assert.deepEqual(asked, []);
});

Deno.test("property: any text as id finds nobody, or is refused", async () => {
  const { find } = await setUp({ stored: ["b"] });
  await fc.assert(fc.asyncProperty(fc.string({ unit: "binary" }), async (id) => {
    if (id === "b") return;
    const found = await find(id).catch((error) => assert(error instanceof OAuthError));
    assert.equal(found, undefined);
  }));
});
