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
    "GET /users/me",
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

Deno.test("what cannot be booked is refused before anything is written", async () => {
  await using test = await withKimai();
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ action: "create", data: { project: 1 } }, /^Cannot book: "activity" missing in data$/],
    [
      { action: "create", data: { begin: "x" } },
      /^Cannot read "x" as a point in time: .* \(in data\.begin\)$/,
    ],
    [
      { action: "create", data: { project: 1, activity: 1, begin: "2026-11-19" } },
      /a time of day is missing/,
    ],
    [
      { action: "create", data: { project: 1, activity: 1, begin: "2026-02-30T10:00" } },
      /does not exist/,
    ],
    [
      { action: "create", data: { duration: 60 } },
      /^Cannot read "60" as a duration: a number alone may be hours or minutes/,
    ],
    [{ action: "update", id: 1, data: {} }, /data names nothing to change/],
    [{ action: "update", data: { description: "x" } }, /"id" is missing/],
    [
      { action: "list", filters: { begin: "2026-11-20", end: "2026-11-19" } },
      /the end is before the begin/,
    ],
    [{ action: "list", filters: { user_scope: "specific" } }, /"user" is missing/],
    [
      { action: "list", filters: { user_scope: "self", user: 5 } },
      /^Cannot list user 5 with user_scope "self", which is you, user 4: leave user_scope out to/,
    ],
    [{ action: "batch_delete" }, /"ids" is missing/],
    [{ action: "meta_update", id: 1, meta: [{ name: "x" }] }, /"meta\.0\.value" is missing/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("timesheet", args), sentence);
  }
  assert.deepEqual(test.requests.filter((request) => !request.startsWith("GET ")), []);
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

Deno.test("null says nothing: it neither clears a text nor opens an entry again", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, { description: "Logo" });
  const data = { description: null, end: null, tags: "urgent" };
  await test.result("timesheet", { action: "update", id, data });
  const { description, end, tags } = await test.kimai("/timesheets/1");
  assert.deepEqual([description, end !== null, tags], ["Logo", true, ["urgent"]]);
});

Deno.test("names work wherever an id is meant, and words wherever a time is", async () => {
  await using test = await withKimai();
  const { text } = await test.call("timesheet", {
    action: "create",
    data: { project: "acme / website", activity: "review", period: "gestern 9-11:30" },
  });
  assert.match(
    text,
    /^Created timesheet ID 1 for project 1 \/ activity 2\n.*\nThu 19 Nov 2026 09:00-11:30, 2:30 h/,
  );
  const counted = await test.result("timesheet", {
    action: "create",
    data: { project: "Website", activity: "Design", begin: "yesterday 14:00", duration: "2,5h" },
  });
  assert.equal(counted.entry.end, "2026-11-19T16:30:00+01:00");
  const backwards = await test.result("timesheet", {
    action: "create",
    data: { project: "Website", activity: "Design", end: "yesterday 8:00", duration: "90m" },
  });
  assert.equal(backwards.entry.begin, "2026-11-19T06:30:00+01:00");
  const filters = { project: "website", activity: "review", period: "this week" };
  const listed = await test.result("timesheet", { action: "list", filters });
  assert.deepEqual([listed.total, listed.period], [1, "Mon 16 Nov 2026 - Sun 22 Nov 2026"]);
  await test.result("timesheet", { action: "update", id: 1, data: { duration: "1:15" } });
  assert.equal((await test.kimai("/timesheets/1")).duration, 4500);
});

Deno.test("a duration is counted in time that passes, also when clocks change", async () => {
  await using test = await withKimai();
  const { entry } = await test.result("timesheet", {
    action: "create",
    data: { project: 1, activity: 1, begin: "2026-10-25T01:00", duration: "4h" },
  });
  assert.deepEqual([entry.duration, entry.end], [4 * 3600, "2026-10-25T04:00:00+01:00"]);
});

Deno.test("times that contradict each other or are missing are refused, and nothing is booked", async () => {
  await using test = await withKimai();
  const work = { project: 1, activity: 1 };
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ duration: "2h" }, /^Cannot book a duration alone: say when it began or ended/],
    [{ duration: "2", begin: "9:00" }, /"2"/],
    [{ ...hour, duration: "2h" }, /^Cannot use begin, end and duration at once/],
    [{ period: "yesterday" }, /^Cannot book Thu 19 Nov 2026: times are missing/],
    [{ period: "yesterday 9-10", begin: "9:00" }, /^Cannot use period beside begin/],
    [
      { project: "Payroll", ...hour },
      /^There is no project "Payroll", the nearest are ACME \/ .* \(in data\.project\)$/,
    ],
  ];
  for (const [data, sentence] of cases) {
    const args = { action: "create", data: { ...work, ...data } };
    assert.match(await test.refusal("timesheet", args), sentence);
  }
  assert.deepEqual(await test.kimai("/timesheets?user=all"), []);
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
    `Cannot set custom field "mood" of timesheet ID 1: Kimai knows no such custom field "mood", it shows ticket, place (ticket set)`,
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
  assert.deepEqual([one.of, one.total], ["user2 (5)", 1]);
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

/** Two entries of 90 and 30 minutes on Website and one of an hour on Shop, the last one not billable. */
async function bookWeek(test: KimaiTest, user = "user"): Promise<void> {
  await bookInKimai(test, { begin: "2026-11-16T09:00:00", end: "2026-11-16T10:30:00" }, user);
  await bookInKimai(test, {
    activity: 2,
    begin: "2026-11-17T09:00:00",
    end: "2026-11-17T09:30:00",
    tags: "urgent",
  }, user);
  const id = await bookInKimai(test, { project: 2, activity: 3 }, user);
  const body = JSON.stringify({ billable: false });
  await test.kimai(`/timesheets/${id}`, "super", { method: "PATCH", body });
}

const week = { begin: "2026-11-16", end: "2026-11-22" };

Deno.test("statistics are a summary unless another format is asked for: top groups, no entries (B-14)", async () => {
  await using test = await withKimai();
  await bookWeek(test);
  const filters = { ...week, calculate_stats: true };
  const { text, structured } = await test.call("timesheet", { action: "list", filters });
  assert.equal(
    text,
    [
      "Found 3 timesheets for current user (Mon 16 Nov 2026 - Sun 22 Nov 2026, Europe/Berlin): 3:00 h",
      "",
      "Total 3:00 h in 3 entries, billable 2:00 h (66.7 %)",
      "Working days: 3, 1:00 h a day",
      "",
      "Projects",
      "- Website (1): 2:00 h, 66.7 %, 2 entries",
      "- Shop (2): 1:00 h, 33.3 %, 1 entry",
      "",
      "Activities",
      "- Design (1): 1:30 h, 50 %, 1 entry",
      "- Support (3): 1:00 h, 33.3 %, 1 entry",
      "- Review (2): 0:30 h, 16.7 %, 1 entry",
      "",
      "Tags (all tags of an entry together)",
      "- untagged: 2:30 h, 83.3 %, 2 entries",
      "- urgent: 0:30 h, 16.7 %, 1 entry",
      "",
      "ISO weeks",
      "- 2026-W47: 3:00 h, 100 %, 3 entries",
    ].join("\n"),
  );
  const { result } = JSON.parse(JSON.stringify(structured));
  assert.deepEqual(result.days, []);
  const { groups: _, ...sums } = result.statistics;
  assert.deepEqual(sums, {
    entries: 3,
    duration: 10_800,
    billable: 7200,
    billable_share: 66.7,
    working_days: 3,
    average_day: 3600,
  });
});

Deno.test("detailed statistics have all groupings, and the entries below", async () => {
  await using test = await withKimai();
  await bookWeek(test);
  const filters = { ...week, calculate_stats: true, stats_format: "detailed" };
  const { text } = await test.call("timesheet", { action: "list", filters });
  for (const title of ["Customers", "People", "Days", "ISO weeks", "Months", "Years"]) {
    assert.match(text, new RegExp(`\n\n${title}\n- `));
  }
  assert.match(text, /^- Tue 17 Nov 2026: 0:30 h, 16\.7 %, 1 entry$/m);
  assert.match(
    text,
    /\n\nThu 19 Nov 2026, 1:00 h\n3 09:00-10:00 1:00 Shop \/ Support \[not billable\]\n/,
  );
  assert(text.indexOf("Years") < text.indexOf("09:00-10:00"));
});

Deno.test("json puts every group into structured content and into the text, without entries or other projects' names (B-14)", async () => {
  await using test = await withKimai();
  await bookWeek(test);
  const filters = { ...week, project: 1, calculate_stats: true, stats_format: "json" };
  const { text, structured } = await test.call("timesheet", { action: "list", filters });
  const { result } = JSON.parse(JSON.stringify(structured));
  assert.deepEqual(JSON.parse(text.split("\n").at(-1)!), result.statistics);
  assert.deepEqual(result.statistics.groups.days, [
    { name: "2026-11-16", duration: 5400, entries: 1, share: 75 },
    { name: "2026-11-17", duration: 1800, entries: 1, share: 25 },
  ]);
  assert.deepEqual([result.days, result.projects], [[], []]);
  assert(!text.includes("Shop"));
});

Deno.test("statistics of very many groups stay valid JSON, and each grouping still adds up", async () => {
  await using test = await withKimai();
  await bookMany(test, 600);
  for (let month = 1; month <= 10; month++) {
    const body = { begin: `2025-${month}-01T09:00:00`, end: `2025-${month}-01T10:00:00` };
    await bookInKimai(test, JSON.parse(JSON.stringify(body).replace(/-(\d)-/g, "-0$1-")));
  }
  const filters = { stats_format: "json" };
  const { text } = await test.call("timesheet", { action: "list", filters });
  assert(text.length <= 20_000);
  const { duration, groups, by_year } = JSON.parse(text.split("\n").at(-1)!);
  for (const [name, list] of Object.entries<{ duration: number }[]>(groups)) {
    assert.equal(list.reduce((sum, one) => sum + one.duration, 0), duration, name);
  }
  assert.deepEqual(by_year.map((year: { year: string }) => year.year), ["2025", "2026"]);
});

Deno.test("entries beside detailed statistics fill the answer and no more, and the rest is one call away", async () => {
  await using test = await withKimai();
  await bookMany(test, 700);
  const filters = { stats_format: "detailed" };
  const { text, structured } = await test.call("timesheet", { action: "list", filters });
  assert(text.length <= 20_000 && !text.includes("cut here"), `${text.length}`);
  const { result } = structured as { result: { more: number; next: { filters: object } } };
  assert(result.more > 0 && result.more < 700);
  assert.deepEqual(Object.keys(result.next.filters).sort(), ["page", "size"]);
});

Deno.test("a running entry is counted apart, and breaks are taken off (B-14)", async () => {
  await using test = await withKimai();
  test.demo.configure("timesheet.rules.break_time_active", "1");
  await bookInKimai(test, { break: "0:15" });
  await bookInKimai(test, { begin: "2026-11-20T09:00:00", end: null });
  const filters = { calculate_stats: 1 };
  const { text, structured } = await test.call("timesheet", { action: "list", filters });
  assert.match(text, /^Total 0:45 h in 1 entry,/m);
  assert.match(text, /^Running: 1 entry for 1:01 h, in no other number here$/m);
  const { statistics } = (structured as { result: { statistics: { running: unknown } } }).result;
  assert.deepEqual(statistics.running, { entries: 1, duration: 3630 });
});

Deno.test("without entries, or with running ones alone, statistics are zero", async () => {
  await using test = await withKimai();
  const args = { action: "list", filters: { calculate_stats: true } };
  assert.match((await test.call("timesheet", args)).text, /^Total 0:00 h in 0 entries/m);
  await bookInKimai(test, { begin: "2026-11-20T09:00:00", end: null });
  const { statistics } = await test.result("timesheet", args);
  assert.deepEqual([statistics.entries, statistics.groups], [0, {}]);
});

Deno.test("years are compared when the period is longer than one, or when it is asked for", async () => {
  await using test = await withKimai();
  await bookInKimai(test, { begin: "2025-11-19T09:00:00", end: "2025-11-19T13:00:00" });
  await bookWeek(test);
  const years = async (filters: Record<string, unknown>) =>
    (await test.result("timesheet", { action: "list", filters })).statistics.by_year
      ?.map((one: { year: string }) => one.year);
  const calculate_stats = true;
  assert.deepEqual(await years({ calculate_stats }), ["2025", "2026"]);
  assert.equal(await years({ calculate_stats, breakdown_by_year: false }), undefined);
  assert.equal(await years({ calculate_stats, ...week }), undefined);
  assert.deepEqual(await years({ ...week, breakdown_by_year: true }), ["2026"]);
  const exactly = { calculate_stats, begin: "2025-11-23", end: "2026-11-22" };
  assert.equal(await years(exactly), undefined);
  assert.deepEqual(await years({ ...exactly, begin: "2025-11-22" }), ["2026"]);
  const { text } = await test.call("timesheet", { action: "list", filters: { calculate_stats } });
  assert.match(
    text,
    /\n- 2026: 3:00 h in 3 entries, .*, mostly Website \(1\); -1:00 h, -25 %, \+2 working days against 2025\n/,
  );
});

Deno.test("people are compared by name, each one's days counted", async () => {
  await using test = await withKimai({ user: "super" });
  await bookWeek(test);
  await bookWeek(test, "user2");
  const filters = { calculate_stats: true, user_scope: "all" };
  const { text } = await test.call("timesheet", { action: "list", filters });
  assert.match(text, /^Working days of all people: 6, 1:00 h a day$/m);
  assert.match(text, /\nPeople\n- user \(4\): 3:00 h, 50 %, 3 entries\n- user2 \(5\): 3:00 h/);
});

Deno.test("the work contract tells what was expected, up to today and for oneself alone (B-14)", async () => {
  await using test = await withKimai();
  await bookWeek(test);
  const contract = [
    { name: "work_contract_type", value: "day" },
    { name: "work_monday", value: "3600" },
    { name: "work_friday", value: "7200" },
    { name: "work_saturday", value: "9000" },
  ];
  const body = JSON.stringify(contract);
  await test.kimai("/users/4/preferences", "super", { method: "PATCH", body });
  const expected = async (filters: Record<string, unknown>) =>
    (await test.result("timesheet", {
      action: "list",
      filters: { calculate_stats: true, ...filters },
    })).statistics.expected;
  const sums = {
    from: "2026-11-16",
    to: "2026-11-20",
    duration: 10_800,
    difference: 0,
    source: "contract",
  };
  assert.deepEqual(await expected(week), sums);
  assert.deepEqual(await expected({ ...week, user: 4 }), sums);
  assert.equal(await expected({ ...week, project: 1 }), undefined);
  assert.equal(await expected({ ...week, page: 1 }), undefined);
  assert.equal(await expected({ begin: "2027-01-01" }), undefined);
  const { text } = await test.call("timesheet", {
    action: "list",
    filters: { ...week, calculate_stats: true },
  });
  assert.match(
    text,
    /^Work contract Mon 16 Nov 2026 - Fri 20 Nov 2026: 3:00 h, worked \+0:00 h \(holidays and absences not taken off\)$/m,
  );
  await using admin = await test.as("admin");
  const others = { action: "list", filters: { ...week, calculate_stats: true, user: 4 } };
  assert.equal((await admin.result("timesheet", others)).statistics.expected, undefined);
});

Deno.test("what is expected comes from the contract that Kimai shows, else from the setting, and never from nowhere", async () => {
  const settings = { kimai_week_hours: [14_400, 14_400, 14_400, 14_400, 14_400, 0, 0] };
  await using test = await withKimai({ settings });
  await bookWeek(test);
  const sums = (of: KimaiTest, filters: Record<string, unknown> = {}) =>
    of.call("timesheet", {
      action: "list",
      filters: { ...week, calculate_stats: true, ...filters },
    });
  const expected = async (of: KimaiTest, filters?: Record<string, unknown>) => {
    const { structured } = await sums(of, filters);
    // deno-lint-ignore no-explicit-any
    const { duration, source } = (structured as any).result.statistics.expected;
    return [duration, source];
  };
  assert.deepEqual(await expected(test), [72_000, "setting"]);
  assert.match(
    (await sums(test)).text,
    /^Expected \(setting kimai_week_hours\) Mon 16 Nov 2026 - Fri 20 Nov 2026: 20:00 h, worked -17:00 h/m,
  );
  const contract = [
    { name: "work_contract_type", value: "day" },
    { name: "work_monday", value: "3600" },
  ];
  const body = JSON.stringify(contract);
  await test.kimai("/users/4/preferences", "super", { method: "PATCH", body });
  test.setNow("2026-11-20T09:02:00Z");
  assert.deepEqual(await expected(test), [3600, "contract"]);
  await using lead = await withKimai({ user: "lead", settings });
  assert.deepEqual(await expected(lead, { user: 5 }), [72_000, "setting"]);
  await using boss = await test.as("super");
  assert.deepEqual(await expected(boss, { user: 4 }), [3600, "contract"]);
});

Deno.test("weeks are the person's own, unless ISO weeks are asked for; last week is his too", async () => {
  await using test = await withKimai();
  for (const day of ["14", "15", "16", "18"]) {
    const [begin, end] = [`2026-11-${day}T09:00`, `2026-11-${day}T10:00`];
    await bookInKimai(test, { begin, end });
  }
  const body = JSON.stringify([{ name: "first_weekday", value: "sunday" }]);
  await test.kimai("/users/4/preferences", "user", { method: "PATCH", body });
  const weeks = async (filters: Record<string, unknown>) => {
    const args = { action: "list", filters: { calculate_stats: true, ...filters } };
    const { text, structured } = await test.call("timesheet", args);
    // deno-lint-ignore no-explicit-any
    const { period, statistics } = (structured as any).result;
    return {
      text,
      period,
      names: statistics.groups.weeks.map(({ name }: { name: string }) => name),
    };
  };
  const all = await weeks({ begin: "2026-11-01", end: "2026-11-30" });
  assert.deepEqual(all.names, ["2026-11-08/2026-11-14", "2026-11-15/2026-11-21"]);
  assert.match(
    all.text,
    /\nWeeks, Sunday to Saturday\n- Sun 8 Nov 2026 - Sat 14 Nov 2026: 1:00 h, 25 %, 1 entry\n- Sun 15 Nov/,
  );
  assert.equal((await weeks({ period: "this week" })).period, "Sun 15 Nov 2026 - Sat 21 Nov 2026");
  const iso = await weeks({ period: "KW 47" });
  assert.deepEqual([iso.period, iso.names], ["Mon 16 Nov 2026 - Sun 22 Nov 2026", ["2026-W47"]]);
  assert.match(iso.text, /\nISO weeks\n- 2026-W47: 2:00 h/);
});

Deno.test("groups tell amounts where Kimai does, and they add up", async () => {
  await using test = await withKimai({ user: "admin" });
  for (const day of ["17", "18", "19"]) {
    const times = { begin: `2026-11-${day}T09:00`, end: `2026-11-${day}T09:20` };
    await bookInKimai(test, { ...times, hourlyRate: 10 }, "admin");
  }
  const args = { action: "list", filters: { calculate_stats: true, stats_format: "json" } };
  const { statistics, amounts } = await test.result("timesheet", args);
  assert.deepEqual(amounts, [{ currency: "EUR", cents: 1000 }]);
  assert.deepEqual(statistics.amounts, amounts);
  assert.deepEqual(
    statistics.groups.days.map((day: { amounts: { cents: number }[] }) => day.amounts[0].cents),
    [334, 333, 333],
  );
  assert.deepEqual(statistics.groups.projects[0].amounts, amounts);
  const summary = { action: "list", filters: { calculate_stats: true } };
  const { text } = await test.call("timesheet", summary);
  assert.match(text, /^Total 1:00 h in 3 entries, billable 1:00 h \(100 %\), 10\.00 EUR$/m);
  assert.match(text, /^- Website \(1\): 1:00 h, 100 %, 3 entries, 10\.00 EUR$/m);
});

Deno.test("a page may be longer than Kimai's", async () => {
  await using test = await withKimai();
  await bookInKimai(test, {});
  const filters = { page: 1, size: 1200 };
  const found = await test.result("timesheet", { action: "list", filters });
  assert.deepEqual([found.total, found.read], [1, 1]);
  assert.match(test.requests.find((one) => one.startsWith("GET /timesheets"))!, /page=1&size=500$/);
});

Deno.test("calculate_stats false means none, whatever else is filled in; Kimai-like spellings are taken", async () => {
  await using test = await withKimai();
  await bookWeek(test);
  const off = { calculate_stats: false, stats_format: "summary", breakdown_by_year: true };
  const plain = await test.result("timesheet", { action: "list", filters: off });
  assert.deepEqual([plain.statistics, plain.days.length], [undefined, 3]);
  const camel = { calculateStats: true, statsFormat: "json", breakdownByYear: true };
  const listed = await test.result("timesheet", { action: "list", filters: camel });
  assert.deepEqual([listed.stats_format, listed.statistics.by_year.length], ["json", 1]);
  assert.match(
    await test.refusal("timesheet", { action: "list", filters: { stats_format: "csv" } }),
    /"filters\.stats_format" is "csv"/,
  );
});

Deno.test("statistics of one page say that they are", async () => {
  await using test = await withKimai();
  await bookWeek(test);
  const filters = { calculate_stats: true, page: 1, size: 2 };
  const { text } = await test.call("timesheet", { action: "list", filters });
  assert.match(text, /^Note: totals are of page 1 alone$/m);
  assert.match(text, /^Total 1:30 h in 2 entries/m);
});

Deno.test("user_guide explains user_scope and names whom one may see", async () => {
  await using test = await withKimai({ user: "super" });
  const body = JSON.stringify({ alias: "Ann" });
  await test.kimai("/users/4", "super", { method: "PATCH", body });
  const { text } = await test.call("timesheet", { action: "user_guide" });
  assert.match(
    text,
    /^Whose entries `timesheet list` shows is said in `filters`:\n- user_scope "self"/,
  );
  assert.match(text, /\nAvailable users:\n- admin \(2\)\n- Ann \(4\), login user\n/);
  const alone = await test.call("timesheet", { action: "user_guide", show_users: false });
  assert(!alone.text.includes("Available users"));
});

Deno.test("user_guide names people without a team too, though there are teams (B-15)", async () => {
  await using test = await withKimai({ user: "super" });
  const body = JSON.stringify({ name: "Web", members: [{ user: 3, teamlead: true }] });
  await test.kimai("/teams", "super", { method: "POST", body });
  const { people } = await test.result("timesheet", { action: "user_guide" });
  assert.equal(people.length, 5);
  await using user = await test.as("user");
  assert.deepEqual((await user.result("timesheet", { action: "user_guide" })).people, [
    { id: 4, username: "user", name: "user" },
  ]);
});

Deno.test("a listing as csv holds whole entries with all names, and the next call asks for csv again", async () => {
  await using test = await withKimai();
  await bookMany(test, 300);
  const { text, structured } = await test.call("timesheet", {
    action: "list",
    filters: { format: "csv" },
  });
  const [rows, more] = text.split("\r\n\r\n");
  const lines = rows.split("\r\n");
  assert.match(lines[0], /^id,date,begin,end,duration,customer_id,customer,project_id,project,/);
  assert.match(lines[1], /^300,2026-01-13,11:00,12:00,3600,1,ACME,1,Website,1,Design,4,user,/);
  const { result } = structured as { result: { next: { filters: { format: string } } } };
  assert.equal(result.next.filters.format, "csv");
  assert.equal(
    more,
    `${300 - lines.length + 1} more; the next ones: timesheet ${JSON.stringify(result.next)}`,
  );
  assert(text.length <= 20_000);
});

Deno.test("a listing as JSON is the structured content, with statistics and people", async () => {
  await using test = await withKimai();
  await bookMany(test, 150);
  for (const stats_format of ["summary", "detailed", undefined]) {
    const filters = { format: "json", stats_format, include_user_list: true };
    const { text, structured } = await test.call("timesheet", { action: "list", filters });
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(structured)));
  }
});

Deno.test("statistics have no place in a csv", async () => {
  await using test = await withKimai();
  const filters = { format: "csv", calculate_stats: true };
  assert.match(
    await test.refusal("timesheet", { action: "list", filters }),
    /^Cannot show statistics as csv: leave out format/,
  );
});

Deno.test("detail full shows a description that a concise listing cuts", async () => {
  await using test = await withKimai();
  await bookInKimai(test, { ...hour, description: "x".repeat(400) });
  const lists = ["concise", "full"].map((detail) =>
    test.result("timesheet", { action: "list", filters: { detail } })
  );
  const lengths = (await Promise.all(lists))
    .map(({ days }) => days[0].entries[0].description.length);
  assert.deepEqual(lengths, [300, 400]);
});

Deno.test("whose Kimai is German reads listings in German, with people to choose from", async () => {
  await using test = await withKimai();
  const body = JSON.stringify({ language: "de" });
  await test.kimai("/users/4", "super", { method: "PATCH", body });
  await bookInKimai(test, hour);
  const filters = { begin: "2026-11-16", include_user_list: true };
  const { text, structured } = await test.call("timesheet", { action: "list", filters });
  assert.match(
    text,
    /^Gefunden: 1 Eintrag, eigene \(ab Mo 16\. Nov 2026, Europe\/Berlin\): 1:30 h/,
  );
  assert.match(text, /\nDo 19\. Nov 2026, 1:30 h\n/);
  assert.match(text, /\nPersonen zur Auswahl: user \(4\)$/);
  const { result } = structured as { result: Record<string, unknown> };
  assert.deepEqual(
    [result.of, result.period, result.language],
    ["current user", "from Mon 16 Nov 2026", "de"],
  );
  const sums = { action: "list", filters: { begin: "2026-11-16", calculate_stats: true } };
  const { text: statistics } = await test.call("timesheet", sums);
  assert.match(statistics, /\nSumme 1:30 h für 1 Eintrag, abrechenbar 1:30 h \(100 %\)\n/);
  assert.match(statistics, /\nArbeitstage: 1, 1:30 h am Tag\n/);
  assert.match(statistics, /\nProjekte\n- Website \(1\): 1:30 h, 100 %, 1 Eintrag\n/);
});

Deno.test("a look-up that fails after a write does not make the write look failed", async () => {
  await using test = await withKimai({
    user: "admin",
    intercept: (request, next) =>
      request.method === "GET" && /\/(projects|activities|users\/me)(\?|$)/.test(request.url)
        ? Promise.resolve(Response.json({ code: 403, message: "Forbidden" }, { status: 403 }))
        : next(),
  });
  await bookInKimai(test, {}, "admin");
  const { text } = await test.call("timesheet", { action: "duplicate", id: 1 });
  assert.match(text, /^Duplicated timesheet ID 1 -> New timesheet ID 2\n1 \/ 1, 2\n/);
  const changed = await test.result("timesheet", {
    action: "update",
    id: 1,
    data: { description: "x" },
  });
  assert.deepEqual([changed.entry.description, changed.entry.project], ["x", { id: 1 }]);
  const said = { action: "create", entity: "project", entity_id: 1, data: { message: "Hi" } };
  assert.equal((await test.call("comment", said)).text, "Added comment ID 1 to project ID 1");
});

Deno.test("fractions of a second are rounded wherever a time is read, also after a write", async () => {
  await using test = await withKimai({
    intercept: async (request, next) => {
      const response = await next();
      if (!/\/timesheets/.test(request.url)) return response;
      const text = await response.text();
      return new Response(
        text.replaceAll(/"duration":\d+/g, '"duration":5400.5')
          .replaceAll(/"break":\d+/g, '"break":7.5'),
        response,
      );
    },
  });
  const data = { project: 1, activity: 1, ...hour };
  const created = await test.result("timesheet", { action: "create", data });
  assert.deepEqual([created.entry.duration, created.entry.break], [5401, 8]);
  const { entry } = await test.result("timesheet", { action: "get", id: 1 });
  assert.deepEqual([entry.duration, entry.break], [5401, 8]);
  const listed = await test.result("timesheet", { action: "list" });
  assert.deepEqual([listed.duration, listed.days[0].entries[0].duration], [5401, 5401]);
  const filters = { calculate_stats: true };
  const { statistics } = await test.result("timesheet", { action: "list", filters });
  assert.equal(statistics.duration, 5401);
  const gone = await test.refusal("entity", { type: "project", action: "delete", id: 1 });
  assert.match(gone, /1 time entry \(1:30 h\)/);
});

Deno.test("seconds that no number holds exactly are not understood, and a write is told all the same", async () => {
  await using test = await withKimai({
    intercept: async (request, next) => {
      const response = await next();
      if (request.method !== "POST") return response;
      return new Response((await response.text()).replace(/"duration":\d+/, '"duration":1e300'));
    },
  });
  assert.match(
    await test.refusal("timesheet", {
      action: "create",
      data: { project: 1, activity: 1, ...hour },
    }),
    /was not understood, though the change was probably carried out: it has something unexpected in "duration";/,
  );
});
