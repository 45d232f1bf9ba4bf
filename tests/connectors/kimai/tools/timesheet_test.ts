import assert from "node:assert/strict";
import { bookInKimai, type KimaiTest, withKimai } from "../../../support/kimai.ts";

const hour = { begin: "2026-11-19T09:00", end: "2026-11-19T10:30" };

/** Books so many entries of an hour each, one after the other from 1 January on. */
async function bookMany(test: KimaiTest, count: number): Promise<void> {
  const first = Temporal.PlainDateTime.from("2026-01-01T00:00:00");
  for (let index = 0; index < count; index++) {
    const begin = first.add({ hours: index });
    await bookInKimai(test, { begin: `${begin}`, end: `${begin.add({ hours: 1 })}` });
  }
}

Deno.test("create books what was asked and nothing more, and answers with names", async () => {
  await using test = await withKimai();
  const { text, structured } = await test.call("timesheet", {
    action: "create",
    data: { project: "1", activity: 2, ...hour, description: "Logo" },
  });
  assert.equal(
    text,
    [
      "Created timesheet ID 1 for project 1 / activity 2",
      "ACME / Website (1) / Review (2), user (4)",
      "Thu 19 Nov 2026 09:00-10:30, 1:30 h, billable",
      "Description: Logo",
    ].join("\n"),
  );
  assert.deepEqual(test.requests, [
    `POST /timesheets?full=1 {"project":1,"activity":2,"description":"Logo","begin":"2026-11-19T09:00:00","end":"2026-11-19T10:30:00"}`,
  ]);
  const { result } = structured as { result: { entry: { duration: number; user: unknown } } };
  assert.equal(result.entry.duration, 5400);
  assert.deepEqual(result.entry.user, { id: 4, name: "user" });
  const { begin, billable } = await test.kimai("/timesheets/1");
  assert.deepEqual([begin, billable], ["2026-11-19T09:00:00+0100", true]);
});

Deno.test("create without end starts", async () => {
  await using test = await withKimai();
  const { text } = await test.call("timesheet", {
    action: "create",
    data: { project: 1, activity: 1 },
  });
  assert.match(text, /^Started \(running\) timesheet ID 1 for project 1 \/ activity 1\n/);
});

Deno.test("a time with offset is sent as local time of the caller", async () => {
  await using test = await withKimai({ user: "user2" });
  const data = {
    project: 1,
    activity: 1,
    begin: "2026-11-19T14:00:00Z",
    end: "2026-11-19T16:00+01:00",
  };
  const { entry } = await test.result("timesheet", { action: "create", data });
  assert.equal(entry.begin, "2026-11-19T09:00:00-05:00");
  assert.equal(entry.duration, 3600);
});

Deno.test("rates, break, user and flags are sent by those who may", async () => {
  await using test = await withKimai({ user: "super" });
  test.demo.configure("timesheet.rules.break_time_active", "1");
  const data = {
    project: 1,
    activity: 1,
    ...hour,
    user: 4,
    hourlyRate: "80,5",
    break: 900,
    billable: false,
    exported: 1,
  };
  const { entry } = await test.result("timesheet", { action: "create", data });
  assert.equal(entry.duration, 4500);
  assert.equal(entry.break, 900);
  const held = await test.kimai(`/timesheets/${entry.id}`);
  const { user, hourlyRate, billable, exported, duration } = held;
  assert.deepEqual({ user, hourlyRate, billable, exported, duration }, {
    user: 4,
    hourlyRate: 80.5,
    billable: false,
    exported: true,
    duration: 4500,
  });
});

Deno.test("a field that the role does not have is named", async () => {
  await using test = await withKimai();
  const why = await test.refusal("timesheet", {
    action: "create",
    data: { project: 1, activity: 1, ...hour, billable: true },
  });
  assert.match(why, /billable/);
});

Deno.test("a tag that Kimai does not know is told, the others are set", async () => {
  await using test = await withKimai();
  const { text } = await test.call("timesheet", {
    action: "create",
    data: { project: 1, activity: 1, ...hour, tags: ["urgent", "nope"] },
  });
  assert.match(text, /^Tags: urgent$/m);
  assert.match(text, /^Not tagged: Kimai has no tag "nope"$/m);
});

Deno.test("a project or activity that cannot be used is explained", async () => {
  await using test = await withKimai();
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ project: 99, activity: 1 }, /there is no project 99 that is open to you/],
    [{ project: 1, activity: 99 }, /there is no activity 99 that is open to you/],
    [{ project: 1, activity: 3 }, /activity 3 \(Support\) belongs to project 2/],
    [{ project: 2, activity: 1 }, /project 2 takes no global activities/],
  ];
  for (const [data, sentence] of cases) {
    const args = { action: "create", data: { ...data, ...hour } };
    assert.match(await test.refusal("timesheet", args), sentence);
  }
  assert.deepEqual(await test.kimai("/timesheets?user=all"), []);
});

Deno.test("what cannot be booked is refused before anything is sent", async () => {
  await using test = await withKimai();
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ action: "create", data: { project: 1 } }, /^Cannot book: "activity" missing in data$/],
    [{ action: "create", data: { begin: "x" } }, /"data\.begin" is "x": Cannot read "x" as a date/],
    [
      { action: "create", data: { project: 1, activity: 1, begin: "2026-11-19" } },
      /a time of day is missing/,
    ],
    [
      { action: "create", data: { project: 1, activity: 1, begin: "2026-02-30T10:00" } },
      /does not exist/,
    ],
    [{ action: "create", data: { duration: 60 } }, /"duration" is not a field of "data"/],
    [{ action: "update", id: 1, data: {} }, /data names nothing to change/],
    [{ action: "update", data: { description: "x" } }, /"id" is missing/],
    [
      { action: "list", filters: { begin: "2026-11-20", end: "2026-11-19" } },
      /the end is before the begin/,
    ],
    [{ action: "list", filters: { user_scope: "specific" } }, /"user" is missing/],
    [
      { action: "list", filters: { user_scope: "self", user: 5 } },
      /leave user_scope out, or the user/,
    ],
    [{ action: "batch_delete" }, /"ids" is missing/],
    [{ action: "meta_update", id: 1, meta: [{ name: "x" }] }, /"meta\.0\.value" is missing/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("timesheet", args), sentence);
  }
  assert.deepEqual(test.requests.filter((request) => !request.startsWith("GET /users/me")), []);
});

Deno.test("update changes what is given and leaves the rest", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, { description: "old", tags: "urgent" });
  const { text } = await test.call("timesheet", {
    action: "update",
    id,
    data: { description: "new", end: "2026-11-19T11:00" },
  });
  assert.match(
    text,
    /^Updated timesheet ID 1\nACME \/ Website \(1\) \/ Design \(1\), user \(4\)\n.*, 2:00 h/,
  );
  const { description, duration, tags } = await test.kimai("/timesheets/1");
  assert.deepEqual([description, duration, tags], ["new", 7200, ["urgent"]]);
  await test.result("timesheet", { action: "update", id, data: { tags: "", description: "" } });
  const cleared = await test.kimai("/timesheets/1");
  assert.deepEqual([cleared.description, cleared.tags], [null, []]);
});

Deno.test("an offset in an update is translated into the owner's zone", async () => {
  await using test = await withKimai({ user: "super" });
  const id = await bookInKimai(test, {}, "user2");
  const { entry } = await test.result("timesheet", {
    action: "update",
    id,
    data: { begin: "2026-11-19T13:00:00Z" },
  });
  assert.equal(entry.begin, "2026-11-19T08:00:00-05:00");
});

Deno.test("an end of null opens an entry again", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, {});
  const { entry } = await test.result("timesheet", { action: "update", id, data: { end: null } });
  assert.equal(entry.running, true);
});

Deno.test("get shows one entry, and one that is not there is said in a sentence", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, { description: "Logo" });
  const { text } = await test.call("timesheet", { action: "get", id });
  assert.match(text, /^Timesheet ID: 1\nACME \/ Website \(1\) \/ Design \(1\), user \(4\)\n/);
  const why = await test.refusal("timesheet", { action: "get", id: 99 });
  assert.match(why, /99/);
});

Deno.test("delete says what was deleted", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, { description: "Logo" });
  const { text } = await test.call("timesheet", { action: "delete", id });
  assert.match(
    text,
    /^Deleted timesheet ID 1\nACME \/ Website .*\n.*09:00-10:00, 1:00 h.*\nDescription: Logo/,
  );
  assert.deepEqual(await test.kimai("/timesheets?user=all"), []);
});

Deno.test("an exported entry is not deleted or changed by a plain user, and the reason is said", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, {});
  await test.kimai("/timesheets/1/export", "super", { method: "PATCH" });
  for (
    const args of [{ action: "delete", id }, { action: "update", id, data: { description: "x" } }]
  ) {
    assert.match(
      await test.refusal("timesheet", args),
      /^Cannot change timesheet ID 1 .*: it is exported/,
    );
  }
});

Deno.test("duplicate makes a copy that is not exported", async () => {
  await using test = await withKimai({ user: "lead" });
  const id = await bookInKimai(test, { description: "Logo" }, "lead");
  await test.kimai(`/timesheets/${id}/export`, "super", { method: "PATCH" });
  const { text } = await test.call("timesheet", { action: "duplicate", id });
  assert.match(text, /^Duplicated timesheet ID 1 -> New timesheet ID 2\n/);
  const { description, exported } = await test.kimai("/timesheets/2");
  assert.deepEqual([description, exported], ["Logo", false]);
});

Deno.test("export is set to a value: repeating it changes nothing, leaving it out flips it", async () => {
  await using test = await withKimai({ user: "admin" });
  const id = await bookInKimai(test, {}, "admin");
  const args = { action: "export_toggle", id, exported: true };
  const first = await test.call("timesheet", args);
  assert.equal(first.text, "Timesheet ID 1 marked as exported");
  const again = await test.call("timesheet", args);
  assert.equal(again.text, "Timesheet ID 1 marked as exported (it was already)");
  assert.equal((await test.kimai("/timesheets/1")).exported, true);
  const flipped = await test.call("timesheet", { action: "export_toggle", id });
  assert.equal(flipped.text, "Timesheet ID 1 marked as not exported");
  assert.equal((await test.kimai("/timesheets/1")).exported, false);
});

Deno.test("batch_export run twice leaves everything exported, and reports what failed", async () => {
  await using test = await withKimai({ user: "lead" });
  for (let entry = 0; entry < 3; entry++) await bookInKimai(test, {}, "lead");
  const args = { action: "batch_export", ids: [1, 2, 3, 99] };
  for (let round = 0; round < 2; round++) {
    const { text, structured } = await test.call("timesheet", args);
    assert.match(
      text,
      /^Batch Export Complete\n✓ Exported: 3 timesheets\n✗ Failed: 1\n {2}- ID 99: /,
    );
    const { result } = structured as { result: { done: number[]; failed: { id: number }[] } };
    assert.deepEqual([result.done, result.failed.map(({ id }) => id)], [[1, 2, 3], [99]]);
  }
  for (const { exported } of await test.kimai("/timesheets?user=all")) assert.equal(exported, true);
});

Deno.test("batch_delete deletes each once, and is an error only when nothing was done", async () => {
  await using test = await withKimai();
  await bookInKimai(test, {});
  await bookInKimai(test, {});
  const { text } = await test.call("timesheet", { action: "batch_delete", ids: [1, "2", 1] });
  assert.equal(text, "Batch Delete Complete\n✓ Deleted: 2 timesheets");
  assert.deepEqual(await test.kimai("/timesheets?user=all"), []);
  assert.match(
    await test.refusal("timesheet", { action: "batch_delete", ids: [1] }),
    /^Nothing was done: Delete failed for all entries\n {2}- ID 1: /,
  );
});

Deno.test("custom fields are set one by one, and a refusal says which were set", async () => {
  await using test = await withKimai();
  const fields = ["ticket", "place"].map((name) => ({ name, visible: true }));
  test.demo.state.metaFields.timesheet.push(...fields);
  const id = await bookInKimai(test, {});
  const meta = [{ name: "ticket", value: 5 }, { name: "place", value: "home" }];
  const { text } = await test.call("timesheet", { action: "meta_update", id, meta });
  assert.equal(text, "Updated 2 meta field(s) for timesheet ID 1: ticket, place");
  assert.deepEqual((await test.kimai("/timesheets/1")).metaFields, [
    { name: "ticket", value: "5" },
    { name: "place", value: "home" },
  ]);
  const wrong = [{ name: "ticket", value: "6" }, { name: "mood", value: "good" }];
  assert.equal(
    await test.refusal("timesheet", { action: "meta_update", id, meta: wrong }),
    `Cannot set custom field "mood": Kimai knows no record 1 or no custom field of this name (ticket set)`,
  );
});

Deno.test("a date as an end includes that day, and the period is echoed", async () => {
  await using test = await withKimai();
  await bookInKimai(test, {});
  await bookInKimai(test, { begin: "2026-11-20T23:00:00", end: "2026-11-20T23:30:00" });
  await bookInKimai(test, { begin: "2026-11-21T00:00:00", end: "2026-11-21T00:30:00" });
  const args = { action: "list", filters: { begin: "2026-11-19", end: "2026-11-20" } };
  const listed = await test.result("timesheet", args);
  assert.equal(listed.total, 2);
  assert.equal(listed.period, "Thu 19 Nov 2026 - Fri 20 Nov 2026");
  assert.equal(listed.zone, "Europe/Berlin");
  const midnight = "2026-11-20T00:00:00";
  const day = { action: "list", filters: { begin: midnight, end: midnight } };
  assert.equal((await test.result("timesheet", day)).total, 1);
  const offset = {
    action: "list",
    filters: { begin: "2026-11-20T22:00:00Z", end: "2026-11-20T22:00:01Z" },
  };
  assert.equal((await test.result("timesheet", offset)).total, 1);
});

Deno.test("filters reach Kimai as it wants them", async () => {
  await using test = await withKimai();
  await bookInKimai(test, { description: "Logo for the shop" });
  await bookInKimai(test, { activity: 2 });
  const cases: [Record<string, unknown>, number[]][] = [
    [{ activity: 2 }, [2]],
    [{ project: "1" }, [2, 1]],
    [{ customer: 1, term: "logo" }, [1]],
    [{ exported: 0 }, [2, 1]],
    [{ active: 1 }, []],
    [{ billable: "true" }, [2, 1]],
  ];
  for (const [filters, ids] of cases) {
    const { days } = await test.result("timesheet", { action: "list", filters });
    const found = days.flatMap((day: { entries: { id: number }[] }) =>
      day.entries.map((entry) => entry.id)
    );
    assert.deepEqual(found.sort(), ids.sort(), JSON.stringify(filters));
  }
});

Deno.test("an id that does not exist is refused, where Kimai would list everything", async () => {
  await using test = await withKimai();
  await bookInKimai(test, {});
  for (const what of ["project", "activity", "customer"]) {
    assert.equal(
      await test.refusal("timesheet", { action: "list", filters: { [what]: 99 } }),
      `Cannot filter by ${what} 99: there is none that is open to you`,
    );
  }
});

Deno.test("a lead sees everybody by name, without a request for each row", async () => {
  await using test = await withKimai({ user: "lead" });
  const members = [3, 4, 5].map((user) => ({ user, teamlead: user === 3 }));
  const body = JSON.stringify({ name: "Web", members });
  await test.kimai("/teams", "super", { method: "POST", body });
  await bookInKimai(test, {});
  await bookInKimai(test, {}, "user2");
  const { text } = await test.call("timesheet", { action: "list", filters: { user_scope: "all" } });
  assert.match(text, /^Found 2 timesheets for all users /);
  assert.match(text, /^People: user \(4\) 1:00, user2 \(5\) 1:00$/m);
  assert.equal(test.requests.length, 2);
  const one = await test.result("timesheet", { action: "list", filters: { user: "5" } });
  assert.deepEqual([one.of, one.total], ["user 5", 1]);
});

Deno.test("a plain user who asks for others is told, and never gets his own under their name", async () => {
  await using test = await withKimai();
  await bookInKimai(test, {});
  const why = await test.refusal("timesheet", { action: "list", filters: { user: 5 } });
  assert.match(why, /^Cannot list user 5: .*view_other_timesheet/);
  const future = { user: 5, begin: "2027-01-01" };
  assert.match(
    await test.refusal("timesheet", { action: "list", filters: future }),
    /^Cannot list user 5/,
  );
  const { text } = await test.call("timesheet", { action: "list", filters: { user_scope: "all" } });
  assert.match(text, /^Note: only your own entries came back/m);
});

for (const count of [50, 100, 150, 500, 501]) {
  Deno.test(`${count} entries are all read and totalled, with no request past the last page`, async () => {
    await using test = await withKimai();
    await bookMany(test, count);
    const { text, structured } = await test.call("timesheet", { action: "list" });
    const { result } = structured as { result: Record<string, number> };
    assert.deepEqual([result.total, result.read, result.complete], [count, count, true]);
    assert.equal(result.duration, count * 3600);
    assert(text.length <= 20_000);
    const pages = test.requests.filter((request) => request.startsWith("GET /timesheets"));
    assert.equal(pages.length, Math.ceil(count / 500));
  });
}

Deno.test("one page alone is read when it is asked for, and what follows is named", async () => {
  await using test = await withKimai();
  await bookMany(test, 25);
  const filters = { page: 2, size: 10 };
  const { text, structured } = await test.call("timesheet", { action: "list", filters });
  const { result } = structured as { result: { total: number; read: number; next: unknown } };
  assert.deepEqual([result.total, result.read], [25, 10]);
  assert.deepEqual(result.next, { action: "list", filters: { page: 3, size: 10 } });
  assert.match(text, /^Note: totals are of page 2 alone$/m);
  assert.match(
    text,
    /\n5 more; the next ones: timesheet \{"action":"list","filters":\{"page":3,"size":10\}\}$/,
  );
  const last = await test.result("timesheet", { action: "list", filters: { page: 3, size: 10 } });
  assert.deepEqual([last.read, last.next], [5, undefined]);
});

Deno.test("following the next calls shows every entry once", async () => {
  await using test = await withKimai();
  await bookMany(test, 501);
  const seen: number[] = [];
  let args: Record<string, unknown> | undefined = { action: "list" };
  while (args) {
    const page: { days: { entries: { id: number }[] }[]; next?: Record<string, unknown> } =
      await test
        .result("timesheet", args);
    seen.push(...page.days.flatMap((day) => day.entries.map((entry) => entry.id)));
    args = page.next;
  }
  assert.equal(seen.length, 501);
  assert.equal(new Set(seen).size, 501);
});

Deno.test("the row limit is told, never passed over in silence", async () => {
  await using test = await withKimai({ settings: { kimai_row_limit: 500 } });
  await bookMany(test, 501);
  const { text, structured } = await test.call("timesheet", { action: "list" });
  const { result } = structured as { result: { complete: boolean; read: number; total: number } };
  assert.deepEqual([result.complete, result.read, result.total], [false, 500, 501]);
  assert.match(
    text,
    /^Note: only 500 of 501 entries were read; narrow the period, or raise the row limit/m,
  );
});

Deno.test("breaks count as Kimai counts them", async () => {
  await using test = await withKimai();
  test.demo.configure("timesheet.rules.break_time_active", "1");
  await bookInKimai(test, { break: "0:15" });
  const listed = await test.result("timesheet", { action: "list" });
  assert.equal(listed.duration, 2700);
});

Deno.test("the people one may see are listed on request", async () => {
  await using test = await withKimai({ user: "super" });
  const { text } = await test.call("timesheet", {
    action: "list",
    filters: { include_user_list: true },
  });
  assert.match(
    text,
    /^Available users: admin \(2\), lead \(3\), super \(1\), user \(4\), user2 \(5\)$/m,
  );
  await using user = await test.as("user");
  const own = await user.call("timesheet", { action: "list", filters: { include_user_list: 1 } });
  assert.match(own.text, /^Available users: user \(4\)$/m);
});
