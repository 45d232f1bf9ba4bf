/** A server that answers with whatever bytes a test likes, over TLS on this machine. */

import { type Certificate, createCertificate } from "../support/certificate.ts";

/** For localhost: the server's own, and one of the same name that is not; undefined where there is no openssl. */
export const certificate = await createCertificate("localhost");
export const otherCertificate = await createCertificate("localhost");

const encoder = new TextEncoder();

/** Writes all of a text or some bytes. It fails once the client is gone. */
export async function send(connection: Deno.Conn, part: string | Uint8Array): Promise<void> {
  const bytes = typeof part === "string" ? encoder.encode(part) : part;
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

/** Waits until the client is gone. */
export async function untilGone(connection: Deno.Conn): Promise<void> {
  while (await connection.read(new Uint8Array(1024)) !== null);
}

/** The beginning of a good answer. */
export function head(...lines: string[]): string {
  return ["HTTP/1.1 200 OK", "Content-Type: application/json", ...lines, "", ""].join("\r\n");
}

export interface HostileServer extends AsyncDisposable {
  port: number;
  /** All that clients sent before they got an answer. */
  received: string;
  /** Settles with the first request. */
  asked: Promise<void>;
}

/** @param respond is over when the connection is to be closed, and may fail when the client closes it */
export function startHostileServer(
  { key, cert }: Certificate,
  respond: (connection: Deno.Conn) => Promise<void>,
): HostileServer {
  const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, key, cert });
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const answer = async (connection: Deno.Conn) => {
    try {
      const buffer = new Uint8Array(4096);
      const length = await connection.read(buffer) ?? 0;
      server.received += new TextDecoder().decode(buffer.subarray(0, length));
      resolve();
      await respond(connection);
    } catch {
      // The client went away.
    } finally {
      connection.close();
    }
  };
  const serving = (async () => {
    const all: Promise<void>[] = [];
    for await (const connection of listener) all.push(answer(connection));
    await Promise.all(all);
  })();
  const server: HostileServer = {
    port: listener.addr.port,
    received: "",
    asked,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await serving;
    },
  };
  return server;
}
