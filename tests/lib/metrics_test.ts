import assert from "node:assert/strict";
import fc from "fast-check";
import { createMetrics, type Labels, silentMetrics } from "../../src/lib/metrics.ts";

interface Page {
  types: Record<string, string>;
  helps: Record<string, string>;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

/** Reads the text format 0.0.4 of Prometheus character by character; throws for anything else. */
function parse(text: string): Page {
  const page: Page = { types: {}, helps: {}, samples: [] };
  assert(text === "" || text.endsWith("\n"), "the last line has no end");
  for (const line of text.split("\n").slice(0, -1)) {
    const [, comment, name, rest] = /^# (HELP|TYPE) (\w+) (.*)$/.exec(line) ?? [];
    if (comment === "HELP") page.helps[name] = rest;
    else if (comment === "TYPE") page.types[name] = rest;
    else page.samples.push(parseSample(line));
  }
  return page;
}

function parseSample(line: string): Page["samples"][number] {
  let at = line.search(/[^\w:]/);
  const name = line.slice(0, at);
  const labels: Record<string, string> = {};
  if (line[at] === "{") {
    while (line[at] !== "}") {
      const equals = line.indexOf("=", at);
      const label = line.slice(at + 1, equals);
      assert.match(label, /^[a-z_]+$/);
      assert.equal(label in labels, false, `${label} stands twice`);
      assert.equal(line[equals + 1], '"');
      let value = "";
      for (at = equals + 2; line[at] !== '"'; at++) {
        assert(at < line.length, "a value does not end");
        if (line[at] === "\\") value += line[++at] === "n" ? "\n" : line[at];
        else value += line[at];
      }
      labels[label] = value;
      at++;
      assert.match(line[at], /[,}]/);
    }
    at++;
  }
  assert.equal(line[at], " ");
  const number = line.slice(at + 1).replace("Inf", "Infinity");
  assert.match(number, /^(NaN|[+-]?Infinity|-?\d+(\.\d+)?(e[+-]\d+)?)$/);
  return { name, labels, value: Number(number) };
}

const wild = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^["\\\n{},= ]*$/),
);

Deno.test("the page of a few measurements is what Prometheus reads", () => {
  const metrics = createMetrics();
  metrics.count("mcp_rate_limited_total", { by: "address" });
  metrics.count("mcp_rate_limited_total", { by: "account" }, 2);
  metrics.count("mcp_rate_limited_total", { by: "address" });
  metrics.gauge("mcp_build_info", () => 1, { version: "0.1.0" });
  metrics.gauge("mcp_sessions", () => 7);
  assert.equal(
    metrics.text(),
    `# HELP mcp_rate_limited_total Requests refused by a limit
# TYPE mcp_rate_limited_total counter
mcp_rate_limited_total{by="address"} 2
mcp_rate_limited_total{by="account"} 2
# HELP mcp_build_info Always 1, with the version
# TYPE mcp_build_info gauge
mcp_build_info{version="0.1.0"} 1
# HELP mcp_sessions Open sessions of the 2025 protocol and older ones
# TYPE mcp_sessions gauge
mcp_sessions 7
`,
  );
});

Deno.test("a histogram counts up from bucket to bucket, the last of which has everything", () => {
  const metrics = createMetrics();
  for (const seconds of [0.001, 0.005, 0.3, 31, 1000]) {
    metrics.observe("mcp_upstream_seconds", seconds, { connector: "kimai" });
  }
  const { types, samples } = parse(metrics.text());
  assert.deepEqual(types, { mcp_upstream_seconds: "histogram" });
  assert.deepEqual(
    samples.map(({ name, labels, value }) => [name.slice(20), labels.le, value]),
    [
      ["_bucket", "0.005", 2],
      ["_bucket", "0.01", 2],
      ["_bucket", "0.025", 2],
      ["_bucket", "0.05", 2],
      ["_bucket", "0.1", 2],
      ["_bucket", "0.25", 2],
      ["_bucket", "0.5", 3],
      ["_bucket", "1", 3],
      ["_bucket", "2.5", 3],
      ["_bucket", "5", 3],
      ["_bucket", "10", 3],
      ["_bucket", "30", 3],
      ["_bucket", "+Inf", 5],
      ["_sum", undefined, 1031.306],
      ["_count", undefined, 5],
    ],
  );
  assert.equal(samples.every(({ labels }) => labels.connector === "kimai"), true);
});

Deno.test("whatever labels hold, they come back and their counts with them", () => {
  const call = fc.record({ by: wild, times: fc.nat(1000) });
  fc.assert(fc.property(fc.array(call, { maxLength: 50 }), (calls) => {
    const metrics = createMetrics();
    const expected = new Map<string, number>();
    for (const { by, times } of calls) {
      metrics.count("mcp_rate_limited_total", { by }, times);
      const arrives = new TextDecoder("utf-8", { ignoreBOM: true })
        .decode(new TextEncoder().encode(by));
      expected.set(arrives, (expected.get(arrives) ?? 0) + times);
    }
    const { samples } = parse(metrics.text());
    assert.deepEqual(samples.map(({ labels, value }) => [labels.by, value]), [...expected]);
  }));
});

Deno.test("buckets, sum and count of a histogram agree with what was observed", () => {
  const seconds = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(seconds, wild, (observed, route) => {
    const metrics = createMetrics();
    for (const each of observed) metrics.observe("mcp_http_request_seconds", each, { route });
    const { samples } = parse(metrics.text());
    for (const { name, labels, value } of samples) {
      if (!name.endsWith("_bucket")) continue;
      const bound = Number(labels.le.replace("Inf", "Infinity"));
      assert.equal(value, observed.filter((each) => each <= bound).length);
    }
    const last = (suffix: string) => samples.find(({ name }) => name.endsWith(suffix))?.value;
    assert.equal(last("_count"), observed.length);
    assert.equal(last("_sum"), observed.reduce((sum, each) => sum + each, 0));
  }));
});

Deno.test("values in separate labels are not taken for one another", () => {
  const metrics = createMetrics();
  metrics.count("mcp_upstream_requests_total", { connector: 'a",method="b', method: "", code: "" });
  metrics.count("mcp_upstream_requests_total", { connector: "a", method: "b", code: "" });
  assert.deepEqual(parse(metrics.text()).samples.map(({ value }) => value), [1, 1]);
});

Deno.test("labels stand in the metric's order, empty if missing, without those it does not have", () => {
  const metrics = createMetrics();
  const labels: Labels = { code: "200", route: "/mcp", secret: "hush" };
  metrics.count("mcp_http_requests_total", labels);
  assert.equal(
    metrics.text().split("\n")[2],
    'mcp_http_requests_total{route="/mcp",method="",code="200"} 1',
  );
});

Deno.test("a metric keeps at most 500 sets of labels; nothing that comes later is lost", () => {
  const metrics = createMetrics();
  for (let n = 0; n < 2000; n++) {
    metrics.count("mcp_tool_calls_total", { tool: `t${n}`, action: "list" });
    metrics.observe("mcp_tool_seconds", 1, { tool: `t${n}` });
  }
  metrics.count("mcp_tool_calls_total", { tool: "t3", action: "list" });
  const { samples } = parse(metrics.text());
  const calls = samples.filter(({ name }) => name === "mcp_tool_calls_total");
  assert.equal(calls.length, 500);
  assert.deepEqual(calls[3], {
    name: "mcp_tool_calls_total",
    labels: { connector: "", tool: "t3", action: "list", outcome: "" },
    value: 2,
  });
  assert.deepEqual(calls.at(-1), {
    name: "mcp_tool_calls_total",
    labels: { connector: "other", tool: "other", action: "other", outcome: "other" },
    value: 1501,
  });
  const timed = samples.filter(({ name }) => name === "mcp_tool_seconds_count");
  assert.deepEqual([timed.length, timed.at(-1)?.value], [500, 1501]);
});

Deno.test("a gauge is read when somebody looks, by the last that told how", () => {
  const metrics = createMetrics();
  let open = 1;
  let reads = 0;
  metrics.gauge("mcp_streams_open", () => 99);
  metrics.gauge("mcp_streams_open", () => {
    reads++;
    return open;
  });
  assert.equal(reads, 0);
  const value = () => parse(metrics.text()).samples[0].value;
  assert.equal(value(), 1);
  open = 5;
  assert.equal(value(), 5);
});

Deno.test("every number is written as Prometheus writes it", () => {
  fc.assert(fc.property(fc.double(), (number) => {
    const metrics = createMetrics();
    metrics.gauge("mcp_sessions", () => number);
    assert.equal(parse(metrics.text()).samples[0].value, Object.is(number, -0) ? 0 : number);
  }));
});

Deno.test("what was never measured does not show, and silent metrics never do", () => {
  assert.equal(createMetrics().text(), "");
  silentMetrics.count("mcp_refused_total", { why: "host" });
  silentMetrics.observe("mcp_tool_seconds", 1);
  silentMetrics.gauge("mcp_sessions", () => 1);
  assert.equal(silentMetrics.text(), "");
});
