import assert from "node:assert/strict";
import type { Kind } from "../support/clients.ts";
import { createProvider } from "../support/oauth_provider.ts";
import { connect, signIn } from "./app.ts";
import { serveDocument } from "./client_document.ts";
import { missing } from "./nginx.ts";
import { servePeople } from "./people.ts";
import { newRuntimeTest } from "./runtime.ts";
import { serveHttp } from "./ways.ts";

const kinds: Kind[] = ["v1", "legacy", "2026-07-28"];

for (const kind of kinds) {
  Deno.test(`${kind}: apps that register sign two people in, and each acts as themselves`, async () => {
    await using office = await servePeople();
    await using lena = await connect(office, kind, "lena");
    await using ben = await connect(office, kind, "ben");
    assert.match((await lena.call("user_current")).text, /^Current User: lena /);
    assert.match((await ben.call("user_current")).text, /^Current User: ben /);
  });

  const without = missing.includes("openssl") ? "no openssl" : undefined;
  newRuntimeTest(
    `${kind}: an app that is named by its document needs no registration`,
    async () => {
      const { redirectUrl } = createProvider();
      await using document = await serveDocument(String(redirectUrl));
      await using office = await servePeople({ env: document.env, args: ["--no-registration"] });
      const provider = createProvider({ documentUrl: document.url });
      await using client = await connect(office, kind, "lena", { provider });
      assert.equal(provider.kept.client?.client_id, document.url);
      assert.match((await client.call("user_current")).text, /^Current User: lena /);
      assert.equal(document.asked, 1);
    },
    { without },
  );
}

Deno.test("whoever starts the demo gets in with the name and the secret that it prints", async () => {
  await using server = await serveHttp({ args: ["--demo"], env: { MCP_SERVER_TOKEN: "" } });
  const printed = () =>
    /sign in there as (\S+) with the secret (\S+)\n/.exec(server.running.stdout) ?? undefined;
  const [, name, secret] = await server.running.until(printed);
  await using client = await connect(server, "2026-07-28", name, { secret });
  assert.match((await client.call("user_current")).text, /^Current User: /);
});

const start = { action: "start", data: { project: 1, activity: 1 } };

// The v1 client refreshes its token instead of asking its person, so it gets no further.
for (const kind of ["legacy", "2026-07-28"] as const) {
  Deno.test(`${kind}: an app that may not do something asks its person for more, and goes on`, async () => {
    await using office = await servePeople();
    const provider = createProvider();
    const scopes = ["kimai:read"];
    await using client = await connect(office, kind, "lena", { provider, scopes });
    assert.equal(provider.kept.tokens?.scope, "kimai:read");
    assert.equal((await client.call("timer", { action: "active" })).isError, false);
    await assert.rejects(client.call("timer", start), /Unauthorized/);
    assert.equal(provider.kept.asked!.searchParams.get("scope"), "kimai:read kimai:write");
    await signIn(office, provider, "lena");
    assert.match((await client.call("timer", start)).text, /^Started timer ID /);
    await assert.rejects(
      client.call("rate", { action: "delete", entity: "project", entity_id: 1, rate_id: 1 }),
      /Unauthorized/,
    );
    const further = provider.kept.asked!.searchParams.get("scope");
    assert.equal(further, "kimai:read kimai:write kimai:admin");
  });
}
