import assert from "node:assert/strict";
import { Hunt } from "./hunt.ts";

const hex = (text: string) => new TextEncoder().encode(text).toHex();
const everyByte = (text: string) => hex(text).replace(/../g, "%$&");
const html = (text: string) => text.replace(/./g, (one) => `&#${one.charCodeAt(0)};`);
const escaped = (text: string) =>
  text.replace(/./g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);

/** How something on the way may have spelt a secret. */
const spellings: Record<string, (secret: string) => string> = {
  "as it is": (secret) => secret,
  "in capitals": (secret) => secret.toUpperCase(),
  "its first half": (secret) => secret.slice(0, secret.length / 2),
  "its end": (secret) => secret.slice(-14),
  "in an address": (secret) => `https://kimai.test/?token=${encodeURIComponent(secret)}&x=1`,
  "with every byte as percent": everyByte,
  "with every byte as percent, twice": (secret) => encodeURIComponent(everyByte(secret)),
  "in a form": (secret) => `${new URLSearchParams({ secret })}`,
  "in JSON": (secret) => JSON.stringify({ secret }),
  "in JSON inside JSON": (secret) => JSON.stringify(JSON.stringify({ secret })),
  "in JSON with escapes": escaped,
  "in HTML": html,
  "in base64": (secret) => btoa(secret),
  "in base64 behind one byte": (secret) => btoa(`:${secret}`),
  "in base64 behind two bytes": (secret) => btoa(`me:${secret}`),
  "in base64 for URLs": (secret) => btoa(`${secret}?>`).replaceAll("/", "_").replaceAll("+", "-"),
  "in base64 with text right before it": (secret) => `Basic/${btoa(secret)}`,
  "in hexadecimal": hex,
  "in base64 as percent": (secret) => everyByte(btoa(secret)),
};

for (const [how, spell] of Object.entries(spellings)) {
  Deno.test(`a secret is found ${how}`, () => {
    for (const around of ["", `"%+/&<é>`]) {
      if (around && /every|base64|hexa|HTML|escapes/.test(how)) continue;
      const hunt = new Hunt();
      const secret = hunt.plant("token", { around });
      hunt.look("here", `Something happened: ${spell(secret)} and so on`);
      assert.deepEqual(hunt.leaks().map(({ secret, place }) => [secret, place]), [[
        "token",
        "here",
      ]]);
    }
  });
}

Deno.test("a secret is found that is known only after the place was seen", () => {
  const hunt = new Hunt();
  hunt.look("log", "a line with 0123456789abcdef in it");
  hunt.add("code", "0123456789abcdef");
  assert.deepEqual(hunt.leaks().map(({ secret }) => secret), ["code"]);
});

Deno.test("no other text is taken for a secret, and eleven characters of one are none", () => {
  const hunt = new Hunt();
  const secret = hunt.plant("token");
  const digest = new Uint8Array(3000).map((_, at) => at * 7).toBase64();
  hunt.look("log", `${crypto.randomUUID()} ${digest} ${JSON.stringify(Deno.build)}`);
  hunt.look("hint", `a secret that ends in ${secret.slice(-11)}`);
  assert.deepEqual(hunt.leaks(), []);
});

Deno.test("a secret that is too short to be looked for is refused", () => {
  assert.throws(() => new Hunt().add("pin", "1234"), RangeError);
});
