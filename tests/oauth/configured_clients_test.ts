import assert from "node:assert/strict";
import {
  type ConfiguredClient,
  readConfiguredClients,
} from "../../src/oauth/configured_clients.ts";
import { hashOf } from "../../src/oauth/hashes.ts";

const noon = 1_800_000_000;
const secret = "a secret of the administrator";
const redirect_uris = ["https://client.example/cb"];
const read = (...entries: ConfiguredClient[]) => readConfiguredClients(entries, noon);

Deno.test("D12: a client without secret is public, one with a secret is not, and only its hash is kept", () => {
  const [open, proven] = read(
    { id: "open", redirect_uris, name: "Open\u200b one" },
    { id: "https://client.example/id", redirect_uris, secret },
  );
  assert.deepEqual(open, {
    id: "open",
    name: "Open one",
    redirectUris: redirect_uris,
    authMethod: "none",
    origin: "configured",
    createdAt: noon,
  });
  assert.equal(proven.authMethod, "client_secret_basic");
  assert.equal(proven.secretHash, hashOf(secret));
  assert.doesNotMatch(JSON.stringify(proven), /administrator/);
});

Deno.test("what cannot be a client is named with its reason, without its secret", () => {
  const wrong: [entries: ConfiguredClient[], why: RegExp][] = [
    [[{ id: "", redirect_uris }], /client "": its id must/],
    [[{ id: "a b", redirect_uris }], /visible ASCII/],
    [[{ id: "a\n", redirect_uris }], /visible ASCII/],
    [[{ id: "x".repeat(1025), redirect_uris }], /visible ASCII/],
    [[{ id: "a", redirect_uris }, { id: "a", redirect_uris }], /client "a": another one/],
    [[{ id: "a", redirect_uris: [] }], /at least one/],
    [
      [{ id: "a", redirect_uris: ["http://client.example/"] }],
      /"http:\/\/client.example\/" is not/,
    ],
    [[{ id: "a", redirect_uris: [...redirect_uris, "someapp://cb"] }], /"someapp:\/\/cb" is not/],
    [[{ id: "a", redirect_uris, secret: "short" }], /16 characters/],
    [[{ id: "a", redirect_uris, secret: "" }], /16 characters/],
  ];
  for (const [entries, why] of wrong) {
    assert.throws(() => read(...entries), (error: Error) => {
      assert.match(error.message, why);
      assert.doesNotMatch(error.message, /short/);
      return true;
    });
  }
});
