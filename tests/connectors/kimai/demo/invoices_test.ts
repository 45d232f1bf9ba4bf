import assert from "node:assert/strict";
import { createWorld } from "../../../contract/world.ts";

Deno.test("no invoices are one empty page", async () => {
  const { body, headers } = await createWorld().ask("lead", "GET /invoices");
  assert.deepEqual([body, headers.get("X-Total-Pages")], [[], "1"]);
});
