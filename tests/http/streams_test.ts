import assert from "node:assert/strict";
import fc from "fast-check";
import { createStreams, isEventStream, whenBodyEnds } from "../../src/http/streams.ts";

const headers = { "Content-Type": "text/event-stream" };

/** An answer that is written by hand, and what became of it. */
function written(type = "text/event-stream") {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const seen: unknown[] = [];
  const body = new ReadableStream<Uint8Array>({
    start: (made) => void (controller = made),
    cancel: (reason) => void seen.push(reason),
  });
  const response = new Response(body, { status: 201, headers: { "Content-Type": type, a: "b" } });
  const say = (text: string) => controller.enqueue(new TextEncoder().encode(text));
  return { response, say, controller, cancelled: seen };
}

function counted() {
  let times = 0;
  return { ended: () => void times++, times: () => times };
}

Deno.test("a body passes through as it is, with status and headers, and its end is told once", async () => {
  const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 20 });
  await fc.assert(fc.asyncProperty(parts, async (parts) => {
    const { ended, times } = counted();
    const { response, controller } = written();
    const through = whenBodyEnds(response, ended);
    assert.deepEqual([through.status, through.headers.get("a")], [201, "b"]);
    for (const part of parts) controller.enqueue(part.slice());
    assert.equal(times(), 0);
    controller.close();
    assert.deepEqual([...await through.bytes()], parts.flatMap((part) => [...part]));
    assert.equal(times(), 1);
  }));
});

Deno.test("each piece arrives when it is said, not when the body ends", async () => {
  const { response, say, controller } = written();
  const reader = whenBodyEnds(response, () => {}).body!.getReader();
  for (const text of ["one", "two"]) {
    say(text);
    assert.equal(new TextDecoder().decode((await reader.read()).value), text);
  }
  controller.close();
  assert.equal((await reader.read()).done, true);
});

Deno.test("a client that goes away ends the body once and cancels what fills it", async () => {
  const { ended, times } = counted();
  const { response, cancelled } = written();
  const reader = whenBodyEnds(response, ended).body!.getReader();
  const waiting = reader.read();
  await reader.cancel("gone");
  assert.equal((await waiting).done, true);
  assert.deepEqual([times(), cancelled], [1, ["gone"]]);
});

Deno.test("a body that nobody began to read is ended by its cancelling", async () => {
  const { ended, times } = counted();
  const { response, cancelled } = written();
  await whenBodyEnds(response, ended).body!.cancel("never");
  assert.deepEqual([times(), cancelled], [1, ["never"]]);
});

Deno.test("a body that breaks ends once and breaks for its reader as well", async () => {
  const { ended, times } = counted();
  const { response, say, controller } = written();
  const reader = whenBodyEnds(response, ended).body!.getReader();
  say("half");
  await reader.read();
  controller.error(new Error("Broke"));
  await assert.rejects(reader.read(), /Broke/);
  assert.equal(times(), 1);
});

Deno.test("an answer without body is over at once", () => {
  const { ended, times } = counted();
  const response = new Response(null, { status: 204 });
  assert.equal(whenBodyEnds(response, ended), response);
  assert.equal(times(), 1);
});

Deno.test("nothing is taken from a body before somebody reads, so a slow reader is felt", async () => {
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pulls++;
      controller.enqueue(new Uint8Array([pulls]));
    },
  }, { highWaterMark: 0 });
  const through = whenBodyEnds(new Response(body, { headers }), () => {});
  assert.equal(pulls, 0);
  const reader = through.body!.getReader();
  await reader.read();
  await reader.read();
  assert.equal(pulls, 2);
  await reader.cancel();
});

Deno.test("an account's streams count until they end, however they end", async () => {
  const streams = createStreams({ maxPerAccount: 3 });
  const held = [written(), written(), written()];
  const answers = held.map(({ response }) => streams.hold("anna", response));
  assert.deepEqual([streams.open, streams.isFull("anna")], [3, true]);
  assert.equal(streams.isFull("bert"), false);
  streams.hold("bert", written().response);
  assert.equal(streams.open, 4);

  held[0].controller.close();
  await answers[0].bytes();
  assert.deepEqual([streams.open, streams.isFull("anna")], [3, false]);
  await answers[1].body!.cancel();
  held[2].controller.error(new Error("Broke"));
  await assert.rejects(answers[2].bytes(), /Broke/);
  assert.equal(streams.open, 1);
});

Deno.test("only event streams are held; other answers are given on untouched", () => {
  const streams = createStreams({ maxPerAccount: 1 });
  const others = [
    Response.json({}),
    new Response(null, { headers }),
    written("application/x-text/event-stream").response,
  ];
  for (const other of others) assert.equal(streams.hold("anna", other), other);
  assert.deepEqual([streams.open, streams.isFull("anna")], [0, false]);
});

Deno.test("an event stream is known by its type, whatever its case and parameters", () => {
  assert.equal(isEventStream(written("Text/Event-Stream; charset=utf-8").response), true);
  assert.equal(isEventStream(written("text/event-streams").response), false);
  assert.equal(isEventStream(written("text/plain").response), false);
});

Deno.test("the body of what is no event stream is not looked at, for that would make a stream of it", () => {
  const answer = Response.json({});
  Object.defineProperty(answer, "body", { get: () => assert.fail("body was read") });
  assert.equal(isEventStream(answer), false);
});
