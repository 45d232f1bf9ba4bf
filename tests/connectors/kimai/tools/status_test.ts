import assert from "node:assert/strict";
import { withKimai } from "../../../support/kimai.ts";

Deno.test("status says which Kimai, who, and what a plain user may and may not", async () => {
  await using test = await withKimai();
  const status = await test.result("status");
  assert.equal(status.ok, true);
  assert.deepEqual(status.kimai, { url: "https://kimai.test", version: "2.66.0" });
  assert.equal(status.user.username, "user");
  assert.deepEqual(status.may, ["book, change and delete your own time"]);
  assert(status.may_not.includes("see and change other people's time"));
  assert(status.may_not.includes("read teams"));
  assert.deepEqual(status.not_installed, ["absences (plugin)", "public holidays (plugin)"]);
  assert.deepEqual(status.problems, []);
  assert.equal(status.tracking_mode, "default");
});

Deno.test("a system administrator may everything that is there", async () => {
  await using test = await withKimai({ user: "super" });
  const { may, may_not } = await test.result("status");
  assert.deepEqual(may_not, []);
  assert.equal(may.length, 8);
});

Deno.test("a timer that runs since yesterday is a problem with a way out", async () => {
  await using test = await withKimai();
  await test.result("timer", { action: "start", data: { project: 1, activity: 1 } });
  test.setNow("2026-11-21T09:00:00Z");
  const { ok, problems, running } = await test.result("status");
  assert.equal(ok, false);
  assert.deepEqual(running.map(({ id }: { id: number }) => id), [1]);
  assert.deepEqual(problems, [
    "Timer ID 1 (ACME / Website (1) / Design (1)) runs for 24:00 h: perhaps it was forgotten, set its end with timesheet update",
  ]);
});

const broken: [name: string, answer: () => Promise<Response>][] = [
  [
    "Kimai is down",
    () => Promise.reject(new TypeError("error sending request: connection refused")),
  ],
  ["the token is wrong", () => Promise.resolve(new Response(null, { status: 401 }))],
  ["the address is a web page", () =>
    Promise.resolve(
      new Response("<html>Login</html>", { headers: { "Content-Type": "text/html" } }),
    )],
  ["a proxy fails", () => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 }))],
];

for (const [name, answer] of broken) {
  Deno.test(`status answers when ${name}, and everything else is refused in a sentence`, async () => {
    let mended = false;
    await using test = await withKimai({
      intercept: (_request, next) => mended ? next() : answer(),
    });
    const { ok, problems } = await test.result("status");
    assert.equal(ok, false);
    assert.equal(problems.length, 1);
    for (const sentence of [problems[0], await test.refusal("timer", { action: "active" })]) {
      assert(sentence.length > 20 && sentence.length < 400, sentence);
      assert.doesNotMatch(sentence, /<|token_user|at file:/);
    }
    mended = true;
    assert.equal((await test.result("status")).ok, true);
  });
}

for (const [name, setting] of [["address", "kimai_url"], ["token", "kimai_token"]]) {
  Deno.test(`status explains a missing ${name}`, async () => {
    await using test = await withKimai({ settings: { [setting]: undefined } });
    const { ok, problems } = await test.result("status");
    assert.equal(ok, false);
    assert.match(
      problems.join(),
      setting === "kimai_url" ? /--kimai-url.*KIMAI_URL/ : /--kimai-token.*KIMAI_API_TOKEN/,
    );
  });
}

Deno.test("a password in the address is not shown", async () => {
  await using test = await withKimai({ settings: { kimai_url: "https://ann:hunter2@kimai.test" } });
  const { text } = await test.call("status");
  assert.doesNotMatch(text, /hunter2/);
});
