import assert from "node:assert/strict";
import fc from "fast-check";
import { createHostGuard } from "../../src/http/hosts.ts";

const allowed = ["mcp.example.com", "localhost", "127.0.0.1", "[::1]"];
const guard = createHostGuard({ allowed });
const statusOf = (host: string | null, url?: string) => guard(host, url)?.status;

Deno.test("54, S7: an allowed host passes in any case and with any port", () => {
  const hosts = [
    "mcp.example.com",
    "MCP.Example.COM",
    "mcp.example.com:443",
    "localhost:1",
    "localhost:65535",
    "127.0.0.1:8000",
    "[::1]",
    "[::1]:8000",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
  ];
  for (const host of hosts) assert.equal(statusOf(host), undefined, host);
});

Deno.test("54, S7: another host gets 421 and is told what to set", async () => {
  const hosts = [
    "evil.example",
    "mcp.example.com.evil.example",
    "evil-mcp.example.com",
    "example.com",
    "localhost.evil.example",
    "127.0.0.2",
    "[::2]",
    "127.1",
    "0x7f000001",
    "2130706433",
  ];
  for (const host of hosts) assert.equal(statusOf(host), 421, host);
  const answer = guard("evil.example")!;
  assert.deepEqual(await answer.json(), {
    error:
      "This server does not answer for that host: allow its name with --allowed-hosts, or set --public-url",
  });
});

Deno.test("54: a Host that is missing or no host gets 400", async () => {
  const hosts = [
    null,
    "",
    " ",
    "a b",
    "localhost, evil.example",
    "u:p@localhost",
    "localhost@evil.example",
    "localhost/x?y=",
    "localhost?",
    "localhost#",
    "localhost\\evil.example",
    "localhost.",
    "localhost.:80",
    ".localhost",
    "localhost:",
    "localhost:x",
    "localhost:-1",
    "localhost:65536",
    "localhost:80:80",
    "::1",
    "[::1",
    "::1]",
    "[127.0.0.1]",
    "[fe80::1%eth0]",
    "[::g]",
    "[]",
    "*",
    "löcalhost",
    "localhost\0",
  ];
  for (const host of hosts) assert.equal(statusOf(host), 400, String(host));
  assert.deepEqual(await guard(null)!.json(), {
    error: "The Host header is missing or not a host name",
  });
});

Deno.test("54: a request line that names a host of its own must name the same", async () => {
  assert.equal(statusOf("localhost", "http://localhost/mcp"), undefined);
  assert.equal(statusOf("localhost:8000", "http://LOCALHOST:8000/"), undefined);
  assert.equal(statusOf("[::1]:8000", "http://[::1]:8000/mcp?x=//y"), undefined);
  assert.equal(statusOf("localhost", "http://localhost"), undefined);
  for (
    const url of ["http://evil.example/mcp", "http://evil.example:443", "http://mcp.example.com/"]
  ) {
    assert.equal(statusOf("localhost", url), 400, url);
  }
  assert.deepEqual(await guard("localhost", "http://evil.example/")!.json(), {
    error: "The request line names another host than the Host header",
  });
});

Deno.test("* allows any host, but nothing that is none", () => {
  const any = createHostGuard({ allowed: ["*"] });
  for (const host of ["evil.example", "10.0.0.1:80", "[2001:db8::1]", "localhost"]) {
    assert.equal(any(host), undefined, host);
  }
  for (const host of ["*", "a b", null, "localhost/x", "1.2.3.256", "xn--a"]) {
    assert.notEqual(any(host), undefined, String(host));
  }
});

Deno.test("a name may be allowed in any case, an address with or without brackets", () => {
  const other = createHostGuard({ allowed: ["Kimai.Example", "2001:DB8::1", "[2001:db8:0::2]"] });
  for (const host of ["kimai.example", "[2001:db8::1]:80", "[2001:db8:0:0:0:0:0:2]"]) {
    assert.equal(other(host), undefined, host);
  }
  assert.equal(other("localhost")?.status, 421);
  assert.equal(createHostGuard({ allowed: [] })("localhost")?.status, 421);
});

Deno.test("54: a URL of whatever host passes can be read, and is of that host", () => {
  const any = createHostGuard({ allowed: ["*"] });
  const part = fc.constantFrom(
    "a",
    "Z",
    "0",
    "1",
    "9",
    "x",
    "-",
    "_",
    ".",
    ":",
    "[",
    "]",
    "f",
    "%",
    "@",
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(part).map((parts) => parts.join(""))), (host) => {
      if (any(host)) return;
      const url = new URL(`http://${host}/mcp?x=1`);
      assert.deepEqual([url.pathname, url.search, url.username], ["/mcp", "?x=1", ""]);
    }),
    { numRuns: 2000 },
  );
});
