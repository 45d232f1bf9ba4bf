import assert from "node:assert/strict";
import fc from "fast-check";
import { createPublicAddresses, isLoopbackAddress } from "../../src/oauth/public_addresses.ts";

const isPublic = createPublicAddresses();

Deno.test("44: addresses of a special use are not public, in any spelling", () => {
  const special = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
  ];
  for (const address of special) assert.equal(isPublic(address), false, address);
});

Deno.test("addresses of the public net are, next to the special ones too", () => {
  const open = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "160.79.104.10",
    "168.63.129.15",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700::6812:1234",
    "2a00:1450:4001::200e",
    "2001:4860:4860::8888",
    "64:ff9b::8.8.8.8",
  ];
  for (const address of open) assert.equal(isPublic(address), true, address);
});

Deno.test("what is no address is not public", () => {
  for (const text of ["", "localhost", "127.1", "0x8080808", "8.8.8.8:80", "[2606:4700::1]", "*"]) {
    assert.equal(isPublic(text), false, text);
  }
});

Deno.test("property: an IPv4 address inside NAT64 is judged as itself, mapped ones are never public", () => {
  const octet = fc.nat(255);
  fc.assert(fc.property(fc.tuple(octet, octet, octet, octet), (octets) => {
    const address = octets.join(".");
    assert.equal(isPublic(`64:ff9b::${address}`), isPublic(address), address);
    assert.equal(isPublic(`::ffff:${address}`), false, address);
  }));
});

Deno.test("loopback is 127.0.0.0/8 and ::1", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "::1"]) {
    assert.equal(isLoopbackAddress(address), true, address);
  }
  for (const address of ["128.0.0.1", "127.0.0.1.example", "localhost", "::ffff:127.0.0.1", "::"]) {
    assert.equal(isLoopbackAddress(address), false, address);
  }
});
