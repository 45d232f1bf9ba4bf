/** Addresses and networks as settings name them: `10.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`. */

import { isIP } from "node:net";
import { LRUCache } from "lru-cache";

/** Whether a text is an address or a network in CIDR notation. */
export function isAddressOrNetwork(text: string): boolean {
  const [address, length, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || address.includes("%") || more.length > 0) return false;
  return length === undefined ||
    (/^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= (version === 4 ? 32 : 128));
}

/**
 * Whether an address is in one of the networks. An IPv4 address inside IPv6 is an IPv4 address, on both sides;
 * networks wider than all of IPv4, such as `::/0`, are of IPv6 alone.
 * @throws {Error} with a sentence for an entry that is neither address nor network
 */
export function createNetworks(list: readonly string[]): (address: string) => boolean {
  const networks = list.map(networkOf);
  // Not node:net's BlockList: it takes longer than all other guards together, even when it is empty.
  if (networks.length === 0) return () => false;
  return (address) => {
    const groups = groupsOf(address);
    return groups !== undefined && networks.some((network) => contains(network, groups));
  };
}

/** The bits of an IPv6 address before an IPv4 one that is written inside it (RFC 4291, 2.5.5.2). */
const mappedBits = 96;

interface Network {
  groups: readonly number[];
  bits: number;
}

function networkOf(entry: string): Network {
  if (!isAddressOrNetwork(entry)) {
    throw new Error(`"${entry}" is not an address or a network, such as 10.0.0.0/8`);
  }
  const [address, length = "128"] = entry.split("/");
  const before = isIP(address) === 4 ? mappedBits : 0;
  return { groups: groupsOf(address)!, bits: Math.min(before + Number(length), 128) };
}

function contains(network: Network, groups: readonly number[]): boolean {
  if (isMapped(groups) && network.bits < mappedBits) return false;
  const whole = network.bits >> 4;
  for (let at = 0; at < whole; at++) {
    if (groups[at] !== network.groups[at]) return false;
  }
  const rest = network.bits & 15;
  return rest === 0 || (groups[whole] ^ network.groups[whole]) >> (16 - rest) === 0;
}

/** Finding out what a text is takes longer than most else of a request, and a connection has many of those. */
const spellings = new LRUCache<string, string>({ max: 10_000 });

/**
 * One spelling for each address: IPv6 in eight groups without leading zeros, IPv4 inside IPv6 as IPv4.
 * @returns nothing for a text that is no address; a zone is cut off
 */
export function canonical(text: string): string | undefined {
  const known = spellings.get(text);
  if (known !== undefined) return known;
  const spelling = spellingOf(text);
  if (spelling !== undefined) spellings.set(text, spelling);
  return spelling;
}

function spellingOf(text: string): string | undefined {
  const version = isIP(text);
  // There is one spelling only: others, such as 127.1 or 010.0.0.1, are no addresses.
  if (version === 4) return text;
  const groups = groupsOf(text);
  if (!groups) return undefined;
  if (!isMapped(groups)) return groups.map((group) => group.toString(16)).join(":");
  const [a, b] = groups.slice(6);
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}

function isMapped(groups: readonly number[]): boolean {
  const [a, b, c, d, e, f] = groups;
  return (a | b | c | d | e) === 0 && f === 0xffff;
}

/** The eight groups of an IPv6 address, and of an IPv4 one as it is written inside IPv6. */
function groupsOf(address: string): number[] | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  if (version === 4) return [0, 0, 0, 0, 0, 0xffff, ...halvesOf(address)];
  const groups: number[] = [];
  let gap = -1;
  for (const part of address.split("%", 1)[0].split(":")) {
    if (part === "") gap = groups.length;
    else if (part.includes(".")) groups.push(...halvesOf(part));
    else groups.push(parseInt(part, 16));
  }
  while (groups.length < 8) groups.splice(gap, 0, 0);
  return groups;
}

function halvesOf(address: string): [number, number] {
  const [a, b, c, d] = address.split(".").map(Number);
  return [a << 8 | b, c << 8 | d];
}

/**
 * What limits count an address by: IPv4 whole, of IPv6 the first 64 bits, because whoever has one address
 * there has all of that network.
 */
export function addressKey(address: string): string {
  const plain = canonical(address) ?? "unknown";
  return plain.includes(":") ? plain.split(":").slice(0, 4).join(":") : plain;
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  const plain = canonical(address);
  return plain !== undefined && (plain.startsWith("127.") || plain === "0:0:0:0:0:0:0:1");
}
