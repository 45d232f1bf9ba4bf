import assert from "node:assert/strict";
import { type KimaiTest, withKimai } from "../../../support/kimai.ts";

/** A team of user 3, who leads it, on the Kimai of a test. */
async function withTeam(user = "admin"): Promise<KimaiTest> {
  const test = await withKimai({ user });
  const body = JSON.stringify({ name: "Web", members: [{ user: 3, teamlead: true }] });
  await test.kimai("/teams", "super", { method: "POST", body });
  return test;
}

async function membersOf(test: KimaiTest): Promise<number[]> {
  const { members } = await test.kimai("/teams/1");
  return members.map(({ user }: { user: { id: number } }) => user.id);
}

Deno.test("README's example adds a member, and names who is in the team", async () => {
  await using test = await withTeam();
  const { text, structured } = await test.call("team_access", {
    action: "add_member",
    team_id: 1,
    user_id: 5,
  });
  assert.equal(
    text,
    "Added user ID 5 as member to team ID 1\nuser2 (5), team Web (1); members now: lead (3) lead, user2 (5)",
  );
  assert.deepEqual(JSON.parse(JSON.stringify(structured)).result, {
    team: { id: 1, name: "Web" },
    user: { id: 5, name: "user2" },
    members: [{ id: 3, name: "lead", lead: true }, { id: 5, name: "user2" }],
  });
  assert.deepEqual(test.requests, ["POST /teams/1/members/5", "GET /users/me"]);
  assert.deepEqual(await membersOf(test), [3, 5]);
});

Deno.test("a member is taken out again, and only a number where Kimai does not name him", async () => {
  await using test = await withTeam();
  await test.result("team_access", { action: "add_member", team_id: 1, user_id: 4 });
  const { text } = await test.call("team_access", {
    action: "remove_member",
    team_id: "1",
    user_id: "4",
  });
  assert.equal(
    text,
    "Removed user ID 4 from team ID 1\n4, team Web (1); members now: lead (3) lead",
  );
  assert.deepEqual(await membersOf(test), [3]);
});

Deno.test("adding twice and removing who is not in are explained, Kimai says only Bad Request", async () => {
  await using test = await withTeam();
  assert.equal(
    await test.refusal("team_access", { action: "add_member", team_id: 1, user_id: 3 }),
    "Cannot add user lead (3) to team Web (1): already a member",
  );
  assert.equal(
    await test.refusal("team_access", { action: "remove_member", team_id: 1, user_id: 4 }),
    "Cannot remove user 4 from team Web (1): no member of it",
  );
});

Deno.test("a lead is not taken out of a team, and the way to do it is said (K-21)", async () => {
  await using test = await withTeam();
  assert.equal(
    await test.refusal("team_access", { action: "remove_member", team_id: 1, user_id: 3 }),
    "Cannot remove user lead (3) from team Web (1): Kimai takes no lead out, first make somebody else lead (entity update, data.members)",
  );
  assert.deepEqual(await membersOf(test), [3]);
});

Deno.test("a team or a user that is not there is told apart", async () => {
  await using test = await withTeam();
  const refusals: [Record<string, unknown>, string][] = [
    [{ action: "add_member", team_id: 9, user_id: 4 }, "There is no team 9"],
    [{ action: "add_member", team_id: 1, user_id: 99 }, "Cannot add user 99: there is none"],
    [{ action: "grant", team_id: 9, target: "project", target_id: 1 }, "There is no team 9"],
    [
      { action: "grant", team_id: 1, target: "activity", target_id: 99 },
      "Cannot grant team Web (1) access to activity 99: there is no such activity that is open to you",
    ],
  ];
  for (const [args, sentence] of refusals) {
    assert.equal(await test.refusal("team_access", args), sentence);
  }
});

Deno.test("the first grant closes a record to all others, the last revocation opens it, and both say so", async () => {
  await using test = await withTeam();
  const website = { team_id: 1, target: "project", target_id: 1 };
  const granted = await test.call("team_access", { action: "grant", ...website });
  assert.equal(
    granted.text,
    [
      "Granted team ID 1 access to project ID 1",
      "Team Web (1), project Website (1)",
      "Before, the project was open to all who see its customer; now only this team and roles with view_all_data see it",
    ].join("\n"),
  );
  assert.deepEqual((await test.kimai("/projects/1")).teams.map(({ id }: { id: number }) => id), [
    1,
  ]);
  const revoked = await test.call("team_access", { action: "revoke", ...website });
  assert.equal(
    revoked.text,
    [
      "Revoked team ID 1 access to project ID 1",
      "Team Web (1), project Website (1)",
      "No team is left, so the project is open to all who see its customer now",
    ].join("\n"),
  );
  assert.deepEqual((await test.kimai("/projects/1")).teams, []);
});

Deno.test("a second team changes nothing for the others, so nothing is said", async () => {
  await using test = await withTeam();
  const body = JSON.stringify({ name: "Shop", members: [{ user: 2, teamlead: true }] });
  await test.kimai("/teams", "super", { method: "POST", body });
  const acme = { target: "customer", target_id: 1 };
  for (const [action, team_id, notes] of [["grant", 1, 1], ["grant", 2, 0], ["revoke", 1, 0]]) {
    const { note } = await test.result("team_access", { action, team_id, ...acme });
    assert.equal(note === undefined, notes === 0, `${action} ${team_id}`);
  }
});

Deno.test("granting and revoking twice are explained", async () => {
  await using test = await withTeam();
  const design = { team_id: 1, target: "activity", target_id: 1 };
  assert.equal(
    await test.refusal("team_access", { action: "revoke", ...design }),
    "Cannot revoke team Web (1) access to activity 1: it has none of its own",
  );
  await test.result("team_access", { action: "grant", ...design });
  assert.equal(
    await test.refusal("team_access", { action: "grant", ...design }),
    "Cannot grant team Web (1) access to activity 1: it has access already",
  );
});

Deno.test("revoke needs the permission on the target too since Kimai 2.65, and says which (K-22)", async () => {
  await using test = await withTeam();
  const website = { team_id: 1, target: "project", target_id: 1 };
  await test.result("team_access", { action: "grant", ...website });
  test.demo.state.roleSwitches.set("ROLE_ADMIN", new Map([["permissions_project", false]]));
  assert.equal(
    await test.refusal("team_access", { action: "revoke", ...website }),
    "Cannot revoke team 1 access to project 1: it takes the permission edit_team and, since Kimai 2.65, permissions_project (403)",
  );
});

Deno.test("a team lead is told that managing members takes an administrator's permission", async () => {
  await using test = await withTeam("lead");
  assert.equal(
    await test.refusal("team_access", { action: "add_member", team_id: 1, user_id: 4 }),
    "Cannot add user 4: it takes the permission edit_team and, since Kimai 2.58, access to that user (403)",
  );
});

Deno.test("where the team may not be read, Kimai's own refusal is what is left", async () => {
  await using test = await withTeam();
  test.demo.state.roleSwitches.set("ROLE_ADMIN", new Map([["view_team", false]]));
  assert.match(
    await test.refusal("team_access", { action: "add_member", team_id: 1, user_id: 3 }),
    /^Kimai did not accept POST \/teams\/1\/members\/3 \(400\)/,
  );
});

Deno.test("what is missing is named before anything is sent", async () => {
  await using test = await withTeam();
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ action: "add_member", team_id: 1 }, /"user_id" is missing/],
    [{ action: "add_member", user_id: 5 }, /"team_id" is missing/],
    [{ action: "grant", team_id: 1, target_id: 1 }, /"target" is missing/],
    [{ action: "revoke", team_id: 1, target: "project" }, /"target_id" is missing/],
    [{ action: "grant", team_id: 1, target: "user", target_id: 1 }, /"target" is "user"/],
    [
      { action: "add_member", team_id: 1, user_id: 5, target_id: 3 },
      /"target_id" is not a field of team_access add_member/,
    ],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("team_access", args), sentence);
  }
  assert.deepEqual(test.requests, []);
});
