/** Which addresses a stranger's URL may lead to: those of the public net, and none of ours (RFC 6890). */

import { BlockList, isIP } from "node:net";

/** IANA's registry of IPv4 addresses with a special use, multicast, and what is not given out. */
const special4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  // Public, but the host of every machine at Azure.
  "168.63.129.16/32",
];
/** Of IPv6 only this is given out at all (RFC 4291, 2.4)... */
const global6 = "2000::/3";
/** ...and of that not protocols, Teredo, benchmarks, documentation, 6to4 and AS112. */
const special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];
/** IPv4 behind a translator (RFC 6052): judged by the address inside. */
const translated = { network: "64:ff9b::", bits: 96 };

/**
 * Makes a check of IP addresses that were looked up. One behind a translator is judged as the one it leads to;
 * what is no address is not public.
 */
export function createPublicAddresses(): (address: string) => boolean {
  const special = new BlockList();
  for (const network of special4) {
    const [address, bits] = network.split("/");
    special.addSubnet(address, Number(bits), "ipv4");
    special.addSubnet(translated.network + address, translated.bits + Number(bits), "ipv6");
  }
  for (const network of special6) addNetwork(special, network);
  const reachable = new BlockList();
  addNetwork(reachable, global6);
  reachable.addSubnet(translated.network, translated.bits, "ipv6");
  return (address) => {
    switch (isIP(address)) {
      case 4:
        return !special.check(address, "ipv4");
      case 6:
        // A zone names a link of this machine, which the public net is not.
        return !address.includes("%") && reachable.check(address, "ipv6") &&
          !special.check(address, "ipv6");
      default:
        return false;
    }
  };
}

function addNetwork(list: BlockList, network: string): void {
  const [address, bits] = network.split("/");
  list.addSubnet(address, Number(bits), "ipv6");
}

/** Whether an address is this machine's own, in its plain spellings. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}
