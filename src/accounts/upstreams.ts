/** One open upstream for each account and connector, kept while it is used and closed when it no longer is. */

import { LRUCache } from "lru-cache";
import type { Connector, Services, Upstream } from "../connectors/connector.ts";
import type { Account } from "./account.ts";

type Call = Parameters<Upstream["call"]>[0];

export interface UpstreamsOptions {
  connectors: readonly Connector[];
  services: Services;
  /**
   * The settings that all accounts share, such as timeouts. What an account must bring itself is not taken
   * from here: nobody works with the server's own token.
   */
  values: Readonly<Record<string, unknown>>;
  /** How many may be open at once; the longest unused is closed for the next. */
  max: number;
  /** Milliseconds after its last call for which one stays open. */
  idle: number;
  /** Milliseconds, steady. */
  now(): number;
}

export interface Upstreams {
  /**
   * A session for one call of an account, which opens its upstream if need be. Until `ended` is told of the
   * call, that upstream is not closed. Fails for this account alone, and the next call tries again.
   */
  sessionOf(account: Account, connector: string, call: Call): Promise<unknown>;
  ended(call: Call): void;
  /** Closes what is open for an account that is gone or has changed. */
  drop(name: string): void;
  /** Closes what was idle for too long; to be called every minute or so. */
  sweep(): void;
  /** How many are open or closing. */
  readonly size: number;
  close(): void;
}

interface Open {
  version: string;
  upstream: Promise<Upstream>;
  running: number;
  /** When it left the cache, to be closed after its last call. */
  retired?: number;
}

/** A call that is still running this long, in milliseconds, after its upstream was retired was not told to end. */
const longestCall = 3_600_000;

export function createUpstreams(options: UpstreamsOptions): Upstreams {
  const { max, idle, now } = options;
  const connectors = new Map(options.connectors.map((connector) => [connector.id, connector]));
  const closing = new Set<Open>();
  const running = new WeakMap<Call, { key: string; open: Open }>();
  const retire = (open: Open) => {
    open.retired = now();
    if (open.running === 0) return close(open);
    closing.add(open);
  };
  const close = (open: Open) => {
    closing.delete(open);
    open.upstream.then((upstream) => upstream.close(), () => {});
  };
  const cache = new LRUCache<string, Open>({
    max,
    ttl: idle,
    updateAgeOnGet: true,
    // It would set a timer to remember the time.
    ttlResolution: 0,
    perf: { now },
    dispose: retire,
  });
  const openFor = (key: string, account: Account, connector: Connector): Open => {
    const known = cache.get(key);
    if (known?.version === account.version) return known;
    const upstream = openUpstream(account, connector, options);
    const open: Open = { version: account.version, upstream, running: 0 };
    upstream.catch(() => cache.peek(key) === open && cache.delete(key));
    cache.set(key, open);
    return open;
  };
  return {
    sessionOf: async (account, id, call) => {
      const key = keyOf(account.name, id);
      const open = openFor(key, account, connectors.get(id)!);
      open.running++;
      running.set(call, { key, open });
      return (await open.upstream).call(call);
    },
    ended: (call) => {
      const ran = running.get(call);
      if (!ran) return;
      running.delete(call);
      ran.open.running--;
      if (ran.open.retired === undefined) cache.get(ran.key);
      else if (ran.open.running === 0) close(ran.open);
    },
    drop: (name) => {
      for (const id of connectors.keys()) cache.delete(keyOf(name, id));
    },
    sweep: () => {
      cache.purgeStale();
      for (const open of closing) if (now() - open.retired! > longestCall) close(open);
    },
    get size() {
      return cache.size + closing.size;
    },
    close: () => cache.clear(),
  };
}

/** Names have no blanks. */
function keyOf(name: string, connector: string): string {
  return `${connector} ${name}`;
}

/** Each connector gets what is its own, and nobody's credentials but the account's. */
async function openUpstream(
  account: Account,
  connector: Connector,
  { connectors, values, services }: UpstreamsOptions,
): Promise<Upstream> {
  const personal = new Set(connectors.flatMap(({ credentials }) => Object.keys(credentials.shape)));
  const shared = Object.entries(values).filter(([key]) => !personal.has(key));
  const own = Object.entries(account.credentials)
    .filter(([key]) => Object.hasOwn(connector.credentials.shape, key));
  return await connector.open(Object.fromEntries([...shared, ...own]), services);
}
