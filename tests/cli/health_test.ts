import assert from "node:assert/strict";
import { askServer, health } from "../../src/cli/health.ts";
import { commandContext } from "../support/command.ts";
import { withOutput } from "../support/output.ts";

const healthy = { status: "healthy", version: "1.2.3", transport: "streamable-http" };

/** A server on this machine that answers everything alike, and the Host headers that it saw. */
function serve(answer: () => Response, hostname = "127.0.0.1") {
  const hosts: (string | null)[] = [];
  const stop = new AbortController();
  const options = { port: 0, hostname, signal: stop.signal, onListen() {} };
  const server = Deno.serve(options, ({ headers }) => {
    hosts.push(headers.get("host"));
    return answer();
  });
  return {
    port: server.addr.port,
    hosts,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await server.finished;
    },
  };
}

const patient = () => new AbortController().signal;
const ask = (port: number, { ready = false, host = "127.0.0.1", signal = patient() } = {}) =>
  askServer({ host, port }, { ready, signal });

Deno.test("a server that says that it is healthy is, and its words are kept", async () => {
  await using server = serve(() => Response.json(healthy));
  assert.deepEqual(await ask(server.port), {
    ok: true,
    url: `http://127.0.0.1:${server.port}/health`,
    status: 200,
    answer: healthy,
    problem: undefined,
  });
});

Deno.test("any address is reached as this machine, under a name that the server answers to", async () => {
  await using server = serve(() => Response.json(healthy), "0.0.0.0");
  assert.equal((await ask(server.port, { host: "0.0.0.0" })).ok, true);
  assert.deepEqual(server.hosts, ["localhost"]);
  for (const host of ["::", "[::]", "[::1]"]) {
    const { url } = await ask(server.port, { host, signal: AbortSignal.abort() });
    assert.equal(url, `http://[::1]:${server.port}/health`);
  }
});

Deno.test("a server that is not ready is named with what it lacks", async () => {
  const body = { status: "not ready", checks: { serving: true, state: false } };
  await using server = serve(() => Response.json(body, { status: 503 }));
  const { ok, url, problem } = await ask(server.port, { ready: true });
  assert.deepEqual([ok, url], [false, `http://127.0.0.1:${server.port}/ready`]);
  assert.equal(
    problem,
    `The server at http://127.0.0.1:${server.port} is not ready (state): its log says why`,
  );
});

Deno.test("ready is not what healthy is", async () => {
  await using server = serve(() => Response.json({ status: "ready", checks: {} }));
  assert.equal((await ask(server.port, { ready: true })).ok, true);
  assert.equal((await ask(server.port)).ok, false);
});

Deno.test("another program is told from the server, whatever it answers", async () => {
  const others = [
    new Response("<h1>It works</h1>", { headers: { "Content-Type": "text/html" } }),
    Response.json(null),
    Response.json({ status: "healthy" }, { status: 500 }),
    new Response(null, { status: 302, headers: { Location: "http://kimai.invalid/" } }),
  ];
  for (const other of others) {
    await using server = serve(() => other.clone());
    const { ok, problem } = await ask(server.port);
    assert.equal(ok, false);
    assert.equal(
      problem,
      `What listens at http://127.0.0.1:${server.port} is another program, it answers /health with status ${other.status}: name the server's port with --port (MCP_PORT)`,
    );
  }
});

Deno.test("a port where nothing listens, one that never answers and one that nobody knows are told apart", async () => {
  let port = 0;
  {
    await using server = serve(() => Response.json(healthy));
    port = server.port;
  }
  assert.equal(
    (await ask(port)).problem,
    `Nothing listens at http://127.0.0.1:${port}: start kimai-mcp --http there, or name its port with --port (MCP_PORT)`,
  );
  assert.equal(
    (await ask(port, { signal: AbortSignal.abort() })).problem,
    `No answer from http://127.0.0.1:${port} within 5 seconds: the server's log may say why`,
  );
  assert.equal(
    (await ask(0)).problem,
    "Cannot tell where the server listens: its port is 0, any that is free, so name the one that it chose with --port",
  );
});

const run = (settings: Record<string, unknown>, words: string[] = []) => {
  const all = { host: "127.0.0.1", ready: false, json: false, ...settings };
  return withOutput(() => health.run(commandContext({ words, settings: all })));
};

Deno.test("health says a word and exits with 0, or a sentence on stderr and 1", async () => {
  await using server = serve(() => Response.json(healthy));
  const { port } = server;
  assert.deepEqual(await run({ port }), { value: 0, out: "healthy\n", err: "" });
  const { value, out, err } = await run({ port, ready: true });
  assert.deepEqual([value, out], [1, ""]);
  assert.match(err, /^What listens at .*\n$/);
});

Deno.test("health --json is one object either way", async () => {
  await using server = serve(() => Response.json(healthy));
  const { port } = server;
  const good = await run({ port, json: true });
  assert.deepEqual([good.value, JSON.parse(good.out).answer], [0, healthy]);
  const bad = await run({ port, json: true, ready: true });
  assert.deepEqual([bad.value, JSON.parse(bad.out).ok, bad.err], [1, false, ""]);
});

Deno.test("health takes no words", async () => {
  assert.deepEqual(await run({ port: 0 }, ["now"]), {
    value: 2,
    out: "",
    err: 'Cannot use "now": health takes flags only\n',
  });
});
