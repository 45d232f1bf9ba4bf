import assert from "node:assert/strict";
import { createNodeFetch } from "../../src/lib/node_fetch.ts";
import { silentLog } from "../../src/lib/log.ts";
import { createClientDocuments } from "../../src/oauth/client_documents.ts";
import { createDocumentFetch, type Fetched } from "../../src/oauth/document_fetch.ts";
import { OAuthError } from "../../src/oauth/errors.ts";
import { knownDocuments } from "../../src/oauth/known_documents.ts";
import { readRedirectUris } from "../../src/oauth/redirect_uris.ts";
import { certificate, head, send, startHostileServer } from "./hostile_server.ts";

const id = "https://client.example.com/client.json";
const documentOf = (client_id: string, path = "cb") =>
  JSON.stringify({
    client_id,
    client_name: "Client",
    redirect_uris: [`https://client.example.com/${path}`],
  });

const down = () => Promise.reject(new OAuthError("temporarily_unavailable"));
const gone = () => Promise.reject(new OAuthError("invalid_client", "status 404"));

/** Documents whose answers the test makes, with a clock that it moves. */
function setUp(issuer = "https://mcp.example.com") {
  const state = {
    seconds: 1_800_000_000,
    fetched: [] as string[],
    headers: {} as Record<string, string>,
    answer: (url: URL): Promise<Fetched> =>
      Promise.resolve({ text: documentOf(url.href), headers: new Headers(state.headers) }),
    pass: (seconds: number) => state.seconds += seconds,
  };
  const documents = createClientDocuments({ issuer, now: () => state.seconds, log: silentLog }, {
    fetch: (url) => {
      state.fetched.push(url.href);
      return state.answer(url);
    },
  });
  return { state, find: documents.find };
}

const refuses = (finding: Promise<unknown>, code = "invalid_client") =>
  assert.rejects(finding, (error: Error) => error instanceof OAuthError && error.code === code);

Deno.test("D5: the client is what its document says", async () => {
  const { find } = setUp();
  assert.deepEqual(await find(id), {
    id,
    name: "Client",
    redirectUris: ["https://client.example.com/cb"],
    authMethod: "none",
    origin: "document",
    createdAt: 1_800_000_000,
  });
});

Deno.test("43: what is no URL of a document is not fetched", async () => {
  const { find, state } = setUp();
  for (const bad of ["https://localhost/c", "https://127.0.0.1/c", "https://client.example.com/"]) {
    await refuses(find(bad));
  }
  assert.deepEqual(state.fetched, []);
});

Deno.test("D8: only a server of this machine alone fetches from this machine", async () => {
  for (const issuer of ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"]) {
    const { find, state } = setUp(issuer);
    await find("https://localhost:8443/c");
    assert.deepEqual(state.fetched, ["https://localhost:8443/c"]);
  }
  for (const issuer of ["https://localhost.example", "http://10.0.0.1:8000", "https://mcp.test"]) {
    await refuses(setUp(issuer).find("https://localhost:8443/c"));
  }
});

Deno.test("D7: a document is used as long as its headers say, within five minutes and a day", async () => {
  const used = [
    ["max-age=600", 600],
    ["max-age=1", 300],
    ["no-store", 300],
    ["max-age=31536000", 86_400],
    ["", 3600],
  ] as const;
  for (const [header, seconds] of used) {
    const { find, state } = setUp();
    if (header) state.headers = { "Cache-Control": header };
    await find(id);
    state.pass(seconds - 1);
    await find(id);
    assert.equal(state.fetched.length, 1, header);
    state.pass(1);
    await find(id);
    assert.equal(state.fetched.length, 2, header);
  }
});

Deno.test("47: what a document says anew counts once the old one's time is over", async () => {
  const { find, state } = setUp();
  await find(id);
  state.answer = () => Promise.resolve({ text: documentOf(id, "new"), headers: new Headers() });
  assert.deepEqual((await find(id)).redirectUris, ["https://client.example.com/cb"]);
  state.pass(3600);
  assert.deepEqual((await find(id)).redirectUris, ["https://client.example.com/new"]);
});

Deno.test("D7, 45: failures are kept for ten seconds, and not longer", async () => {
  for (
    const [answer, code] of [[down, "temporarily_unavailable"], [gone, "invalid_client"]] as const
  ) {
    const { find, state } = setUp();
    state.answer = answer;
    await refuses(find(id), code);
    state.pass(9);
    await refuses(find(id), code);
    assert.equal(state.fetched.length, 1);
    state.pass(1);
    await refuses(find(id), code);
    assert.equal(state.fetched.length, 2);
  }
});

Deno.test("D7, 45: a document that breaks a rule is not kept either", async () => {
  const { find, state } = setUp();
  const good = state.answer;
  state.answer = () => Promise.resolve({ text: documentOf(`${id}/`), headers: new Headers() });
  await refuses(find(id));
  state.answer = good;
  await refuses(find(id));
  state.pass(10);
  assert.equal((await find(id)).name, "Client");
});

Deno.test("2.2: who had a good document goes on for a week while it cannot be fetched", async () => {
  for (const answer of [down, gone]) {
    const { find, state } = setUp();
    await find(id);
    state.answer = answer;
    state.pass(3600);
    assert.equal((await find(id)).name, "Client");
    assert.equal((await find(id)).name, "Client");
    assert.equal(state.fetched.length, 2, "a failing document is asked for every ten seconds");
    state.pass(7 * 86_400 - 3601);
    assert.equal((await find(id)).name, "Client");
    state.pass(10);
    await assert.rejects(find(id), OAuthError);
  }
});

Deno.test("2.2: the good document counts again as soon as it is there", async () => {
  const { find, state } = setUp();
  const good = state.answer;
  await find(id);
  state.answer = down;
  state.pass(3600);
  await find(id);
  state.answer = good;
  state.pass(10);
  await find(id);
  state.pass(3599);
  await find(id);
  assert.equal(state.fetched.length, 3);
});

Deno.test("2.2: Claude's clients are known while their documents are behind a wall, and only then", async () => {
  for (const [known, { client_name, redirect_uris }] of Object.entries(knownDocuments)) {
    assert.deepEqual(readRedirectUris(redirect_uris), [...redirect_uris]);
    const { find, state } = setUp();
    const good = state.answer;
    state.answer = gone;
    const client = await find(known);
    assert.deepEqual([client.id, client.name, client.authMethod], [known, client_name, "none"]);
    assert.deepEqual(client.redirectUris, redirect_uris);
    state.answer = good;
    state.pass(10);
    assert.equal((await find(known)).name, "Client");
  }
  const { find, state } = setUp();
  state.answer = gone;
  await refuses(find("https://claude.ai/oauth/another"));
});

Deno.test("46: who asks for a document that is being fetched waits for that", async () => {
  const { find, state } = setUp();
  const gate = Promise.withResolvers<void>();
  const good = state.answer;
  state.answer = (url) => gate.promise.then(() => good(url));
  const finding = Array.from({ length: 50 }, () => find(id));
  gate.resolve();
  const clients = await Promise.all(finding);
  assert.equal(new Set(clients).size, 1);
  assert.equal(state.fetched.length, 1);
});

Deno.test("69: 1,000 documents are remembered, those used last", async () => {
  const { find, state } = setUp();
  const url = (at: number) => `https://client.example.com/${at}.json`;
  for (let at = 0; at < 1000; at++) await find(url(at));
  await find(url(0));
  await find(url(1000));
  assert.equal(state.fetched.length, 1001);
  await find(url(0));
  assert.equal(state.fetched.length, 1001);
  await find(url(1));
  assert.equal(state.fetched.length, 1002);
});

Deno.test("a fault of ours is thrown as what it is, and not kept", async () => {
  const { find, state } = setUp();
  const good = state.answer;
  state.answer = () => Promise.reject(new TypeError("a fault"));
  await assert.rejects(find(id), TypeError);
  state.answer = good;
  assert.equal((await find(id)).name, "Client");
});

Deno.test({
  name: `D5, D8: a document comes over TLS from this machine${
    certificate ? "" : " (skipped: no openssl)"
  }`,
  ignore: !certificate,
  fn: async () => {
    await using server = startHostileServer(certificate!, async (connection) => {
      const body = documentOf(`https://localhost:${server.port}/client.json`);
      await send(connection, head(`Content-Length: ${body.length}`) + body);
    });
    const now = () => 1_800_000_000;
    const fetch = createDocumentFetch({
      loopback: true,
      now,
      connect: (options) => createNodeFetch({ ...options, ca: [certificate!.cert] }),
      lookup: () => Promise.resolve(["127.0.0.1"]),
    });
    const services = { issuer: "http://localhost:8000", now, log: silentLog };
    const { find } = createClientDocuments(services, { fetch });
    assert.equal((await find(`https://localhost:${server.port}/client.json`)).name, "Client");
    await refuses(find(`https://localhost:${server.port}/other.json`));
  },
});
