import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { securityPolicy } from "../../src/oauth/pages.ts";
import type { Page } from "../support/browser.ts";
import { clientWith, createFlow, signInAs, toConsent } from "./support.ts";

/** Every kind of page. */
async function allPages(): Promise<Page[]> {
  const uri = "cursor://anysphere.cursor-mcp/oauth/callback";
  const flow = await createFlow({ clients: [clientWith({ id: "cursor", redirectUris: [uri] })] });
  const login = await flow.browser().open(flow.authorizeUrl());
  const consent = await toConsent(flow);
  const cursor = await toConsent(flow, { asking: { client_id: "cursor", redirect_uri: uri } });
  return [
    login,
    await login.submit({ username: "anna", secret: "guess" }),
    consent,
    await cursor.submit({}, "Allow"),
    await login.browser.open("/oauth/consent?txn=x"),
    await login.browser.open(flow.authorizeUrl({ client_id: "nobody" })),
    await login.browser.open(flow.authorizeUrl({ scope: '"' })),
    await signInAs(await flow.browser().open("/account"), "anna"),
  ];
}

Deno.test("no page loads anything, runs anything or stands in a frame, and forms may lead anywhere", async () => {
  assert.match(
    securityPolicy(),
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; base-uri 'none'; frame-ancestors 'none'$/,
  );
  for (const { response: { headers } } of await allPages()) {
    assert.equal(headers.get("Content-Security-Policy"), securityPolicy());
    assert.equal(headers.get("X-Frame-Options"), "DENY");
    assert.equal(headers.get("X-Content-Type-Options"), "nosniff");
    assert.equal(headers.get("Referrer-Policy"), "no-referrer");
    assert.equal(headers.get("Cache-Control"), "no-store");
    assert.equal(headers.get("Access-Control-Allow-Origin"), null);
  }
});

Deno.test("the only style is the one whose hash the policy names", async () => {
  for (const { html } of await allPages()) {
    const [[, style], ...more] = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)];
    const hash = createHash("sha256").update(style).digest("base64");
    assert(securityPolicy().includes(`'sha256-${hash}'`));
    assert.deepEqual(more, []);
    assert.doesNotMatch(html, /\sstyle=|<script|\son\w+=|<img|<iframe/);
  }
});

Deno.test("every page has a language, a title, one heading and one main part", async () => {
  for (const { html } of await allPages()) {
    assert.match(html.trim(), /^<!doctype html>\s*<html lang="en">/);
    assert.match(html, /<title>[^<]+ – Kimai MCP<\/title>/);
    assert.match(html, /name="viewport" content="width=device-width, initial-scale=1"/);
    for (const tag of ["h1", "main", "header", "footer"]) {
      assert.equal(html.match(new RegExp(`<${tag}>`, "g"))?.length, 1, tag);
    }
    assert.match(html, /This page belongs to mcp\.test/);
  }
});

Deno.test("every field has a label of its own", async () => {
  for (const { html } of await allPages()) {
    const fields = [...html.matchAll(/<input type="(?:text|password)" id="(\w+)"/g)];
    for (const [, id] of fields) assert.match(html, new RegExp(`<label for="${id}">`));
    for (const [, before] of html.matchAll(/(\S+)\s+<input type="checkbox"/g)) {
      assert.equal(before, 'class="scope">');
    }
  }
});

Deno.test("a browser tells us where a form comes from, and other sites nothing", async () => {
  for (const { html } of await allPages()) {
    assert.match(html, /<meta name="referrer" content="same-origin">/);
  }
});

Deno.test("the language is that of the browser, on every page", async () => {
  const flow = await createFlow();
  const browser = flow.browser({ language: "de" });
  for (const address of ["/account", "/oauth/consent?txn=x", flow.authorizeUrl({ scope: '"' })]) {
    const { html, response } = await browser.open(address);
    assert.match(html, /<html lang="de">/);
    assert.match(html, /Diese Seite gehört zu mcp\.test/);
    assert.equal(response.headers.get("Vary"), "Accept-Language");
  }
});
