/** How much a client, an account and an address may ask, from what an administrator set. */

import { createNetworks } from "./networks.ts";
import { createLimit, type Limit } from "./rate_limit.ts";

/** One client that runs wild leaves an account's others their share, and many people share an address. */
const clientsOfAnAccount = 2;
const peopleBehindAnAddress = 10;

/** Requests a minute of one client, unless something else is set. */
const usual = 60;

/** The settings, by their keys. */
export interface RateSettings {
  /** Requests a minute of one client; 0 for no limit. */
  rate_limit_rpm?: number;
  /** The same as other servers say it: so many requests in so many milliseconds. */
  rate_limit_max?: number;
  rate_limit_window_ms?: number;
  /** Networks of addresses that stand for many people, and requests a minute of one such address. */
  egress: readonly string[];
  egress_rpm: number;
}

/** The limits of a request. */
export interface Limits {
  account?: Limit;
  client?: Limit;
  address(address: string): Limit | undefined;
}

/** @param now milliseconds, steady */
export function createLimits(settings: RateSettings, now: () => number): Limits {
  const { requests, window } = rateOf(settings);
  const limit = (times: number) => createLimit({ requests: requests * times, window, now });
  const everybody = limit(peopleBehindAnAddress);
  const crowd = createLimit({ requests: settings.egress_rpm, window: 60, now });
  const isCrowd = createNetworks(settings.egress);
  return {
    client: limit(1),
    account: limit(clientsOfAnAccount),
    address: (address) => isCrowd(address) ? crowd : everybody,
  };
}

/** Requests of one client in a window of seconds. A number a minute counts before the other spelling. */
export function rateOf(settings: RateSettings): { requests: number; window: number } {
  const { rate_limit_rpm: rpm, rate_limit_max: max, rate_limit_window_ms: ms } = settings;
  if (rpm !== undefined) return { requests: rpm, window: 60 };
  if (max === undefined && ms === undefined) return { requests: usual, window: 60 };
  const window = (ms ?? 900_000) / 1000;
  return { requests: max ?? Math.ceil(usual * window / 60), window };
}
