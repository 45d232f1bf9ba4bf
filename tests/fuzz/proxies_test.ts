import assert from "node:assert/strict";
import { isIP } from "node:net";
import fc from "fast-check";
import { createClientAddress } from "../../src/http/client_address.ts";
import { canonical } from "../../src/http/networks.ts";
import { hostileHeader } from "./hostile.ts";
import { runs } from "./runs.ts";

const of = createClientAddress({ trusted: ["10.0.0.0/8", "fd00::/8", "::1"] });

const trusted = fc.constantFrom("10.0.0.1", "10.255.255.255", "fd00::1", "::1", "::ffff:10.1.1.1");
const foreign = fc.oneof(
  fc.ipV4().filter((address) => !address.startsWith("10.")),
  fc.constantFrom("2001:db8::7", "::ffff:192.0.2.1", "11.0.0.0", "fc00::1"),
);
/** How proxies write the address that they saw, in each of the headers. */
const written: Record<string, (address: string) => string> = {
  "X-Forwarded-For": (address) => address,
  "Forwarded": (address) => isIP(address) === 6 ? `for="[${address}]"` : `for=${address}`,
};
const header = fc.constantFrom(...Object.keys(written));

/** What clients write into the header themselves, to be taken for somebody else. */
const forged = fc.oneof(
  hostileHeader,
  fc.array(fc.oneof(trusted, foreign), { maxLength: 25 }).map((all) => all.join(", ")),
  fc.constantFrom(
    'for="',
    "for=10.0.0.1;",
    'for="10.0.0.1',
    "for=_hidden",
    "unknown",
    ",,,",
    '";for="',
  ),
);

Deno.test("whatever stands in forwarding headers, a request has an address, and a stranger his own", () => {
  const names = ["X-Forwarded-For", "Forwarded", "X-Real-IP"];
  const headers = fc.array(fc.tuple(fc.constantFrom(...names), hostileHeader), { maxLength: 4 });
  fc.assert(
    fc.property(fc.oneof(trusted, foreign), headers, (peer, pairs) => {
      const address = of(peer, new Headers(pairs));
      assert(isIP(address) > 0, address);
      assert.equal(canonical(address), address);
      if (canonical(of(peer, new Headers())) !== canonical(peer)) assert.fail("no headers");
    }),
    runs(500),
  );
  fc.assert(
    fc.property(foreign, headers, (peer, pairs) => {
      assert.equal(of(peer, new Headers(pairs)), canonical(peer));
    }),
    runs(500),
  );
});

Deno.test("what a client writes in front of what its proxy saw does not count", () => {
  fc.assert(
    fc.property(header, trusted, foreign, forged, fc.array(trusted, { maxLength: 3 }), (
      name,
      peer,
      client,
      invented,
      between,
    ) => {
      const chain = [client, ...between].map(written[name]);
      const headers = new Headers({ [name]: [invented, ...chain].join(", ") });
      assert.equal(of(peer, headers), canonical(client));
    }),
    runs(500),
  );
});
