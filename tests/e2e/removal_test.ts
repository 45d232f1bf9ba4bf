import assert from "node:assert/strict";
import { createFolder } from "../support/folder.ts";
import { serveDemo } from "./kimais.ts";
import { serveHttp } from "./ways.ts";

const asking = {
  "Content-Type": "application/json",
  "Accept": "application/json, text/event-stream",
};

function post(url: string, method: string, params: unknown, headers = {}): Promise<Response> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  return fetch(url, { method: "POST", headers: { ...asking, ...headers }, body });
}

/** Opens a session of the 2025 protocol and its stream for listening. */
async function listen(url: string) {
  const clientInfo = { name: "tests", version: "1" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  const opened = await post(url, "initialize", params);
  await opened.text();
  const session = { "Mcp-Session-Id": opened.headers.get("Mcp-Session-Id")! };
  const stream = await fetch(url, { headers: { Accept: "text/event-stream", ...session } });
  assert.equal(stream.status, 200);
  return { session, stream };
}

Deno.test("51: the stream of an account that is taken out of users.json ends, and others stay", async () => {
  await using kimai = serveDemo();
  await using folder = await createFolder();
  const path = `${folder.path}/users.json`;
  const write = (...names: string[]) => {
    const users = names.map((name) => [name, { kimai_url: kimai.url, kimai_token: "any" }]);
    return Deno.writeTextFile(path, JSON.stringify(Object.fromEntries(users)), { mode: 0o600 });
  };
  await write("lena", "ben");
  const args = [`--users-config=${path}`, "--legacy-slugs"];
  await using server = await serveHttp({ args, env: { MCP_SERVER_TOKEN: "" } });
  const [lena, ben] = [`${server.url}/lena`, `${server.url}/ben`];
  const [removed, stays] = [await listen(lena), await listen(ben)];
  await write("ben");
  server.running.signal("SIGHUP");
  await removed.stream.text();
  const refused = await post(lena, "tools/list", {}, removed.session);
  assert.equal(refused.status, 404);
  await refused.body?.cancel();
  const served = await post(ben, "tools/list", {}, stays.session);
  assert.match(await served.text(), /"timesheet"/);
  await stays.stream.body?.cancel();
});
