import assert from "node:assert/strict";
import { z } from "zod";
import { firstLines, renamed } from "../../../src/connectors/kimai/compat.ts";
import { jsonSchemaOf } from "../../../src/mcp/wire.ts";

const schema = renamed(z.strictObject({ order_by: z.string().optional() }), {
  orderBy: "order_by",
});

Deno.test("Kimai's own spelling is taken, the advertised one wins and is the only one shown", () => {
  assert.deepEqual(schema.parse({ orderBy: "id" }), { order_by: "id" });
  assert.deepEqual(schema.parse({ orderBy: "id", order_by: "name" }), { order_by: "name" });
  assert.deepEqual(Object.keys(jsonSchemaOf(schema).properties ?? {}), ["order_by"]);
});

Deno.test("a stray field beside a renamed one is still refused", () => {
  assert.equal(schema.safeParse({ orderBy: "id", other: 1 }).success, false);
  assert.equal(schema.safeParse("text").success, false);
});

Deno.test("the first lines of writes are those that scripts read", () => {
  assert.equal(
    firstLines.created(99, 17, 3, false),
    "Created timesheet ID 99 for project 17 / activity 3",
  );
  assert.equal(
    firstLines.created(99, 17, 3, true),
    "Started (running) timesheet ID 99 for project 17 / activity 3",
  );
  assert.equal(firstLines.stopped(10, "8.00"), "Stopped timer ID 10. Duration: 8.00 hours");
  assert.equal(
    firstLines.batch("Delete", 2, "timesheets", 1),
    "Batch Delete Complete\n✓ Deleted: 2 timesheets\n✗ Failed: 1",
  );
  assert.equal(
    firstLines.batch("Export", 1, "timesheets", 0),
    "Batch Export Complete\n✓ Exported: 1 timesheets",
  );
});
