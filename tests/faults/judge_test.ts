import assert from "node:assert/strict";
import type { Called } from "../support/clients.ts";
import { type Call, calls } from "./calls.ts";
import { type Happened, judge } from "./judge.ts";
import { type Clean, createOurs, createWorld, keyOf, runClean } from "./world.ts";

const callOf = (name: string): Call => calls.find((call) => call.name === name)!;

/** Runs a call while one of its requests is answered as nothing of Kimai would. */
async function withFailing(call: Call, at: string): Promise<Called> {
  const world = await createWorld(call);
  await using ours = await createOurs({
    url: "http://kimai.test",
    token: world.token,
    deadline: 10,
    fetch: async (input, init) => {
      const { pathname, search } = new URL(String(input));
      const asked = {
        method: init?.method ?? "GET",
        target: pathname + search,
        body: String(init?.body ?? ""),
      };
      return keyOf(asked).trim() === at
        ? new Response("<html></html>", { status: 300 })
        : await world.answer(asked);
    },
  });
  return await ours.call(call.tool, call.args);
}

/** What a call came to, where nothing else is to be said about it. */
function judged(called: Called, clean: Clean, more: Partial<Happened> = {}) {
  const happened = { called, seconds: 0, most: 1, sent: new Map(), carriedOut: [], strayed: 0 };
  return judge({ ...happened, token: "TOKEN", ...more }, clean, {});
}

/** The same without the lines and the fields that tell what is missing. */
function silent({ text, structured, ...called }: Called, line: RegExp, field: string): Called {
  const told = structured as { result: Record<string, unknown> };
  const { [field]: note, ...result } = told.result;
  assert(note !== undefined && line.test(text), text);
  const rest = text.split("\n").filter((one) => !line.test(one)).join("\n");
  return { ...called, text: rest, structured: { ...told, result } };
}

/** Requests that fail, the line that tells of it, and where the structured content does. */
const gaps: [call: string, at: string, line: RegExp, field: string][] = [
  ["timer start", "GET /api/timesheets/5", /^Whether this stopped another timer is not/m, "notes"],
  [
    "timer restart",
    "GET /api/timesheets/5",
    /^Whether this stopped another timer is not/m,
    "notes",
  ],
  [
    "absence statistics",
    "GET /api/absences?user=3&status=all",
    /^Not read, in no number here: /m,
    "unread",
  ],
];

for (const [name, at, line, field] of gaps) {
  Deno.test(`${name} says what is missing, and is reported where it does not`, async () => {
    const call = callOf(name);
    const clean = await runClean(call);
    const called = await withFailing(call, at);
    assert.deepEqual(judged(called, clean), { outcome: "with a note", wrong: [] });
    const { outcome, wrong } = judged(silent(called, line, field), clean);
    assert.equal(outcome, "differs");
    assert.match(wrong.join(), /^a partial answer that does not say so: /);
  });
}

const whole: Called = {
  text: "Found 2 entries: 3:00 h\nDescription: what is not known yet",
  structured: { action: "list", result: { duration: 10800, entries: [{ id: 1 }, { id: 2 }] } },
  isError: false,
};
const good: Clean = { called: whole, requests: [] };
const refusal = (text: string): Called => ({ text, structured: undefined, isError: true });

Deno.test("the answer of a good day is right, and half of it is not, whatever stands in a description", () => {
  assert.deepEqual(judged(whole, good), { outcome: "as ever", wrong: [] });
  const half = {
    ...whole,
    text: "Found 1 entry: 1:30 h\nDescription: what is not known yet",
    structured: { action: "list", result: { duration: 5400, entries: [{ id: 1 }] } },
  };
  const { outcome, wrong } = judged(half, good);
  assert.equal(outcome, "differs");
  assert.deepEqual(wrong, [`a partial answer that does not say so: ${half.text}`]);
});

Deno.test("a crash, a change that is not told, a shown token and a late answer are reported", () => {
  const crash = refusal("Internal error (1): the log says more");
  const { outcome, wrong } = judged(crash, good, {
    seconds: 2,
    carriedOut: ["POST /api/timesheets"],
    token: "log",
    strayed: 1,
  });
  assert.equal(outcome, "refused");
  assert.deepEqual(wrong, [
    `crash: ${crash.text}`,
    "2.0 s",
    "the token is shown",
    "something was sent elsewhere",
    `changed without saying so: ${crash.text}`,
  ]);
});

Deno.test("a refusal that tells nothing to do is no sentence, and one that does is", () => {
  const bare = "Kimai shows you no user 4 (404)";
  assert.deepEqual(judged(refusal(bare), good).wrong, [`no sentence: ${bare}`]);
  assert.deepEqual(judged(refusal(`${bare}: list the users to find the id`), good).wrong, []);
});

Deno.test("a write that was sent twice is reported", () => {
  const sent = new Map([["POST /api/tags {}", 2], ["GET /api/tags ", 3]]);
  assert.deepEqual(judged(whole, good, { sent }).wrong, ["POST /api/tags {} was sent 2 times"]);
});
