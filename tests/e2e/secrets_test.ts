import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { auth } from "@modelcontextprotocol/client";
import { artifacts } from "../../src/cli/print.ts";
import { pause } from "../../src/lib/pause.ts";
import { overHttp } from "../support/clients.ts";
import { createFolder } from "../support/folder.ts";
import { createProvider } from "../support/oauth_provider.ts";
import { program, run, Running } from "../support/program.ts";
import { Hunt } from "../secrets/hunt.ts";
import { answers, type QuotingKimai, serveQuotingKimai } from "../secrets/quoting_kimai.ts";
import { recording } from "../secrets/recorder.ts";
import { listTools } from "./app.ts";
import { closedPort } from "./kimais.ts";
import { decide, openBrowser } from "./people.ts";
import { isOldRuntime } from "./runtime.ts";

/** Fails with every place where a secret stands. */
function assertNothingIn(hunt: Hunt, least: number): void {
  const leaks = hunt.leaks().map(({ secret, place, around }) => `${secret} in ${place}: ${around}`);
  assert.deepEqual(leaks, []);
  assert(hunt.seen >= least, `Only ${hunt.seen} characters were looked through`);
}

const calls: [tool: string, args: Record<string, unknown>][] = [
  ["status", {}],
  ["user_current", {}],
  ["timesheet", { action: "list", filters: { period: "last week" } }],
  ["timesheet", { action: "create", data: { project: 1, activity: 1, begin: "2020-01-01T09:00" } }],
  ["entity", { action: "get", type: "project", id: 4711 }],
  ["entity", { action: "list", type: "customer" }],
  ["entity", { action: "list", type: "invoice" }],
  ["config", { type: "all" }],
];

const formats = ["json", "simple"];

/** How the log says where the program serves, in either format. */
const serving = /Serving Streamable HTTP\b.*?\burl\W+(http[^"\s]+)/;

/** A program that serves HTTP, and the address of its `/mcp`. */
interface Serving extends AsyncDisposable {
  url: string;
  running: Running;
}

async function startServer(args: string[], env: Record<string, string>): Promise<Serving> {
  const running = new Running(
    program(["--http", "--port=0", ...args], { RATE_LIMIT_RPM: "0", ...env }),
  );
  const url = await running.until(() => serving.exec(running.stderr)?.[1]);
  return { url, running, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() };
}

/** Everything that a server with people who sign in holds, and its state of files. */
async function office(hunt: Hunt, format: string) {
  await using begun = new AsyncDisposableStack();
  const kimai = begun.use(serveQuotingKimai());
  const folder = begun.use(await createFolder());
  const path = (name: string) => join(folder.path, name);
  const secret = hunt.plant("secret of anna", { around: `"%+/ é` });
  const users = {
    anna: { kimai_url: kimai.url, kimai_token: hunt.plant("token of anna"), auth_secret: secret },
    ben: {
      kimai_url: `http://127.0.0.1:${closedPort()}`,
      kimai_token: hunt.plant("token of ben"),
      auth_secret: hunt.plant("secret of ben"),
    },
  };
  await Deno.writeTextFile(path("users.json"), JSON.stringify(users), { mode: 0o600 });
  const serverToken = hunt.plant("server token");
  const metricsToken = hunt.plant("metrics token");
  const clients = [{
    id: "configured",
    name: "Configured",
    redirect_uris: ["http://localhost:7777/callback"],
    secret: hunt.plant("secret of a client"),
  }];
  await Deno.writeTextFile(path("clients.json"), JSON.stringify(clients), { mode: 0o600 });
  const server = begun.use(
    await startServer(
      [
        "--log-level=debug",
        `--log-format=${format}`,
        `--users-config=${path("users.json")}`,
        `--oauth-clients=${path("clients.json")}`,
        `--audit=${path("audit")}`,
        "--sse",
        "--legacy-slugs",
        ...(isOldRuntime ? [] : [`--oauth-state-file=${path("state.json")}`]),
      ],
      {
        MCP_SERVER_TOKEN: serverToken,
        KIMAI_MCP_METRICS_TOKEN: metricsToken,
        KIMAI_URL: kimai.url,
        KIMAI_API_TOKEN: hunt.plant("token of the server"),
      },
    ),
  );
  const rest = begun.move();
  return {
    ...{ server, kimai, path, users, secret, serverToken, metricsToken },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}
type Office = Awaited<ReturnType<typeof office>>;

/** Where the program says that it serves, in either format. */
const place = ({ url }: Serving, fetchFn: typeof fetch) => ({ url, fetch: fetchFn });

/** An app that signs in, goes wrong in every way on it, refreshes, repeats, and gives its token back. */
async function signInWithSlips(hunt: Hunt, { server, secret, users }: Office): Promise<string> {
  const fetchFn = recording(hunt);
  const provider = createProvider();
  const at = place(server, fetchFn);
  const options = { serverUrl: server.url, fetchFn };
  await auth(provider, options);
  hunt.add("verifier", provider.kept.verifier!);
  const wrong = hunt.plant("wrong secret", { around: `'<&` });
  const browser = openBrowser(server.url, (request) => fetchFn(request));
  const asked = provider.kept.asked!;
  const login = await browser.open(asked.href);
  assert.equal((await login.submit({ username: "anna", secret: wrong })).status, 401);
  // Whoever mistakes the fields sees the name again; the log must not.
  const mistaken = hunt.plant("secret in place of a name");
  const other = await openBrowser(server.url).open(asked.href);
  assert.equal((await other.submit({ username: mistaken, secret: mistaken })).status, 401);
  const query = `/oauth/login?username=anna&secret=${encodeURIComponent(wrong)}`;
  assert.equal((await browser.open(new URL(query, server.url).href)).status, 405);
  const end = await decide(openBrowser(server.url, (request) => fetchFn(request)), asked, "anna", {
    secret,
  });
  const { code, iss } = end.parameters;
  hunt.add("code", code);
  await tokenSlips(hunt, server.url, { code, wrong, client: provider.kept.client!.client_id });
  assert.equal(await auth(provider, { ...options, authorizationCode: code, iss }), "AUTHORIZED");
  const { access_token, refresh_token } = provider.kept.tokens!;
  assert.equal(await auth(provider, options), "AUTHORIZED");
  assert.notEqual(provider.kept.tokens!.refresh_token, refresh_token);
  for (const token of [access_token, wrong, users.anna.kimai_token, `${access_token}x`]) {
    await (await listTools(at, token)).text();
  }
  await revoke(fetchFn, server.url, provider.kept.client!.client_id, refresh_token!);
  return await anotherToken(hunt, server, secret);
}

async function anotherToken(hunt: Hunt, server: Serving, secret: string): Promise<string> {
  const fetchFn = recording(hunt);
  const provider = createProvider();
  const options = { serverUrl: server.url, fetchFn };
  await auth(provider, options);
  hunt.add("verifier", provider.kept.verifier!);
  const browser = openBrowser(server.url, (request) => fetchFn(request));
  const { parameters } = await decide(browser, provider.kept.asked!, "anna", { secret });
  const { code, iss } = parameters;
  await auth(provider, { ...options, authorizationCode: code, iss });
  const account = await browser.open(new URL("/account", server.url).href);
  assert.equal(account.status, 200);
  return provider.kept.tokens!.access_token;
}

/** Requests to /token that are wrong in one thing each, with secrets where none belongs. */
async function tokenSlips(
  hunt: Hunt,
  url: string,
  { code, wrong, client }: { code: string; wrong: string; client: string },
): Promise<void> {
  const fetchFn = recording(hunt);
  const right = {
    grant_type: "authorization_code",
    client_id: client,
    redirect_uri: "http://localhost:7777/callback",
    code,
  };
  const bodies: [body: BodyInit, type: string][] = [
    [`${new URLSearchParams({ ...right, code: wrong, code_verifier: wrong })}`, "form"],
    [`${new URLSearchParams({ ...right, client_id: "configured", client_secret: wrong })}`, "form"],
    [`${new URLSearchParams({ grant_type: wrong, refresh_token: wrong })}`, "form"],
    [`grant_type=refresh_token&refresh_token=${wrong}&refresh_token=${wrong}`, "form"],
    [`{"refresh_token": "${wrong}`, "json"],
    [`%zz${wrong}`, "form"],
  ];
  const types: Record<string, string> = {
    form: "application/x-www-form-urlencoded",
    json: "application/json",
  };
  for (const path of ["/token", "/revoke", "/register"]) {
    for (const [body, type] of bodies) {
      const headers = {
        "Content-Type": types[type],
        "Authorization": `Basic ${btoa(`configured:${encodeURIComponent(wrong)}`)}`,
      };
      const { status } = await fetchFn(new URL(path, url), { method: "POST", headers, body });
      assert(status < 500, `${path}: ${status}`);
    }
    await fetchFn(new URL(`${path}?token=${wrong}&code=${code}`, url), { method: "POST" });
  }
}

async function revoke(fetchFn: typeof fetch, url: string, client_id: string, token: string) {
  const body = new URLSearchParams({ client_id, token });
  assert.equal((await fetchFn(new URL("/revoke", url), { method: "POST", body })).status, 200);
}

/** Secrets where they do not belong: in addresses, in headers, in what is no message. */
async function strayRequests(hunt: Hunt, url: string, token: string): Promise<void> {
  const fetchFn = recording(hunt);
  const stray = hunt.plant("stray secret");
  const headers = { "Content-Type": "application/json", "Authorization": `Bearer ${token}` };
  const paths = [
    `/mcp?access_token=${token}&token=${stray}`,
    `/mcp/${stray}`,
    `/${stray}`,
    `/sse?token=${stray}`,
    `/messages/?session_id=${stray}`,
    `/account?secret=${stray}`,
    `/authorize?client_id=${stray}&redirect_uri=https://${stray}.test&state=${stray}`,
    `/oauth/consent?txn=${stray}`,
    `/metrics?token=${stray}`,
  ];
  const bodies = [undefined, `{"${stray}": `, JSON.stringify({ jsonrpc: "2.0", method: stray })];
  for (const path of paths) {
    for (const body of bodies) {
      for (const sent of [headers, { ...headers, "Authorization": `Basic ${btoa(stray)}` }]) {
        const method = body === undefined ? "GET" : "POST";
        const signal = AbortSignal.timeout(10_000);
        const answer = await fetchFn(new URL(path, url), { method, headers: sent, body, signal });
        await answer.body?.cancel();
      }
    }
  }
  for (const name of ["X-Request-ID", "Mcp-Session-Id", "Origin", "Cookie", "Referer"]) {
    await fetchFn(url, { method: "POST", headers: { ...headers, [name]: `a=${stray}~!` } });
  }
}

/** Enough where all others were tried elsewhere: each takes Kimai's moments of rest. */
const someAnswers = ["400 with messages", "500 as a page", "200 that is no JSON", "elsewhere"];

/** Milliseconds between two tries to reach a Kimai that is well again. */
const often = 200;

/** Every call with every answer of a Kimai that quotes the token. */
async function quotedCalls(
  hunt: Hunt,
  kimai: QuotingKimai,
  call: (tool: string, args: Record<string, unknown>) => Promise<unknown>,
  which: readonly string[],
): Promise<void> {
  for (const [place, answer] of which.entries()) {
    // After some failures Kimai is left alone for a moment, so each answer begins with another call.
    const turned = [...calls.slice(place % calls.length), ...calls.slice(0, place % calls.length)];
    const before = kimai.quoted;
    kimai.answer = answer;
    for (const [tool, args] of turned) {
      hunt.look(`what ${tool} says of ${answer}`, JSON.stringify(await call(tool, args)));
    }
    assert(kimai.quoted > before, `Kimai was not asked when it would have answered ${answer}`);
    kimai.answer = undefined;
    while (JSON.stringify(await call("timer", { action: "active" })).includes('"isError":true')) {
      await pause(often);
    }
  }
  for (const [tool, args] of calls) {
    hunt.look(`what ${tool} says`, JSON.stringify(await call(tool, args)));
  }
}

for (const format of formats) {
  Deno.test(`over HTTP nothing but a token's own answer holds a secret, at level debug as ${format}`, async () => {
    const hunt = new Hunt();
    {
      await using all = await office(hunt, format);
      const { server, kimai, path, serverToken, metricsToken } = all;
      const fetchFn = recording(hunt);
      const token = await signInWithSlips(hunt, all);
      for (const [bearer, kind] of [[token, "2026-07-28"], [serverToken, "v1"]] as const) {
        await using client = await overHttp(
          { url: server.url, token: bearer, fetch: fetchFn },
          kind,
        );
        await quotedCalls(hunt, kimai, (tool, args) => client.call(tool, args), someAnswers);
      }
      await strayRequests(hunt, server.url, token);
      // A change that spoils the file says so, without what stands there.
      const text = await Deno.readTextFile(path("users.json"));
      await Deno.writeTextFile(path("users.json"), text.slice(0, -3));
      server.running.signal("SIGHUP");
      await server.running.until(() => /cannot be read anew/.exec(server.running.stderr)?.[0]);
      const headers = { Authorization: `Bearer ${metricsToken}` };
      const metrics = await fetchFn(new URL("/metrics", server.url), { headers });
      assert.match(await metrics.text(), /mcp_tool_calls_total/);
      for (const page of ["/", "/health", "/ready", "/.well-known/oauth-authorization-server"]) {
        assert.equal((await fetchFn(new URL(page, server.url))).status, 200);
      }
      server.running.signal("SIGTERM");
      await server.running.ended;
      const { stdout, stderr } = server.running;
      const files = ["audit", ...(isOldRuntime ? [] : ["state.json"])];
      for (const file of files) hunt.look(file, await Deno.readTextFile(path(file)));
      hunt.look("stdout", stdout);
      hunt.look("the log", stderr);
      assert.match(stderr, /debug/i);
    }
    assertNothingIn(hunt, 100_000);
  });
}

for (const format of formats) {
  Deno.test(`over stdio neither an answer nor the log holds a secret, at level debug as ${format}`, async () => {
    const hunt = new Hunt();
    await using kimai = serveQuotingKimai();
    const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: hunt.plant("token") };
    const args = ["--log-level=debug", `--log-format=${format}`, "--audit=log"];
    await using running = new Running(program(args, env));
    await running.initialize();
    const call = (name: string, args: unknown) =>
      running.ask("tools/call", { name, arguments: args as Record<string, unknown> });
    await quotedCalls(hunt, kimai, call, format === "json" ? Object.keys(answers) : someAnswers);
    const stray = hunt.plant("stray secret");
    const garbage = [stray, `{"${stray}`, `Authorization: Bearer ${stray}`, `["${stray}"]`];
    for (const line of [...garbage, `{"jsonrpc":"2.0","id":{"${stray}":1},"method":"x"}`]) {
      await running.write(`${line}\n`);
    }
    await running.ask("tools/list");
    await running.endInput();
    await running.ended;
    hunt.look("stdout", running.stdout);
    hunt.look("the log", running.stderr);
    assertNothingIn(hunt, 50_000);
  });
}

/** Every command that only looks, and what is printed; `users add` and `rotate` hand a secret out. */
const commands = [
  ["doctor"],
  ["doctor", "--json"],
  ["doctor", "--accounts", "--json"],
  ["tools", "--json"],
  ["users", "list", "--json"],
  ["call", "status"],
  ["call", "--json", "user_current"],
  ["health"],
  ["--help"],
  ["setup", "all", "--dry-run", "--yes"],
  ...Object.keys(artifacts).map((name) => ["print", name]),
];

for (const answer of [undefined, "400 with messages"]) {
  Deno.test(`no command shows a secret of its settings where Kimai answers ${answer ?? "well"}`, async () => {
    const hunt = new Hunt();
    await using kimai = serveQuotingKimai();
    await using folder = await createFolder();
    kimai.answer = answer;
    const users = join(folder.path, "users.json");
    const token = hunt.plant("token");
    const anna = {
      kimai_url: kimai.url,
      kimai_token: hunt.plant("token of anna"),
      auth_secret: hunt.plant("secret of anna"),
    };
    await Deno.writeTextFile(users, JSON.stringify({ anna }), { mode: 0o600 });
    const env = {
      HOME: folder.path,
      KIMAI_URL: kimai.url,
      KIMAI_API_TOKEN: token,
      MCP_SERVER_TOKEN: hunt.plant("server token"),
      KIMAI_MCP_METRICS_TOKEN: hunt.plant("metrics token"),
      KIMAI_USER_BEN_TOKEN: hunt.plant("token of ben"),
      USERS_CONFIG_FILE: users,
      KIMAI_MCP_LOG_LEVEL: "debug",
      HTTPS_PROXY: `http://me:${hunt.plant("password of a proxy")}@127.0.0.1:${closedPort()}`,
    };
    for (const command of commands) {
      const { stdout, stderr } = await run(program(command, env));
      hunt.look(`${command.join(" ")} on stdout`, stdout);
      hunt.look(`${command.join(" ")} on stderr`, stderr);
    }
    assertNothingIn(hunt, 20_000);
  });
}

/** Starts that go wrong, with a secret where the mistake is. */
const wrongStarts: Record<string, (secret: string) => { args?: string[]; text?: string }> = {
  "behind an unknown flag": (secret) => ({ args: ["--kimai-tokn", secret] }),
  "in an unknown flag": (secret) => ({ args: [`--kimai-tokn=${secret}`] }),
  "behind a letter": (secret) => ({ args: [`-k${secret}`] }),
  "of a flag without value": (secret) => ({ args: [`--no-kimai-token=${secret}`] }),
  "in an address": (secret) => ({ args: [`--kimai-url=https://me:${secret}@kimai.test`] }),
  "in an address without scheme": (secret) => ({ args: [`--kimai-url=me:${secret}@kimai.test`] }),
  "in the query of an address": (secret) => ({
    args: [`--kimai-url=https://kimai.test/?token=${secret}`],
  }),
  "in the query of an address without scheme": (secret) => ({
    args: [`--kimai-url=kimai.test/?token=${secret}`],
  }),
  "in the public address": (secret) => ({
    args: ["--http", `--public-url=https://me:${secret}@mcp.test`],
  }),
  "that no header can hold": (secret) => ({ args: [`--kimai-token=${secret} ü`] }),
  "as a server token that no header can hold": (secret) => ({
    args: ["--http", `--server-token=${secret} ü`],
  }),
  "in a users.json that is cut off": (secret) => ({
    args: ["--http", "--users-config=FILE"],
    text: `{"anna": {"kimai_token": "${secret}`,
  }),
  "in a users.json with a number": (secret) => ({
    args: ["--http", "--users-config=FILE"],
    text: `{"anna": {"kimai_url": "https://me:${secret}@k.test", "kimai_token": ["${secret}"]}}`,
  }),
  "in a users.json with a wrong hash": (secret) => ({
    args: ["--http", "--users-config=FILE"],
    text: `{"anna": {"kimai_url": "https://k.test", "auth_secret_hash": "${secret}"}}`,
  }),
  "in a file of clients that is cut off": (secret) => ({
    args: ["--http", "--demo", "--oauth-clients=FILE"],
    text: `[{"id": "a", "secret": "${secret}`,
  }),
  "in a file of clients that lacks something": (secret) => ({
    args: ["--http", "--demo", "--oauth-clients=FILE"],
    text: `[{"id": "a", "secret": "${secret}"}]`,
  }),
  "in a state file that is none": (secret) => ({
    args: ["--http", "--demo", "--oauth-state-file=FILE"],
    text: `{"clients": "${secret}`,
  }),
  "in the file of a certificate": (secret) => ({
    args: ["--kimai-url=https://kimai.invalid", "--kimai-token=any", "--ssl-verify=FILE"],
    text: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`,
  }),
};

Deno.test("a start that goes wrong does not repeat the secret that stands where the mistake is", async () => {
  const hunt = new Hunt();
  await using folder = await createFolder();
  const file = join(folder.path, "file");
  for (const [where, make] of Object.entries(wrongStarts)) {
    const { args = [], text = "" } = make(hunt.plant(where));
    await Deno.writeTextFile(file, text, { mode: 0o600 });
    const words = args.map((word) => word.replace("FILE", file));
    const http = words.includes("--http") ? ["--port=0"] : [];
    const forms = http.length > 0 ? [[]] : [["call", "status"], ["doctor", "--json"]];
    for (const command of forms) {
      await using running = new Running(program([...command, ...words, ...http]));
      await running.endInput();
      // One that is not wrong enough to end serves.
      await Promise.race([running.ended, running.until(() => /Serving/.exec(running.stderr)?.[0])])
        .catch(() => {});
      hunt.look(`${where}, ${command[0]}: stdout`, running.stdout);
      hunt.look(`${where}, ${command[0]}: stderr`, running.stderr);
    }
  }
  assertNothingIn(hunt, 3000);
});

/** The program with the bugs; a binary has nothing loaded into it. */
function buggy(args: string[], env: Record<string, string>) {
  const { args: [run, ...rest], ...start } = program(args, env);
  const bug = fileURLToPath(new URL("../secrets/injected_bug.ts", import.meta.url));
  return { ...start, args: [run, `--preload=${bug}`, ...rest] };
}

for (const format of formats) {
  Deno.test({
    name: `a bug that quotes a token shows it neither to the client nor in the log as ${format}`,
    ignore: Deno.env.has("KIMAI_MCP_BIN"),
    fn: async () => {
      const hunt = new Hunt();
      const serverToken = hunt.plant("server token");
      const env = {
        MCP_SERVER_TOKEN: serverToken,
        KIMAI_URL: "http://127.0.0.1:1",
        KIMAI_API_TOKEN: hunt.plant("token"),
      };
      const args = ["--http", "--port=0", "--log-level=debug", `--log-format=${format}`];
      await using running = new Running(buggy(args, env));
      const url = await running.until(() => serving.exec(running.stderr)?.[1]);
      const fetchFn = recording(hunt);
      await using client = await overHttp({ url, token: serverToken, fetch: fetchFn }, "auto");
      for (const [tool, args] of calls) {
        hunt.look(`what ${tool} says`, JSON.stringify(await client.call(tool, args)));
      }
      const headers = { "Authorization": `Bearer ${serverToken}`, "X-Bug": "1" };
      assert.equal((await fetchFn(url, { method: "POST", headers, body: "{}" })).status, 500);
      running.signal("SIGTERM");
      await running.ended;
      hunt.look("stdout", running.stdout);
      hunt.look("the log", running.stderr);
      assert.match(running.stderr, /Internal error/);
      assertNothingIn(hunt, 3000);
    },
  });
}
