/** What stands between our server and Kimai: a TCP server that reads HTTP and answers with whatever bytes it likes. */

import net from "node:net";
import type { AddressInfo } from "node:net";
import { Buffer } from "node:buffer";
import { type Asked, keyOf, type World } from "./world.ts";

/** One request, and what can be done to it. */
export interface Exchange {
  asked: Asked;
  /** Which attempt at this very request it is, from 1. */
  attempt: number;
  /** Which request of the connection it is, from 1. */
  onConnection: number;
  /** Lets it reach Kimai. */
  forward(): Promise<Answer>;
  /** Sends bytes; resolves to false once nobody reads them. */
  send(bytes: string | Uint8Array): Promise<boolean>;
  /** Ends the connection politely, and impolitely. */
  end(): void;
  reset(): void;
  /** Where nothing of Kimai is. */
  elsewhere: string;
}

/** Kimai's answer, ready to be spoilt. */
export interface Answer {
  status: number;
  headers: [string, string][];
  body: Uint8Array;
}

export type Act = (exchange: Exchange) => Promise<void> | void;

const encoder = new TextEncoder();

/** A head with these lines. */
export function head(status: number | string, headers: readonly [string, string][] = []): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Whatever\r\n${lines.join("")}\r\n`;
}

/** An answer as it should be; the connection is kept, for the next request to find it. */
export async function sendAnswer(exchange: Exchange, answer: Answer): Promise<void> {
  const { status, headers, body } = answer;
  const length: [string, string][] = status === 204 ? [] : [["Content-Length", `${body.length}`]];
  await exchange.send(head(status, [...headers, ...length]));
  if (body.length > 0) await exchange.send(body);
}

export const pass: Act = async (exchange) => sendAnswer(exchange, await exchange.forward());

/** A hostile Kimai, or one that only passes on. */
export interface Upstream extends AsyncDisposable {
  port: number;
  url: string;
  /** Connections that were accepted. */
  connections: number;
  /** How often each request came, whether or not it went on to Kimai. */
  received: Map<string, number>;
  /** What requests were sent with, for whoever should not have got any. */
  heads: string[];
  /** Replaces what is done to requests. */
  act: Act;
  /** Done to each connection before a byte is read, instead of reading. */
  onConnect?: "reset" | "close";
}

/** Listens on the loopback interface until disposed. */
export async function createUpstream(world?: World, elsewhere = ""): Promise<Upstream> {
  const received = new Map<string, number>();
  const heads: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    upstream.connections++;
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    if (upstream.onConnect === "reset") return socket.resetAndDestroy();
    if (upstream.onConnect === "close") return socket.end();
    const act: Act = (exchange) => upstream.act(exchange);
    serve(socket, act, { world, elsewhere, received, heads }).catch(() => socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const upstream: Upstream = {
    port,
    url: `http://127.0.0.1:${port}`,
    connections: 0,
    received,
    heads,
    act: pass,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
  return upstream;
}

interface Serving {
  world: World | undefined;
  elsewhere: string;
  received: Map<string, number>;
  heads: string[];
}

/** Reads one request after another from a connection. */
async function serve(
  socket: net.Socket,
  act: Act,
  { world, elsewhere, received, heads }: Serving,
): Promise<void> {
  const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  let onConnection = 0;
  for await (const { asked, head } of requestsOf(socket)) {
    heads.push(head);
    const key = keyOf(asked);
    const attempt = (received.get(key) ?? 0) + 1;
    received.set(key, attempt);
    await act({
      asked,
      attempt,
      onConnection: ++onConnection,
      forward: async () => {
        if (!world) return { status: 200, headers: [], body: new Uint8Array() };
        const response = await world.answer(asked);
        const body = new Uint8Array(await response.arrayBuffer());
        const headers = [...response.headers].filter(([name]) => name !== "content-length");
        return { status: response.status, headers, body };
      },
      send: (bytes) => sendOn(socket, bytes, gone),
      end: () => socket.end(),
      reset: () => socket.resetAndDestroy(),
      elsewhere,
    });
  }
}

/** Resolves once the bytes are handed over, to false where nobody takes them any more. */
function sendOn(
  socket: net.Socket,
  bytes: string | Uint8Array,
  gone: Promise<void>,
): Promise<boolean> {
  if (socket.destroyed) return Promise.resolve(false);
  const buffer = typeof bytes === "string" ? encoder.encode(bytes) : bytes;
  const written = new Promise<boolean>((resolve) =>
    socket.write(buffer, (error) => resolve(!error))
  );
  return Promise.race([written, gone.then(() => false)]);
}

/** Requests with a Content-Length or without a body, which are all that `fetch` sends for us. */
async function* requestsOf(
  socket: net.Socket,
): AsyncGenerator<{ asked: Asked; head: string }> {
  let buffer: Buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) break;
      const head = buffer.subarray(0, end).toString("latin1");
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (buffer.length < end + 4 + length) break;
      const [method, target] = head.split(" ", 2);
      const body = buffer.subarray(end + 4, end + 4 + length).toString();
      buffer = buffer.subarray(end + 4 + length);
      yield { asked: { method, target, body }, head };
    }
  }
}
