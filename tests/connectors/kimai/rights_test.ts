import assert from "node:assert/strict";
import { probeRights, rightsOf } from "../../../src/connectors/kimai/rights.ts";
import { UpstreamError } from "../../../src/mcp/errors.ts";

Deno.test("roles add up: a team lead may what a user may and more, a system administrator everything", () => {
  const [user, lead, admin, root] = [
    [],
    ["ROLE_TEAMLEAD"],
    ["ROLE_ADMIN", "ROLE_USER"],
    ["ROLE_SUPER_ADMIN"],
  ].map((roles) => rightsOf(roles));
  assert.deepEqual(user.may, ["book, change and delete your own time"]);
  assert.deepEqual([user, lead, admin, root].map(({ may }) => may.length), [1, 3, 5, 5]);
  assert.deepEqual(lead.may_not, ["set rates", "create and change customers and projects"]);
  assert.deepEqual(root.may_not, []);
});

Deno.test("asking tells a no from what is not there, and anything else is a problem", async () => {
  const answers: Record<string, UpstreamError | undefined> = {
    users: new UpstreamError("forbidden", "no"),
    absences: new UpstreamError("not_found", "none"),
    invoices: new UpstreamError("unavailable", "The proxy failed"),
  };
  const problems = new Set<string>();
  const found = await probeRights(([first]) => {
    const refused = answers[first];
    return refused ? Promise.reject(refused) : Promise.resolve([]);
  }, problems);
  assert.deepEqual(found.may.sort(), ["public holidays (plugin)", "read teams"]);
  assert.deepEqual(found.may_not, ["list users"]);
  assert.deepEqual(found.not_installed, ["absences (plugin)"]);
  assert.deepEqual([...problems], ["The proxy failed"]);
});

Deno.test("what is no refusal of Kimai is not swallowed", async () => {
  await assert.rejects(
    probeRights(() => Promise.reject(new Error("stopped")), new Set()),
    /^Error: stopped$/,
  );
});
