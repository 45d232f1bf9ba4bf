import assert from "node:assert/strict";
import { atMost } from "./goals.ts";
import type { Profiled } from "./profile.ts";
import { kindsIn, type RequestKind, requestPlaces } from "./profile_kinds.ts";
import { chapterOf } from "./readme.ts";
import type { Results } from "./results.ts";

const results: Results = {
  machine: {
    ...{ processor: "One", cores: 2, memory: 8, system: "linux", deno: "2.9.6" },
    ...{ load: { before: 0.1, after: 1.2 }, others: 1 },
  },
  quick: false,
  seconds: {},
  parts: {
    calls: [{
      ...{ call: "who am I", tool: "user_current", cold: ["GET /users/me"], warm: [] },
      ...{ early: 1.5, cpu: [0.3, 0.5, 0.4], floor: [0.1, 0.1, 0.1] },
    }],
    listings: [{
      ...{ kimai: "embedded", entries: 12_000, listing: "list", requests: 24 },
      turns: { call: [600, 660, 630], floor: [500, 600, 600] },
    }],
    http: [],
  },
  goals: [{
    ...atMost({ what: "Start", value: 1.22, target: 1.3, unit: " x", digits: 2 }),
    part: "start",
  }],
};

Deno.test("the chapter has a table for each part that was measured, and the targets", () => {
  assert.equal(
    chapterOf(results),
    `Measured by \`deno task bench\` with Deno 2.9.6 on 2 cores (One) and 8 GB: medians,
minimum to maximum in brackets, beside a server with one tool on the same SDK. Load average
0.1 before and 1.2 after.

**Calls**

| Call     | Tool           | Requests to Kimai, first | Later | CPU of the first, ms | Later               | Of it above the bare requests |
| -------- | -------------- | ------------------------ | ----- | -------------------- | ------------------- | ----------------------------- |
| who am I | \`user_current\` | 1                        | 0     | 1.50                 | 0.40 (0.30 to 0.50) | 0.30 (0.20 to 0.40)           |

**Long reads**

| Kimai    | Entries | Call | Requests | Seconds | Bare pages | Times bare          |
| -------- | ------- | ---- | -------- | ------- | ---------- | ------------------- |
| embedded | 12,000  | list | 24       | 0.630   | 0.600      | 1.10 (1.05 to 1.20) |

**Targets**: 1 of 1 met

| What  | Figure | Target   |     |
| ----- | ------ | -------- | --- |
| Start | 1.22 x | <= 1.3 x | met |
`,
  );
});

Deno.test("figures of a busy machine and of a quick run say so", () => {
  const text = chapterOf({ ...results, quick: true, machine: { ...results.machine, others: 30 } });
  assert.match(text, /^Measured by `deno task bench --quick` /);
  assert.match(text, /after\. The machine was busy \(other programs used 30 % of its processors\)/);
});

Deno.test("where the time of a request goes stands beside the bare server's", () => {
  const kinds = kindsIn(requestPlaces);
  const roundOf = (us: number) =>
    Object.fromEntries(kinds.map((kind, index) => [kind, us + index])) as Record<
      RequestKind,
      number
    >;
  const call = { era: "2026-07-28", method: "tools/call" } as const;
  const profile: Profiled[] = [
    { ...call, program: "bare SDK", rounds: [roundOf(1), roundOf(2), roundOf(9)] },
    { ...call, program: "kimai-mcp", rounds: [roundOf(3)] },
  ];
  const lines = chapterOf({ ...results, parts: { profile } }).split("\n");
  const cells = lines.filter((line) => line.startsWith("|")).map((line) =>
    line.split("|").slice(1, -1).map((cell) => cell.trim())
  );
  assert.deepEqual(cells[0].slice(1), [
    "tools/call of 2026-07-28, bare SDK",
    "tools/call of 2026-07-28, kimai-mcp",
  ]);
  assert.deepEqual(cells[2], ["The SDK, and zod for it", "2.0", "3.0"]);
  assert.deepEqual(cells[2 + kinds.length], ["All of it", "44.0", "52.0"]);
});
