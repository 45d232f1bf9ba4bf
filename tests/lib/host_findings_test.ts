import assert from "node:assert/strict";
import { hostFindings } from "../../src/lib/host_findings.ts";
import type { HostProbe } from "../../src/lib/host_probe.ts";

const now = Temporal.Instant.from("2026-11-20T09:00:00Z");
const wording = { who: "Kimai", setting: "--kimai-url (KIMAI_URL)", now };
const lookup = { addresses: ["192.0.2.7"], literal: false, ms: 12.4 };
const connection = { address: "192.0.2.7", passedOver: [], ms: 20 };

function said(probe: Partial<HostProbe>) {
  const whole = { host: "kimai.test", port: 443, lookup, ...probe };
  return hostFindings(whole, wording);
}

Deno.test("a way that is open is one line a stage", () => {
  assert.deepEqual(said({ connection }), [
    { name: "DNS", outcome: "ok", text: "kimai.test is 192.0.2.7 (12 ms)" },
    {
      name: "Connection",
      outcome: "ok",
      text: "192.0.2.7 takes connections on port 443 (20 ms)",
    },
  ]);
});

Deno.test("a host that is an address has no line about its name", () => {
  const names = said({ lookup: { ...lookup, literal: true }, connection }).map(({ name }) => name);
  assert.deepEqual(names, ["Connection"]);
});

Deno.test("a certificate gets its line", () => {
  const tls = { ms: 3, chain: [], failure: "not_tls" as const };
  assert.equal(said({ connection, tls }).at(-1)?.name, "Certificate");
});

Deno.test("a name that is unknown is looked for in the setting first", () => {
  assert.deepEqual(said({ lookup: { ...lookup, addresses: [], failure: "unknown" } }), [{
    name: "DNS",
    outcome: "failed",
    text: 'Nobody knows the host "kimai.test"',
    fix:
      "Check its spelling in --kimai-url (KIMAI_URL); if it is right, this computer needs the network or VPN that knows the name",
  }]);
  const [late] = said({ lookup: { ...lookup, addresses: [], failure: "timeout" } });
  assert.match(late.fix!, /^Check this computer's network, VPN and DNS/);
});

Deno.test("many addresses are not all listed", () => {
  const addresses = [1, 2, 3, 4, 5, 6].map((last) => `192.0.2.${last}`);
  const [{ text }] = said({ lookup: { ...lookup, addresses } });
  assert.equal(
    text,
    "kimai.test is 192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4 and 2 more (12 ms)",
  );
});

Deno.test("an address that leads nowhere is a warning where another one works", () => {
  const [, found] = said({ connection: { ...connection, passedOver: ["2001:db8::1"] } });
  assert.equal(found.outcome, "warning");
  assert.match(found.text, /, but 2001:db8::1 does not$/);
  assert.match(found.fix!, /out of the DNS/);
});

Deno.test("each way of not connecting has its own fix", () => {
  const fixes = (["refused", "unreachable", "timeout", "not_permitted"] as const).map((failure) => {
    const [, found] = said({ connection: { ...connection, failure } });
    assert.equal(found.outcome, "failed");
    return [found.text, found.fix];
  });
  assert.deepEqual(fixes, [
    [
      "192.0.2.7 refuses connections on port 443",
      "Check that Kimai runs, and host and port in --kimai-url (KIMAI_URL)",
    ],
    [
      "192.0.2.7 cannot be reached on port 443",
      "Check the network, VPN and firewalls in between, and host and port in --kimai-url (KIMAI_URL)",
    ],
    [
      "192.0.2.7 does not answer on port 443",
      "Check the network, VPN and firewalls in between, and host and port in --kimai-url (KIMAI_URL)",
    ],
    [
      "192.0.2.7 may not be connected to on port 443",
      "Start this program with deno's --allow-net",
    ],
  ]);
});

Deno.test("a name with IPv6 addresses only is said to be one, and suspected where nothing is reached", () => {
  const six = { ...lookup, addresses: ["2001:db8::1"] };
  const failed = { ...connection, address: "2001:db8::1", failure: "unreachable" as const };
  const [dns, found] = said({ lookup: six, connection: failed });
  assert.equal(dns.text, "kimai.test is 2001:db8::1 (IPv6 only, 12 ms)");
  assert.match(found.fix!, /^The name has IPv6 addresses only: /);
});
