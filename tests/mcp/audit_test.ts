import assert from "node:assert/strict";
import { createLog } from "../../src/lib/log.ts";
import { auditEntry, openAuditTrail } from "../../src/mcp/audit.ts";
import type { EndedCall } from "../../src/mcp/dispatch.ts";
import { quietCall } from "./support.ts";

const now = () => Temporal.Instant.from("2026-11-20T09:00:30Z");

function ended(changes: Partial<EndedCall> = {}): EndedCall {
  return {
    upstream: "kimai",
    tool: "timesheet",
    action: "update",
    effect: "update",
    outcome: "ok",
    ms: 12,
    args: { action: "update", id: 7, data: { description: "secret plans", user_id: 3 } },
    result: { id: 7, description: "secret plans" },
    call: quietCall({ caller: { user: "anna", client: "claude" } }),
    ...changes,
  };
}

Deno.test("a write is one line: who, what, which records, how it ended, and no content", () => {
  assert.deepEqual(auditEntry(ended(), now), {
    time: "2026-11-20T09:00:30.000Z",
    account: "anna",
    client: "claude",
    upstream: "kimai",
    tool: "timesheet",
    action: "update",
    ids: { "id": [7], "result.id": [7] },
    outcome: "ok",
    request_id: "request-1",
  });
});

Deno.test("numbers that are content are in no line", () => {
  const args = { action: "create", id: 7, rate: 80, data: { hourly_rate: 90 }, minutes: [15, 30] };
  const { ids } = auditEntry(ended({ args, result: { id: 8, salary: 4000 } }), now)!;
  assert.deepEqual(ids, { "id": [7], "result.id": [8] });
});

Deno.test("an account whose name is as good as a secret is called by its label", () => {
  const call = quietCall({ caller: { user: "anna-7f3a", label: "slug-1", client: "slug" } });
  assert.equal(auditEntry(ended({ call }), now)?.account, "slug-1");
});

Deno.test("a read and a question to the person leave no line", () => {
  assert.equal(auditEntry(ended({ effect: "read" }), now), undefined);
  assert.equal(auditEntry(ended({ outcome: "asked" }), now), undefined);
  assert.equal(auditEntry(ended({ effect: undefined, outcome: "refused" }), now), undefined);
});

Deno.test("a write that was refused or cancelled leaves a line that says so", () => {
  assert.equal(auditEntry(ended({ outcome: "forbidden" }), now)?.outcome, "forbidden");
  assert.equal(auditEntry(ended({ outcome: "cancelled" }), now)?.outcome, "cancelled");
});

Deno.test("a batch names what was asked for and what was done, whichever way the ids are written", () => {
  const args = { action: "batch_delete", ids: ["1", 2, "three"], user_id: 4 };
  const result = { done: [1, 2], failed: [] };
  assert.deepEqual(
    auditEntry(ended({ args, result }), now)?.ids,
    { "ids": [1, 2], "user_id": [4], "result.done": [1, 2] },
  );
  const split = { created: [{ id: 8, date: "2026-12-31" }, { id: 9 }] };
  assert.deepEqual(auditEntry(ended({ args: undefined, result: split }), now)?.ids, {
    "result.created": [8, 9],
  });
});

Deno.test("the trail goes to a file, to the log, or nowhere", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/audit.jsonl`;
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (line) => lines.push(line) });
  for (const target of [path, "log", "off"]) {
    const trail = await openAuditTrail(target, { log, now });
    trail.ended(ended());
    trail.ended(ended({ effect: "read" }));
    await trail.close();
  }
  await log.flush();
  const written = (await Deno.readTextFile(path)).trimEnd().split("\n");
  assert.deepEqual(written.map((line) => JSON.parse(line).account), ["anna"]);
  assert.deepEqual(lines.map((line) => JSON.parse(line).message), ["Audit"]);
  await Deno.remove(folder, { recursive: true });
});
