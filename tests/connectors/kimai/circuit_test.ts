import assert from "node:assert/strict";
import { Circuit, circuitOf } from "../../../src/connectors/kimai/circuit.ts";
import type { Asked } from "../../../src/connectors/kimai/faults.ts";
import { type Log, silentLog } from "../../../src/lib/log.ts";
import { UpstreamError } from "../../../src/mcp/errors.ts";

const site = "https://kimai.example.com";
const asked: Asked = { method: "GET", site, path: "/timesheets/7", names: "record" };
const answered = { answered: true } as const;
const down = { why: "Kimai refuses connections: check that it runs" };

/** A circuit at 9:05, its log, and what can be done to it. */
function setUp() {
  const lines: unknown[][] = [];
  const line = (level: string) => (...said: unknown[]) => void lines.push([level, ...said]);
  const log: Log = {
    debug: line("debug"),
    info: line("info"),
    warning: line("warning"),
    error: line("error"),
  };
  let time = Date.UTC(2026, 10, 20, 9, 5, 0);
  const circuit = new Circuit({ log, now: () => time });
  const ask = (ending: Parameters<Circuit["leave"]>[2]) =>
    circuit.leave(circuit.enter(asked), asked, ending);
  return {
    circuit,
    lines,
    ask,
    fail: (times: number) => Array.from({ length: times }).forEach(() => ask(down)),
    later: (ms: number) => void (time += ms),
    refusal: (): string => {
      try {
        circuit.enter(asked);
      } catch (error) {
        assert.ok(error instanceof UpstreamError);
        assert.equal(error.fault, "unavailable");
        return error.message;
      }
      return "";
    },
  };
}

Deno.test("three failures in a row open it, and what is said has time, next try and cause", () => {
  const { circuit, fail, refusal, later } = setUp();
  fail(2);
  assert.equal(circuit.isOpen, false);
  fail(1);
  assert.equal(circuit.isOpen, true);
  later(200);
  assert.equal(
    refusal(),
    "Kimai at https://kimai.example.com does not answer since 09:05 UTC, so GET /timesheets/7 was not sent: the next try is in 1 s. What happened last: Kimai refuses connections: check that it runs",
  );
});

Deno.test("an answer in between starts the count anew, and what tells nothing leaves it", () => {
  const { circuit, ask, fail } = setUp();
  fail(2);
  ask(answered);
  fail(2);
  ask(undefined);
  assert.equal(circuit.isOpen, false);
  fail(1);
  assert.equal(circuit.isOpen, true);
});

Deno.test("requests that fail at the same time count as one failure", () => {
  const { circuit, fail } = setUp();
  const visits = Array.from({ length: 10 }, () => circuit.enter(asked));
  for (const visit of visits) circuit.leave(visit, asked, down);
  assert.equal(circuit.isOpen, false);
  fail(2);
  assert.equal(circuit.isOpen, true);
});

Deno.test("one probe is let through after a pause that doubles from 1 to 30 s", () => {
  const { circuit, fail, later, refusal } = setUp();
  fail(3);
  for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
    later(seconds * 1000 - 1);
    assert.match(refusal(), /the next try is in 1 s/);
    later(1);
    const probe = circuit.enter(asked);
    assert.equal(probe.isProbe, true);
    assert.match(refusal(), /was not sent: it is being tried right now\./);
    circuit.leave(probe, asked, down);
  }
});

Deno.test("a probe that is answered closes it, and pauses begin at 1 s again", () => {
  const { circuit, fail, later, ask, refusal } = setUp();
  fail(3);
  later(1000);
  fail(1);
  later(2000);
  ask(answered);
  assert.equal(circuit.isOpen, false);
  fail(3);
  later(999);
  assert.match(refusal(), /the next try is in 1 s/);
  later(1);
  assert.equal(circuit.enter(asked).isProbe, true);
});

Deno.test("a probe that was given up leaves its turn to the next request", () => {
  const { circuit, fail, later } = setUp();
  fail(3);
  later(1000);
  circuit.leave(circuit.enter(asked), asked, undefined);
  assert.equal(circuit.enter(asked).isProbe, true);
});

Deno.test("an answer to what was sent before it opened closes it; a failure changes nothing", () => {
  const { circuit, fail, later, refusal } = setUp();
  const [early, late] = [circuit.enter(asked), circuit.enter(asked)];
  fail(3);
  later(900);
  circuit.leave(early, asked, down);
  assert.match(refusal(), /the next try is in 1 s/);
  circuit.leave(late, asked, answered);
  assert.equal(circuit.isOpen, false);
});

Deno.test("a clock that is set back does not keep it open", () => {
  const { circuit, fail, later } = setUp();
  fail(3);
  later(-3_600_000);
  assert.equal(circuit.enter(asked).isProbe, true);
});

Deno.test("an outage that began on another day is told with its date", () => {
  const { fail, later, refusal } = setUp();
  fail(3);
  later(20 * 3_600_000);
  fail(1);
  assert.match(refusal(), / does not answer since 2026-11-20 09:05 UTC, so /);
});

Deno.test("the log has one line when it opens and one when it closes", () => {
  const { fail, later, ask, lines } = setUp();
  fail(3);
  later(1000);
  fail(1);
  later(2000);
  ask(answered);
  ask(answered);
  assert.deepEqual(lines, [
    ["warning", "Kimai does not answer, so most calls are refused until it does", {
      site,
      since: "2026-11-20T09:05:00Z",
      ...down,
    }],
    ["info", "Kimai answers again", { site, seconds: 3 }],
  ]);
});

Deno.test("accounts that are served together share the circuit of an address, and no others do", () => {
  const given = { log: silentLog, now: () => 0 };
  const [here, there] = [{}, {}];
  assert.equal(circuitOf(here, site, given), circuitOf(here, site, given));
  assert.notEqual(circuitOf(here, site, given), circuitOf(here, "https://other.example", given));
  assert.notEqual(circuitOf(here, site, given), circuitOf(there, site, given));
});
