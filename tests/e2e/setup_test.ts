import assert from "node:assert/strict";
import { isAbsolute } from "node:path";
import { type ClientId, clients } from "../../src/cli/setup/clients.ts";
import { type Authority, createAuthority } from "../support/certificate.ts";
import { program, run, Running } from "../support/program.ts";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { closedPort, demoToken, serve, serveDemo, serveSilence } from "./kimais.ts";
import { isOldRuntime } from "./runtime.ts";
import { createHome, type Home, ownLaunch } from "./setup_home.ts";

const ids = clients.map(({ id }) => id);
const isUnix = Deno.build.os !== "windows";

interface Shape {
  /** Under which key the servers stand. */
  at: string;
  /** What an entry has beside the launch. */
  extra?: Record<string, string>;
  comment?: string;
}

/** What the assistants' own documentation says of their files. */
const json: Record<Exclude<ClientId, "codex">, Shape> = {
  "claude-desktop": { at: "mcpServers" },
  "claude-code": { at: "mcpServers", extra: { type: "stdio" } },
  cursor: { at: "mcpServers", extra: { type: "stdio" } },
  vscode: { at: "servers", extra: { type: "stdio" }, comment: "  // mine\n" },
  windsurf: { at: "mcpServers" },
  zed: { at: "context_servers", extra: { source: "custom" }, comment: "  // mine\n" },
  gemini: { at: "mcpServers", comment: "  // mine\n" },
  "lm-studio": { at: "mcpServers" },
};

/** A configuration in use, and the same with an entry. */
function configOf({ at, comment = "", extra }: Shape, env?: Record<string, string>): string {
  const { command, args } = ownLaunch;
  const entry = JSON.stringify({ ...extra, command, args, env }, null, 2).replaceAll(
    "\n",
    "\n    ",
  );
  return `{
${comment}  "theme": "dark",
  "${at}": {
    "other": {
      "command": "other-server",
      "env": { "OTHER_TOKEN": "secret-of-another" }
    }${env ? `,\n    "kimai": ${entry}` : ""}
  }
}
`;
}

const tomlBefore = `# mine
model = "any"

[mcp_servers.other]
command = "other-server"
`;

function tomlAfter(env: Record<string, string>): string {
  const { command, args } = ownLaunch;
  const pairs = Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`);
  return `${tomlBefore}
[mcp_servers.kimai]
command = ${JSON.stringify(command)}
args = [${args.map((arg) => JSON.stringify(arg)).join(", ")}]

[mcp_servers.kimai.env]
${pairs.join("")}`;
}

function textsOf(id: ClientId, env: Record<string, string>): { before: string; after: string } {
  if (id === "codex") return { before: tomlBefore, after: tomlAfter(env) };
  return { before: configOf(json[id]), after: configOf(json[id], env) };
}

const withToken = (url: string) => ["--kimai-url", url, "--kimai-token", demoToken, "--yes"];

/** Every text in the home but the file with the token. */
async function textsIn(home: Home): Promise<string> {
  const all = Object.entries(await home.files());
  return all.filter(([path]) => !home.tokenFile.endsWith(path)).map(([, text]) => text).join("\n");
}

Deno.test("every assistant is connected, a second run changes nothing, and taking it out gives back each file", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const env = {
    KIMAI_MCP_READ_ONLY: "true",
    KIMAI_URL: kimai.url,
    KIMAI_API_TOKEN_FILE: home.tokenFile,
  };
  for (const id of ids) await home.put(id, textsOf(id, env).before);

  const first = await home.setup([
    "all",
    "--read-only",
    "--json",
    ...withToken(`${kimai.url}/api/`),
  ]);
  assert.equal(first.code, 0, first.stderr);
  const report = JSON.parse(first.stdout);
  assert.deepEqual(
    report.outcomes.map((one: Record<string, unknown>) => [one.client, one.outcome, one.server]),
    ids.map((id) => [id, "written", "kimai-mcp 0.1.0"]),
  );
  for (const { status } of report.outcomes) assert.match(status, /^Kimai 2\.\d+\.\d+ at http:/);
  for (const id of ids) assert.equal(await home.read(id), textsOf(id, env).after, id);
  assert.equal(await Deno.readTextFile(home.tokenFile), `${demoToken}\n`);
  if (isUnix) assert.equal((await Deno.stat(home.tokenFile)).mode! & 0o777, 0o600);
  const shown = first.stdout + first.stderr + await textsIn(home);
  assert(!shown.includes(demoToken));
  assert(!(first.stdout + first.stderr).includes("secret-of-another"));
  for (const { backup, client } of report.outcomes) {
    assert(isAbsolute(backup));
    assert.equal(await Deno.readTextFile(backup), textsOf(client, env).before);
  }

  const files = await home.files();
  const second = await home.setup(["all", "--yes"]);
  assert.equal(second.code, 0, second.stderr);
  assert.equal(second.stdout.match(/: nothing to change in /g)?.length, ids.length);
  assert.deepEqual(await home.files(), files);

  const third = await home.setup(["--uninstall", "all", "--yes"]);
  assert.equal(third.code, 0, third.stderr);
  for (const id of ids) assert.equal(await home.read(id), textsOf(id, env).before, id);
  await assert.rejects(Deno.stat(home.tokenFile), Deno.errors.NotFound);
  const fourth = await home.setup(["--uninstall"]);
  assert.deepEqual([fourth.code, fourth.stdout], [
    0,
    'No assistant here knows "kimai": nothing to take out\n',
  ]);
});

Deno.test("where there is no configuration one is made, and it goes again", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const { code, stderr } = await home.setup(["claude-desktop", "codex", ...withToken(kimai.url)]);
  assert.equal(code, 0, stderr);
  const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN_FILE: home.tokenFile };
  assert.deepEqual(JSON.parse(await home.read("claude-desktop")), {
    mcpServers: { kimai: { ...ownLaunch, env } },
  });
  // The first one's token is still in use.
  assert.equal((await home.setup(["--uninstall", "codex", "--yes"])).code, 0);
  assert.equal(await Deno.readTextFile(home.tokenFile), `${demoToken}\n`);
  assert.equal((await home.setup(["--uninstall", "all", "--yes"])).code, 0);
  const left = Object.keys(await home.files());
  assert(left.every((path) => path.includes(".backup-")), left.join());
});

Deno.test("--dry-run shows what would change and writes nothing", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  await home.put("cursor", configOf(json.cursor));
  const files = await home.files();
  const { code, stdout } = await home.setup(["cursor", "--dry-run", ...withToken(kimai.url)]);
  assert.equal(code, 0);
  assert.match(stdout, /^\+ {4}"kimai": \{$/m);
  assert.match(stdout, /^\+ {8}"KIMAI_API_TOKEN_FILE": "/m);
  assert(!stdout.includes(demoToken) && !stdout.includes("secret-of-another"));
  assert.deepEqual(await home.files(), files);
});

Deno.test("the Python server's entry is replaced, its address and token are taken over and not shown", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const args = [`--kimai-url=${kimai.url}`, `--kimai-token=${demoToken}`, "--ssl-verify=true"];
  const python = { command: "kimai-mcp", args, env: { KIMAI_DEFAULT_USER: "1", PROXY: "mine" } };
  await home.put("claude-desktop", JSON.stringify({ mcpServers: { kimai: python } }, null, 2));
  const dry = await home.setup(["claude-desktop", "--dry-run"]);
  assert.match(dry.stdout, /^- {8}"--kimai-token=\*{8}",?$/m);
  const { code, stdout, stderr } = await home.setup(["claude-desktop", "--yes"]);
  assert.equal(code, 0, stderr);
  const { kimai: entry } = JSON.parse(await home.read("claude-desktop")).mcpServers;
  assert.deepEqual(entry, {
    ...ownLaunch,
    env: {
      KIMAI_URL: kimai.url,
      KIMAI_API_TOKEN_FILE: home.tokenFile,
      KIMAI_SSL_VERIFY: "true",
      PROXY: "mine",
    },
  });
  assert(![dry.stdout, dry.stderr, stdout, stderr].join().includes(demoToken));
  assert.match(stdout, /A token stands in it in clear: delete it/);
  const copy = /The file as it was before is (.+)/.exec(stdout)![1];
  if (isUnix) assert.equal((await Deno.stat(copy)).mode! & 0o777, 0o600);
});

Deno.test("a malformed configuration is told with its place and stays as it is", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const malformed: [ClientId, string, RegExp][] = [
    ["claude-desktop", '{\n  "mcpServers": {},,\n}', /line 2, column 20/],
    ["cursor", '{ // mine\n  "mcpServers": {} }', /accepts no comments/],
    ["codex", "[mcp_servers\n", /no TOML/],
  ];
  for (const [id, text, says] of malformed) {
    await home.put(id, text);
    const files = await home.files();
    const { code, stdout, stderr } = await home.setup([id, ...withToken(kimai.url)]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, says);
    assert.deepEqual(await home.files(), files);
  }
});

Deno.test("a token that Kimai refuses writes nothing, exit code 1", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  await home.put("zed", configOf(json.zed));
  const files = await home.files();
  const wrong = ["--kimai-url", kimai.url, "--kimai-token", "not-the-right-token", "--yes"];
  const { code, stdout, stderr } = await home.setup(["zed", ...wrong]);
  assert.equal(code, 1);
  assert.match(stdout, /^ {2}failed {3}Token .*\n {11}Fix: /m);
  assert.equal(
    stderr,
    'Nothing was written, because Kimai cannot be used like this: do what stands under "Fix" and run this again\n',
  );
  assert(!stdout.includes("not-the-right-token"));
  const { ok, findings } = JSON.parse((await home.setup(["zed", "--json", ...wrong])).stdout);
  assert.deepEqual([ok, findings.at(-1).name, findings.at(-1).outcome], [false, "Token", "failed"]);
  assert.deepEqual(await home.files(), files);
});

Deno.test("a file that has the token already is named, not copied, and stays when the server goes", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const file = `${await home.fileOf("cursor")}.token`;
  await home.put("cursor", "{}\n");
  await Deno.writeTextFile(file, demoToken, { mode: 0o600 });
  const args = ["cursor", "--kimai-url", kimai.url, "--kimai-token-file", file, "--yes"];
  const { code, stderr } = await home.setup(args);
  assert.equal(code, 0, stderr);
  const { env } = JSON.parse(await home.read("cursor")).mcpServers.kimai;
  assert.equal(env.KIMAI_API_TOKEN_FILE, file);
  await assert.rejects(Deno.stat(home.tokenFile), Deno.errors.NotFound);
  assert.equal((await home.setup(["cursor", "--uninstall", "--yes"])).code, 0);
  assert.equal(await home.read("cursor"), "{}\n");
  assert.equal(await Deno.readTextFile(file), demoToken);
});

Deno.test("a file of ours that was left for another one is named when the server goes", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const setup = async (...args: string[]) => {
    const { code, stdout, stderr } = await home.setup(["cursor", "--yes", ...args]);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  await setup("--kimai-url", kimai.url, "--kimai-token", demoToken);
  const file = `${await home.fileOf("cursor")}.token`;
  await Deno.writeTextFile(file, demoToken, { mode: 0o600 });
  await setup("--kimai-token-file", file);
  const said = await setup("--uninstall");
  assert(said.includes(`Kept ${home.tokenFile}: no assistant refers to it`), said);
});

Deno.test("answers can be piped in, a line each", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const stdin = `localhost:${kimai.port}/api/\n${demoToken}\ny\n`;
  const { code, stdout, stderr } = await home.setup(["gemini"], { stdin });
  assert.equal(code, 0, stderr);
  const { env } = JSON.parse(await home.read("gemini")).mcpServers.kimai;
  assert.equal(env.KIMAI_URL, `http://localhost:${kimai.port}`);
  assert(!(stdout + stderr).includes(demoToken));
});

const wrong: [what: string, args: string[], stdin: string, says: RegExp][] = [
  ["no assistant named and several found", [], "", /name cursor, zed or all\n$/],
  ["an unknown assistant", ["cursr"], "", /"cursr": did you mean cursor\?/],
  ["no address", ["cursor", "--kimai-token=x"], "", /Missing --kimai-url \(KIMAI_URL\)/],
  ["no token", ["cursor", "--kimai-url=localhost"], "", /Missing --kimai-token/],
  ["an address of no use", ["cursor", "--kimai-url=my kimai"], "", /"my kimai".*it has blanks/],
  ["nobody to agree", ["cursor", "--demo"], "", /Cannot ask whether to go on: add --yes/],
  ["a name of no use", ["cursor", "--name", "my kimai"], "", /"my kimai" as a name/],
];

for (const [what, args, stdin, says] of wrong) {
  Deno.test(`setup with ${what} changes nothing, exit code 2`, async () => {
    await using home = await createHome();
    await home.put("cursor", "{}");
    await home.put("zed", "{}");
    const files = await home.files();
    const { code, stderr } = await home.setup(args, { stdin });
    assert.equal(code, 2);
    assert.match(stderr, says);
    assert.deepEqual(await home.files(), files);
  });
}

Deno.test("setup can be spelled as a flag, as in the Python server", async () => {
  await using home = await createHome();
  const { code, stderr } = await run(program(["--setup"], home.env));
  assert.equal(code, 2);
  assert.match(stderr, /^Found no assistant on this machine: name one of claude-desktop, /);
});

Deno.test("the token stays while a configuration cannot be read that may refer to it", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  await home.put("cursor", "{}");
  assert.equal((await home.setup(["cursor", ...withToken(kimai.url)])).code, 0);
  await home.put("zed", "{ half");
  const { code, stdout } = await home.setup(["cursor", "--uninstall", "--yes"]);
  assert.equal(code, 0);
  assert.match(stdout, /^Kept .*kimai_api_token: the configuration of Zed may use it/m);
  assert.equal(await Deno.readTextFile(home.tokenFile), `${demoToken}\n`);
});

Deno.test("a no leaves everything as it was, exit code 1", async () => {
  await using home = await createHome();
  await home.put("cursor", "{}");
  const files = await home.files();
  const { code, stderr } = await home.setup(["cursor", "--demo"], { stdin: "n\n" });
  assert.equal(code, 1);
  assert.match(stderr, /Stopped: all is as it was\n$/);
  assert.deepEqual(await home.files(), files);
});

Deno.test("the embedded Kimai needs neither address nor token", async () => {
  await using home = await createHome();
  const { code, stdout, stderr } = await home.setup(["cursor", "--demo", "--yes"]);
  assert.equal(code, 0, stderr);
  const { env } = JSON.parse(await home.read("cursor")).mcpServers.kimai;
  assert.deepEqual(env, { KIMAI_MCP_DEMO: "true" });
  assert.match(stdout, /It starts kimai-mcp 0\.1\.0 with \d+ tools: Kimai 2\./);
});

Deno.test("without the look at Kimai a Kimai that is down is no obstacle, and that is said", async () => {
  await using home = await createHome();
  const url = `http://localhost:${closedPort()}`;
  for (const flag of ["--no-check", "--offline"]) {
    const { code, stdout, stderr } = await home.setup(["cursor", flag, ...withToken(url)]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Not looking at Kimai: /m);
    assert.match(stdout, /It starts kimai-mcp 0\.1\.0 with \d+ tools\n/);
  }
});

Deno.test("a server that does not start is told, and every file is put back", async () => {
  await using kimai = serveDemo();
  await using home = await createHome();
  const old = { command: "x", args: [], env: { KIMAI_MCP_LOG_LEVEL: "loud" } };
  await home.put("cursor", JSON.stringify({ mcpServers: { kimai: old } }));
  await home.put("zed", configOf(json.zed));
  const files = await home.files();
  const { code, stderr } = await home.setup([
    "zed",
    "cursor",
    "lm-studio",
    ...withToken(kimai.url),
  ]);
  assert.equal(code, 1);
  assert.match(stderr, /ended with exit code 2 instead of answering initialize: .*"loud"/);
  assert.match(stderr, /What was written is taken back: all is as it was\n$/);
  assert.deepEqual(await home.files(), files);
});

/** A Kimai that answers until there is a certain file, and then lets everybody wait. */
function serveUntil(file: string) {
  const { fetch } = createDemoKimai();
  const waiting = Promise.withResolvers<void>();
  const served = serve(async (request) => {
    if (!await Deno.stat(file).then(() => true, () => false)) return fetch(request);
    waiting.resolve();
    return new Promise<Response>((resolve) => {
      request.signal.addEventListener("abort", () => resolve(new Response(null)));
    });
  });
  return { ...served, waiting: waiting.promise };
}

Deno.test({
  name: "Ctrl-C while Kimai is looked at, or while the new server is tried, leaves all as it was",
  ignore: !isUnix,
  async fn() {
    await using home = await createHome();
    await using silent = serveSilence();
    await using falling = serveUntil(await home.fileOf("cursor"));
    const moments = [{ kimai: silent, moment: silent.asked }, {
      kimai: falling,
      moment: falling.waiting,
    }];
    for (const { kimai, moment } of moments) {
      await using running = new Running(home.start(["cursor", ...withToken(kimai.url)]));
      await moment;
      running.signal("SIGINT");
      assert.equal((await running.ended).code, 1);
      assert.match(running.stderr, /Stopped: all is as it was\n$/);
      assert.deepEqual(await home.files(), {});
      await assert.rejects(Deno.stat(`${await home.fileOf("cursor")}/..`), Deno.errors.NotFound);
    }
  },
});

const hasScript = Deno.build.os === "linux" &&
  await Deno.stat("/usr/bin/script").then(() => true, () => false);
const needed = hasScript ? "" : " (skipped: no script from Debian's bsdutils)";

/** Runs setup on a terminal of its own, and shows afterwards how the terminal was left. */
function onTerminal(home: Home, args: string[]): Running {
  const { command, args: all, ...start } = home.start(args);
  const words = [command, ...all].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const line = `${words}; echo "code $?"; stty -a`;
  return new Running({ ...start, command: "/usr/bin/script", args: ["-qfc", line, "/dev/null"] });
}

/** `echo` or `-echo`, as `stty` says it. */
const echoOf = (running: Running) =>
  running.until(() => /iexten (-?echo) /.exec(running.stdout)?.[1]);

/** A person at the terminal: reads each question and answers it. */
function personAt(running: Running): (question: string, answer: string) => Promise<void> {
  let read = 0;
  return async (question, answer) => {
    // Whichever question comes: waiting for one that never comes would take for ever.
    const asked = await running.until(() => /.*: $/.exec(running.stdout.slice(read))?.[0]);
    assert(asked.includes(question), `${running.stdout.slice(read)}\nand not ${question}`);
    read = running.stdout.length;
    await running.write(answer);
  };
}

Deno.test({
  name: `on a terminal the token is not shown, what is refused is asked again${needed}`,
  ignore: !hasScript,
  async fn() {
    await using kimai = serveDemo();
    await using home = await createHome();
    await home.put("cursor", "{}");
    await home.put("zed", "{}");
    await using running = onTerminal(home, []);
    const answer = personAt(running);
    await answer("Which ones?", "2\r");
    await answer("Address of Kimai", `localhost:${kimai.port}\r`);
    await answer("API token, from", "token-that-is-wrong\r");
    await answer("Enter keeps the present one", `x\u007f${demoToken}\r`);
    await answer("Write this?", "\r");
    assert.equal(await echoOf(running), "echo");
    assert.match(running.stdout, /^code 0\r$/m);
    assert(!running.stdout.includes(demoToken) && !running.stdout.includes("token-that-is-wrong"));
    assert.equal(await Deno.readTextFile(home.tokenFile), `${demoToken}\n`);
    assert.equal(await home.read("cursor"), "{}");
    assert.equal(JSON.parse(await home.read("zed")).context_servers.kimai.source, "custom");
  },
});

const authority = hasScript ? await createAuthority("Test Root") : undefined;
const neededToo = !hasScript
  ? needed
  : !authority
  ? " (skipped: no openssl)"
  : isOldRuntime
  ? " (skipped: the program stands on an older Deno)"
  : "";

/** The embedded Kimai with a certificate of an authority that nobody knows. */
async function serveTls({ issue }: Authority) {
  const certificate = await issue({ hosts: ["localhost"] });
  const { fetch } = createDemoKimai();
  const options = { hostname: "127.0.0.1", port: 0, onListen() {}, ...certificate };
  const server = Deno.serve(options, (request) => fetch(request));
  return {
    url: `https://localhost:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test({
  name: `the certificate is only asked about where it is the problem${neededToo}`,
  ignore: neededToo !== "",
  async fn() {
    await using kimai = await serveTls(authority!);
    await using home = await createHome();
    await home.put("cursor", "{}");
    const ca = `${await home.fileOf("cursor")}.pem`;
    await Deno.writeTextFile(ca, authority!.cert);
    await using running = onTerminal(home, [`--kimai-url=${kimai.url}`]);
    const answer = personAt(running);
    await answer("API token, from", `${demoToken}\r`);
    await answer("Check Kimai's certificate", `${ca}\r`);
    await answer("Write this?", "\r");
    assert.equal(await echoOf(running), "echo");
    assert.match(running.stdout, /^code 0\r$/m);
    assert.deepEqual(JSON.parse(await home.read("cursor")).mcpServers.kimai.env, {
      KIMAI_URL: kimai.url,
      KIMAI_API_TOKEN_FILE: home.tokenFile,
      KIMAI_SSL_VERIFY: ca,
    });
  },
});

Deno.test({
  name: `Ctrl-C at the token puts the terminal back and changes nothing${needed}`,
  ignore: !hasScript,
  async fn() {
    await using home = await createHome();
    await home.put("cursor", "{}");
    const files = await home.files();
    await using running = onTerminal(home, ["--kimai-url=localhost"]);
    await personAt(running)("API token, from", "secret-half\u0003");
    assert.equal(await echoOf(running), "echo");
    assert.match(running.stdout, /^Stopped: all is as it was\r\ncode 1\r$/m);
    assert(!running.stdout.includes("secret-half"));
    assert.deepEqual(await home.files(), files);
  },
});
