/** Answers whose bytes are not what their head promises, or no HTTP, or no JSON. */

import { type Fault, foreign, once, reads, sendPart, wide } from "../fault.ts";
import { type Answer, type Exchange, head, sendAnswer } from "../upstream.ts";

type Headers = [string, string][];

/** Answers with what `spoil` makes of Kimai's answer. */
function spoilt(spoil: (answer: Answer) => Answer) {
  return async (exchange: Exchange) => sendAnswer(exchange, spoil(await exchange.forward()));
}

/** Answers with a body of ours, in place of Kimai's. */
function instead(body: string | Uint8Array, more: Headers = []) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const headers: Headers = [["Content-Type", "application/json"], ...more];
  return async (exchange: Exchange) => {
    await exchange.forward();
    await sendAnswer(exchange, { status: 200, headers, body: bytes });
  };
}

/** Sends a head of ours and Kimai's body, then ends the connection. */
function under(headersOf: (length: number) => Headers) {
  return async (exchange: Exchange) => {
    const { body } = await exchange.forward();
    await exchange.send(
      head(200, [["Content-Type", "application/json"], ...headersOf(body.length)]),
    );
    await exchange.send(body);
    exchange.end();
  };
}

/** Kimai's body in one piece of the chunked coding, then whatever `rest` is. */
function inChunks(rest: string, sizeOf = (length: number) => length.toString(16)) {
  return async (exchange: Exchange) => {
    const { status, body } = await exchange.forward();
    const headers: Headers = [["Content-Type", "application/json"], [
      "Transfer-Encoding",
      "chunked",
    ]];
    // 204 has no body, in pieces or not (RFC 9112, 6.1).
    await exchange.send(head(status === 204 ? 200 : status, headers));
    await exchange.send(`${sizeOf(body.length || 1)}\r\n`);
    await exchange.send(body.length > 0 ? body : " ");
    await exchange.send(rest);
    exchange.end();
  };
}

/** Sends the same bytes until nobody takes them any more. */
function forEver(start: string, piece: string) {
  const bytes = new TextEncoder().encode(piece.repeat(Math.ceil(65_536 / piece.length)));
  return async (exchange: Exchange) => {
    await exchange.send(start);
    while (await exchange.send(bytes)) await new Promise((next) => setTimeout(next));
  };
}

async function zipped(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const json: Headers = [["Content-Type", "application/json"]];
const page = `<html><title>${foreign}</title><form action=/login></form></html>`;

export const bodies: readonly Fault[] = [
  {
    name: "half a body, then closed",
    act: async (exchange) => {
      await sendPart(exchange, 0.5);
      exchange.end();
    },
  },
  {
    name: "half a body, then closed, once",
    act: once(async (exchange) => {
      await sendPart(exchange, 0.5);
      exchange.end();
    }),
    ...reads,
  },
  {
    name: "half a body of the right length",
    act: spoilt((answer) => ({
      ...answer,
      body: answer.body.subarray(0, Math.floor(answer.body.length / 2)),
    })),
  },
  { name: "no body", act: spoilt((answer) => ({ ...answer, body: new Uint8Array() })) },
  {
    name: "a length that is too short",
    act: under((length) => [["Content-Length", `${length >> 1}`]]),
  },
  {
    name: "a length that is too long",
    act: under((length) => [["Content-Length", `${length + 100}`]]),
  },
  {
    name: "two lengths",
    act: under((length) => [["Content-Length", `${length}`], ["Content-Length", "7"]]),
  },
  { name: "a length below zero", act: under(() => [["Content-Length", "-5"]]) },
  { name: "a length in words", act: under(() => [["Content-Length", foreign]]) },
  { name: "chunks", act: inChunks("\r\n0\r\n\r\n"), ...wide },
  { name: "chunks without an end", act: inChunks("\r\n") },
  {
    name: "chunks of wrong sizes",
    act: inChunks("\r\n0\r\n\r\n", (length) => (length + 9).toString(16)),
  },
  { name: "chunks of no size", act: inChunks("", () => foreign) },
  { name: "an endless body", act: forEver(head(200, json), '{"id":1},'), isHeavy: true },
  {
    name: "an endless body that begins as a list",
    act: forEver(`${head(200, json)}[`, '{"id":1,"name":"x"},'),
    isHeavy: true,
  },
  { name: "an endless head", act: forEver("HTTP/1.1 200 OK\r\n", `X-A: ${"a".repeat(100)}\r\n`) },
  {
    name: "endless interim answers",
    act: forEver("", "HTTP/1.1 103 Early Hints\r\n\r\n"),
    hangs: true,
  },
  {
    name: "no HTTP",
    act: async (exchange) => {
      await exchange.send(`SSH-2.0-${foreign}\r\n`);
      exchange.end();
    },
  },
  {
    name: "a switch to another protocol",
    act: async (exchange) => {
      await exchange.send(head(101, [["Upgrade", "websocket"], ["Connection", "Upgrade"]]));
      exchange.end();
    },
  },
  { name: "gzip that is none", act: instead(foreign, [["Content-Encoding", "gzip"]]) },
  {
    name: "gzip of 60 MB",
    isHeavy: true,
    act: async (exchange) => await instead(await bomb(), [["Content-Encoding", "gzip"]])(exchange),
  },
  { name: "a web page", act: instead(page, [["Content-Type", "text/html"]]) },
  { name: "a web page that says it is JSON", act: instead(page) },
  {
    name: "JSON that says it is a web page",
    act: async (exchange) => {
      const { body } = await exchange.forward();
      await sendAnswer(exchange, { status: 200, headers: [["Content-Type", "text/html"]], body });
    },
  },
  { name: "text", act: instead(foreign) },
  { name: "bytes that are no text", act: instead(new Uint8Array([34, 255, 254, 192, 128, 34])) },
  { name: "lists 100,000 deep", act: instead("[".repeat(100_000) + "]".repeat(100_000)) },
  ...[
    "null",
    "true",
    "7",
    '"x"',
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    "[7]",
    '{"id":null}',
    '{"__proto__":{"id":1}}',
  ]
    .map((text): Fault => ({ name: `the JSON ${text}`, act: instead(text), tells: true })),
];

let kept: Promise<Uint8Array> | undefined;

/** Made once, when it is first needed. */
const bomb = () => kept ??= zipped(" ".repeat(60_000_000));
