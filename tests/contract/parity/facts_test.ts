/** Facts of the table in `numbers.ts` that no test of a single file states. */

import assert from "node:assert/strict";
import { bookInKimai, type KimaiTest, withKimai } from "../../support/kimai.ts";
import { prepare } from "../../connectors/kimai/parity_entity.ts";
import { writesIn } from "./row.ts";
import { rows } from "./rows.ts";
import { furnish } from "./world.ts";

/** `begin` and `end` of the last request, as Kimai reads them. */
function datesOf(request: string): (string | null)[] {
  const { searchParams } = new URL(request.split(" ")[1], "https://kimai.test");
  return [searchParams.get("begin"), searchParams.get("end")];
}

const utc = { begin: "2026-11-19T14:00:00Z", end: "2026-11-19T20:30:00+01:00" };
const days = { begin: "2026-11-18", end: "2026-11-19" };

Deno.test("every date that is asked with is a local date-time without offset (K-1)", async () => {
  await using test = await withKimai({ user: "user2" });
  prepare(test.demo);
  const whole = ["2026-11-18T00:00:00", "2026-11-19T23:59:59"];
  const local = ["2026-11-19T09:00:00", "2026-11-19T14:30:00"];
  const asked: [string, Record<string, unknown>, RegExp, (string | null)[]][] = [
    ["timesheet", { action: "list", filters: utc }, /^GET \/timesheets\?/, local],
    ["timesheet", { action: "list", filters: days }, /^GET \/timesheets\?/, whole],
    ["timer", { action: "recent", begin: utc.begin }, /^GET \/timesheets\?/, [local[0], null]],
    ["analyze_project_team", { project_name: "Website", ...utc }, /^GET \/timesheets\?/, local],
    ["entity", { type: "holiday", action: "list", filters: utc }, /^GET \/public-h/, local],
    ["entity", { type: "holiday", action: "list", filters: days }, /^GET \/public-h/, whole],
    ["absence", { action: "list", filters: days }, /^GET \/absences\?/, whole],
    ["absence", { action: "attendance", date: days.begin }, /^GET \/absences\?/, [
      whole[0],
      "2026-11-18T23:59:59",
    ]],
    ["calendar", { type: "absences", filters: days }, /^GET \/absences\/calendar/, whole],
    ["calendar", { type: "holidays", filters: days }, /^GET \/public-holidays\/cal/, whole],
  ];
  for (const [tool, args, request, dates] of asked) {
    await test.result(tool, args);
    const sent = test.requests.findLast((one) => request.test(one));
    assert.deepEqual(datesOf(sent!), dates, `${tool} ${JSON.stringify(args)}`);
  }
  await using lead = await test.as("lead");
  await lead.result("entity", { type: "invoice", action: "list", filters: utc });
  assert.deepEqual(datesOf(lead.requests.at(-1)!), ["2026-11-19T15:00:00", "2026-11-19T20:30:00"]);
  const id = await bookInKimai(test, {}, "user2");
  const restart = { action: "restart", id, data: { begin: "2026-11-20T08:30:00Z" } };
  await test.result("timer", restart);
  assert.deepEqual(writesIn(test.requests), [
    `PATCH /timesheets/${id}/restart {"begin":"2026-11-20T03:30:00"}`,
  ]);
});

Deno.test("a break that this Kimai does not offer is refused by name, and works without it (K-10)", async () => {
  await using test = await withKimai();
  const data = {
    project: 1,
    activity: 1,
    begin: "2026-11-19T09:00",
    end: "2026-11-19T10:00",
  };
  const refused = { action: "create", data: { ...data, break: 900 } };
  assert.match(await test.refusal("timesheet", refused), /^Kimai did not accept .*"break"/);
  await test.result("timesheet", { action: "create", data });
  test.demo.configure("timesheet.rules.break_time_active", "1");
  await test.result("timesheet", refused);
  const held = await test.kimai("/timesheets?user=all");
  assert.deepEqual(held.map((one: Record<string, unknown>) => [one.break, one.duration]), [
    [900, 2700],
    [0, 3600],
  ]);
});

for (const mode of ["default", "punch", "duration_fixed_begin"]) {
  Deno.test(`a plain user starts and stops a timer in the mode ${mode} (K-11, B-4)`, async () => {
    await using test = await withKimai();
    test.demo.configure("timesheet.mode", mode);
    const start = { action: "start", data: { project: 1, activity: 1 } };
    await test.result("timer", start);
    await test.result("timer", { action: "stop" });
    assert.deepEqual(writesIn(test.requests), [
      `POST /timesheets?full=1 {"project":1,"activity":1}`,
      "PATCH /timesheets/1/stop",
    ]);
    assert.notEqual((await test.kimai("/timesheets/1")).end, null);
  });
}

Deno.test("tags are listed without a filter, where Kimai's own list is empty (K-14, B-6)", async () => {
  await using test = await withKimai();
  assert.deepEqual(await test.kimai("/tags/find", "user"), []);
  const { total, items } = await test.result("entity", { type: "tag", action: "list" });
  assert.deepEqual([total, items[0].name], [1, "urgent"]);
});

Deno.test("a project's days are days when it is made, and date-times when it is changed (K-17)", async () => {
  await using test = await withKimai({ user: "admin" });
  const dates = { start: "2026-12-01", end: "2027-01-31", orderDate: "2026-11-01" };
  const project = { type: "project", action: "create", data: { name: "App", customer: 1 } };
  await test.result("entity", { ...project, data: { ...project.data, ...dates } });
  await test.result("entity", { type: "project", action: "update", id: 1, data: dates });
  assert.deepEqual(writesIn(test.requests), [
    `POST /projects {"name":"App","customer":1,"orderDate":"2026-11-01","start":"2026-12-01","end":"2027-01-31"}`,
    `PATCH /projects/1 {"orderDate":"2026-11-01T00:00:00","start":"2026-12-01T00:00:00","end":"2027-01-31T00:00:00"}`,
  ]);
  for (const id of [1, 3]) {
    const { start, end, orderDate } = await test.kimai(`/projects/${id}`);
    assert.deepEqual({ start, end, orderDate }, dates);
  }
});

Deno.test("money that Kimai does not show is left out, and nothing fails for it (K-23)", async () => {
  await using test = await withKimai();
  await test.kimai("/customers/1", "super", { method: "PATCH", body: `{"budget":5000}` });
  const id = await bookInKimai(test, {});
  const moneyOf = async ({ result }: KimaiTest) => {
    const { entry } = await result("timesheet", { action: "get", id });
    const { item } = await result("entity", { type: "customer", action: "get", id: 1 });
    return [entry.rate, item.budget];
  };
  assert.deepEqual(await moneyOf(test), [undefined, undefined]);
  await using admin = await test.as("admin");
  assert.deepEqual(await moneyOf(admin), [0, 5000]);
});

Deno.test("no call asks Kimai for API tokens, which nobody can make there (K-34)", () => {
  const asked = rows.flatMap(({ received }) => received);
  assert.deepEqual(asked.filter((request) => request.includes("api-token")), []);
});

Deno.test("a colour that nobody chose is not shown, nor whether somebody has a token (K-35)", async () => {
  await using test = await withKimai({ user: "super" });
  const raw = await test.kimai("/users/4");
  assert.deepEqual([raw.color, typeof raw["color-safe"], raw.apiToken], [null, "string", false]);
  for (const type of ["user", "customer", "project", "activity"]) {
    const { item } = await test.result("entity", { type, action: "get", id: 1 });
    const shown = Object.keys(item).filter((key) => /color|apitoken/i.test(key));
    assert.deepEqual(shown, [], type);
  }
});

Deno.test("a user without a user_scope is that user, never oneself in silence (B-11)", async () => {
  await using test = await withKimai({ user: "lead" });
  await furnish(test);
  const listed = await test.result("timesheet", { action: "list", filters: { user: "4" } });
  assert.deepEqual([listed.of, listed.total], ["user (4)", 3]);
  const absences = await test.result("absence", { action: "list", filters: { user: "4" } });
  assert.deepEqual([absences.of, absences.entries], ["user 4", 2]);
});

const withBogus: [tool: string, args: Record<string, unknown>][] = [
  ["timesheet", { action: "update", id: 1 }],
  ["timer", { action: "start" }],
  ["absence", { action: "create" }],
  ["rate", { action: "add", entity: "project", entity_id: 1 }],
  ["comment", { action: "create", entity: "project", entity_id: 1 }],
  ...["project", "activity", "customer", "user", "team", "tag"].map((
    type,
  ): [string, Record<string, unknown>] => ["entity", { type, action: "create" }]),
];

Deno.test("an unknown field of data is refused by name in every tool, and nothing is sent (B-13)", async () => {
  await using test = await withKimai({ user: "super" });
  for (const [tool, args] of withBogus) {
    const why = await test.refusal(tool, { ...args, data: { bogus: 1 } });
    assert.match(why, /"bogus" is not a field of "data"/, `${tool} ${JSON.stringify(args)}`);
  }
  assert.deepEqual(test.requests, []);
});
