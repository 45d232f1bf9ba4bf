import assert from "node:assert/strict";
import { above, readAddress } from "../../../../src/connectors/kimai/diagnose/address.ts";

const outcomeOf = (url?: string) => readAddress(url).finding.outcome;

Deno.test("an https address is in order, and so is http within this machine or between containers", () => {
  const good = [
    "https://kimai.example.com",
    "https://example.com/kimai/",
    "http://localhost:8001",
    "http://127.0.0.1:8001",
    "http://[::1]:8001",
    "http://kimai:8001",
  ];
  assert.deepEqual(good.map(outcomeOf), good.map(() => "ok"));
});

Deno.test("http over a network is a warning", () => {
  const { finding, site } = readAddress("http://kimai.example.com");
  assert.equal(finding.outcome, "warning");
  assert.equal(finding.fix, "Set --kimai-url (KIMAI_URL) to an https address");
  assert.equal(site?.href, "http://kimai.example.com/");
});

Deno.test("what is taken off the end is said", () => {
  assert.equal(
    readAddress("https://kimai.example.com/time/api/").finding.text,
    'https://kimai.example.com/time (without the "/api" at its end)',
  );
  assert.equal(
    readAddress("https://kimai.example.com/api").finding.text,
    'https://kimai.example.com (without the "/api" at its end)',
  );
  assert.equal(
    readAddress("https://kimai.example.com/").finding.text,
    "https://kimai.example.com",
  );
});

Deno.test("what is no address is red, with the setting to change and no password in the text", () => {
  const bad = [
    undefined,
    "  ",
    "kimai.example.com",
    "ftp://kimai.example.com",
    "https://anna:hunter2@kimai.example.com",
    '"https://kimai.example.com"',
  ];
  for (const url of bad) {
    const { finding, site } = readAddress(url);
    assert.deepEqual([finding.outcome, finding.setting, site], ["failed", "kimai_url", undefined]);
    assert.match(finding.fix!, /^[A-Z].*--kimai-url/, url);
    assert.doesNotMatch(finding.text + finding.fix, /hunter2/);
  }
});

Deno.test("above a path are those that it is below, up to the top", () => {
  const hrefs = (url: string) => above(new URL(url)).map(({ href }) => href);
  assert.deepEqual(hrefs("https://k.test/"), []);
  assert.deepEqual(hrefs("https://k.test/de/"), ["https://k.test/"]);
  assert.deepEqual(hrefs("https://k.test/a/b"), ["https://k.test/a", "https://k.test/"]);
});
