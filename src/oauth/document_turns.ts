/** How much strangers can make this server send: so many requests at once, and so many a minute to one address. */

import { LRUCache } from "lru-cache";
import { OAuthError } from "./errors.ts";

export interface TurnLimits {
  atOnce: number;
  /** Begun within a minute. */
  perMinute: number;
  /** Seconds since 1970. */
  now(): number;
}

/** Takes a turn for a key, such as an address. @returns what gives it back */
export type TakeTurn = (key: string) => () => void;

interface Count {
  running: number;
  minute: number;
  begun: number;
}

/** Keys that are counted; the one unused for longest is forgotten. */
const mostKeys = 1000;

/**
 * Makes a limit. A turn that is not to be had is refused at once: waiting ones would pile up.
 * @returns a function that throws {OAuthError} `temporarily_unavailable`
 */
export function createTurns({ atOnce, perMinute, now }: TurnLimits): TakeTurn {
  const counts = new LRUCache<string, Count>({ max: mostKeys });
  return (key) => {
    const minute = Math.floor(now() / 60);
    const count = counts.get(key) ?? { running: 0, minute, begun: 0 };
    if (count.minute !== minute) Object.assign(count, { minute, begun: 0 });
    if (count.running >= atOnce || count.begun >= perMinute) {
      throw new OAuthError(
        "temporarily_unavailable",
        "Too many descriptions of clients are being fetched: try again in a minute",
      );
    }
    count.running++;
    count.begun++;
    counts.set(key, count);
    return () => {
      count.running--;
    };
  };
}
