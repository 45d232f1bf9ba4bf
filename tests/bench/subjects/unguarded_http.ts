/** Ours without the guards: the endpoint over the program's own factory and an embedded Kimai, and nothing before it. */

import { createDemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";
import { createMcpEndpoint } from "../../../src/http/mcp.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { createServer } from "../../support/server.ts";
import { say } from "../table.ts";

const { fetch, tokens, defaultUser } = createDemoKimai();
const settings = { kimai_url: "https://kimai.example.com", kimai_token: tokens[defaultUser] };
const { factory } = createServer({ fetch, settings, checkAnswers: false });
const endpoint = createMcpEndpoint({
  factory,
  log: silentLog,
  sessions: { max: 10_000, maxPerAccount: 1000, idle: 3600, now: () => performance.now() },
});
const principal = { account: "bench", version: "1", client: "bench" };

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  async (request) => {
    const body = await request.json();
    return await endpoint.fetch(request, { principal, requestId: crypto.randomUUID(), body });
  },
);
say(JSON.stringify({ url: `http://127.0.0.1:${server.addr.port}` }));
