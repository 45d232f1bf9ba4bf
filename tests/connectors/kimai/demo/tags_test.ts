import assert from "node:assert/strict";
import { createWorld } from "../../../contract/world.ts";

Deno.test("a tag takes a colour of the palette", async () => {
  const body = { name: "wet", color: "#00bfff", visible: true };
  const reply = await createWorld().ask("user", "POST /tags", body);
  assert.deepEqual(reply.body, { id: 1, ...body, "color-safe": "#00bfff" });
});
