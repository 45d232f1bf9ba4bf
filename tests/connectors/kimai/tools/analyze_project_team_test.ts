import assert from "node:assert/strict";
import { bookInKimai, type KimaiTest, withKimai } from "../../../support/kimai.ts";

const november = { begin: "2026-11-01", end: "2026-11-30" };
const website = { project_name: "Website", ...november };

/** Ann (4) and Bob (5) in a team that user 3 leads, with three entries on Website and one on Shop. */
async function withWork(user = "lead"): Promise<KimaiTest> {
  const test = await withKimai({ user });
  const post = (path: string, body: unknown, method = "POST") =>
    test.kimai(path, "super", { method, body: JSON.stringify(body) });
  await post("/users/4", { alias: "Ann" }, "PATCH");
  const members = [3, 4, 5].map((user) => ({ user, teamlead: user === 3 }));
  await post("/teams", { name: "Web", members });
  await bookInKimai(test, {});
  await bookInKimai(test, { activity: 2, end: "2026-11-19T09:30:00" });
  await bookInKimai(test, { begin: "2026-11-18T09:00:00", end: "2026-11-18T10:30:00" }, "user2");
  await bookInKimai(test, { project: 2, activity: 3 });
  return test;
}

Deno.test("a project's hours by person and activity, each adding up to the total, with names and without view_user (B-17)", async () => {
  await using test = await withWork();
  const { text, structured } = await test.call("analyze_project_team", website);
  assert.equal(
    text,
    [
      "Project ACME / Website (1), all users (Sun 1 Nov 2026 - Mon 30 Nov 2026, Europe/Berlin): 3:00 h in 3 entries, billable 3:00 h (100 %)",
      "",
      "People",
      "- Ann (4): 1:30 h, 50 %, 2 entries",
      "  - Design (1): 1:00 h, 66.7 %, 1 entry",
      "  - Review (2): 0:30 h, 33.3 %, 1 entry",
      "- user2 (5): 1:30 h, 50 %, 1 entry",
      "  - Design (1): 1:30 h, 100 %, 1 entry",
      "",
      "Activities",
      "- Design (1): 2:30 h, 83.3 %, 2 entries",
      "- Review (2): 0:30 h, 16.7 %, 1 entry",
    ].join("\n"),
  );
  const { result } = structured as { result: { duration: number; people: { duration: number }[] } };
  assert.equal(result.duration, 10_800);
  assert.equal(result.people.reduce((sum, one) => sum + one.duration, 0), result.duration);
  assert(!test.requests.some((request) => request.startsWith("GET /users?")));
});

Deno.test("include_details false leaves each person's activities out", async () => {
  await using test = await withWork();
  const args = { ...website, include_details: false };
  const { people } = await test.result("analyze_project_team", args);
  assert(people.every((one: { activities?: unknown }) => one.activities === undefined));
});

Deno.test("the scopes: oneself, one person, or the members of a team", async () => {
  await using test = await withWork("admin");
  await bookInKimai(test, {}, "admin");
  const seconds = async (scope: Record<string, unknown>) =>
    (await test.result("analyze_project_team", { ...website, ...scope })).duration;
  assert.equal(await seconds({}), 14_400);
  assert.equal(await seconds({ user_scope: "self" }), 3600);
  assert.equal(await seconds({ user_scope: "specific", user: "5" }), 5400);
  assert.equal(await seconds({ user: 5 }), 5400);
  assert.equal(await seconds({ user_scope: "team", team: 1 }), 10_800);
  const team = await test.call("analyze_project_team", { ...website, team: "1" });
  assert.match(
    team.text,
    /^Project ACME \/ Website \(1\), team Web \(1\) \(.*: 3:00 h in 3 entries/,
  );
  assert.match(team.text, /\nMembers without entries: lead \(3\)$/);
});

Deno.test("scope self needs no other permission than one's own time (B-17)", async () => {
  await using test = await withWork("user");
  const { text } = await test.call("analyze_project_team", { ...website, user_scope: "self" });
  assert.match(text, /^Project ACME \/ Website \(1\), current user .*: 1:30 h in 2 entries/);
});

Deno.test("a plain user who asks for all is told that only his own came back (K-6)", async () => {
  await using test = await withWork("user");
  const { text } = await test.call("analyze_project_team", website);
  assert.match(text, /^Note: only your own entries came back: .*view_other_timesheet/m);
  assert.match(
    await test.refusal("analyze_project_team", { ...website, user: 5 }),
    /^Cannot list user 5: /,
  );
});

Deno.test("an exact name wins over one that contains it, in any case (B-16)", async () => {
  await using test = await withWork();
  const body = JSON.stringify({ name: "Website relaunch", customer: 1 });
  await test.kimai("/projects", "super", { method: "POST", body });
  const found = async (project_name: unknown) =>
    (await test.result("analyze_project_team", { project_name, ...november })).project.name;
  assert.equal(await found("website"), "Website");
  assert.equal(await found("RELAUNCH"), "Website relaunch");
  assert.equal(await found("ACME / Website"), "Website");
  assert.equal(await found(3), "Website relaunch");
  assert.equal(await found("3"), "Website relaunch");
  assert.equal(
    await test.refusal("analyze_project_team", { project_name: "site", ...november }),
    '"site" fits 2 projects, name the id of one: ACME / Website (1), ACME / Website relaunch (3) (in project_name)',
  );
});

Deno.test("a number that is no id is looked for in names, and projects that ended or are hidden are found (K-16)", async () => {
  await using test = await withWork();
  const projects = [
    { name: "2025", customer: 1, start: "2025-01-01", end: "2025-12-31" },
    { name: "Shop old", customer: 1, visible: false },
  ];
  for (const project of projects) {
    await test.kimai("/projects", "super", { method: "POST", body: JSON.stringify(project) });
  }
  const found = async (project_name: string) =>
    (await test.result("analyze_project_team", { project_name, ...november })).project.name;
  assert.equal(await found("2025"), "2025");
  assert.equal(await found("old"), "Shop old");
  assert.equal(await found("sho"), "Shop");
});

Deno.test("a name that fits nothing gets the nearest ones", async () => {
  await using test = await withWork();
  assert.equal(
    await test.refusal("analyze_project_team", { project_name: "Payroll", ...november }),
    'There is no project "Payroll", the nearest are ACME / Shop (2), ACME / Website (1) (in project_name)',
  );
});

Deno.test("a date as an end includes that day (B-18)", async () => {
  await using test = await withWork();
  const period = { begin: "2026-11-18", end: "2026-11-19" };
  const args = { project_name: "Website", ...period };
  assert.equal((await test.result("analyze_project_team", args)).entries, 3);
  const day = { ...args, end: "2026-11-18" };
  assert.equal((await test.result("analyze_project_team", day)).entries, 1);
});

Deno.test("a running entry counts until now, and that is said", async () => {
  await using test = await withWork("user");
  await bookInKimai(test, { begin: "2026-11-20T09:00:00", end: null });
  const { text } = await test.call("analyze_project_team", { ...website, user_scope: "self" });
  assert.match(text, /^.*: 2:31 h in 3 entries/);
  assert.match(text, /^Note: 1 entry is still running, counted until now$/m);
});

Deno.test("Kimai's own duration counts, breaks taken off, as in listings (B-14)", async () => {
  await using test = await withWork("user");
  test.demo.configure("timesheet.rules.break_time_active", "1");
  await bookInKimai(test, {
    break: "0:15",
    begin: "2026-10-01T09:00:00",
    end: "2026-10-01T10:00:00",
  });
  const october = { project_name: "Website", begin: "2026-10-01", end: "2026-10-31" };
  assert.equal((await test.result("analyze_project_team", october)).duration, 2700);
});

Deno.test("nobody worked: that is an answer, no error", async () => {
  await using test = await withWork();
  const args = { project_name: "Website", begin: "2025-01-01", end: "2025-12-31" };
  const { text, isError } = await test.call("analyze_project_team", args);
  assert(!isError);
  assert.equal(
    text,
    "No timesheets found for project ACME / Website (1), all users (Wed 1 Jan 2025 - Wed 31 Dec 2025, Europe/Berlin)",
  );
});

Deno.test("more than a page is read whole, and the row limit is told (B-2, B-3)", async () => {
  await using test = await withKimai({ settings: { kimai_row_limit: 500 } });
  const first = Temporal.PlainDateTime.from("2026-01-01T00:00:00");
  for (let index = 0; index < 501; index++) {
    const begin = first.add({ hours: index });
    await bookInKimai(test, { begin: `${begin}`, end: `${begin.add({ hours: 1 })}` });
  }
  const args = { project_name: "1", begin: "2026-01-01", end: "2026-12-31", user_scope: "self" };
  const { text } = await test.call("analyze_project_team", args);
  assert.match(text, /^.*: 500:00 h in 500 entries/);
  assert.match(text, /^Note: only 500 of 501 entries were read/m);
});

Deno.test("who may not read a team is told what else shows it, and a team that is not there is said", async () => {
  await using test = await withWork();
  const args = { ...website, user_scope: "team", team: 1 };
  assert.match(
    await test.refusal("analyze_project_team", args),
    /^Cannot read the members of team 1: your Kimai role lacks the permission view_team; user_scope "all"/,
  );
  await using admin = await test.as("admin");
  assert.equal(
    await admin.refusal("analyze_project_team", { ...website, team: 9 }),
    "There is no team 9",
  );
});

Deno.test("wrong input is refused by name before anything is written", async () => {
  await using test = await withWork();
  const tool = "analyze_project_team";
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ project_name: "Website", end: "2026-11-30" }, /"begin" is missing/],
    [{ project_name: "Website", begin: "2026-11-01" }, /"end" is missing/],
    [{ ...november }, /"project_name" is missing/],
    [{ ...website, begin: "soon" }, /^Cannot read "soon" .* \(in begin\)$/],
    [{ ...website, user_scope: "specific" }, /"user" is missing for user_scope "specific"/],
    [{ ...website, user_scope: "team" }, /"team" is missing for user_scope "team"/],
    [{ ...website, team: 1, user: 5 }, /Cannot analyze team 1 and user 5 at once/],
    [{ ...website, team: 1, user_scope: "all" }, /team 1 and user_scope "all" at once/],
    [{ ...website, user_scope: "self", user: 5 }, /leave user_scope out to list user 5/],
    [{ ...website, customer: 1 }, /"customer" is not a field of analyze_project_team/],
  ];
  for (const [args, sentence] of refusals) assert.match(await test.refusal(tool, args), sentence);
  assert.deepEqual(test.requests.filter((request) => !request.startsWith("GET ")), []);
  const backwards = { ...website, begin: "2026-12-01" };
  assert.match(await test.refusal(tool, backwards), /the end is before the begin/);
});
