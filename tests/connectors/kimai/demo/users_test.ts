import assert from "node:assert/strict";
import { createWorld } from "../../../contract/world.ts";

Deno.test("roles that stay keep their place, new ones follow", async () => {
  const world = createWorld();
  const { body } = await world.ask("super", "PATCH /users/2", {
    roles: ["ROLE_TEAMLEAD", "ROLE_ADMIN"],
  });
  assert.deepEqual(body.roles, ["ROLE_ADMIN", "ROLE_TEAMLEAD"]);
});

Deno.test("nobody is his own supervisor", async () => {
  const { status } = await createWorld().ask("super", "PATCH /users/4", { supervisor: 4 });
  assert.equal(status, 400);
});
