/** Local servers that stand where Kimai should be, and the port where nothing is. */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";

/** A server on the loopback interface; it ends with the block that holds it. */
export interface Served extends AsyncDisposable {
  url: string;
  port: number;
}

type Handler = (request: Request) => Response | Promise<Response>;

/** Serves until disposed; connections that are still open are cut. */
export function serve(handler: Handler, port = 0): Served {
  const stop = new AbortController();
  const server = Deno.serve(
    { port, hostname: "127.0.0.1", signal: stop.signal, onListen: () => {} },
    handler,
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    port: server.addr.port,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await server.finished;
    },
  };
}

/** A port on which nothing listens. */
export function closedPort(): number {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return listener.addr.port;
}

/** The token of a person in any embedded Kimai. */
export const demoToken = (({ tokens, defaultUser }) => tokens[defaultUser])(createDemoKimai());

/** An embedded Kimai of its own behind a socket. */
export function serveDemo(port = 0): Served {
  const { fetch } = createDemoKimai();
  return serve((request) => fetch(request), port);
}

/** A Kimai that takes every request and answers none; it tells when one came and when its caller left. */
export function serveSilence(): Served & { asked: Promise<void>; left: Promise<void> } {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const served = serve((request) => {
    asked.resolve();
    return new Promise((resolve) => {
      request.signal.addEventListener("abort", () => {
        left.resolve();
        resolve(new Response(null, { status: 499 }));
      });
    });
  });
  return { ...served, asked: asked.promise, left: left.promise };
}
