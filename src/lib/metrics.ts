/**
 * What the server counts and times, as Prometheus text. Written here because prom-client brings OpenTelemetry
 * along; its text format is this file.
 */

type Type = "counter" | "histogram" | "gauge";

interface Row {
  type: Type;
  help: string;
  /** Names of the labels; one that is not given is empty, which is as good as absent. */
  labels: readonly string[];
  /** Upper bounds of a histogram, in seconds, ascending. */
  buckets?: readonly number[];
}

const quick = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Everything that is measured. */
const rows = {
  mcp_http_requests_total: {
    type: "counter",
    help: "Answered HTTP requests by route, method and status code",
    labels: ["route", "method", "code"],
  },
  mcp_http_request_seconds: {
    type: "histogram",
    help: "Time from a request's head to the end of its answer",
    labels: ["route"],
    buckets: quick,
  },
  mcp_tool_calls_total: {
    type: "counter",
    help: "Tool calls by how they ended",
    labels: ["connector", "tool", "action", "outcome"],
  },
  mcp_tool_seconds: {
    type: "histogram",
    help: "Time that a tool call takes",
    labels: ["connector", "tool"],
    buckets: [...quick, 60, 120],
  },
  mcp_upstream_requests_total: {
    type: "counter",
    help: "Requests to upstreams by method and status code",
    labels: ["connector", "method", "code"],
  },
  mcp_upstream_seconds: {
    type: "histogram",
    help: "Time until an upstream answers",
    labels: ["connector"],
    buckets: quick,
  },
  mcp_sessions: {
    type: "gauge",
    help: "Open sessions of the 2025 protocol and older ones",
    labels: [],
  },
  mcp_streams_open: { type: "gauge", help: "Event streams that are open now", labels: [] },
  mcp_upstreams_open: { type: "gauge", help: "Accounts whose upstream is kept open", labels: [] },
  mcp_rate_limited_total: {
    type: "counter",
    help: "Requests refused by a limit",
    labels: ["by"],
  },
  mcp_refused_total: {
    type: "counter",
    help: "Requests refused by a guard",
    labels: ["why"],
  },
  mcp_sign_in_events_total: {
    type: "counter",
    help: "Sign-ins, consents, tokens and refusals of the authorization server",
    labels: ["what", "why"],
  },
  mcp_build_info: { type: "gauge", help: "Always 1, with the version", labels: ["version"] },
} as const satisfies Record<string, Row>;

export type MetricName = keyof typeof rows;
type NameOf<T extends Type> = {
  [N in MetricName]: (typeof rows)[N]["type"] extends T ? N : never;
}[MetricName];

export type Labels = Readonly<Record<string, string>>;

/** Takes measurements; labels that a metric does not have are ignored. */
export interface Metrics {
  /** Adds to a counter; `by` is not negative. */
  count(name: NameOf<"counter">, labels?: Labels, by?: number): void;
  observe(name: NameOf<"histogram">, seconds: number, labels?: Labels): void;
  /** Tells how to read a value, which is done when somebody looks. */
  gauge(name: NameOf<"gauge">, read: () => number, labels?: Labels): void;
  /** Everything that has a value, in the text format 0.0.4 of Prometheus. */
  text(): string;
}

/** Sets of labels that a metric keeps apart, so that no input can fill the memory; what comes later is "other". */
const most = 500;

/** One line of a metric: what is added to its name, its last label, its value. */
type Sample = [suffix: string, label: string, value: number];

interface Series {
  samples(): Sample[];
}

class Counter implements Series {
  total = 0;
  samples(): Sample[] {
    return [["", "", this.total]];
  }
}

class Gauge implements Series {
  read = () => 0;
  samples(): Sample[] {
    return [["", "", this.read()]];
  }
}

class Histogram implements Series {
  #sum = 0;
  #count = 0;
  readonly #within: number[];

  constructor(readonly buckets: readonly number[]) {
    this.#within = buckets.map(() => 0);
  }

  observe(value: number): void {
    this.#sum += value;
    this.#count++;
    const bucket = this.buckets.findIndex((bound) => value <= bound);
    if (bucket >= 0) this.#within[bucket]++;
  }

  samples(): Sample[] {
    let below = 0;
    const counts = this.#within.map((count) => below += count);
    return [
      ...this.buckets.map((bound, i): Sample => ["_bucket", `le="${bound}"`, counts[i]]),
      ["_bucket", 'le="+Inf"', this.#count],
      ["_sum", "", this.#sum],
      ["_count", "", this.#count],
    ];
  }
}

export function createMetrics(): Metrics {
  const families = new Map<MetricName, Map<string, Series>>();
  // What was found before, by name and values as they came: escaping them takes longer than counting.
  const found = new Map<string, Series>();
  const seriesOf = <S extends Series>(name: MetricName, labels: Labels = {}, fresh: () => S) => {
    let values: string = name;
    for (const label of rows[name].labels) {
      const value = labels[label] ?? "";
      values += ` ${value.length} ${value}`;
    }
    const known = found.get(values) as S | undefined;
    if (known) return known;
    let family = families.get(name);
    if (!family) families.set(name, family = new Map());
    let key = labelText(name, (label) => labels[label] ?? "");
    if (!family.has(key) && family.size >= most - 1) key = labelText(name, () => "other");
    let series = family.get(key) as S | undefined;
    if (!series) family.set(key, series = fresh());
    if (found.size < most) found.set(values, series);
    return series;
  };
  return {
    count: (name, labels, by = 1) => {
      seriesOf(name, labels, () => new Counter()).total += by;
    },
    observe: (name, seconds, labels) =>
      seriesOf(name, labels, () => new Histogram(rows[name].buckets)).observe(seconds),
    gauge: (name, read, labels) => {
      seriesOf(name, labels, () => new Gauge()).read = read;
    },
    text: () => [...families].map(([name, family]) => familyText(name, family)).join(""),
  };
}

/** Counts nothing, for tests and for serving that nobody measures. */
export const silentMetrics: Metrics = {
  count() {},
  observe() {},
  gauge() {},
  text: () => "",
};

function labelText(name: MetricName, valueOf: (label: string) => string): string {
  return rows[name].labels.map((label) => `${label}="${escape(valueOf(label))}"`).join();
}

/** A lone surrogate is made what it would become on the wire: else two sets of labels could be one there. */
function escape(value: string): string {
  return value.toWellFormed().replace(/[\\"\n]/g, (found) => found === "\n" ? "\\n" : `\\${found}`);
}

function familyText(name: MetricName, family: Map<string, Series>): string {
  const { type, help } = rows[name];
  const lines = [...family].flatMap(([labels, series]) =>
    series.samples().map(([suffix, label, value]) => {
      const all = [labels, label].filter(Boolean).join();
      return `${name}${suffix}${all && `{${all}}`} ${numberText(value)}`;
    })
  );
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

function numberText(value: number): string {
  return String(value).replace(/^(-?)Infinity$/, (_, sign) => `${sign || "+"}Inf`);
}
