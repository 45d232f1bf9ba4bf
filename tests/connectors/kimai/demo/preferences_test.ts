import assert from "node:assert/strict";
import { PREFERENCES, storeDefaults } from "../../../../src/connectors/kimai/demo/preferences.ts";
import { newUser } from "../../../../src/connectors/kimai/demo/users.ts";
import { createWorld } from "../../../contract/world.ts";

Deno.test("defaults are stored once and never over a choice", () => {
  const user = newUser();
  user.preferences.set("first_weekday", "sunday");
  storeDefaults(user);
  assert.deepEqual(
    [user.preferences.get("first_weekday"), user.preferences.get("hourly_rate"), user.locale],
    ["sunday", "0", "en"],
  );
  assert.equal(user.preferences.size, PREFERENCES.filter((row) => !row.hidden).length);
});

Deno.test("others see what is stored, one sees oneself whole", async () => {
  const world = createWorld();
  const names = async (request: string, body?: unknown) =>
    (await world.ask("super", request, body)).body.preferences.length;
  assert.equal(await names("PATCH /users/4", { title: "x" }), 12);
  assert.equal(await names("GET /users/4"), 16);
});
