import assert from "node:assert/strict";
import { authenticateClient, triesBasic } from "../../src/oauth/client_authentication.ts";
import type { Clients } from "../../src/oauth/context.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import { formOf } from "../../src/oauth/form.ts";
import { hashOf } from "../../src/oauth/hashes.ts";
import { clientOf } from "./state.ts";

const secretHash = hashOf("s3cr:et +%ä");
const known = [
  clientOf("public"),
  clientOf("post", { authMethod: "client_secret_post", secretHash }),
  clientOf("basic", { authMethod: "client_secret_basic", secretHash }),
  clientOf("a b:c", { authMethod: "client_secret_basic", secretHash }),
  clientOf("broken", { authMethod: "client_secret_post" }),
];
const documents = new OAuthError("invalid_client", "Its document is not there");
const clients: Clients = {
  find: (id) =>
    id.startsWith("https://bad.example/")
      ? Promise.reject(documents)
      : Promise.resolve(known.find((client) => client.id === id)),
};

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const encoded = (id: string, secret: string) =>
  basic(new URLSearchParams({ [id]: secret }).toString().replace("=", ":"));

const authenticate = async (form: Record<string, string>, authorization?: string) => {
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  return (await authenticateClient(clients, headers, formOf(new URLSearchParams(form)))).id;
};

const refused = (code: string) => (error: Error) =>
  error instanceof OAuthError && error.code === code;

Deno.test("37: a client without a secret may send any, and it counts for nothing", async () => {
  assert.equal(await authenticate({ client_id: "public" }), "public");
  assert.equal(await authenticate({ client_id: "public", client_secret: "x" }), "public");
  assert.equal(await authenticate({}, basic("public:")), "public");
  assert.equal(await authenticate({}, basic("public:x")), "public");
});

Deno.test("D12: a client with a secret proves it in the form or the header, whichever it registered for", async () => {
  for (const id of ["post", "basic"]) {
    const client_secret = "s3cr:et +%ä";
    assert.equal(await authenticate({ client_id: id, client_secret }), id);
    assert.equal(await authenticate({}, encoded(id, client_secret)), id);
    assert.equal(await authenticate({ client_id: id }, encoded(id, client_secret)), id);
  }
  assert.equal(await authenticate({}, encoded("a b:c", "s3cr:et +%ä")), "a b:c");
});

Deno.test("37: a wrong secret and none are refused, also where the client's own is lost", async () => {
  const invalid = refused("invalid_client");
  for (const id of ["post", "basic", "broken"]) {
    await assert.rejects(authenticate({ client_id: id }), invalid);
    await assert.rejects(authenticate({ client_id: id, client_secret: "" }), invalid);
    await assert.rejects(authenticate({ client_id: id, client_secret: "wrong" }), invalid);
    await assert.rejects(authenticate({ client_id: id, client_secret: secretHash }), invalid);
    await assert.rejects(authenticate({}, basic(`${id}:wrong`)), invalid);
    await assert.rejects(authenticate({}, basic(`${id}:`)), invalid);
  }
});

Deno.test("38: a client that is unknown or not named is refused so that it registers anew", async () => {
  for (const form of [{ client_id: "gone" }, {}, { client_id: "" }, { client_id: "__proto__" }]) {
    await assert.rejects(authenticate(form as Record<string, string>), refused("invalid_client"));
  }
});

Deno.test("two ways at once are refused", async () => {
  const both = { client_id: "post", client_secret: "s3cr:et +%ä" };
  await assert.rejects(
    authenticate(both, encoded("post", "s3cr:et +%ä")),
    refused("invalid_request"),
  );
  await assert.rejects(
    authenticate({ client_id: "public" }, basic("post:x")),
    refused("invalid_request"),
  );
});

Deno.test("headers that are no Basic are refused, and other schemes passed over", async () => {
  const wrong = [
    "Basic",
    "Basic ",
    "Basic !!!",
    "Basic a b",
    basic("no colon"),
    basic(":x"),
    basic("%:x"),
    basic("%ff:x"),
    "Basic ä",
  ];
  for (const header of wrong.map((header) => header.replace("ä", "\xe4"))) {
    await assert.rejects(
      authenticate({ client_id: "public" }, header),
      refused("invalid_client"),
      header,
    );
  }
  assert.equal(await authenticate({ client_id: "public" }, "Bearer x"), "public");
  assert.deepEqual(
    ["Basic x", "basic x", "Basic", "Basics x", "Bearer x"].map((authorization) =>
      triesBasic(new Headers({ authorization }))
    ),
    [true, true, true, false, false],
  );
});

Deno.test("47: a client whose document cannot be used just now goes on with what it was granted", async () => {
  const id = "https://bad.example/client.json";
  assert.equal(await authenticate({ client_id: id }), id);
  await assert.rejects(
    authenticate({ client_id: "https://gone.example/client.json" }),
    refused("invalid_client"),
  );
});
