// No test of its own: types only.
/** The contract that every upstream fulfils, so that the core never learns one's name. */

import type { z } from "zod";
import type { Log } from "../lib/log.ts";
import type { Call } from "../mcp/caller.ts";
import type { Definition } from "../mcp/catalogue.ts";
import type { Resource } from "../mcp/resource.ts";
import type { Toolsets } from "../mcp/selection.ts";
import type { Tool } from "../mcp/tool.ts";
import type { SettingRows } from "../settings/table.ts";

/** `fetch`, as it is handed to a connector. */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** What a connector is given instead of reaching for globals. */
export interface Services {
  /** Replaces the network, for the embedded upstream and tests. */
  fetch?: Fetch;
  /** The clock. */
  now: () => Temporal.Instant;
  log: Log;
  /** Told of each request to the upstream, for metrics. */
  observe?(request: ObservedRequest): void;
}

/** A request to an upstream that is over. */
export interface ObservedRequest {
  /** The connector's id. */
  connector: string;
  method: string;
  /** HTTP status, or why there was none: `timeout`, `refused`, `cancelled`... */
  outcome: string;
  /** Milliseconds. */
  ms: number;
}

/** One account's upstream: long-lived, holds caches, makes a session for each call. */
export interface Upstream {
  /** What tools of this connector are handed; its type is the connector's own. */
  call(call: Call): unknown;
  close(): void;
}

/** An upstream that comes along inside, for trying and testing. */
export interface Demo {
  fetch: Fetch;
  /** Values for the connector's setting rows. */
  settings: Record<string, unknown>;
}

/** What a look at one thing found, for people who wonder why it does not work. */
export interface Finding {
  /** What was looked at, in a few words: `Token`. Unique within a report. */
  name: string;
  /** `warning` works, but not for everything or not for long; `skipped` could not be looked at. */
  outcome: "ok" | "warning" | "failed" | "skipped";
  /** What was found, as one sentence without full stop and without secrets. */
  text: string;
  /** What to do about it, as one sentence without full stop: always there where the outcome is `failed`. */
  fix?: string;
  /** The key of the setting that another value of would mend it, where it is one: whoever asks people asks again for it. */
  setting?: string;
}

/** What a diagnosis is given. */
export interface DiagnosisServices extends Services {
  /** Ends it. */
  signal: AbortSignal;
  /** The proxy through which this machine's requests to an address go, without credentials; undefined for none. */
  proxyOf?(url: URL): string | undefined;
  /** This machine's own zone, such as `Europe/Berlin`, to be compared with the person's. */
  zone?: string;
}

/** One kind of upstream. */
export interface Connector {
  id: string;
  title: string;
  /** Rows of the settings table, each key starting with the connector's prefix. */
  settings: SettingRows;
  /** What an account must bring: a subset of the setting rows' values. */
  credentials: z.ZodObject;
  /** Opens an account's upstream without touching the network; never fails for wrong credentials. */
  open(values: Record<string, unknown>, services: Services): Promise<Upstream>;
  demo?(services: Pick<Services, "now">): Promise<Demo>;
  /**
   * Looks at everything between here and the upstream, one thing after the other, reading only. Never fails:
   * what cannot be looked at once something failed is left out or `skipped`.
   */
  diagnose?(
    values: Record<string, unknown>,
    services: DiagnosisServices,
  ): AsyncIterable<Finding>;
  /** Loads the tools; asked once, when the first client wants to see or call one. */
  tools(): Promise<readonly Tool[]>;
  /** The names of all tools by set; `always` are on whatever is asked for. */
  toolsets: Toolsets;
  /**
   * What `tools/list` shows of all of them, written down by `deno task golden`: every conversation begins with
   * it, and making it anew from the schemas would cost 60 ms and 20 MB each time.
   */
  definitions(): Promise<readonly Definition[]>;
  /** What can be read by address. Shown to every client, so what reading takes is loaded with the first read. */
  resources?: readonly Resource[];
  /** What a model should know before its first call; becomes part of the server's instructions. */
  instructions: string;
}
