/**
 * A Kimai in a process of its own. Arguments: "embedded", or "prepared" for one that has all pages as text, or that
 * with "50 ms a page"; and how many time records it has.
 */

import { pause } from "../../../src/lib/pause.ts";
import { kimaiWith } from "../entries.ts";
import { createStandIn } from "../stand_in.ts";
import { say } from "../table.ts";

const [kind, entries] = Deno.args;
const total = Number(entries);
const kimai = kind === "embedded" ? kimaiWith({ total, perDay: 8 }) : createStandIn(total);
const delay = Number.parseInt(kind) || 0;

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  async (request) => {
    if (delay > 0) await pause(delay);
    return await kimai.fetch(request);
  },
);
say(JSON.stringify({ url: `http://127.0.0.1:${server.addr.port}` }));
