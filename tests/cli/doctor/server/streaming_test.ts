import assert from "node:assert/strict";
import { assertRed, examine, lively, named, type Proxy, serverToken } from "./place.ts";

const token = serverToken;

/** Answers who opens a stream of a session. */
const streamed = (answer: () => Response): { proxy: Proxy; token: string } => ({
  token,
  proxy: (request, next) =>
    request.method === "GET" && request.headers.has("Mcp-Session-Id") ? answer() : next(request),
});

const events = { "Content-Type": "text/event-stream" };
const sign = new TextEncoder().encode(": keepalive\n\n");

/** A stream that gives these and stays open, unless it ends. */
function stream({ given = [], ends }: { given?: Uint8Array[]; ends?: true }) {
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const one of given) controller.enqueue(one);
      if (ends) controller.close();
    },
  });
}

Deno.test("a stream whose events are held back is red", () =>
  assertRed(
    {
      ...streamed(() => new Response(stream({}), { headers: events })),
      patience: { sign: 0 },
    },
    "Streams",
    /nothing came through a stream: something/,
    /proxy_buffering off/,
  ));

Deno.test("a stream that ends before anything came is red", () =>
  assertRed(
    streamed(() => new Response(stream({ ends: true }), { headers: events })),
    "Streams",
    /ended before anything came/,
    /proxy_read_timeout/,
  ));

Deno.test("a stream that is compressed is red where its events are held back, and only there", async () => {
  const packed = (given: Uint8Array[]) =>
    streamed(() =>
      new Response(stream({ given }), { headers: { ...events, "Content-Encoding": "gzip" } })
    );
  await assertRed(
    { ...packed([]), patience: { sign: 0 } },
    "Streams",
    /compressed \(gzip\)/,
    /gzip off/,
  );
  assert.equal((await examine(packed([sign]))).Streams.outcome, "ok");
});

Deno.test("what is no stream is red", () =>
  assertRed(
    streamed(() => new Response("<html>", { headers: { "Content-Type": "text/html" } })),
    "Streams",
    /with a page instead of a stream/,
  ));

Deno.test("a connection that breaks is red, and no failure of the doctor", () =>
  assertRed(
    streamed(() => {
      throw new TypeError("fetch failed", { cause: new Error("reset") });
    }),
    "Streams",
    /No answer from \/mcp: reset/,
  ));

Deno.test("with time a stream that lives long enough is green, and one that is cut is red", async () => {
  const slow = { slow: true, patience: { slow: 0 } };
  const lives = await examine({ token, proxy: lively, ...slow });
  assert.equal(lives["Time limits"].outcome, "ok");
  const cut = await examine({
    ...streamed(() => new Response(stream({ given: [sign], ends: true }), { headers: events })),
    slow: true,
    patience: { slow: 60_000 },
  });
  assert.deepEqual(named(cut, "failed"), ["Time limits"]);
  assert.match(cut["Time limits"].text, /^A stream was cut after 0 seconds$/);
  assert.match(cut["Time limits"].fix!, /proxy_read_timeout 1h/);
});
