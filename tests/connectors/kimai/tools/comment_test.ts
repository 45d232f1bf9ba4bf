import assert from "node:assert/strict";
import { withKimai } from "../../../support/kimai.ts";

const website = { entity: "project", entity_id: 1 };

Deno.test("comments are written, listed pinned first, pinned to a value, and deleted", async () => {
  await using test = await withKimai({ user: "admin" });
  const say = (message: string) =>
    test.call("comment", { action: "create", ...website, data: { message } });
  assert.equal((await say("**First**")).text, "Added comment ID 1 to project ID 1");
  await say("Second");
  const pin = { action: "pin", ...website, comment_id: 2 };
  assert.equal((await test.call("comment", pin)).text, "Comment ID 2 is now pinned");
  const again = await test.call("comment", { ...pin, data: { pinned: true } });
  assert.equal(again.text, "Comment ID 2 is now pinned (it was already)");
  const { text } = await test.call("comment", { action: "list", ...website });
  assert.equal(
    text,
    [
      "Found 2 comment(s) for project ID 1 (Website):",
      "",
      "Comment ID: 2 [PINNED], admin, 2026-11-20 10:00",
      "Second",
      "",
      "Comment ID: 1, admin, 2026-11-20 10:00",
      "**First**",
    ].join("\n"),
  );
  assert.equal((await test.call("comment", pin)).text, "Comment ID 2 is now unpinned");
  const deleted = await test.call("comment", { action: "delete", ...website, comment_id: 1 });
  assert.equal(deleted.text, "Deleted comment ID 1 from project ID 1");
  const held = await test.kimai("/projects/1/comments");
  assert.deepEqual(held.map(({ id, pinned }: { id: number; pinned: boolean }) => [id, pinned]), [[
    2,
    false,
  ]]);
});

Deno.test("a comment can be pinned as it is written, on a customer too", async () => {
  await using test = await withKimai({ user: "admin" });
  const { text } = await test.call("comment", {
    action: "create",
    entity: "customer",
    entity_id: "1",
    data: { message: "Key account", pinned: true },
  });
  assert.equal(text, "Added comment ID 1 to customer ID 1 (pinned)");
  assert.equal((await test.kimai("/customers/1/comments"))[0].message, "Key account");
});

Deno.test("nothing there is said, and what is not there is refused", async () => {
  await using test = await withKimai({ user: "admin" });
  const { text } = await test.call("comment", { action: "list", ...website });
  assert.equal(text, "No comments found for project ID 1 (Website)");
  assert.equal(
    await test.refusal("comment", { action: "pin", ...website, comment_id: 9 }),
    "Cannot pin comment 9: project ID 1 has no such comment",
  );
  for (
    const args of [
      { action: "list", ...website, entity_id: 99 },
      { action: "delete", ...website, comment_id: 9 },
    ]
  ) {
    assert.match(await test.refusal("comment", args), /^Kimai has n.* \(404\)/);
  }
});

Deno.test("a plain user is told that he may not", async () => {
  await using test = await withKimai();
  assert.match(
    await test.refusal("comment", { action: "list", ...website }),
    /permission|may not|role/i,
  );
});

Deno.test("an empty message and a wrong entity are refused before anything is sent", async () => {
  await using test = await withKimai();
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ action: "create", ...website, data: { message: " " } }, /"data\.message" is/],
    [{ action: "create", ...website }, /"data" is missing/],
    [{ action: "list", entity: "activity", entity_id: 1 }, /"entity" is "activity"/],
    [{ action: "delete", ...website }, /"comment_id" is missing/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("comment", args), sentence);
  }
  assert.deepEqual(test.requests, []);
});
