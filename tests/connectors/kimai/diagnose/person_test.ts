import assert from "node:assert/strict";
import {
  personFinding,
  pluginsFinding,
  rightsFinding,
  zoneFinding,
} from "../../../../src/connectors/kimai/diagnose/person.ts";
import { me } from "../../../../src/connectors/kimai/records.ts";

const now = Temporal.Instant.from("2026-11-20T09:00:00Z");
const ben = me.parse({ id: 4, username: "ben", alias: "Ben Okafor", timezone: "Europe/Berlin" });
const nothing = { may: [], may_not: [] };

Deno.test("a token says whose it is", () => {
  assert.equal(personFinding(ben).text, "Kimai accepts it as that of Ben Okafor (ben)");
  const plain = personFinding({ ...ben, alias: null });
  assert.equal(plain.text, "Kimai accepts it as that of ben");
});

Deno.test("rights are those of the role and those that were found by asking", () => {
  const asked = { may: ["read invoices"], may_not: ["list users"] };
  const { outcome, text } = rightsFinding({ ...ben, roles: ["ROLE_TEAMLEAD"] }, asked, new Set());
  assert.equal(outcome, "ok");
  assert.equal(
    text,
    "As team lead by the role's defaults: may book, change and delete your own time, see and change other people's time, set billable and exported, read invoices; may not set rates, create and change customers and projects, list users",
  );
});

Deno.test("a plain user is one, and a role of one's own is shown as it is called", () => {
  assert.match(rightsFinding(ben, nothing, new Set()).text, /^As user by/);
  const own = { ...ben, roles: ["ROLE_BOOKKEEPER", "ROLE_USER"] };
  assert.match(rightsFinding(own, nothing, new Set()).text, /^As ROLE_BOOKKEEPER by/);
});

Deno.test("what could not be asked is a warning", () => {
  const { outcome, fix } = rightsFinding(ben, nothing, new Set(["The proxy failed: wait"]));
  assert.equal(outcome, "warning");
  assert.match(fix!, /The proxy failed: wait$/);
});

Deno.test("plugins are listed, and those that the tools would use are missed", () => {
  assert.equal(pluginsFinding([], []).text, "None");
  assert.equal(
    pluginsFinding([{ name: "TaskBundle", version: "1.2" }, { name: "Own" }], ["absences (plugin)"])
      .text,
    "TaskBundle 1.2, Own; without absences (plugin)",
  );
});

Deno.test("another zone than this machine's is a warning, unless its clocks agree or it is a server's", () => {
  const outcomeOf = (machine?: string) => zoneFinding(ben, machine, now).outcome;
  assert.deepEqual(
    ["Europe/Berlin", "Europe/Vienna", "UTC", "Etc/UTC", undefined].map(outcomeOf),
    ["ok", "ok", "ok", "ok", "ok"],
  );
  assert.deepEqual(["America/New_York", "Africa/Lagos"].map(outcomeOf), ["warning", "warning"]);
});
