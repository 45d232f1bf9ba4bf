import assert from "node:assert/strict";
import { overHttp } from "../support/clients.ts";
import { createFolder } from "../support/folder.ts";
import { createProvider, type Provider } from "../support/oauth_provider.ts";
import { connect, listTools, openSession, signIn, statusOf } from "./app.ts";
import { type Office, openBrowser, secrets, servePeople } from "./people.ts";
import { newRuntimeTest } from "./runtime.ts";

for (const kind of ["legacy", "2026-07-28"] as const) {
  Deno.test(`${kind}: an access token that is over is refreshed, and nobody is asked`, async () => {
    await using office = await servePeople();
    const provider = createProvider();
    await using client = await connect(office, kind, "lena", { provider });
    const { access_token, refresh_token, ...rest } = provider.kept.tokens!;
    provider.kept.tokens = { access_token: "over", refresh_token, ...rest };
    assert.match((await client.call("user_current")).text, /^Current User: lena /);
    const { asked, tokens } = provider.kept;
    assert.equal(asked, undefined);
    assert.notEqual(tokens?.refresh_token, refresh_token);
    assert.notEqual(tokens?.access_token, access_token);
  });
}

/** Two apps of two people, and a stream that lena's listens on. */
async function twoApps(office: Office) {
  const [lena, ben] = [createProvider(), createProvider()];
  const apps = await Promise.all([
    connect(office, "2026-07-28", "lena", { provider: lena }),
    connect(office, "2026-07-28", "ben", { provider: ben }),
  ]);
  await Promise.all(apps.map((app) => app[Symbol.asyncDispose]()));
  const stream = await openSession(office, lena);
  return { lena, ben, ended: stream.text() };
}

/** Gives a token back, as an app does. */
async function revoke({ url }: Office, { kept }: Provider): Promise<void> {
  const body = new URLSearchParams({
    client_id: kept.client!.client_id,
    token: kept.tokens!.access_token,
  });
  const answer = await fetch(new URL("/revoke", url), { method: "POST", body });
  assert.equal(answer.status, 200);
  await answer.body?.cancel();
}

/** Disconnects whatever somebody connected, on the page about their account. */
async function disconnect({ url }: Office): Promise<void> {
  const page = await openBrowser(url).open("/account");
  const account = await page.submit({ username: "lena", secret: secrets.lena });
  const button = account.forms.find(({ buttons }) => buttons.includes("Disconnect"));
  assert.match((await button!.submit()).text, /was disconnected/);
}

const ends: Record<string, (office: Office, provider: Provider) => Promise<void>> = {
  "is given back": revoke,
  "is disconnected by its person": disconnect,
  "belongs to an account that was removed": (office) => office.setSecrets({ ben: secrets.ben }),
  "belongs to an account whose secret was changed": (office) =>
    office.setSecrets({ ...secrets, lena: "another secret of lena" }),
};

for (const [what, end] of Object.entries(ends)) {
  Deno.test(`51, 70: a token that ${what} is refused, its stream ends, and others go on`, async () => {
    await using office = await servePeople();
    const { lena, ben, ended } = await twoApps(office);
    assert.deepEqual([await statusOf(office, lena), await statusOf(office, ben)], [200, 200]);
    await end(office, lena);
    const refused = await listTools(office, lena.kept.tokens!.access_token);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get("WWW-Authenticate")!, /^Bearer error="invalid_token"/);
    await refused.body?.cancel();
    await ended;
    assert.equal(await statusOf(office, ben), 200);
  });
}

Deno.test("who got another secret signs in with it, and the old one is wrong", async () => {
  await using office = await servePeople();
  const secret = "another secret of lena";
  await office.setSecrets({ ...secrets, lena: secret });
  const page = await openBrowser(office.url).open("/account");
  const refused = await page.submit({ username: "lena", secret: secrets.lena });
  assert.equal(refused.status, 401);
  await using client = await connect(office, "2026-07-28", "lena", { secret });
  assert.match((await client.call("user_current")).text, /^Current User: lena /);
});

newRuntimeTest(
  "with a state file a restart goes unnoticed: the token is good, and so is refreshing it",
  async () => {
    await using folder = await createFolder();
    const args = [`--oauth-state-file=${folder.path}/state.json`];
    await using office = await servePeople({ args });
    const provider = createProvider();
    await using client = await connect(office, "2026-07-28", "lena", { provider });
    assert.equal((await client.call("user_current")).isError, false);
    const { access_token } = provider.kept.tokens!;
    await office.restart();
    assert.match((await client.call("user_current")).text, /^Current User: lena /);
    assert.equal(provider.kept.tokens!.access_token, access_token);
    provider.kept.tokens!.access_token = "over";
    assert.match((await client.call("user_current")).text, /^Current User: lena /);
    assert.equal(provider.kept.asked, undefined);
  },
);

newRuntimeTest(
  "with a state file a client of 2025 is told after a restart that its session is gone, and opens another with its token",
  async () => {
    await using folder = await createFolder();
    const args = [`--oauth-state-file=${folder.path}/state.json`];
    await using office = await servePeople({ args });
    const provider = createProvider();
    const { client, call } = await connect(office, "legacy", "lena", { provider });
    assert.equal((await call("user_current")).isError, false);
    await office.restart();
    await assert.rejects(call("user_current"), /Session not found: send initialize/);
    await client.close();
    const remote = { url: office.url, authProvider: provider };
    await using again = await overHttp(remote, "legacy");
    assert.match((await again.call("user_current")).text, /^Current User: lena /);
    assert.equal(provider.kept.asked, undefined);
  },
);

Deno.test("without a state file an app registers anew after a restart, and its person signs in again", async () => {
  await using office = await servePeople();
  const provider = createProvider();
  await using client = await connect(office, "2026-07-28", "lena", { provider });
  const { client: before } = provider.kept;
  await office.restart();
  await assert.rejects(client.call("user_current"), /Unauthorized/);
  assert.notEqual(provider.kept.client!.client_id, before!.client_id);
  await signIn(office, provider, "lena");
  assert.match((await client.call("user_current")).text, /^Current User: lena /);
});

newRuntimeTest(
  "a state file of the Python server is taken over: its clients go on without registering",
  async () => {
    await using folder = await createFolder();
    const path = `${folder.path}/oauth_clients.json`;
    const provider = createProvider({
      client: { client_id: "from-before", client_secret: "secret of a client" },
    });
    const { redirect_uris } = provider.clientMetadata;
    const metadata = {
      ...provider.kept.client,
      redirect_uris,
      client_name: "App of before",
      token_endpoint_auth_method: "client_secret_post",
      client_id_issued_at: 1_700_000_000,
    };
    const text = JSON.stringify({ clients: { "from-before": metadata } }, null, 2);
    await Deno.writeTextFile(path, text, { mode: 0o600 });
    const args = [`--oauth-state-file=${path}`, "--no-registration"];
    await using office = await servePeople({ args });
    provider.kept.client!.issuer = new URL(office.url).origin;
    await using client = await connect(office, "2026-07-28", "lena", { provider });
    assert.match((await client.call("user_current")).text, /^Current User: lena /);
    assert.equal(provider.kept.client!.client_id, "from-before");
    const kept = await Deno.readTextFile(path);
    for (const secret of ["secret of a client", provider.kept.tokens!.access_token]) {
      assert(!kept.includes(secret), "a secret stands in the state file");
    }
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  },
);
