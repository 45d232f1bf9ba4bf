/** A server whose kept connections die with the first change that is sent over them, after it was read. */

import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./certificate.ts";

/** It ends with the block that holds it. */
export interface DyingConnection extends AsyncDisposable {
  port: number;
  /** Methods of the changes that arrived. */
  readonly changes: string[];
}

/** Answers reads, and ends the connection of everything else without an answer. */
export async function serveDyingConnection(certificate?: Certificate): Promise<DyingConnection> {
  const changes: string[] = [];
  const handler: http.RequestListener = (request, response) => {
    if (request.method === "GET") return void response.end('{"message":"pong"}');
    changes.push(request.method!);
    request.socket.destroy();
  };
  const server = certificate
    ? https.createServer({ ...certificate }, handler)
    : http.createServer(handler);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    changes,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
