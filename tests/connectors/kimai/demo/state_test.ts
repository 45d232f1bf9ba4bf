import assert from "node:assert/strict";
import { CONFIG_DEFAULTS, Rows } from "../../../../src/connectors/kimai/demo/state.ts";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("ids are never given twice, and go on after a given one", () => {
  const rows = new Rows<{ id: number }>();
  rows.add({ id: 7 });
  rows.delete(7);
  assert.equal(rows.nextId(), 8);
});

Deno.test("null sets a row of the configuration back", () => {
  const { state } = createWorld().kimai;
  state.configure("timesheet.mode", "punch");
  state.configure("timesheet.mode", null);
  assert.equal(state.config("timesheet.mode"), CONFIG_DEFAULTS["timesheet.mode"]);
});

Deno.test("a token is its user's until it expires or he is disabled", () => {
  const world = createWorld();
  const { state } = world.kimai;
  assert.equal(state.userOfToken("token_user")?.username, "user");
  state.accessTokens.get(4)!.expiresAt = Date.parse(world.now);
  assert.equal(state.userOfToken("token_user"), undefined);
  state.users.get(5)!.enabled = false;
  assert.equal(state.userOfToken("token_user2"), undefined);
});

Deno.test("leads and members of teams", async () => {
  const world = createWorld();
  await world.run(HARBOUR);
  const { state } = world.kimai;
  assert.deepEqual([state.leads(3, 4), state.leads(4, 3), state.isMember(1, 4)], [
    true,
    false,
    true,
  ]);
});
