import assert from "node:assert/strict";
import { streamWhenLate } from "../../src/http/late_stream.ts";

const request = new Request("http://localhost/mcp", {
  method: "POST",
  headers: { "Mcp-Name": "x" },
});
const never = () => () => {};
const atOnce = (task: () => void) => {
  task();
  return () => {};
};

Deno.test("an answer in time stays what it is, with its status", async () => {
  const refused = Response.json({ error: { code: -32021 } }, { status: 400 });
  assert.equal(await streamWhenLate(request, () => Promise.resolve(refused), never), refused);
});

Deno.test("a late answer is a single message of a stream", async () => {
  const pending = Promise.withResolvers<Response>();
  const answer = await streamWhenLate(request, () => pending.promise, atOnce);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), "text/event-stream");
  pending.resolve(Response.json({ id: 1, result: {} }));
  assert.equal(await answer.text(), 'event: message\ndata: {"id":1,"result":{}}\n\n');
});

Deno.test("a late stream is passed on event by event", async () => {
  const pending = Promise.withResolvers<Response>();
  const answer = await streamWhenLate(request, () => pending.promise, atOnce);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  pending.resolve(new Response(readable, { headers: { "Content-Type": "text/event-stream" } }));
  const writer = writable.getWriter();
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  void writer.write(new TextEncoder().encode("data: 1\n\n"));
  assert.equal((await reader.read()).value, "data: 1\n\n");
  void writer.close();
  assert.equal((await reader.read()).done, true);
});

Deno.test("whoever stops reading a late answer ends its work", async () => {
  const signals: AbortSignal[] = [];
  const answer = await streamWhenLate(request, ({ headers, signal }) => {
    assert.equal(headers.get("Mcp-Name"), "x");
    signals.push(signal);
    return new Promise(() => {});
  }, atOnce);
  assert.equal(signals[0].aborted, false);
  await answer.body!.cancel();
  assert.equal(signals[0].aborted, true);
});

Deno.test("a failure reaches the reader of a stream, and whoever waits for none", async () => {
  const pending = Promise.withResolvers<Response>();
  const answer = await streamWhenLate(request, () => pending.promise, atOnce);
  pending.reject(new Error("closed"));
  await assert.rejects(answer.text(), /closed/);
  await assert.rejects(
    streamWhenLate(request, () => Promise.reject(new Error("now")), never),
    /now/,
  );
});
