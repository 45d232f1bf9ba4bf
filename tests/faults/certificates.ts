/** Certificates that must not be trusted, and servers that do not speak TLS where they should. */

import net from "node:net";
import type { AddressInfo } from "node:net";
import { type Certificate, createAuthority } from "../support/certificate.ts";
import type { Known } from "./cases.ts";
import type { Result } from "./drive.ts";
import { judge } from "./judge.ts";
import { createOurs, createWorld } from "./world.ts";

/** Where a call goes, and what stands there. */
interface Trouble {
  name: string;
  /** Undefined where no TLS is spoken. */
  certificate?: Certificate;
  /** Done to connections without TLS. */
  talk?: (socket: net.Socket) => void;
}

export interface CertificateCase extends Known {
  trouble: Trouble;
}

/** Every kind of trouble with every call; nothing where there is no openssl. A quick run takes every seventh pair. */
export async function certificateCases(
  known: readonly Known[],
  quick: boolean,
): Promise<CertificateCase[]> {
  const all = await troubles();
  return known.flatMap(({ call, clean }, index) =>
    all.filter((_, number) => !quick || (number + index) % 7 === 0)
      .map((trouble) => ({ call, clean, trouble }))
  );
}

async function troubles(): Promise<Trouble[]> {
  const plain: Trouble[] = [
    {
      name: "no TLS",
      talk: (socket) => socket.end("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n"),
    },
    { name: "a closed handshake", talk: (socket) => socket.end() },
    { name: "a reset handshake", talk: (socket) => socket.resetAndDestroy() },
    {
      name: "bytes that are no handshake",
      talk: (socket) => socket.end("\x16\x03\x01\xff\xff\0\0"),
    },
  ];
  const authority = await createAuthority("nobody");
  if (!authority) return plain;
  const hosts = ["127.0.0.1"];
  const [unknown, expired, early, foreign] = await Promise.all([
    authority.issue({ hosts }),
    authority.issue({ hosts, from: -20, to: -10 }),
    authority.issue({ hosts, from: 10, to: 20 }),
    authority.issue({ hosts: ["other.example"] }),
  ]);
  return [
    ...plain,
    { name: "a certificate of nobody known", certificate: unknown },
    { name: "an expired certificate", certificate: expired },
    { name: "a certificate of the future", certificate: early },
    { name: "a certificate for another name", certificate: foreign },
  ];
}

export async function runCertificate({ call, clean, trouble }: CertificateCase): Promise<Result> {
  const world = await createWorld(call);
  const sent = new Map<string, number>();
  const server = await serve(trouble, (bytes) => sent.set(`${bytes} bytes after all`, 2));
  const url = `https://127.0.0.1:${server.port}`;
  try {
    await using ours = await createOurs({ url, token: world.token, deadline: 10 });
    const started = performance.now();
    const called = await ours.call(call.tool, call.args);
    const seconds = (performance.now() - started) / 1000;
    const { carriedOut, token } = world;
    const happened = { called, seconds, most: 6, sent, carriedOut, strayed: 0, token };
    const { outcome, wrong } = judge(happened, clean, {});
    return { call: call.name, fault: trouble.name, at: "every request", outcome, seconds, wrong };
  } finally {
    server.close();
  }
}

/** Listens until it is closed. @param seen told of bytes that come through a connection that should not be trusted */
async function serve(
  { certificate, talk }: Trouble,
  seen: (bytes: number) => void,
): Promise<{ port: number; close(): void }> {
  if (certificate) {
    const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, ...certificate });
    acceptAll(listener, seen).catch(() => {});
    return { port: listener.addr.port, close: () => listener.close() };
  }
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    talk!(socket);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function acceptAll(listener: Deno.TlsListener, seen: (bytes: number) => void): Promise<void> {
  for await (const connection of listener) {
    connection.read(new Uint8Array(1000))
      .then((bytes) => bytes && seen(bytes), () => {})
      .finally(() => connection.close());
  }
}
