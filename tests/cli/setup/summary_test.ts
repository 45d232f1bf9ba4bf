import assert from "node:assert/strict";
import type { Outcome } from "../../../src/cli/setup/order.ts";
import { summaryOf } from "../../../src/cli/setup/summary.ts";

const plain = { name: "kimai", coloured: false };

const outcome: Outcome = {
  client: "zed",
  title: "Zed",
  file: "/z.json",
  outcome: "written",
  backup: "/z.json.backup-1",
  hadSecret: true,
  server: "kimai-mcp 1.0.0",
  tools: 14,
  status: "Kimai 2.66.0",
  next: "Start it again",
};

Deno.test("the summary says what was written, where the old file is, that it works, what is next", () => {
  const secrets = [{ file: "/token", outcome: "written" as const }];
  assert.equal(
    summaryOf({ findings: [], outcomes: [outcome], secrets }, plain),
    `
Wrote the secret to a file that only you may read: /token
Zed knows "kimai" now, from /z.json
  The file as it was before is /z.json.backup-1
  A token stands in it in clear: delete it once everything works
  It starts kimai-mcp 1.0.0 with 14 tools: Kimai 2.66.0
  Start it again`,
  );
});

Deno.test("of what stays and of what is only planned no more is said than that", () => {
  const { client, title, file, next } = outcome;
  const outcomes: Outcome[] = [
    { client, title, file, outcome: "unchanged" },
    { client, title, file, next, outcome: "planned" },
    { client, title, file, outcome: "removed" },
  ];
  const secrets = [{ file: "/token", outcome: "unchanged" as const }];
  assert.equal(
    summaryOf({ findings: [], outcomes, secrets }, { ...plain, name: "work" }),
    `
Zed: nothing to change in /z.json
Zed: would change /z.json
Zed does not know "work" any more, it is gone from /z.json`,
  );
});

Deno.test("where nobody was connected there is nothing to take out", () => {
  const none = { findings: [], outcomes: [], secrets: [] };
  assert.equal(
    summaryOf(none, { ...plain, name: "work" }),
    'No assistant here knows "work": nothing to take out',
  );
});
