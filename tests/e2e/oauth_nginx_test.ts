import assert from "node:assert/strict";
import type { Kind } from "../support/clients.ts";
import { createProvider } from "../support/oauth_provider.ts";
import { connect } from "./app.ts";
import { nginxTest, openPublicName, publicName, startNginx } from "./nginx.ts";
import { openBrowser, secrets, servePeople } from "./people.ts";

const issuer = `https://${publicName}`;

/** The program behind nginx, reached by its public name. */
async function servePublicly() {
  await using begun = new AsyncDisposableStack();
  const args = [`--public-url=${issuer}`, "--trusted-proxy=127.0.0.1"];
  const office = begun.use(await servePeople({ args }));
  const to = Number(/"listening":"[^"]+:(\d+)"/.exec(office.running.stderr)![1]);
  const proxy = begun.use(await startNginx({ to }));
  const { fetch } = begun.use(openPublicName(proxy));
  const rest = begun.move();
  return { url: office.url, fetch, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

for (const kind of ["v1", "legacy", "2026-07-28"] as Kind[]) {
  nginxTest(`${kind}: through nginx an app signs its person in at the public name`, async () => {
    await using place = await servePublicly();
    assert.equal(place.url, `${issuer}/mcp`);
    const provider = createProvider({ redirectUrl: "https://app.example/callback" });
    await using client = await connect(place, kind, "ben", { provider });
    assert.match((await client.call("user_current")).text, /^Current User: ben /);
    const server = provider.kept.discovery!.authorizationServerMetadata!;
    assert.equal(server.issuer, issuer);
    for (const [name, value] of Object.entries(server)) {
      if (/_endpoint$/.test(name)) assert(String(value).startsWith(`${issuer}/`), name);
    }
  });
}

nginxTest(
  "through nginx the cookies are this host's alone, and every answer says to stay with https",
  async () => {
    await using place = await servePublicly();
    const answers: Response[] = [];
    const browser = openBrowser(place.url, async (request) => {
      const answer = await place.fetch(request);
      answers.push(answer);
      return answer;
    });
    const page = await browser.open("/account");
    const account = await page.submit({ username: "lena", secret: secrets.lena });
    assert.match(account.text, /You are signed in as lena/);
    assert.deepEqual(browser.cookieNames, [
      "__Host-kimai_mcp_browser",
      "__Host-kimai_mcp_device",
      "__Host-kimai_mcp_sign_in",
    ]);
    for (const name of browser.cookieNames) {
      const attributes = browser.attributesOf(name)!;
      for (const one of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) {
        assert(attributes.includes(one), `${name}: ${attributes}`);
      }
      assert(!attributes.some((one) => /^domain/i.test(one)), name);
    }
    const document = await place.fetch(`${issuer}/.well-known/oauth-protected-resource/mcp`);
    assert.equal((await document.json()).resource, `${issuer}/mcp`);
    for (const { headers, status } of [...answers, document]) {
      assert.equal(headers.get("Strict-Transport-Security"), "max-age=31536000");
      const location = headers.get("Location");
      if (status === 303) assert(location!.startsWith(`${issuer}/`), location!);
    }
    assert.deepEqual(answers.map(({ status }) => status), [200, 303, 200]);
  },
);

nginxTest("through nginx a form of another site signs nobody in", async () => {
  await using place = await servePublicly();
  const browser = openBrowser(place.url, place.fetch);
  const [form] = (await browser.open("/account")).forms;
  const token = form.fields.find(({ name }) => name === "token")!.value;
  const fields = { token, username: "lena", secret: secrets.lena };
  const body = () => new URLSearchParams(fields);
  for (
    const changes of [
      { "Origin": "https://evil.example" },
      { "Origin": "null" },
      { "Origin": `http://${publicName}`, "Sec-Fetch-Site": undefined },
      { "Sec-Fetch-Site": "cross-site" },
    ]
  ) {
    assert.equal((await form.send(body(), changes)).status, 403, JSON.stringify(changes));
  }
  assert.match((await form.send(body())).text, /You are signed in as lena/);
});
