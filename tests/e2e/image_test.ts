import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { httpSettings } from "../../src/settings/http.ts";
import { createFolder } from "../support/folder.ts";
import { flagsOf, type Running } from "../support/program.ts";
import { noSandbox } from "./bubblewrap.ts";
import { type Container, createContainer, image, stop } from "./container.ts";
import { readStages } from "./dockerfile.ts";
import { closedPort } from "./kimais.ts";
import { isOldRuntime } from "./runtime.ts";

const stages = await readStages();
const last = stages.at(-1)!;

Deno.test("every image that is built from is pinned by its digest", () => {
  for (const { image } of stages) assert.match(image, /@sha256:[0-9a-f]{64}( AS \w+)?$/);
});

Deno.test("the image's binary is compiled as the task compiles it, by the Deno that everything is tested with", async () => {
  const build = stages.flatMap(({ instructions }) => instructions).map(({ rest }) => rest);
  const compile = build.find((rest) => rest.includes("deno compile"))!;
  const flags = compile.match(/ --[a-z][^ ]*/g)!.map((flag) => flag.trim());
  const own = flags.filter((flag) => !/^--(output|target)\b/.test(flag));
  assert.deepEqual(own, flagsOf("compile"));
  const ci = await Deno.readTextFile(new URL("../../.ci/run", import.meta.url));
  const version = /deno_version=([\d.]+)/.exec(ci)![1];
  assert(stages.some(({ image }) => image.includes(`/deno:bin-${version}@`)), version);
});

Deno.test("only what the image is made of goes to the builder", async () => {
  const ignored = await Deno.readTextFile(new URL("../../.dockerignore", import.meta.url));
  const letIn = ignored.split("\n").filter((line) => line.startsWith("!")).map((line) =>
    line.slice(1)
  );
  const sources = stages.flatMap(({ instructions }) => instructions)
    .filter(({ word, rest }) => word === "COPY" && !rest.includes("--from="))
    .flatMap(({ rest }) => rest.split(" ").slice(0, -1));
  assert.deepEqual(sources.toSorted(), letIn.toSorted());
  assert(ignored.startsWith("#") && ignored.includes("\n*\n"));
});

Deno.test("the last stage runs nothing, needs no shell and is not root", () => {
  assert.deepEqual(last.instructions.filter(({ word }) => word === "RUN"), []);
  assert.deepEqual([image.entrypoint, image.health[0]], [
    ["/usr/local/bin/kimai-mcp"],
    "/usr/local/bin/kimai-mcp",
  ]);
  assert.deepEqual(image.user, { uid: 1000, gid: 1000 });
  assert.equal(image.stopSignal, "SIGTERM");
  const exposed = last.instructions.find(({ word }) => word === "EXPOSE")?.rest;
  assert.equal(Number(exposed), httpSettings.port.type.parse(undefined));
});

const binary = Deno.env.get("KIMAI_MCP_BIN");
const missing = binary === undefined ? "no KIMAI_MCP_BIN" : noSandbox;

/** A test with the image laid out; it is skipped, and says so, where it cannot be run. */
function imageTest(name: string, fn: (container: Container) => Promise<void>): void {
  Deno.test({
    name: missing === undefined ? name : `${name} (skipped: ${missing})`,
    ignore: missing !== undefined,
    fn: async () => {
      await using container = await createContainer(
        resolve(import.meta.dirname!, "../..", binary!),
      );
      await fn(container);
    },
  });
}

/** An older runtime cannot lock the state file, so there it goes without. */
const withoutState: Record<string, string> = isOldRuntime ? { KIMAI_MCP_OAUTH_STATE_FILE: "" } : {};

const serving = async (running: Running) =>
  await running.until(() => running.stderr.includes("Serving Streamable HTTP") || undefined);

imageTest(
  "the image serves read-only and unprivileged, is healthy, keeps its state, and ends with 0",
  async (container) => {
    const port = String(closedPort());
    const env = { MCP_PORT: port, KIMAI_MCP_DEMO: "1", ...withoutState };
    await using running = container.start({ env });
    await serving(running);
    assert.match(running.stderr, new RegExp(`"listening":"0\\.0\\.0\\.0:${port}"`));
    const healthy = { code: 0, stdout: "healthy\n", stderr: "" };
    assert.deepEqual(await container.run({ env, command: image.health }), healthy);
    const state = await Deno.stat(join(container.data, "oauth_state.json")).catch(() => undefined);
    assert.equal(state?.isFile, isOldRuntime ? undefined : true);
    assert.equal(await stop(running), 0, running.stderr);
    const { code, stderr } = await container.run({ env, command: image.health });
    assert.deepEqual([code, stderr.startsWith("Nothing listens at")], [1, true]);
  },
);

imageTest("what an old compose file mounts and sets still works", async (container) => {
  await using folder = await createFolder();
  const users = join(folder.path, "users.json");
  const anna = {
    kimai_url: "https://kimai.test",
    kimai_token: "t",
    auth_secret: "a-secret-of-anna",
  };
  await Deno.writeTextFile(users, JSON.stringify({ anna }), { mode: 0o600 });
  await Deno.chmod(folder.path, 0o755);
  if (Deno.uid() === 0) await Deno.chown(users, image.user.uid, image.user.gid);
  const env = {
    SERVER_PORT: String(closedPort()),
    USERS_CONFIG_FILE: "/app/config/users.json",
    KIMAI_MCP_PUBLIC_URL: "",
    KIMAI_MCP_OAUTH_STATE_FILE: isOldRuntime ? "" : "/data/oauth_clients.json",
    KIMAI_MCP_DISABLE_LEGACY_SLUGS: "false",
    KIMAI_SSL_VERIFY: "true",
  };
  await using running = container.start({ env, mounts: { "/app/config": folder.path } });
  await serving(running);
  assert.match(running.stderr, /"Accounts loaded","accounts":1/);
  assert.equal(await stop(running), 0, running.stderr);
});

imageTest("with an argument the image speaks over stdin and stdout", async (container) => {
  await using running = container.start({ args: ["--no-http", "--demo"] });
  const { result } = await running.initialize();
  assert.equal((result?.serverInfo as { name: string }).name, "kimai-mcp");
  await running.endInput();
  assert.equal((await running.ended).code, 0, running.stderr);
});

imageTest(
  "the image says its version, and has nothing else to run",
  async (container) => {
    assert.equal(
      (await container.run({ args: ["--version"] })).stdout,
      `kimai-mcp ${config.version}\n`,
    );
    const shell = await container.run({ command: ["/bin/sh", "-c", "true"] });
    assert.match(shell.stderr, /No such file/);
  },
);

imageTest(
  "a state file in a folder that is not writable ends the start with a sentence",
  async (container) => {
    const env = {
      MCP_PORT: "0",
      KIMAI_MCP_DEMO: "1",
      KIMAI_MCP_OAUTH_STATE_FILE: "/app/state.json",
    };
    const { code, stderr } = await container.run({ env });
    assert.equal(code, 1);
    const said = stderr.trimEnd().split("\n").at(-1)!;
    assert.match(said, /^Cannot lock "\/app\/state\.json": the file system is read-only, /);
  },
);
