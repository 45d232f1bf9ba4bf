import assert from "node:assert/strict";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("an answer lists members as they were sent, later ones as they are stored", async () => {
  const world = createWorld();
  await world.run(HARBOUR);
  const names = (reply: { body: { members: { user: { username: string } }[] } }) =>
    reply.body.members.map(({ user }) => user.username);
  const members = [{ user: 4, teamlead: false }, { user: 3, teamlead: true }];
  assert.deepEqual(names(await world.ask("admin", "PATCH /teams/1", { members })), [
    "user",
    "lead",
  ]);
  assert.deepEqual(names(await world.ask("admin", "GET /teams/1")), ["lead", "user"]);
});
