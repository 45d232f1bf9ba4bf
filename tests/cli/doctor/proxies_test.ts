import assert from "node:assert/strict";
import fc from "fast-check";
import { readProxies } from "../../../src/cli/doctor/proxies.ts";

const proxies = (variables: Record<string, string>) => readProxies((name) => variables[name]);

const through = (variables: Record<string, string>, url: string) =>
  proxies(variables).of(new URL(url));

Deno.test("without variables there is no proxy and nothing to say", () => {
  const none = proxies({ NO_PROXY: "example.com" });
  assert.deepEqual([none.of(new URL("https://kimai.test")), none.finding], [undefined, undefined]);
});

Deno.test("each scheme has its variable, and ALL_PROXY counts before them", () => {
  const both = { HTTP_PROXY: "http://a.test:1", https_proxy: "b.test:2" };
  assert.equal(through(both, "http://kimai.test"), "http://a.test:1");
  assert.equal(through(both, "https://kimai.test"), "http://b.test:2");
  const all = { ...both, ALL_PROXY: "socks5://c.test:3" };
  assert.equal(through(all, "https://kimai.test"), "socks5://c.test:3");
});

Deno.test("credentials of a proxy are in nothing that is said", () => {
  const { of, finding } = proxies({
    HTTPS_PROXY: "http://anna:hunter2@proxy.test:3128/path",
    NO_PROXY: "localhost, .intern.test",
  });
  assert.equal(of(new URL("https://kimai.test")), "http://proxy.test:3128");
  assert.deepEqual(finding, {
    name: "Proxies",
    outcome: "ok",
    text: "HTTPS_PROXY is http://proxy.test:3128, except for localhost, .intern.test",
  });
});

Deno.test("what is no proxy is left out", () => {
  for (const value of ["", "  ", "ftp://a.test", "http://"]) {
    assert.equal(through({ HTTPS_PROXY: value }, "https://kimai.test"), undefined, value);
  }
});

Deno.test("exceptions are names with all below them, addresses, networks, or everything", () => {
  const direct = (exceptions: string, url: string) =>
    through({ ALL_PROXY: "http://p.test:1", NO_PROXY: exceptions }, url) === undefined;
  const cases: [exceptions: string, url: string, direct: boolean][] = [
    ["example.com", "https://example.com", true],
    ["example.com", "https://kimai.example.com", true],
    [".example.com", "https://kimai.example.com", true],
    ["example.com", "https://notexample.com", false],
    ["a.test, 10.0.0.0/8", "http://10.1.2.3:8001", true],
    ["10.0.0.0/8", "http://11.1.2.3", false],
    ["192.0.2.7", "http://192.0.2.7", true],
    ["192.0.2.7", "http://192.0.2.8", false],
    ["2001:db8::/32", "http://[2001:db8::7]", true],
    ["10.0.0.0/8", "http://[2001:db8::7]", false],
    ["10.0.0.0/99", "http://10.1.2.3", false],
    ["*", "https://anything.test", true],
  ];
  for (const [exceptions, url, expected] of cases) {
    assert.equal(direct(exceptions, url), expected, `${exceptions} ${url}`);
  }
});

Deno.test("no text in the variables makes it fail", () => {
  fc.assert(fc.property(fc.string(), fc.string(), fc.ipV4(), (proxy, exceptions, address) => {
    const variables = { ALL_PROXY: proxy, NO_PROXY: exceptions };
    through(variables, "https://kimai.test");
    through(variables, `http://${address}`);
  }));
});
