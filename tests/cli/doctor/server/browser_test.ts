import assert from "node:assert/strict";
import { type Ask, NoAnswer } from "../../../../src/cli/doctor/server/asking.ts";
import { createBrowser, formsOf } from "../../../../src/cli/doctor/server/browser.ts";

const site = "https://mcp.example.com";

/** Answers by path, and keeps what was asked. */
function answering(
  answers: Record<string, { status?: number; headers?: string[][]; text?: string }>,
) {
  const asked: { path: string; headers: Headers; init: RequestInit }[] = [];
  const ask: Ask = (url, init = {}) => {
    const path = url.replace(site, "");
    asked.push({ path, headers: new Headers(init.headers), init });
    const { status = 200, headers = [], text = "" } = answers[path] ?? { status: 404 };
    return Promise.resolve({
      url,
      status,
      headers: new Headers(headers as [string, string][]),
      text,
    });
  };
  return { asked, ask };
}

Deno.test("cookies are kept, sent on every further request, and taken away again", async () => {
  const { asked, ask } = answering({
    "/a": {
      status: 303,
      headers: [["Location", "/b"], ["Set-Cookie", "x=1; Path=/"], ["Set-Cookie", "y=a=b"]],
    },
    "/b": { headers: [["Set-Cookie", "x=; Max-Age=0; Path=/"]] },
  });
  const browser = createBrowser(site);
  const page = await browser.open(ask, `${site}/a`);
  assert.deepEqual([page.url, page.isElsewhere], [`${site}/b`, false]);
  await browser.open(ask, `${site}/b`);
  assert.deepEqual(asked.map(({ headers }) => headers.get("Cookie")), [
    null,
    "x=1; y=a=b",
    "y=a=b",
  ]);
  assert.deepEqual(asked.map(({ headers }) => headers.get("Sec-Fetch-Site")), [
    "cross-site",
    "same-origin",
    "cross-site",
  ]);
});

Deno.test("an address of another site is told, and not asked for anything", async () => {
  const { asked, ask } = answering({
    "/a": { status: 303, headers: [["Location", "http://127.0.0.1:1/callback?code=1"]] },
  });
  const page = await createBrowser(site).open(ask, `${site}/a`);
  assert.deepEqual([page.url, page.isElsewhere], ["http://127.0.0.1:1/callback?code=1", true]);
  assert.equal(asked.length, 1);
});

Deno.test("going in circles has an end", async () => {
  const { ask } = answering({ "/a": { status: 302, headers: [["Location", "/a"]] } });
  await assert.rejects(
    createBrowser(site).open(ask, `${site}/a`),
    new NoAnswer("/a leads in circles"),
  );
});

Deno.test("a form is sent with what it hides, as from a page of the site", async () => {
  const text = `<form method="post" action="/login">
    <input type="hidden" name="token" value="a&amp;b&quot;&#39;">
    <input type="text" name="username" value=""><input type="password" name="secret">
    <input type="checkbox" name="scope" value="x" checked>
  </form>`;
  const { asked, ask } = answering({ "/page": { text }, "/login": {} });
  const browser = createBrowser(site);
  const [form] = formsOf(await browser.open(ask, `${site}/page`));
  assert.deepEqual(form, {
    action: `${site}/login`,
    fields: { token: `a&b"'` },
    names: ["username", "secret", "scope"],
  });
  await browser.submit(ask, form, { username: "ben" });
  const { init, headers } = asked[1];
  assert.equal(init.method, "POST");
  assert.equal(headers.get("Origin"), site);
  assert.equal(init.body, "token=a%26b%22%27&username=ben");
});

Deno.test("a form that leads to another site is none: a secret would go there", async () => {
  const text = '<form action="https://evil.example/"><input name="secret"></form>';
  const { ask } = answering({ "/page": { text } });
  assert.deepEqual(formsOf(await createBrowser(site).open(ask, `${site}/page`)), []);
});
