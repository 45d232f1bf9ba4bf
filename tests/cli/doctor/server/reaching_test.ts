import assert from "node:assert/strict";
import type { HostProbe } from "../../../../src/lib/host_probe.ts";
import { assertRed, assertYellow, examine, healthy, named, origin } from "./place.ts";

const withProbe = (changes: Partial<HostProbe>) => ({
  probe: () => Promise.resolve({ ...healthy, ...changes }),
});

const wrongUrls: [string, RegExp][] = [
  ["mcp.example.com", /no http address/],
  ["ftp://mcp.example.com", /no http address/],
  ["https://anna:secret@mcp.example.com", /has a user/],
  ["https://mcp.example.com?x", /has a user, a query/],
  ["http://mcp.example.com", /not https/],
];

for (const [publicUrl, text] of wrongUrls) {
  Deno.test(`a public URL that clients cannot use ends it: ${publicUrl}`, async () => {
    const findings = await examine({ publicUrl });
    assert.deepEqual(Object.keys(findings), ["Public URL", "Everything else"]);
    assert.equal(findings["Public URL"].outcome, "failed");
    assert.match(findings["Public URL"].text, text);
    assert.doesNotMatch(findings["Public URL"].text, /secret/);
  });
}

Deno.test("what clients are given may be pasted: /mcp is taken off, and said", () =>
  assertYellow({ publicUrl: `${origin}/mcp` }, "Public URL", /so https:\/\/mcp\.example\.com was/));

Deno.test("a name without address, one nobody knows of, and a port that is closed are red, and end it", async () => {
  const lookup = { ...healthy.lookup, addresses: [] };
  const cases: [Partial<HostProbe>, RegExp, RegExp][] = [
    [{ lookup: { ...lookup, failure: "unknown" } }, /has no address/, /DNS record/],
    [{ lookup: { ...lookup, failure: "timeout" } }, /Nobody could say.*timeout/, /name server/],
    [
      { connection: { ...healthy.connection!, failure: "refused" } },
      /8\.8\.8\.8, port 443, takes no connection \(refused\)/,
      /firewall/,
    ],
  ];
  for (const [changes, text, fix] of cases) {
    await assertRed(withProbe(changes), "Address", text, fix);
  }
});

Deno.test("an address that clouds cannot reach is yellow, and so is a port they do not use", async () => {
  const lookup = { ...healthy.lookup, addresses: ["10.0.0.5"] };
  await assertYellow(withProbe({ lookup }), "Address", /claude\.ai and ChatGPT/, /public address/);
  await assertYellow(withProbe({ port: 8443 }), "Address", /port 443 alone/, /port 443/);
});

Deno.test("on this machine it is enough that this machine reaches it", async () => {
  const lookup = { ...healthy.lookup, addresses: ["127.0.0.1", "::1"] };
  const { Address } = await examine(withProbe({ lookup, port: 8443 }));
  assert.deepEqual(Address, {
    name: "Address",
    outcome: "ok",
    text: "127.0.0.1, ::1, port 8443: clients on this machine reach it",
  });
});

Deno.test("behind a proxy of this machine's own, addresses and certificates are not to be seen", async () => {
  const findings = await examine({ proxyOf: () => "http://proxy.test:3128" });
  assert.equal(findings.Address.outcome, "skipped");
  assert.match(findings.Address.text, /http:\/\/proxy\.test:3128/);
  assert.equal("Certificate" in findings, false);
  assert.equal(findings.Server.outcome, "ok");
});

Deno.test("without https the server must lead there or be silent", async () => {
  const plain = (answer: () => Response) => ({
    proxy: (request: Request, next: (request: Request) => Promise<Response>) =>
      request.url.startsWith("http:") ? answer() : next(request),
  });
  await assertYellow(
    plain(() => Response.json({ status: "healthy" })),
    "Plain HTTP",
    /without https as well/,
    /redirect http:\/\/mcp\.example\.com to https/,
  );
  const text = async (answer: () => Response) => (await examine(plain(answer)))["Plain HTTP"].text;
  assert.match(await text(() => new Response(null, { status: 404 })), /^Answers 404/);
  const refuse = () => {
    throw new TypeError("refused");
  };
  assert.equal(await text(refuse), "Nothing answers without https");
  assert.equal((await examine())["Plain HTTP"].text, "Leads to https (301)");
});

Deno.test("a certificate that clients refuse ends it", async () => {
  const findings = await examine(withProbe({ tls: { ...healthy.tls!, failure: "expired" } }));
  assert.deepEqual(named(findings, "failed"), ["Certificate"]);
  assert.equal(Object.keys(findings).at(-1), "Everything else");
});
