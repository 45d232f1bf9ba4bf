import assert from "node:assert/strict";
import { withKimai } from "../../../support/kimai.ts";

Deno.test("a lead sees name, roles, teams and zone", async () => {
  await using test = await withKimai({ user: "lead" });
  const members = [{ user: 3, teamlead: true }, { user: 4, teamlead: false }];
  const body = JSON.stringify({ name: "Web", members });
  await test.kimai("/teams", "super", { method: "POST", body });
  const { text, structured } = await test.call("user_current");
  assert.equal(
    text,
    [
      "Current User: lead (ID: 3)",
      "Name: lead",
      "E-mail: lead@example.com",
      "Roles: ROLE_TEAMLEAD",
      "Teams: Web (1), lead",
      "Language: en",
      "Timezone: Europe/Berlin",
    ].join("\n"),
  );
  const { result } = structured as { result: { teams: unknown } };
  assert.deepEqual(result.teams, [{ id: 1, name: "Web", lead: true }]);
});

Deno.test("a plain user has the role that Kimai does not list, and no stray argument is taken", async () => {
  await using test = await withKimai({ user: "user2" });
  const { roles, zone } = await test.result("user_current");
  assert.deepEqual([roles, zone], [["ROLE_USER"], "America/New_York"]);
  assert.match(
    await test.refusal("user_current", { id: 5 }),
    /"id" is not a field of user_current/,
  );
});
