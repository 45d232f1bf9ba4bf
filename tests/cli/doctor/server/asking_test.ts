import assert from "node:assert/strict";
import {
  createAsk,
  isPage,
  Limited,
  NoAnswer,
  objectIn,
} from "../../../../src/cli/doctor/server/asking.ts";

const url = "https://mcp.example.com/health";

function answering(response: () => Response | Promise<Response>) {
  const asked: Request[] = [];
  const ask = createAsk({
    fetch: async (input, init) => {
      asked.push(new Request(input, init));
      return await response();
    },
    agent: "doctor/1",
    signal: new AbortController().signal,
  });
  return { asked, ask };
}

Deno.test("it names itself unless told otherwise, and follows no redirect", async () => {
  const { asked, ask } = answering(() => new Response("x"));
  await ask(url);
  await ask(url, { headers: { "User-Agent": "node" } });
  assert.deepEqual(asked.map(({ headers }) => headers.get("User-Agent")), ["doctor/1", "node"]);
  assert(asked.every(({ redirect }) => redirect === "manual"));
});

Deno.test("what went wrong is the end of the chain of causes", async () => {
  const { ask } = answering(() => {
    throw new TypeError("fetch failed", {
      cause: new Error("client error", { cause: new Error("broken pipe") }),
    });
  });
  await assert.rejects(ask(url), new NoAnswer("No answer from /health: broken pipe"));
});

Deno.test("an answer that breaks off is none", async () => {
  const body = () =>
    new ReadableStream({ start: (controller) => controller.error(new Error("reset")) });
  const { ask } = answering(() => new Response(body()));
  await assert.rejects(ask(url), new NoAnswer("The answer of /health broke off: reset"));
});

Deno.test("an answer without end is read for some megabytes", async () => {
  const piece = new Uint8Array(2 ** 20).fill(120);
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(piece),
  });
  const { ask } = answering(() => new Response(endless));
  const { text } = await ask(url);
  assert(text.length >= 4 * 2 ** 20 && text.length < 8 * 2 ** 20);
});

Deno.test("429 is a limit, with the seconds where they are said", async () => {
  const { ask } = answering(() => new Response(null, { status: 429 }));
  await assert.rejects(
    ask(url),
    new Limited("/health answers 429, too many requests: try again later"),
  );
});

Deno.test("an object is JSON between braces, and a page is HTML however it is called", () => {
  assert.deepEqual(objectIn({ text: '{"a":1}' }), { a: 1 });
  for (const text of ["[]", "null", "1", "<html>", ""]) assert.equal(objectIn({ text }), undefined);
  const html = new Headers({ "Content-Type": "text/html; charset=utf-8" });
  assert.equal(isPage({ headers: html, text: "" }), true);
  assert.equal(isPage({ headers: new Headers(), text: "\n<!DOCTYPE html>" }), true);
  assert.equal(isPage({ headers: new Headers(), text: "{}" }), false);
});
