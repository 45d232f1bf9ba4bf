import assert from "node:assert/strict";
import type { Client } from "../../src/oauth/model.ts";
import type { Page } from "../support/browser.ts";
import { clientWith, createFlow, toConsent } from "./support.ts";

/** The page on which somebody decides about a client. */
async function pageFor(changes: Partial<Client>): Promise<Page> {
  const client = clientWith({ id: "asking", ...changes });
  const flow = await createFlow({ clients: [client] });
  const asking = { client_id: client.id, redirect_uri: client.redirectUris[0] };
  return await toConsent(flow, { asking });
}

Deno.test("a client that the administrator named is said to be so, without a warning", async () => {
  const { text, html } = await pageFor({ origin: "configured", name: "Reports" });
  assert.match(text, /administrator set up asks .* “ ?Reports ?” Set up by your administrator/);
  assert.doesNotMatch(html, /note warn|not verified/);
});

Deno.test("a client with a document shows where the document is", async () => {
  const id = "https://claude.ai/oauth/client";
  const { text } = await pageFor({ id, origin: "document" });
  assert.match(text, /Name not verified Takes you to claude\.test Described by claude\.ai/);
});

Deno.test("a client that is on this computer alone is called a program, whoever named it", async () => {
  for (const origin of ["registered", "configured"] as const) {
    const { text } = await pageFor({ redirectUris: ["http://localhost/cb"], origin });
    assert.match(text, /Takes you to This computer \(localhost\)/);
    assert.match(text, /This lets a program on this computer in/);
  }
});

Deno.test("a client that may also be on this computer warns of it when it is", async () => {
  const redirectUris = ["http://127.0.0.1/cb", "https://claude.test/cb"];
  assert.match((await pageFor({ redirectUris })).text, /This lets a program on this computer in/);
  const { text } = await pageFor({ redirectUris: redirectUris.toReversed() });
  assert.match(text, /Go on only if claude\.test is where you came from/);
});

Deno.test("an app on this device is said to be one", async () => {
  const { text } = await pageFor({ redirectUris: ["cursor://claude.ai/cb"] });
  assert.match(text, /Takes you to An app on this device \(cursor:\)/);
  assert.match(text, /This lets an app on this device in/);
  assert.doesNotMatch(text, /claude\.ai/);
});

Deno.test("a client without a name gets none", async () => {
  for (const name of [undefined, "\u202e\u200b"]) {
    const { text } = await pageFor({ name });
    assert.match(text, /An app that gives no name asks for access to your account\./);
  }
});

for (
  const name of [
    '"><script>alert(1)</script>',
    "'onmouseover='alert(1)",
    "{{7*7}}",
    "</title></style></main>",
    `Claude\u202e${"x".repeat(5000)}`,
    "Claude” asks. Verified by your administrator: “x",
  ]
) {
  Deno.test(`a name cannot become part of the page: ${name.slice(0, 40)}`, async () => {
    const page = await pageFor({ name });
    const main = /<main>[\s\S]*<\/main>/.exec(page.html)![0];
    assert.doesNotMatch(main, /<script|<[^>]*onmouseover|>[^<]*49|\u202e|x{61}|”[^<]*”/);
    assert.equal(page.html.match(/<\/(title|style|main)>/g)!.length, 3);
    assert.match(page.html, /“<bdi>[^<]*<\/bdi>”/);
    assert.deepEqual(page.forms.map(({ buttons }) => buttons), [["", "Allow", "Deny"]]);
  });
}

Deno.test("the first scope is always there, the others can be taken away", async () => {
  const { html, forms: [form] } = await pageFor({});
  assert.deepEqual(
    form.fields.filter(({ name }) => name === "scope").map(({ value, isSent }) => [value, isSent]),
    [["kimai:read", false], ["kimai:write", true]],
  );
  assert.match(html, /value="kimai:read" checked disabled/);
});

Deno.test("Enter decides nothing: the first button of the form has no decision, and ticks stay", async () => {
  const page = await pageFor({});
  assert.match(
    page.forms[0].markup,
    /^<form[^>]*>\s*<button [^>]*tabindex="-1" aria-hidden="true"><\/button>/,
  );
  const again = await page.submit({ scope: [] }, "");
  assert.deepEqual([again.status, again.forms[0].buttons], [200, ["", "Allow", "Deny"]]);
  const box = again.forms[0].fields.find(({ value }) => value === "kimai:write")!;
  assert.equal(box.isSent, false);
});
