import assert from "node:assert/strict";
import { type Check, judge, readBaseline, staleEntries } from "./baseline.ts";

const file = `
# What this file is.

server:
  # Nothing of the kind
  # is offered.
  - tasks:create
  - tasks:get

  # Another matter.
  - stream:resume
`;

const check = (scenario: string, id: string, status: Check["status"]) => ({ scenario, id, status });

Deno.test("every entry has the reason of its group", () => {
  assert.deepEqual([...readBaseline(file)], [
    ["tasks:create", "Nothing of the kind is offered."],
    ["tasks:get", "Nothing of the kind is offered."],
    ["stream:resume", "Another matter."],
  ]);
});

Deno.test("an entry without a reason, or for a whole scenario, is refused", () => {
  assert.throws(() => readBaseline("server:\n  - a:b\n"), /a:b has no reason/);
  assert.throws(() => readBaseline("server:\n  # Why.\n  - a:b\n\n  - c:d\n"), /c:d has no reason/);
  assert.throws(() => readBaseline("server:\n  # Why.\n  - a\n"), /Cannot read "- a"/);
  assert.throws(() => readBaseline("client:\n"), /Cannot read "client:"/);
});

Deno.test("what did not pass counts unless there is a reason, and telling counts for nothing", () => {
  const verdict = judge([
    check("tasks", "create", "FAILURE"),
    check("tasks", "list", "FAILURE"),
    check("stream", "resume", "WARNING"),
    check("stream", "retry", "WARNING"),
    check("tasks", "get", "SKIPPED"),
    check("lists", "changed", "SKIPPED"),
    check("ping", "ping", "SUCCESS"),
    check("ping", "seen", "INFO"),
  ], readBaseline(file));
  const ids = (checks: Check[]) => checks.map(({ id }) => id);
  assert.deepEqual(ids(verdict.passed), ["ping"]);
  assert.deepEqual(ids(verdict.excused), ["create", "resume", "get"]);
  assert.deepEqual(ids(verdict.failed), ["list", "retry", "changed"]);
});

Deno.test("an entry is stale once it excuses nothing in any run", () => {
  const baseline = readBaseline(file);
  const runs = [
    [check("tasks", "create", "FAILURE")],
    [check("tasks", "get", "SUCCESS"), check("stream", "resume", "WARNING")],
  ];
  const verdicts = runs.map((checks) => judge(checks, baseline));
  assert.deepEqual(staleEntries(verdicts, baseline), ["tasks:get"]);
});
