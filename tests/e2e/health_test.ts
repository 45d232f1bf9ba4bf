import assert from "node:assert/strict";
import { program, run } from "../support/program.ts";
import { closedPort } from "./kimais.ts";
import { serveHttp } from "./ways.ts";

/** What the health check of a container is: the server's variables, and no flag but its own. */
const health = (port: string, flags: string[] = [], env: Record<string, string> = {}) =>
  run(program(["health", ...flags], { MCP_PORT: port, ...env }));

Deno.test("a server that runs is healthy and ready, also where a proxy is set; once it is gone it is not", async () => {
  const server = await serveHttp({ args: ["--demo"] });
  const port = new URL(server.url).port;
  {
    await using _server = server;
    assert.deepEqual(await health(port), { code: 0, stdout: "healthy\n", stderr: "" });
    const proxy = `http://127.0.0.1:${closedPort()}`;
    const proxied = { HTTP_PROXY: proxy, http_proxy: proxy, MCP_HOST: "0.0.0.0" };
    const ready = await health(port, ["--ready"], proxied);
    assert.deepEqual(ready, { code: 0, stdout: "ready\n", stderr: "" });
    const { ok, status } = JSON.parse((await health(port, ["--json"])).stdout);
    assert.deepEqual([ok, status], [true, 200]);
  }
  const { code, stdout, stderr } = await health(port);
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.match(stderr, /^Nothing listens at http:\/\/127\.0\.0\.1:\d+: start kimai-mcp .*[^.]\n$/);
});

Deno.test("a server on one address of the machine is healthy there", async () => {
  const host = "127.0.0.2";
  await using server = await serveHttp({ args: ["--demo", `--host=${host}`] });
  const port = /"listening":"127\.0\.0\.2:(\d+)"/.exec(server.running.stderr)![1];
  assert.equal((await health(port, [`--host=${host}`])).stdout, "healthy\n");
});
