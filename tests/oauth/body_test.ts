import assert from "node:assert/strict";
import { BodyError, readBody } from "../../src/oauth/body.ts";

const post = (body: BodyInit | undefined, headers: HeadersInit = {}) =>
  new Request("http://localhost/", { method: "POST", body, headers });

const refused = (reading: Promise<string>, message: string | RegExp) =>
  assert.rejects(reading, (error: Error) => {
    assert(error instanceof BodyError);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });

/** A body in chunks, and whether its reader lost interest. */
function chunked(chunks: Iterable<Uint8Array>) {
  const source = chunks[Symbol.iterator]();
  const state = { cancelled: false, sent: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const { done, value } = source.next();
      if (done) return controller.close();
      state.sent += value.length;
      controller.enqueue(value);
    },
    cancel: () => {
      state.cancelled = true;
    },
  }, { highWaterMark: 0 });
  return { body, state };
}

function* endless(size: number) {
  for (;;) yield new Uint8Array(size).fill(0x20);
}

Deno.test("a body is its text, whatever chunks it comes in", async () => {
  const text = `{"client_name":"Zeiterfassung für Müller → 🕐"}`;
  assert.equal(await readBody(post(text)), text);
  const bytes = new TextEncoder().encode(text);
  const { body } = chunked(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  assert.equal(await readBody(post(body)), text);
  assert.equal(await readBody(post(undefined)), "");
});

Deno.test("40: a body of 65,536 bytes passes, one more is refused with and without Content-Length", async () => {
  assert.equal((await readBody(post("x".repeat(65_536)))).length, 65_536);
  const { body } = chunked([new Uint8Array(65_536).fill(0x20), Uint8Array.of(0x20)]);
  await refused(readBody(post(body)), "A body may have 65536 bytes");
  const { body: unread, state } = chunked(endless(1));
  const named = new Request("http://localhost/", { method: "POST", body: unread });
  Object.defineProperty(named, "headers", { value: new Headers({ "Content-Length": "65537" }) });
  await refused(readBody(named), "A body may have 65536 bytes");
  assert.equal(state.sent, 0, "what says itself that it is too long is not read");
});

Deno.test("40: of an endless body no more is read than the limit and a chunk", async () => {
  const { body, state } = chunked(endless(1000));
  await refused(readBody(post(body), { max: 10_000 }), "A body may have 10000 bytes");
  assert.deepEqual(state, { cancelled: true, sent: 11_000 });
});

Deno.test("58: a body that does not arrive in time is refused", async () => {
  const task = Promise.withResolvers<() => void>();
  let cleared = 0;
  const later = (run: () => void, ms: number) => {
    assert.equal(ms, 10_000);
    task.resolve(run);
    return () => cleared++;
  };
  const body = new ReadableStream({ pull: () => new Promise(() => {}) });
  const reading = readBody(post(body), { later });
  (await task.promise)();
  await refused(reading, "The body did not arrive within 10 seconds");
  assert.equal(cleared, 1);
});

Deno.test("40: what is not UTF-8 is refused, and a byte order mark stays for the parser to refuse", async () => {
  await refused(readBody(post(Uint8Array.of(0x7b, 0xff, 0x7d))), "The body is not UTF-8");
  await refused(readBody(post(Uint8Array.of(0xc3))), "The body is not UTF-8");
  assert.equal(await readBody(post(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b))), "\ufeff{");
});

Deno.test("a body that breaks off is refused as such", async () => {
  const body = new ReadableStream({ pull: () => Promise.reject(new Error("reset")) });
  await refused(readBody(post(body)), "The body ended early");
});
