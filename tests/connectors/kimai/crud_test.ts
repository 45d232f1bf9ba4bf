import assert from "node:assert/strict";
import {
  bookInKimai,
  type KimaiTest,
  type KimaiTestOptions,
  withKimai,
} from "../../support/kimai.ts";
import { assertPart } from "../../contract/parity/row.ts";
import { prepare } from "./parity_entity.ts";

async function prepared(options: KimaiTestOptions = {}): Promise<KimaiTest> {
  const test = await withKimai({ user: "super", ...options });
  prepare(test.demo);
  return test;
}

const patch = (body: unknown) => ({ method: "PATCH", body: JSON.stringify(body) });

Deno.test("a plain user reads from the list what Kimai does not show him by itself", async () => {
  await using test = await prepared({ user: "user" });
  await test.kimai("/projects/2", "super", patch({ visible: false, end: "2026-01-31T00:00:00" }));
  const { text } = await test.call("entity", { type: "project", action: "get", id: 2 });
  assert.match(text, /^Project: Shop \(ID: 2\)\nCustomer: ACME \(1\)\nStatus: Inactive\n/);
  assert.match(text, /\nyour role shows it in lists only, so something may be missing$/);
  await test.kimai("/teams/1/projects/1", "super", { method: "POST" });
  test.setNow("2026-11-20T10:00:00Z");
  const closed = await test.refusal("entity", { type: "project", action: "get", id: 1 });
  assert.match(closed, /^Kimai forbids GET \/projects\/1 \(403\)/);
  const other = await test.refusal("entity", { type: "user", action: "get", id: 5 });
  assert.match(
    other,
    /^Cannot get user 5: by default Kimai lets system administrators, and everyb/,
  );
});

Deno.test("users, activities and teams are changed in part", async () => {
  await using test = await prepared();
  const update = (type: string, id: number, data: unknown) =>
    test.result("entity", { type, action: "update", id, data });
  assert.equal((await update("user", 4, { title: "Dev" })).item.title, "Dev");
  assert.equal((await update("activity", 1, { comment: "Hi" })).item.name, "Design");
  assert.deepEqual((await update("team", 1, { color: "Red" })).item.members, [
    { id: 2, name: "admin", lead: true },
  ]);
  const { email, timezone } = await test.kimai("/users/4");
  assert.deepEqual([email, timezone], ["user@example.com", "Europe/Berlin"]);
});

Deno.test("in a change null and empty lists say nothing and are told, an empty text empties", async () => {
  await using test = await prepared();
  await test.kimai("/projects/1", "super", patch({ comment: "Hi", orderNumber: "7" }));
  await test.kimai("/users/2", "super", patch({ supervisor: 1, title: "Boss" }));
  const { text } = await test.call("entity", {
    type: "project",
    action: "update",
    id: 1,
    data: { comment: "", orderNumber: null, start: "", billable: null, teams: [] },
  });
  assert(
    text.endsWith(
      `\nLeft as they were: orderNumber, billable, teams (null and empty lists say nothing, "" empties)`,
    ),
    text,
  );
  assertPart(await test.kimai("/projects/1"), {
    comment: null,
    orderNumber: "7",
    start: null,
    billable: true,
  });
  const person = { type: "user", action: "update", id: 2 };
  await test.result("entity", { ...person, data: { supervisor: "", title: "", roles: [] } });
  assertPart(await test.kimai("/users/2"), {
    supervisor: null,
    title: null,
    roles: ["ROLE_ADMIN"],
  });
  await test.result("entity", { ...person, data: { roles: ["ROLE_USER"] } });
  assert.deepEqual((await test.kimai("/users/2")).roles, []);
});

Deno.test("when something is created, empty fields are left out", async () => {
  await using test = await prepared();
  const data = { name: "Beta", email: "", color: null, teams: [], metaFields: [], visible: null };
  await test.result("entity", { type: "customer", action: "create", data });
  assert.deepEqual(test.requests, [`POST /customers {"name":"Beta"}`, "GET /users/me"]);
});

Deno.test("a change that names nothing is refused before anything is sent", async () => {
  await using test = await prepared();
  const update = { type: "project", action: "update", id: 1 };
  assert.equal(
    await test.refusal("entity", { ...update, data: {} }),
    "Cannot update project 1: data names nothing to change",
  );
  assert.equal(
    await test.refusal("entity", { ...update, data: { end: null } }),
    `Cannot update project 1: data names nothing to change: end (null and empty lists say nothing, "" empties)`,
  );
  assert.match(
    await test.refusal("entity", { ...update, data: { bogus: 1, internalRate: 2 } }),
    /^Cannot run entity update project: "bogus", "internalRate" are not fields of "data", which/,
  );
  assert.match(
    await test.refusal("entity", { type: "activity", action: "create", data: { number: 7 } }),
    /^Cannot run entity create activity: "data\.name" is missing$/,
  );
  assert.deepEqual(test.requests, []);
});

Deno.test("custom fields are set one by one after the record, and a refused one does not undo it", async () => {
  await using test = await prepared();
  const metaFields = [{ name: "cc", value: 42 }, { name: "nope", value: "x" }];
  const data = { name: "App", customer: 1, metaFields };
  const { text } = await test.call("entity", { type: "project", action: "create", data });
  assert.match(text, /^Created Project: App \(ID: 3\)\n/);
  assert.match(text, /^Custom fields: cc = 42$/m);
  assert.match(text, /^Cannot set custom field "nope" of project ID 3 \(App\): .*\(cc set\)$/m);
  const writes = test.requests.filter((request) => !request.startsWith("GET"));
  assert.deepEqual(writes, [
    `POST /projects {"name":"App","customer":1}`,
    `PATCH /projects/3/meta {"name":"cc","value":"42"}`,
    `PATCH /projects/3/meta {"name":"nope","value":"x"}`,
  ]);
  const alone = { type: "project", action: "update", id: 1, data: { metaFields: [metaFields[1]] } };
  assert.match(
    await test.refusal("entity", alone),
    /^Cannot update all of project 1: Cannot set custom field "nope" .*\(nothing set\)$/,
  );
});

Deno.test("the teams of a record are granted and revoked until they are those", async () => {
  await using test = await prepared();
  for (const name of ["Two", "Three"]) {
    const body = JSON.stringify({ name, members: [{ user: 1, teamlead: true }] });
    await test.kimai("/teams", "super", { method: "POST", body });
  }
  const data = { name: "App", customer: 1, teams: [1, 2] };
  await test.result("entity", { type: "project", action: "create", data });
  test.requests.length = 0;
  const update = { type: "project", action: "update", id: 3 };
  const { item } = await test.result("entity", { ...update, data: { teams: [2, 3] } });
  assert.deepEqual(item.teams, [{ id: 2, name: "Two" }, { id: 3, name: "Three" }]);
  assert.deepEqual(test.requests, [
    "GET /projects/3",
    "POST /teams/3/projects/3",
    "DELETE /teams/1/projects/3",
    "GET /projects/3",
  ]);
  const { text } = await test.call("entity", { ...update, data: { name: "Ap", teams: [2, 9] } });
  assert.match(text, /^Updated Project: Ap \(ID: 3\)\n(.*\n)*team 9 did not get access: Kimai has/);
  assert.deepEqual(
    (await test.kimai("/projects/3")).teams.map(({ id }: { id: number }) => id),
    [2],
  );
});

Deno.test("no member of a team is lost, whatever order they are named in", async () => {
  await using test = await prepared();
  const members = [{ user: 2, teamlead: true }, { user: 3 }, { user: 4 }];
  await test.kimai("/teams/1", "super", patch({ members }));
  const wanted = [{ user: 5 }, { user: 4 }, { user: 2 }];
  const { item } = await test.result("entity", {
    type: "team",
    action: "update",
    id: 1,
    data: { members: wanted },
  });
  const expected = [
    { id: 2, name: "admin", lead: true },
    { id: 4, name: "user" },
    { id: 5, name: "user2" },
  ];
  assert.deepEqual(item.members, expected);
  const held = await test.result("entity", { type: "team", action: "get", id: 1 });
  assert.deepEqual(held.item.members, expected);
});

Deno.test("a customer or project that is not there is named", async () => {
  await using test = await prepared();
  const cases: [Record<string, unknown>, RegExp][] = [
    [
      { type: "project", data: { name: "App", customer: 9 } },
      /there is no customer 9 that is open/,
    ],
    [
      { type: "activity", data: { name: "Test", project: 9 } },
      /there is no project 9 that is open/,
    ],
  ];
  for (const [args, sentence] of cases) {
    assert.match(await test.refusal("entity", { action: "create", ...args }), sentence);
  }
});

Deno.test("a project is duplicated, and an older Kimai says that it cannot", async () => {
  await using test = await prepared({
    intercept: (request, next) =>
      request.url.includes("/projects/2/duplicate")
        ? Promise.resolve(Response.json({ code: 404, message: "Not Found" }, { status: 404 }))
        : next(),
  });
  const args = { type: "project", action: "duplicate" };
  const { item, of } = await test.result("entity", { ...args, id: 1 });
  assert.deepEqual([of, item.id, item.name], [1, 3, "Website [COPY]"]);
  assert.equal(
    await test.refusal("entity", { ...args, id: 2 }),
    "Cannot duplicate project 2: there is none that is open to you, or this Kimai is older than 2.66",
  );
});

Deno.test("what something hangs on is only deleted when that is confirmed, and is told how much", async () => {
  await using test = await prepared();
  await bookInKimai(test, {});
  await bookInKimai(test, {
    activity: 2,
    begin: "2026-11-18T09:00:00",
    end: "2026-11-18T10:30:00",
  });
  const remove = (type: string, id: number, confirm?: unknown) => ({
    type,
    action: "delete",
    id,
    confirm,
  });
  const cases: [string, number, string][] = [
    [
      "customer",
      1,
      `Cannot delete customer 1 (ACME) unless "confirm" is true: 2 projects, 2 activities, 2 time entries (2:30 h), 1 invoice would go with it for good; update with {"visible":false} hides it instead`,
    ],
    [
      "project",
      1,
      `Cannot delete project 1 (Website) unless "confirm" is true: 1 activity, 2 time entries (2:30 h) would go with it for good; update with {"visible":false} hides it instead`,
    ],
    [
      "activity",
      1,
      `Cannot delete activity 1 (Design) unless "confirm" is true: 1 time entry (1:00 h) would go with it for good; update with {"visible":false} hides it instead`,
    ],
    [
      "team",
      1,
      `Cannot delete team 1 (Web) unless "confirm" is true: 1 other membership would go with it for good, and what no other team guards would be open to everybody`,
    ],
  ];
  for (const [type, id, sentence] of cases) {
    assert.equal(await test.refusal("entity", remove(type, id)), sentence);
    assert.equal(await test.refusal("entity", remove(type, id, false)), sentence);
  }
  assert(!test.requests.some((request) => request.startsWith("DELETE")));
  const { text } = await test.call("entity", remove("project", 1, true));
  assert.equal(
    text,
    "Deleted project ID 1: Website, with it 1 activity, 2 time entries (2:30 h)",
  );
  assert.deepEqual(await test.kimai("/timesheets?user=all"), []);
});

Deno.test("what nothing hangs on is deleted at once, and what is not there is said", async () => {
  await using test = await prepared();
  const remove = (id: number) => ({ type: "activity", action: "delete", id });
  assert.equal((await test.call("entity", remove(3))).text, "Deleted activity ID 3: Support");
  assert.match(
    await test.refusal("entity", remove(3)),
    /^Kimai has no record for GET \/activities/,
  );
});

Deno.test("what was made since the last look is counted before a deletion", async () => {
  await using test = await prepared();
  await test.call("entity", { type: "activity", action: "list", filters: { project: 1 } });
  const body = JSON.stringify({ name: "Empty", customer: 1 });
  await test.kimai("/projects", "super", { method: "POST", body });
  await test.kimai("/activities", "super", {
    method: "POST",
    body: JSON.stringify({ name: "New", project: 3 }),
  });
  const why = await test.refusal("entity", { type: "project", action: "delete", id: 3 });
  assert.match(why, /: 1 activity would go with it/);
});

Deno.test("a batch deletes what it may, and says of each other why not", async () => {
  await using test = await prepared();
  await bookInKimai(test, {});
  const batch = { type: "activity", action: "batch_delete" };
  const { text, structured } = await test.call("entity", { ...batch, ids: [1, "2", 3, 3] });
  assert.equal(
    text,
    [
      "Batch Delete Complete",
      "✓ Deleted: 2 activities",
      "✗ Failed: 1",
      `  - ID 1: Cannot delete activity 1 (Design) unless "confirm" is true: 1 time entry (1:00 h) would go with it for good; update with {"visible":false} hides it instead`,
    ].join("\n"),
  );
  assert.deepEqual((structured?.result as { done: number[] }).done, [2, 3]);
  assert.match(
    await test.refusal("entity", { ...batch, ids: [1] }),
    /^Nothing was done: Delete failed for all activities\n {2}- ID 1: Cannot delete activity 1/,
  );
  await test.result("entity", { ...batch, ids: [1], confirm: true });
  assert.deepEqual(await test.kimai("/activities"), []);
});

Deno.test("an invoice is deleted by a role that was given the right, which none has by itself", async () => {
  await using test = await prepared();
  const remove = { type: "invoice", action: "delete", id: 1 };
  assert.equal(
    await test.refusal("entity", remove),
    "Cannot delete invoice 1: by default Kimai lets nobody do that (permission delete_invoice, which a role has to be given)",
  );
  test.demo.state.roleSwitches.set("ROLE_SUPER_ADMIN", new Map([["delete_invoice", true]]));
  assert.equal((await test.call("entity", remove)).text, "Deleted invoice ID 1: 2026/001");
});

Deno.test("a password is judged by Kimai and repeated nowhere", async () => {
  await using test = await prepared();
  const data = { username: "anna", email: "anna@example.com", plainPassword: "xyzzy" };
  const why = await test.refusal("entity", { type: "user", action: "create", data });
  assert.match(why, /plainPassword: This value is too short/);
  assert(!why.includes("xyzzy"));
  const { text } = await test.call("entity", {
    type: "user",
    action: "create",
    data: { ...data, plainPassword: 1234567890 },
  });
  assert.match(text, /^Created User: anna \(ID: 6\)\nName: anna\nStatus: Active\n/);
  assert(!text.includes("1234567890"));
});

Deno.test("a person who can be asked decides what happens to what hangs on a record", async () => {
  const questions: string[] = [];
  let says = false;
  await using test = await withKimai({
    user: "super",
    person: (question) => {
      questions.push(question);
      return { action: "accept", content: { confirm: says } };
    },
  });
  const remove = { action: "delete", type: "project", id: "Website" };
  assert.match(
    await test.refusal("entity", remove),
    /^Nothing was deleted: asked about project 1 \(Website\) with 1 activity, the person said no$/,
  );
  says = true;
  await test.result("entity", remove);
  assert.deepEqual(
    questions,
    Array(2).fill("Delete for good project 1 (Website) with 1 activity?"),
  );
  assert.deepEqual((await test.kimai("/projects")).map(({ id }: { id: number }) => id), [2]);
});

Deno.test("the person is asked in his own language, with how much would go; the refusal is English", async () => {
  const questions: string[] = [];
  await using test = await withKimai({
    user: "super",
    person: (question) => {
      questions.push(question);
      return { action: "accept", content: { confirm: questions.length > 1 } };
    },
  });
  await bookInKimai(test, {}, "super");
  await bookInKimai(test, { project: 2, activity: 3 }, "super");
  await test.kimai("/users/1", "super", { method: "PATCH", body: '{"language":"de"}' });
  const remove = { action: "delete", type: "customer", id: "ACME" };
  assert.equal(
    await test.refusal("entity", remove),
    "Nothing was deleted: asked about customer 1 (ACME) with 2 projects, 2 activities, 2 time entries (2:00 h), the person said no",
  );
  const { text, structured } = await test.call("entity", remove);
  assert.equal(
    questions[1],
    "Endgültig löschen: Kunde 1 (ACME) und 2 Projekte, 2 Tätigkeiten, 2 Zeiteinträge (2:00 h)?",
  );
  assert.equal(
    text,
    "Deleted customer ID 1: ACME, damit auch 2 Projekte, 2 Tätigkeiten, 2 Zeiteinträge (2:00 h)",
  );
  assert.deepEqual((structured as { result: { with: unknown } }).result.with, [
    { what: "project", count: 2 },
    { what: "activity", count: 2 },
    { what: "entry", count: 2, seconds: 7200 },
  ]);
});

Deno.test("a batch asks once for all on which something hangs", async () => {
  const questions: string[] = [];
  await using test = await withKimai({
    user: "super",
    person: (question) => {
      questions.push(question);
      return { action: "accept", content: { confirm: true } };
    },
  });
  await test.result("entity", { action: "batch_delete", type: "project", ids: [1, 2] });
  assert.equal(questions.length, 1);
  assert.deepEqual(await test.kimai("/projects"), []);
});
