/** The floor: no library, answers each path with the bytes that were put there before. */

import { say } from "../table.ts";

interface Prepared {
  bytes: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
}

const prepared = new Map<string, Prepared>();

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  async (request) => {
    const path = request.url.slice(request.url.lastIndexOf("/"));
    if (request.method === "PUT") {
      const headers = { "Content-Type": request.headers.get("Content-Type") ?? "" };
      prepared.set(path, { bytes: await request.bytes(), headers });
      return new Response(null, { status: 204 });
    }
    const { bytes, headers } = prepared.get(path)!;
    return new Response(bytes, { headers });
  },
);
say(JSON.stringify({ url: `http://127.0.0.1:${server.addr.port}` }));
