import assert from "node:assert/strict";
import { createWorld } from "../../../contract/world.ts";

Deno.test("plugins are listed as they are installed", async () => {
  const world = createWorld();
  assert.deepEqual((await world.ask("user", "GET /plugins")).body, []);
  world.kimai.state.plugins.push({ name: "ExpensesBundle", version: "1.14" });
  assert.deepEqual((await world.ask("user", "GET /plugins")).body, [
    { name: "ExpensesBundle", version: "1.14" },
  ]);
});
