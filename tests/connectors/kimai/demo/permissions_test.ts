import assert from "node:assert/strict";
import {
  hasAccess,
  holds,
  mayAccessUser,
  mayMaster,
  mayTimesheet,
} from "../../../../src/connectors/kimai/demo/permissions.ts";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

const world = createWorld();
await world.run(HARBOUR);
const { state } = world.kimai;
const [root, admin, lead, user, stranger] = [...state.users.values()];

Deno.test("everybody holds what ROLE_USER holds, and a switch overrules the table", () => {
  assert.deepEqual([holds(state, user, "create_tag"), holds(state, user, "edit_team")], [
    true,
    false,
  ]);
  state.roleSwitches.set("ROLE_USER", new Map([["create_tag", false]]));
  assert.equal(holds(state, user, "create_tag"), false);
  state.roleSwitches.clear();
});

Deno.test("a team guards what belongs to what it guards", () => {
  const lamp = state.projects.get(3)!;
  assert.deepEqual(
    [lead, user, stranger, admin].map((who) => hasAccess(state, who, "project", lamp)),
    [
      true,
      true,
      false,
      true,
    ],
  );
});

Deno.test("a lead acts on his team's objects, a member does not", () => {
  const crane = state.projects.get(2)!;
  assert.deepEqual([lead, user].map((who) => mayMaster(state, who, "view", "project", crane)), [
    true,
    false,
  ]);
});

Deno.test("a lead reaches his people and whoever has no team, but no admin", () => {
  assert.deepEqual([user, stranger, admin, root].map((who) => mayAccessUser(state, lead, who)), [
    true,
    true,
    false,
    false,
  ]);
  assert.equal(mayTimesheet(state, lead, "edit", root), true);
});
