/**
 * Ours with people who sign in, on a port of this machine, and with handles that the program has not:
 * `PUT {"door": DOOR}` chooses who gets in, and `PUT {"pass": SECONDS}` moves the clock on and sweeps. Arguments: what
 * USERS_CONFIG would hold; a server token; the path of a state file, if there is to be one.
 */

import { type Application, listen } from "../../../src/http/serve.ts";
import { keepTimers } from "../../../src/lib/later.ts";
import { createLog } from "../../../src/lib/log.ts";
import { createSignedInApp, type Door } from "../signed_in_app.ts";
import { say } from "../table.ts";

const [users, serverToken, file] = Deno.args;
const host = "127.0.0.1";
const log = createLog({ level: "info" });

const serving = Promise.withResolvers<Application>();
const listening = listen(async (request, peer) => await (await serving.promise)(request, peer), {
  host,
  port: 0,
  onError: (error) => log.error("A request failed outside of all routes", { error }),
});
const origin = `http://${host}:${listening.address.port}`;

let passed = 0;
const systemTime = Date.now;
// The authorization server goes by this clock, in whole seconds; nothing else here minds when it jumps.
Date.now = () => systemTime() + passed * 1000;
const { behind, oauth } = await createSignedInApp({ users, serverToken, file, origin, log });
let application = behind["sign-in and token"];

/** What the bench asks for. */
async function obey(request: Request): Promise<Response> {
  const { pass, door } = await request.json() as { door?: Door; pass?: number };
  if (door !== undefined) application = behind[door];
  if (pass !== undefined) {
    passed += pass;
    await oauth.sweep();
  }
  return new Response(null, { status: 204 });
}

serving.resolve(async (request, peer) =>
  await (request.method === "PUT" ? obey(request) : application(request, peer))
);
setInterval(() => void oauth.sweep(), 30_000);
keepTimers();
say(JSON.stringify({ url: `${origin}/mcp` }));
