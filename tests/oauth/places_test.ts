import assert from "node:assert/strict";
import { html } from "hono/html";
import { askingOf, nameMarkup, placeName, placeOf } from "../../src/oauth/places.ts";
import { english } from "../../src/oauth/words.ts";
import { german } from "../../src/oauth/words_german.ts";
import { clientWith } from "./support.ts";

for (
  const [host, name] of [
    ["claude.ai", "claude.ai"],
    ["claude.ai:8443", "claude.ai:8443"],
    ["xn--clude-5ve.ai", "xn--clude-5ve.ai"],
    ["localhost", "This computer (localhost)"],
    ["127.0.0.1", "This computer (127.0.0.1)"],
    ["127.0.0.1:8443", "This computer (127.0.0.1:8443)"],
    ["[::1]", "This computer ([::1])"],
    ["localhost.evil.example", "localhost.evil.example"],
    ["127.0.0.1.evil.example", "127.0.0.1.evil.example"],
    ["cursor:", "An app on this device (cursor:)"],
  ]
) {
  Deno.test(`${host} is shown as ${name}`, () => {
    assert.equal(placeName(placeOf(host), english), name);
  });
}

Deno.test("a name in letters that look like others stands beside a host that cannot", () => {
  const uri = "https://cl\u0430ude.ai/cb";
  const { name, place } = askingOf(clientWith({ name: "Cl\u0430ude", redirectUris: [uri] }), uri);
  assert.deepEqual([name, place.host], ["Cl\u0430ude", "xn--clude-5ve.ai"]);
});

Deno.test("only whom the administrator named is known, and only a document has a host of its own", () => {
  const uri = "https://claude.test/callback";
  const id = "https://claude.ai/oauth/client";
  const asking = (["registered", "document", "configured"] as const).map((origin) =>
    askingOf(clientWith({ id, origin }), uri)
  );
  assert.deepEqual(
    asking.map(({ isKnown, describedBy }) => [isKnown, describedBy]),
    [[false, undefined], [false, "claude.ai"], [true, undefined]],
  );
});

Deno.test("a client is a program when all that it may be sent to is this computer", () => {
  const local = ["http://localhost/cb", "http://127.0.0.1/cb"];
  const isProgram = (redirectUris: string[]) =>
    askingOf(clientWith({ redirectUris }), redirectUris[0]).isProgram;
  assert.equal(isProgram(local), true);
  assert.equal(isProgram([...local, "https://claude.test/cb"]), false);
});

Deno.test("a name is escaped, quoted and kept apart", () => {
  const name = `"><script>'`;
  assert.equal(
    String(nameMarkup(name, english)),
    "“<bdi>&quot;&gt;&lt;script&gt;&#39;</bdi>”",
  );
  assert.equal(String(nameMarkup("x", german)), "„<bdi>x</bdi>“");
  assert.equal(String(nameMarkup(undefined, english)), String(html`An app without a name`));
});
