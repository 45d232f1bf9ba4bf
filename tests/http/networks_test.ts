import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addressKey,
  canonical,
  createNetworks,
  isAddressOrNetwork,
  isLoopback,
} from "../../src/http/networks.ts";

/** An address as a number of 32 or 128 bits, with one of the ways to write it. */
interface Written {
  bits: 32 | 128;
  value: bigint;
  text: string;
}

const octets = (value: bigint) => [24n, 16n, 8n, 0n].map((by) => (value >> by) & 255n).join(".");
const groups = (value: bigint) =>
  Array.from({ length: 8 }, (_, at) => Number((value >> BigInt(112 - 16 * at)) & 0xffffn));

const ipv4: fc.Arbitrary<Written> = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n })
  .map((value) => ({ bits: 32, value, text: octets(value) }));

/** IPv4 inside IPv6 counts as IPv4. */
const mapped: fc.Arbitrary<Written> = fc.tuple(ipv4, fc.nat(2)).map(([{ value, text }, how]) => {
  const [high, low] = [value >> 16n, value & 0xffffn].map((half) => half.toString(16));
  const ways = [`::ffff:${text}`, `::FFFF:${high}:${low}`, `0:0:0:0:0:ffff:${text}`];
  return { bits: 32, value, text: ways[how] };
});

/** Many zeros, so that there is something to shorten. */
const value6 = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .map((numbers) => numbers.reduce((all, group) => all << 16n | BigInt(group), 0n))
  .filter((value) => value >> 32n !== 0xffffn);

const ipv6: fc.Arbitrary<Written> = fc.tuple(value6, fc.nat(7), fc.nat(3), fc.boolean())
  .map(([value, from, pad, upper]) => {
    const written = groups(value).map((group) => group.toString(16).padStart(pad + 1, "0"));
    let to = from;
    while (to < 8 && groups(value)[to] === 0) to++;
    const short = to === from
      ? written.join(":")
      : `${written.slice(0, from).join(":")}::${written.slice(to).join(":")}`;
    return { bits: 128, value, text: upper ? short.toUpperCase() : short };
  });

const address = fc.oneof(ipv4, mapped, ipv6);

/** The same number with its last bits changed, to come close to a network's edge. */
function changed({ bits, value }: Written, length: number, by: bigint): Written {
  const free = BigInt(bits - length);
  const near = (value >> free << free) | (by & ((1n << free) - 1n));
  const text = bits === 32 ? octets(near) : groups(near).map((g) => g.toString(16)).join(":");
  return { bits, value: near, text };
}

Deno.test("an address has one spelling, however it is written", () => {
  fc.assert(fc.property(address, ({ bits, value, text }) => {
    const expected = bits === 32
      ? octets(value)
      : groups(value).map((group) => group.toString(16)).join(":");
    assert.equal(canonical(text), expected, text);
    assert.equal(canonical(expected), expected);
  }));
});

Deno.test("an address is in a network exactly when its first bits are the network's", () => {
  const network = fc.tuple(address, fc.nat(128)).map(([at, length]) => ({
    at,
    length: at.bits === 32 ? length % 33 : length,
  }));
  const pair = fc.tuple(network, address, fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }));
  fc.assert(
    fc.property(pair, ([{ at, length }, other, by]) => {
      const inside = at.text.includes(":") && at.bits === 32 ? length + 96 : length;
      const isIn = createNetworks([`${at.text}/${inside}`]);
      for (
        const one of [other, changed(at, length, by), changed(at, Math.max(length - 1, 0), by)]
      ) {
        const free = BigInt(at.bits - length);
        const expected = one.bits === at.bits && one.value >> free === at.value >> free;
        assert.equal(isIn(one.text), expected, `${one.text} in ${at.text}/${inside}`);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("an address by itself is a network of one", () => {
  fc.assert(fc.property(address, address, (one, other) => {
    const isIn = createNetworks([one.text]);
    assert.equal(isIn(one.text), true, one.text);
    assert.equal(isIn(other.text), one.bits === other.bits && one.value === other.value);
  }));
});

Deno.test("of several networks one is enough, of none none", () => {
  const isIn = createNetworks(["192.0.2.7", "10.0.0.0/8", "2001:db8::/32"]);
  assert.deepEqual(
    ["192.0.2.7", "10.255.0.1", "::ffff:10.0.0.1", "2001:db8:1::1"].map(isIn),
    [true, true, true, true],
  );
  assert.deepEqual(["192.0.2.8", "11.0.0.1", "2001:db9::1", "::1"].map(isIn), [
    false,
    false,
    false,
    false,
  ]);
  assert.equal(createNetworks([])("10.0.0.1"), false);
});

Deno.test("all of IPv4 and all of IPv6 are two networks", () => {
  const [all4, all6] = [createNetworks(["0.0.0.0/0"]), createNetworks(["::/0"])];
  assert.deepEqual([all4("192.0.2.1"), all4("::ffff:192.0.2.1"), all4("::1")], [true, true, false]);
  assert.deepEqual([all6("192.0.2.1"), all6("::ffff:192.0.2.1"), all6("::1")], [
    false,
    false,
    true,
  ]);
});

const noAddresses = [
  "",
  " ",
  "localhost",
  "10.0.0",
  "10.0.0.0.0",
  "10.0.0.256",
  "010.0.0.1",
  "0x7f.0.0.1",
  "2130706433",
  "10.0.0.1 ",
  "10.0.0.1%eth0",
  "1::2::3",
  "12345::",
  ":::",
  "[::1]",
  "10.0.0.1:80",
];

Deno.test("what is no address is in no network and has no spelling", () => {
  const isIn = createNetworks(["0.0.0.0/0", "::/0"]);
  for (const text of noAddresses) {
    assert.equal(canonical(text), undefined, text);
    assert.equal(isIn(text), false, text);
    assert.equal(isAddressOrNetwork(text), false, text);
  }
});

Deno.test("a zone says which of this machine's networks is meant, and is cut off", () => {
  assert.equal(canonical("fe80::1%eth0"), "fe80:0:0:0:0:0:0:1");
  assert.equal(createNetworks(["fe80::/10"])("fe80::1%3"), true);
});

Deno.test("an entry that is neither address nor network is refused by name", () => {
  const wrong = [
    ...noAddresses,
    "10.0.0.0/33",
    "2001:db8::/129",
    "10.0.0.0/",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/255.0.0.0",
    "10.0.0.*",
    "fe80::1%eth0",
    "*",
  ];
  for (const entry of wrong) {
    assert.equal(isAddressOrNetwork(entry), false, entry);
    assert.throws(() => createNetworks(["10.0.0.1", entry]), {
      message: `"${entry}" is not an address or a network, such as 10.0.0.0/8`,
    });
  }
  for (const entry of ["10.0.0.1", "10.0.0.0/0", "10.1.2.3/32", "::/0", "2001:db8::1/128"]) {
    assert.equal(isAddressOrNetwork(entry), true, entry);
  }
});

Deno.test("69: all addresses of an IPv6 /64 count as one, of IPv4 each by itself", () => {
  fc.assert(fc.property(address, address, (one, other) => {
    const netOf = ({ bits, value }: Written) => bits === 32 ? value : value >> 64n;
    const same = one.bits === other.bits && netOf(one) === netOf(other);
    assert.equal(addressKey(one.text) === addressKey(other.text), same);
  }));
  fc.assert(fc.property(ipv6, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (one, by) => {
    assert.equal(addressKey(changed(one, 64, by).text), addressKey(one.text));
  }));
  assert.equal(addressKey("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(addressKey("2001:db8::1"), "2001:db8:0:0");
});

Deno.test("69: whatever is no address shares one key", () => {
  assert.deepEqual(new Set(noAddresses.map(addressKey)), new Set(["unknown"]));
});

Deno.test("this machine's own addresses are 127.0.0.0/8 and ::1", () => {
  const own = ["127.0.0.1", "127.8.9.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"];
  assert.deepEqual(own.filter((text) => !isLoopback(text)), []);
  const others = ["128.0.0.1", "::", "::2", "0.0.0.0", "::ffff:10.0.0.1", "localhost", ""];
  assert.deepEqual(others.filter(isLoopback), []);
});
