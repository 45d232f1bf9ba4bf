import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import type { Env } from "../../src/oauth/context.ts";
import { hashOf } from "../../src/oauth/hashes.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import { createStateWriter } from "../../src/oauth/state_text.ts";
import type { Store } from "../../src/oauth/store.ts";
import { tokenEndpoint } from "../../src/oauth/token.ts";
import { runs } from "../fuzz/runs.ts";
import { checkLives } from "./lifecycle.ts";
import {
  callback,
  clientOf,
  codeOf,
  createWorld,
  lifetimes,
  resource,
  verifier,
  whoIs,
  type World,
} from "./state.ts";

interface Answer {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any
  body: any;
}

/** A server with a public client, and one with a secret. */
async function serve(store?: Store) {
  const world = createWorld(store);
  await world.services.store.change("client", "client", () => clientOf("client"));
  const secretHash = hashOf("secret");
  const authMethod = "client_secret_basic";
  await world.services.store.change(
    "client",
    "confidential",
    () => clientOf("confidential", { authMethod, secretHash }),
  );
  const app = new Hono<Env>();
  app.use((c, next) => {
    c.set("address", "192.0.2.1");
    return next();
  });
  app.all("/token", tokenEndpoint(world.services, world.clients));
  const post = async (
    form: Record<string, string> | string[][] | string,
    headers: Record<string, string> = {},
    path = "/token",
  ): Promise<Answer> => {
    const body = typeof form === "string" ? form : new URLSearchParams(form).toString();
    const type = { "Content-Type": "application/x-www-form-urlencoded" };
    const init = { method: "POST", body, headers: { ...type, ...headers } };
    const answer = await app.request(path, init);
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  return { world, app, post };
}

async function exchangeForm(world: World): Promise<Record<string, string>> {
  return {
    grant_type: "authorization_code",
    code: await codeOf(world),
    redirect_uri: callback,
    client_id: "client",
    code_verifier: verifier,
    resource,
  };
}

function without(form: Record<string, string>, ...names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name)));
}

const outcome = ({ status, body }: Answer) => [status, body.error];

Deno.test("T9: a code is answered with tokens in JSON that nobody keeps", async () => {
  const { world, post } = await serve();
  const { status, headers, body } = await post(await exchangeForm(world));
  const { access_token, refresh_token, ...rest } = body;
  assert.deepEqual([status, rest], [200, {
    token_type: "Bearer",
    expires_in: 3600,
    scope: "kimai:read kimai:write",
  }]);
  assert.equal(headers.get("Cache-Control"), "no-store");
  assert.equal(headers.get("Content-Type"), "application/json");
  assert.match(access_token, /^[\w-]{43}$/);
  assert.match(refresh_token, /^[\w-]{43}\.[\w-]{43}$/);
  assert.equal(await whoIs(world, access_token), "anna");
});

Deno.test("a refresh token is answered with new ones, and the scope that they have", async () => {
  const { world, post } = await serve();
  const { body: first } = await post(await exchangeForm(world));
  const { refresh_token } = first;
  const form = { grant_type: "refresh_token", client_id: "client", refresh_token };
  const { status, body } = await post({ ...form, scope: "kimai:read", resource });
  assert.deepEqual([status, body.scope, body.expires_in], [200, "kimai:read", 3600]);
  assert.notEqual(body.refresh_token, refresh_token);
  assert.equal(await whoIs(world, body.access_token), "anna");
  const again = await post({ ...form, refresh_token: body.refresh_token });
  assert.equal(again.body.scope, "kimai:read kimai:write");
});

Deno.test("an answer has no empty members: without scopes there is no scope", async () => {
  const { world, post } = await serve();
  const code = await codeOf(world, { scopes: [] });
  const { body } = await post({ ...await exchangeForm(world), code });
  assert.deepEqual(Object.keys(body), [
    "access_token",
    "token_type",
    "expires_in",
    "refresh_token",
  ]);
});

Deno.test("T3: redirect_uri and resource may be left out", async () => {
  const { world, post } = await serve();
  const form = without(await exchangeForm(world), "redirect_uri", "resource");
  assert.equal((await post(form)).status, 200);
});

Deno.test("T1, T8: each thing that a code is bound to is checked", async () => {
  const { world, post } = await serve();
  const form = await exchangeForm(world);
  await world.services.store.change("client", "other", () => clientOf("other"));
  const wrong: [Record<string, string>, unknown[]][] = [
    [{ code: "x" }, [400, "invalid_grant"]],
    [{ client_id: "other" }, [400, "invalid_grant"]],
    [{ redirect_uri: `${callback}?` }, [400, "invalid_grant"]],
    [{ code_verifier: "w".repeat(43) }, [400, "invalid_grant"]],
    [{ resource: "https://other.example/mcp" }, [400, "invalid_target"]],
    [{ resource: `${resource}#x` }, [400, "invalid_target"]],
  ];
  for (const [change, expected] of wrong) {
    assert.deepEqual(outcome(await post({ ...form, ...change })), expected, JSON.stringify(change));
  }
  const two = [...Object.entries(form), ["resource", "https://other.example/mcp"]];
  assert.deepEqual(outcome(await post(two)), [400, "invalid_target"]);
  assert.equal((await post(form)).status, 200);
});

Deno.test("30: a verifier of the wrong length or characters, or none, is refused and costs nothing", async () => {
  const { world, post } = await serve();
  const form = await exchangeForm(world);
  for (const bad of ["a".repeat(42), "a".repeat(129), `${"a".repeat(42)}/`, "", " "]) {
    for (let count = 0; count < 2; count++) {
      const answer = await post({ ...form, code_verifier: bad });
      assert.deepEqual(outcome(answer), [400, "invalid_request"], bad);
    }
  }
  const missing = await post(without(form, "code_verifier"));
  assert.deepEqual(outcome(missing), [400, "invalid_request"]);
  const list = [...Object.entries(form), ["code_verifier[]", "x"], ["code_verifier", verifier]];
  assert.deepEqual(outcome(await post(list)), [400, "invalid_request"]);
  assert.equal((await post(form)).status, 200);
});

Deno.test("35: other grant types are refused, and a missing or doubled one", async () => {
  const { world, post } = await serve();
  const form = await exchangeForm(world);
  const types = [
    "password",
    "client_credentials",
    "implicit",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "Authorization_Code",
    "constructor",
    "__proto__",
  ];
  for (const grant_type of types) {
    assert.deepEqual(outcome(await post({ ...form, grant_type })), [400, "unsupported_grant_type"]);
  }
  assert.deepEqual(outcome(await post(without(form, "grant_type"))), [400, "invalid_request"]);
  const two = [...Object.entries(form), ["grant_type", "refresh_token"]];
  assert.deepEqual(outcome(await post(two)), [400, "invalid_request"]);
});

Deno.test("36, T11: what is no form is refused, and neither a query nor a GET counts", async () => {
  const { world, app, post } = await serve();
  const form = await exchangeForm(world);
  const query = new URLSearchParams(form);
  const json = await post(JSON.stringify(form), { "Content-Type": "application/json" });
  assert.deepEqual(outcome(json), [400, "invalid_request"]);
  for (
    const type of ["", ";;", "multipart/form-data", "application/x-www-form-urlencoded;charset=x"]
  ) {
    const answer = await post(query.toString(), { "Content-Type": type });
    assert.deepEqual(outcome(answer), [400, "invalid_request"], type);
  }
  assert.deepEqual(outcome(await post("", {}, `/token?${query}`)), [400, "invalid_request"]);
  const got = await app.request(`/token?${query}`);
  assert.deepEqual([got.status, got.headers.get("Allow")], [405, "POST"]);
  assert.equal((await post(form)).status, 200);
});

Deno.test("37: a client with a secret has to prove it, one without need not", async () => {
  const { world, post } = await serve();
  const code = await codeOf(world, { clientId: "confidential" });
  const form = { ...await exchangeForm(world), code, client_id: "confidential" };
  const bare = await post(form);
  assert.deepEqual([...outcome(bare), bare.headers.get("WWW-Authenticate")], [
    401,
    "invalid_client",
    null,
  ]);
  const wrong = await post(form, { authorization: `Basic ${btoa("confidential:wrong")}` });
  assert.deepEqual([...outcome(wrong), wrong.headers.get("WWW-Authenticate")], [
    401,
    "invalid_client",
    'Basic realm="OAuth"',
  ]);
  const right = await post(without(form, "client_id"), {
    authorization: `Basic ${btoa("confidential:secret")}`,
  });
  assert.equal(right.status, 200);
  const superfluous = { ...await exchangeForm(world), client_secret: "any" };
  assert.equal((await post(superfluous)).status, 200);
});

Deno.test("38: an unknown client is refused so that it registers anew", async () => {
  const { world, post } = await serve();
  const form = { ...await exchangeForm(world), client_id: "lost" };
  assert.deepEqual(outcome(await post(form)), [401, "invalid_client"]);
  assert.deepEqual(outcome(await post(without(form, "client_id"))), [401, "invalid_client"]);
});

Deno.test("a full store is no fault of the client", async () => {
  const { world, post } = await serve(createMemoryStore({ lifetimes, limits: { grant: 0 } }));
  const answer = await post(await exchangeForm(world));
  assert.deepEqual(outcome(answer), [503, "temporarily_unavailable"]);
  assert.equal(answer.headers.get("Retry-After"), "60");
});

Deno.test("what happens is told with the address, and never what a stranger calls himself", async () => {
  const { world, post } = await serve();
  const form = await exchangeForm(world);
  const { body } = await post(form);
  await post({
    grant_type: "refresh_token",
    client_id: "client",
    refresh_token: body.refresh_token,
  });
  await post({ ...form, client_id: "evil\nname" });
  await post({ ...form, code: "x" });
  const address = "192.0.2.1";
  assert.deepEqual(world.events, [
    { what: "token_issued", account: "anna", client: "client", address },
    { what: "token_refreshed", account: "anna", client: "client", address },
    { what: "token_refused", client: undefined, why: "invalid_client", address },
    { what: "token_refused", client: "client", why: "invalid_grant", address },
  ]);
});

Deno.test("T15: neither what is kept nor what is told has a code, a token or a secret in it", async () => {
  const store = createMemoryStore({ lifetimes });
  const { world, post } = await serve(store);
  const form = await exchangeForm(world);
  const { body: first } = await post(form);
  const { refresh_token } = first;
  const refreshing = { grant_type: "refresh_token", client_id: "client", refresh_token };
  const { body: second } = await post(refreshing);
  await post(form);
  const kinds = ["client", "grant", "access", "code"] as const;
  const kept = await Promise.all(kinds.map((kind) => store.find<typeof kind>(kind, () => true)));
  const text = JSON.stringify([kept, world.events]) + createStateWriter()(store);
  const issued = [
    form.code,
    verifier,
    'secret"',
    ...[first, second].flatMap((body) => [
      body.access_token,
      ...body.refresh_token.split("."),
    ]),
  ];
  for (const secret of issued) assert(!text.includes(secret), secret);
});

Deno.test("no form makes the endpoint fail", async () => {
  const { world, post } = await serve();
  const name = fc.constantFrom(
    "grant_type",
    "code",
    "code_verifier",
    "client_id",
    "client_secret",
    "redirect_uri",
    "resource",
    "scope",
    "refresh_token",
    "x",
  );
  const value = fc.oneof(
    fc.constantFrom(
      "authorization_code",
      "refresh_token",
      "client",
      "confidential",
      verifier,
      resource,
      `${verifier}.${verifier}`,
    ),
    fc.string({ unit: "binary" }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, value)),
      fc.option(fc.string()),
      async (form, basic) => {
        const authorization = `Basic ${encodeURIComponent(basic ?? "")}`;
        const { status, body } = await post(form, basic === null ? undefined : { authorization });
        assert([400, 401].includes(status), JSON.stringify(body));
      },
    ),
  );
  assert.equal((await post(await exchangeForm(world))).status, 200);
});

Deno.test("39: of tokens that are nearly right none is, and the right one is", async () => {
  const { world, post } = await serve();
  const { body } = await post(await exchangeForm(world));
  const { access_token: token } = body;
  for (let length = 0; length < token.length; length++) {
    const guess = token.slice(0, length) + (token[length] === "A" ? "B" : "A") +
      token.slice(length + 1);
    assert.equal(await whoIs(world, guess), undefined);
  }
  assert.equal(await whoIs(world, token), "anna");
});

Deno.test("grants and tokens live and die as a naive model says, in whatever order things happen", async () => {
  await checkLives(runs(100).numRuns);
});
