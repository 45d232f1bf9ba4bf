import assert from "node:assert/strict";
import fc from "fast-check";
import { mend } from "../../../src/cli/setup/mend.ts";
import { integer, type Setting, text } from "../../../src/settings/table.ts";

const address: Setting = { type: text(), help: "Address", placeholder: "URL" };
const token: Setting = { type: text(), help: "Token", secret: true, placeholder: "TOKEN" };

const addresses: [given: string, mended: string][] = [
  ["https://kimai.test", "https://kimai.test"],
  ["https://kimai.test/", "https://kimai.test"],
  ["https://kimai.test//", "https://kimai.test"],
  ["https://kimai.test/api", "https://kimai.test"],
  ["https://kimai.test/time/api/", "https://kimai.test/time"],
  ["https://kimai.test/apis", "https://kimai.test/apis"],
  ["HTTPS://Kimai.Test:8443/x?y=1#z", "https://kimai.test:8443/x"],
  ["kimai.test", "https://kimai.test"],
  ["kimai.test:8443/x", "https://kimai.test:8443/x"],
  ["localhost:8001", "http://localhost:8001"],
  ["127.0.0.1", "http://127.0.0.1"],
  ["[::1]:8001/", "http://[::1]:8001"],
  ["localhost.example.com", "https://localhost.example.com"],
  ["  https://kimai.test\t", "https://kimai.test"],
  ['"https://kimai.test"', "https://kimai.test"],
];

for (const [given, text] of addresses) {
  Deno.test(`the address ${JSON.stringify(given)} becomes ${text}`, () => {
    assert.deepEqual(mend("kimai_url", address, given), { text });
  });
}

const name = "--kimai-url (KIMAI_URL)";
const refused: [row: Setting, given: string, problem: string][] = [
  [address, "", `${name} is empty`],
  [address, '""', `${name} is empty`],
  [address, "my kimai", `Cannot use "my kimai" as ${name}: it has blanks in it`],
  [
    address,
    "ftp://kimai.test",
    `Cannot use "ftp://kimai.test" as ${name}: it is no http or https address`,
  ],
  [address, "https://", `Cannot use "https://" as ${name}: it is no http or https address`],
  [
    address,
    "https://me:hidden@kimai.test",
    `Cannot use what was given as ${name}: it has a user name or password in it`,
  ],
  [
    token,
    "two words",
    `What was given as ${name} has blanks or foreign letters in it: copy it again`,
  ],
  [
    token,
    "‹token›",
    `What was given as ${name} has blanks or foreign letters in it: copy it again`,
  ],
  [
    { type: integer({ min: 1 }), help: "Number" },
    "none",
    `Cannot use "none" as ${name}: give a whole number from 1`,
  ],
];

for (const [row, given, problem] of refused) {
  Deno.test(`${JSON.stringify(given)} is refused: ${problem}`, () => {
    assert.deepEqual(mend("kimai_url", row, given), { problem });
  });
}

Deno.test("a token loses quotes, blanks around it and the word Bearer", () => {
  for (const given of [" abc\n", "'abc'", "Bearer abc", '"Bearer  abc"']) {
    assert.deepEqual(mend("kimai_token", token, given), { text: "abc" });
  }
});

Deno.test("an address that was mended stays as it is", () => {
  fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (given) => {
    const once = mend("kimai_url", address, given);
    assert("text" in once, given);
    assert.deepEqual(mend("kimai_url", address, once.text), once);
    assert.doesNotMatch(once.text, /[?#]|\/$/);
  }));
});

Deno.test("a secret is never in its problem", () => {
  fc.assert(fc.property(fc.string({ minLength: 3 }), fc.string({ minLength: 3 }), (one, two) => {
    const mended = mend("kimai_token", token, `${one} ü${two}`);
    if ("problem" in mended) {
      assert.equal(
        mended.problem.replace("--kimai-token (KIMAI_TOKEN)", ""),
        "What was given as  has blanks or foreign letters in it: copy it again",
      );
    }
  }));
});
