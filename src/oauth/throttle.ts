/**
 * Slows down guessing at sign-in: by account and by address, with delays that grow and have an end. A browser that
 * signed in to an account before is counted by itself, so that no stranger's tries keep its owner out.
 */

import { LRUCache } from "lru-cache";

/** Who tries to sign in to what. */
export interface Try {
  /** The name as it was given; there need not be an account. */
  account: string;
  /** Where the try comes from, IPv6 in full form. */
  address: string;
  /** The mark of a browser that signed in to this account before. */
  device?: string;
}

/** A try that may go on. It counts as failed until more is known. */
export interface Attempt {
  /** The secret was right. */
  succeeded(): void;
  /** The secret was not looked at. */
  untried(): void;
}

export interface Throttle {
  /** @returns `wait`, in seconds, for a try that comes too early; that one is not counted */
  begin(who: Try): { attempt: Attempt; wait?: undefined } | { attempt?: undefined; wait: number };
}

export interface ThrottleOptions {
  /** Accounts, addresses and browsers that are counted at once; each new one above costs a hash of scrypt. */
  keys?: number;
  /** Milliseconds, steady. */
  now(): number;
}

/** Failures in a row that cost nothing. Many people may share an address. */
const free = { account: 5, device: 5, address: 20 };
/** Milliseconds: the longest delay, and how long it takes to be forgotten. */
const longest = 60_000;
const memory = 15 * 60_000;

interface Lane {
  failures: number;
  last: number;
}

type Key = [kind: keyof typeof free, name: string];

/** After the free failures the next try has to wait a second, then two, four, up to a minute. */
export function createThrottle({ keys = 50_000, now }: ThrottleOptions): Throttle {
  const lanes = new LRUCache<string, Lane>({ max: keys });
  const laneOf = (key: Key): Lane => {
    const lane = lanes.get(key.join(" "));
    return lane && now() - lane.last < memory ? lane : { failures: 0, last: -Infinity };
  };
  const add = (key: Key, failures: number, last = laneOf(key).last) =>
    lanes.set(key.join(" "), { failures: Math.max(0, laneOf(key).failures + failures), last });
  return {
    begin: (who) => {
      const counted = keysOf(who);
      const opens = Math.max(...counted.map((key) => opensAt(laneOf(key), free[key[0]])));
      if (opens > now()) return { wait: Math.ceil((opens - now()) / 1000) };
      for (const key of counted) add(key, 1, now());
      const untried = () => counted.forEach((key) => add(key, -1));
      const succeeded = () => {
        untried();
        // Not the address's: whoever has one account would be free to guess at all others.
        for (const key of counted) if (key[0] !== "address") lanes.delete(key.join(" "));
      };
      return { attempt: { succeeded, untried } };
    },
  };
}

function keysOf({ account, address, device }: Try): Key[] {
  if (device !== undefined) return [["device", device]];
  return [["account", account], ["address", networkOf(address)]];
}

/** Whoever has one IPv6 address has all that begin with its first 64 bits. */
function networkOf(address: string): string {
  return address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;
}

function opensAt({ failures, last }: Lane, free: number): number {
  if (failures < free) return -Infinity;
  return last + Math.min(longest, 1000 * 2 ** (failures - free));
}
