import assert from "node:assert/strict";
import { inOnePieceWhenQuick } from "../../src/http/quick_events.ts";
import { isEventStream } from "../../src/http/streams.ts";

const never = () => () => {};
const type = "text/event-stream";

/** Events that are sent one by one, and what becomes of who sends them. */
function events() {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let cancelled: unknown;
  const body = new ReadableStream<Uint8Array>({
    start: (own) => {
      controller = own;
    },
    cancel: (reason) => {
      cancelled = reason;
    },
  });
  const headers = { "Content-Type": type, "Mcp-Session-Id": "a-session" };
  return {
    response: new Response(body, { headers }),
    send: (text: string) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
    fail: (error: Error) => controller.error(error),
    cancelled: () => cancelled,
  };
}

/** A timer that fires when it is told to. */
function timer() {
  let task: (() => void) | undefined;
  return {
    later: (one: () => void) => {
      task = one;
      return () => {
        task = undefined;
      };
    },
    fire: () => task?.(),
    isWaiting: () => task !== undefined,
  };
}

Deno.test("events that end at once are sent in one piece, with their length and headers", async () => {
  const { response, send, end } = events();
  const { later, isWaiting } = timer();
  send("data: 1\n\n");
  send("data: ü\n\n");
  end();
  const answer = await inOnePieceWhenQuick(response, later);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), type);
  assert.equal(answer.headers.get("Mcp-Session-Id"), "a-session");
  assert.equal(answer.headers.get("Content-Length"), "19");
  assert.equal(isEventStream(answer), false);
  assert.equal(await answer.text(), "data: 1\n\ndata: ü\n\n");
  assert.equal(isWaiting(), false);
});

Deno.test("events that take their time are passed on as they come, what was read before first", async () => {
  const { response, send, end } = events();
  const { later, fire } = timer();
  const pending = inOnePieceWhenQuick(response, later);
  send("data: 1\n\n");
  await new Promise((resolve) => setTimeout(resolve));
  fire();
  const answer = await pending;
  assert.equal(isEventStream(answer), true);
  assert.equal(answer.headers.get("Mcp-Session-Id"), "a-session");
  assert.equal(answer.headers.has("Content-Length"), false);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, "data: 1\n\n");
  send("data: 2\n\n");
  assert.equal((await reader.read()).value, "data: 2\n\n");
  send("data: 3\n\n");
  assert.equal((await reader.read()).value, "data: 3\n\n");
  end();
  assert.equal((await reader.read()).done, true);
});

Deno.test("whoever stops reading events stops those who send them", async () => {
  const { response, cancelled } = events();
  const { later, fire } = timer();
  const pending = inOnePieceWhenQuick(response, later);
  fire();
  await (await pending).body!.cancel("gone");
  assert.equal(cancelled(), "gone");
});

Deno.test("a failure reaches whoever waits for the answer, and the reader of a stream", async () => {
  const early = events();
  early.fail(new Error("broken"));
  await assert.rejects(inOnePieceWhenQuick(early.response, never), /broken/);
  const late = events();
  const { later, fire } = timer();
  const pending = inOnePieceWhenQuick(late.response, later);
  fire();
  const answer = await pending;
  late.fail(new Error("broken later"));
  await assert.rejects(answer.text(), /broken later/);
});

Deno.test("what is no event stream stays what it is", async () => {
  const json = Response.json({ result: 1 });
  assert.equal(await inOnePieceWhenQuick(json, never), json);
  const empty = new Response(null, { status: 202, headers: { "Content-Type": type } });
  assert.equal(await inOnePieceWhenQuick(empty, never), empty);
});
