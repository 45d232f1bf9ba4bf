import assert from "node:assert/strict";
import { overStdio } from "../support/clients.ts";
import { program } from "../support/program.ts";
import { closedPort, demoToken, serve, type Served, serveDemo } from "./kimais.ts";

interface Trouble {
  name: string;
  /** What stands there instead of a Kimai. */
  server?: () => Served;
  env: (url: string) => Record<string, string>;
  /** What `status` must mention. */
  says: RegExp;
}

const withToken = (url: string) => ({ KIMAI_URL: url, KIMAI_API_TOKEN: "wrong-token" });

const loginPage = "<!doctype html><title>Log in</title><form action=/login method=post></form>";

const troubles: Trouble[] = [
  {
    name: "nobody listens at the address",
    env: () => withToken(`http://127.0.0.1:${closedPort()}`),
    says: /refuses connections/,
  },
  {
    name: "the token is wrong",
    server: () =>
      serve(() => new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } })),
    env: withToken,
    says: /token/i,
  },
  {
    name: "a login page answers with 200",
    server: () =>
      serve(() => new Response(loginPage, { headers: { "content-type": "text/html" } })),
    env: withToken,
    says: /web page/,
  },
  {
    name: "Kimai fails inside",
    server: () => serve(() => new Response("<h1>Oops: stack trace</h1>", { status: 500 })),
    env: withToken,
    says: /500/,
  },
  {
    name: "the address is missing",
    env: () => ({ KIMAI_API_TOKEN: "wrong-token" }),
    says: /KIMAI_URL/,
  },
  {
    name: "the token is missing",
    env: (url) => ({ KIMAI_URL: url }),
    server: () => serveDemo(),
    says: /KIMAI_API_TOKEN/,
  },
  {
    name: "the address has no scheme",
    env: () => withToken("kimai.example.com"),
    says: /https:\/\//,
  },
];

for (const { name, server: start, env, says } of troubles) {
  Deno.test(`${name}: the server starts, lists its tools, and status explains`, async () => {
    await using kimai = start?.();
    await using server = await overStdio(program([], env(kimai?.url ?? "")), "v1");
    const { tools } = await server.client.listTools();
    assert(tools.some((tool) => tool.name === "timesheet"));
    const status = await server.call("status");
    assert.equal(status.isError, false, status.text);
    assert.match(status.text, says);
    const { result } = status.structured as { result: { ok: boolean; problems: string[] } };
    assert.equal(result.ok, false);
    assert.equal(result.problems.length, 1);
    assert.doesNotMatch(status.text, /stack trace|<title>|wrong-token/);
  });

  Deno.test(`${name}: every other tool refuses in a sentence`, async () => {
    await using kimai = start?.();
    await using server = await overStdio(program([], env(kimai?.url ?? "")), "v1");
    await server.client.listTools();
    const calls: [tool: string, args: Record<string, unknown>][] = [
      ["timesheet", { action: "list" }],
      ["timer", { action: "active" }],
      ["user_current", {}],
      ["config", { type: "all" }],
      ["comment", { action: "list", entity: "project", entity_id: 1 }],
    ];
    for (const [tool, args] of calls) {
      const { isError, text } = await server.call(tool, args);
      assert.equal(isError, true, `${tool}: ${text}`);
      assert.match(text, says, tool);
      assert.match(text, /^([A-Z]|http).*[^.\s]$/s, tool);
      assert.doesNotMatch(text, /Internal error|stack trace|<title>|wrong-token/, tool);
    }
  });
}

Deno.test("a Kimai that comes up later is found without a restart", async () => {
  const port = closedPort();
  const env = { KIMAI_URL: `http://127.0.0.1:${port}`, KIMAI_API_TOKEN: demoToken };
  await using server = await overStdio(program([], env), "auto");
  assert.equal((await server.call("user_current")).isError, true);
  await using _kimai = serveDemo(port);
  const me = await server.call("user_current");
  assert.equal(me.isError, false, me.text);
  assert.match((await server.call("status")).text, /^Kimai 2\.\d+/);
});

Deno.test("a Kimai that goes away and comes back is found again", async () => {
  const port = closedPort();
  const env = { KIMAI_URL: `http://127.0.0.1:${port}`, KIMAI_API_TOKEN: demoToken };
  await using server = await overStdio(program([], env), "auto");
  const refused = async () => (await server.call("timer", { action: "active" })).isError;
  for (let round = 0; round < 2; round++) {
    {
      await using _kimai = serveDemo(port);
      assert.equal(await refused(), false);
    }
    assert.equal(await refused(), true);
  }
});
