import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import { clientAddress, createClientAddress } from "../../src/http/client_address.ts";
import type { Env } from "../../src/http/context.ts";
import { canonical } from "../../src/http/networks.ts";

const trusted = ["10.0.0.0/8", "192.168.1.1", "2001:db8:aaaa::/48"];
const addressOf = createClientAddress({ trusted });
const proxy = "10.0.0.1";

/** The address behind a trusted proxy that sent this. */
const behind = (headers: Record<string, string>, peer = proxy) =>
  addressOf(peer, new Headers(headers));
const listed = (chain: string) => behind({ "X-Forwarded-For": chain });
const forwarded = (chain: string) => behind({ Forwarded: chain });

Deno.test("a peer that nobody trusts is the client, whatever its headers say", () => {
  const lies = {
    "X-Forwarded-For": "198.51.100.1",
    "Forwarded": "for=198.51.100.1",
    "X-Real-IP": "198.51.100.1",
    "X-Client-IP": "198.51.100.1",
    "CF-Connecting-IP": "198.51.100.1",
  };
  assert.equal(behind(lies, "203.0.113.7"), "203.0.113.7");
  assert.equal(createClientAddress({ trusted: [] })("127.0.0.1", new Headers(lies)), "127.0.0.1");
  assert.equal(behind(lies, "2001:db8:bbbb::1"), "2001:db8:bbbb:0:0:0:0:1");
});

Deno.test("a chain is walked from the right, past each proxy that is trusted", () => {
  assert.equal(listed("203.0.113.7"), "203.0.113.7");
  assert.equal(listed("198.51.100.1, 203.0.113.7"), "203.0.113.7");
  assert.equal(listed("198.51.100.1, 203.0.113.7, 192.168.1.1, 10.9.9.9"), "203.0.113.7");
  assert.equal(listed("198.51.100.1,203.0.113.7,2001:db8:aaaa::5"), "203.0.113.7");
  assert.equal(listed("10.1.1.1, 10.2.2.2"), "10.1.1.1", "all of them are proxies");
});

Deno.test("headers that stand several times are one chain", () => {
  const headers = new Headers([["X-Forwarded-For", "198.51.100.1"], [
    "X-Forwarded-For",
    "203.0.113.7, 10.2.2.2",
  ]]);
  assert.equal(addressOf(proxy, headers), "203.0.113.7");
});

Deno.test("what is no address ends the walk at the proxy that sent it", () => {
  const hops = ["unknown", "", " ", "localhost", "10.0.0", "0x7f.1", "[::1", "1.2.3.4:x", "a b"];
  for (const hop of hops) {
    assert.equal(listed(`198.51.100.1, ${hop}`), proxy, hop);
    assert.equal(listed(`198.51.100.1, ${hop}, 10.5.5.5`), "10.5.5.5", hop);
  }
  assert.equal(behind({}), proxy);
});

Deno.test("an address may come with a port, in brackets and in any spelling", () => {
  const spellings = ["203.0.113.7", "203.0.113.7:4711", "::ffff:203.0.113.7", "[::ffff:cb00:7107]"];
  for (const spelling of spellings) assert.equal(listed(spelling), "203.0.113.7", spelling);
  const longer = ["2001:DB8::7", "[2001:db8::7]", "[2001:db8:0::7]:443", "2001:db8::7%eth0"];
  for (const spelling of longer) {
    assert.equal(listed(spelling), "2001:db8:0:0:0:0:0:7", spelling);
  }
  assert.equal(behind({ "X-Forwarded-For": "203.0.113.7" }, "::ffff:10.0.0.1"), "203.0.113.7");
});

Deno.test("X-Forwarded-For counts before Forwarded, and that before X-Real-IP", () => {
  const all = {
    "X-Real-IP": "203.0.113.3",
    "Forwarded": "for=203.0.113.2",
    "X-Forwarded-For": "203.0.113.1",
  };
  assert.equal(behind(all), "203.0.113.1");
  assert.equal(behind({ ...all, "X-Forwarded-For": "unknown" }), proxy, "no other takes its place");
  const { "X-Forwarded-For": _, ...others } = all;
  assert.equal(behind(others), "203.0.113.2");
  assert.equal(behind({ "X-Real-IP": "203.0.113.3" }), "203.0.113.3");
  assert.equal(behind({ "X-Real-IP": "203.0.113.3, 203.0.113.4" }), proxy);
});

Deno.test("Forwarded is read as RFC 7239 writes it", () => {
  const chains = [
    "for=203.0.113.7",
    "For=203.0.113.7",
    'for="203.0.113.7:4711"',
    "proto=https;for=203.0.113.7;by=10.0.0.1",
    'host="mcp.example:8443" ; for=203.0.113.7;',
    "for=198.51.100.1, for=203.0.113.7, for=10.2.2.2",
    "for=198.51.100.1;proto=http,for=203.0.113.7;proto=https",
  ];
  for (const chain of chains) assert.equal(forwarded(chain), "203.0.113.7", chain);
  assert.equal(forwarded('for="[2001:db8::7]:4711"'), "2001:db8:0:0:0:0:0:7");
});

Deno.test("an element of Forwarded that is broken, hidden or without address ends the walk", () => {
  const elements = [
    "for=_hidden",
    "for=unknown",
    "by=203.0.113.7",
    "xfor=203.0.113.7",
    "for=203.0.113.7;for=203.0.113.8",
    'for="203.0.113.7',
    'for=203.0.113.7"',
    "for= 203.0.113.7",
    "for=203.0.113.7 proto=http",
    'for="203.0.113.7\\"',
    "for",
    "",
  ];
  for (const element of elements) {
    assert.equal(forwarded(`for=198.51.100.1, ${element}`), proxy, element);
  }
});

Deno.test("a Host that a proxy quotes in Forwarded cannot pass for a hop", () => {
  const hosts = [
    "x,for=198.51.100.1",
    "x,for=198.51.100.1;",
    'x,for=198.51.100.1;y=\\"',
    "x;for=198.51.100.1",
  ];
  for (const host of hosts) {
    assert.notEqual(forwarded(`for=203.0.113.7;host="${host}"`), "198.51.100.1", host);
  }
});

Deno.test("of a chain that somebody made longer than any is, the nearest hops count", () => {
  const proxies = Array.from({ length: 20 }, (_, at) => `10.1.1.${at}`).join(", ");
  assert.equal(listed(`203.0.113.7, ${proxies}`), "10.1.1.0");
  assert.equal(listed(`${"198.51.100.1, ".repeat(5000)}203.0.113.7, 10.2.2.2`), "203.0.113.7");
});

const good = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.nat(255).map((last) => `10.20.30.${last}`),
  fc.nat(0xffff).map((last) => `2001:db8:aaaa::${last.toString(16)}`),
);
const hop = fc.oneof(
  { weight: 6, arbitrary: good },
  { weight: 1, arbitrary: fc.constantFrom("unknown", "_x", "", "10.20.30") },
);

/** The first that is no trusted proxy, if it is an address; else the last proxy before it. */
function expected(chain: string[]): string {
  const known = chain.map((text) => canonical(text));
  const isProxy = (text?: string) => text !== undefined && /^(10\.|2001:db8:aaaa:)/.test(text);
  const end = known.findIndex((text) => !isProxy(text));
  return (end < 0 ? undefined : known[end]) ?? known[end < 0 ? known.length - 1 : end - 1]!;
}

Deno.test("any chain gives the nearest address that is not a trusted proxy", () => {
  fc.assert(
    fc.property(fc.array(hop, { maxLength: 8 }), (hops) => {
      const chain = [proxy, ...hops.toReversed()];
      assert.equal(listed(hops.join(", ")), hops.length === 0 ? proxy : expected(chain));
      const elements = hops.map((text) => text.includes(":") ? `for="[${text}]"` : `for=${text}`);
      assert.equal(forwarded(elements.join(",")), hops.length === 0 ? proxy : expected(chain));
    }),
    { numRuns: 500 },
  );
});

Deno.test("what stands left of a client changes nothing", () => {
  const text = fc.string().filter((value) => /^[\x20-\x7e]*$/.test(value));
  fc.assert(fc.property(text, (left) => {
    assert.equal(listed(`${left}, 203.0.113.7, 10.2.2.2`), "203.0.113.7");
    assert.equal(forwarded(`${left}, for=203.0.113.7, for=10.2.2.2`), "203.0.113.7");
  }));
});

Deno.test("the address is there for all that comes behind", async () => {
  const app = new Hono<Env>();
  app.use(clientAddress(addressOf));
  app.all("/", (c) => c.text(c.var.address));
  const request = new Request("http://localhost/", {
    headers: { "X-Forwarded-For": "2001:db8::7" },
  });
  assert.equal(await (await app.fetch(request, { peer: proxy })).text(), "2001:db8:0:0:0:0:0:7");
});

Deno.test("a trusted proxy that is no address is refused by name", () => {
  assert.throws(() => createClientAddress({ trusted: ["proxy.local"] }), {
    message: '"proxy.local" is not an address or a network, such as 10.0.0.0/8',
  });
});
