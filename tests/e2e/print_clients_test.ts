import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { clientOf } from "../../src/cli/setup/clients.ts";
import { overStdio } from "../support/clients.ts";
import { createFolder } from "../support/folder.ts";
import { type Finished, program, run } from "../support/program.ts";
import { demoToken, serveDemo } from "./kimais.ts";
import { newRuntimeTest } from "./runtime.ts";
import { serveHttp, toolNames } from "./ways.ts";

/** What the started program prints. */
async function printed(args: string[], env: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await run(program(["print", ...args], env));
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Runs a program of the system to its end. */
async function call(command: string, args: string[], cwd: string): Promise<Finished> {
  const { code, stdout, stderr } = await new Deno.Command(command, { args, cwd }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Where Deno keeps modules: below the home, unless it is told, and a home of a test's own has none. */
async function denoFolder(): Promise<string> {
  const { stdout } = await call(Deno.execPath(), ["info", "--json"], ".");
  return JSON.parse(stdout).denoDir;
}

/** A test that is skipped, and says so, where a program is missing. */
async function withProgram(
  name: string,
  [command, ...args]: [command: string, ...args: string[]],
  fn: () => Promise<void>,
): Promise<void> {
  const isThere = await call(command, args, ".").then(({ code }) => code === 0, () => false);
  Deno.test({
    name: isThere ? name : `${name} (skipped: no ${command})`,
    ignore: !isThere,
    fn,
  });
}

await withProgram(
  "kubectl builds the printed manifests, each of them once",
  ["kubectl", "version", "--client"],
  async () => {
    await using folder = await createFolder();
    const manifests = await printed(["kubernetes", "--public-url=https://mcp.acme.example"]);
    await Deno.writeTextFile(`${folder.path}/kimai-mcp.yaml`, manifests);
    await Deno.writeTextFile(
      `${folder.path}/kustomization.yaml`,
      "namespace: tools\nresources: [kimai-mcp.yaml]\n",
    );
    const { code, stdout, stderr } = await call("kubectl", ["kustomize", "."], folder.path);
    assert.equal(code, 0, stderr);
    const built = parseAllDocuments(stdout).map((document) => document.toJS());
    const namesOf = (documents: { kind: string; metadata: { name: string } }[]) =>
      documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
    const given = parseAllDocuments(manifests).map((document) => document.toJS());
    assert.deepEqual(namesOf(built), namesOf(given));
    assert(built.every(({ metadata }) => metadata.namespace === "tools"));
  },
);

interface Probe {
  httpGet: { path: string; httpHeaders: { name: string; value: string }[] };
}

newRuntimeTest(
  "a pod with the printed configuration is started, ready and alive by its own probes",
  async () => {
    await using folder = await createFolder();
    const text = await printed(["kubernetes", "--public-url=https://mcp.acme.example"]);
    const documents = parseAllDocuments(text).map((document) => document.toJS());
    const of = (kind: string) => documents.find((document) => document.kind === kind);
    const users = { anna: { kimai_url: "https://kimai.acme.example", kimai_token: "t" } };
    const entry = { ...users.anna, auth_secret: "a long secret of anna's" };
    await Deno.writeTextFile(`${folder.path}/users.json`, JSON.stringify({ anna: entry }), {
      mode: 0o600,
    });
    // The folders of the pod are one here.
    const env = Object.fromEntries(
      Object.entries<string>(of("ConfigMap").data).map(([name, value]) => [
        name,
        value.replace(/^\/(?:data|etc\/kimai-mcp)(?=\/)/, folder.path),
      ]),
    );
    await using server = await serveHttp({ env: { ...env, MCP_SERVER_TOKEN: "" } });
    const port = /"listening":"[^"]+:(\d+)"/.exec(server.running.stderr)![1];
    const [container] = of("Deployment").spec.template.spec.containers;
    const probes: Probe[] = [
      container.startupProbe,
      container.livenessProbe,
      container.readinessProbe,
    ];
    for (const { httpGet: { path, httpHeaders: [{ name, value }] } } of probes) {
      assert.equal(name, "Host");
      // As the kubelet asks: at the pod's address, under another name.
      const answer = await fetch(`http://${value}:${port}${path}`);
      assert.equal(answer.status, 200);
      await answer.body?.cancel();
    }
    const { pathname } = new URL(server.url);
    const [route] = of("Ingress").spec.rules[0].http.paths;
    assert(pathname.startsWith(route.path));
  },
);

await withProgram(
  "the manifest of a bundle is valid to the official packer",
  ["npx", "--version"],
  async () => {
    await using folder = await createFolder();
    await Deno.writeTextFile(`${folder.path}/manifest.json`, await printed(["mcpb-manifest"]));
    const args = ["--yes", "@anthropic-ai/mcpb@2.1.2", "validate", "manifest.json"];
    const { code, stdout, stderr } = await call("npx", args, folder.path);
    assert.equal(code, 0, stdout + stderr);
  },
);

Deno.test("Claude Desktop's configuration starts a server, with the token from its file", async () => {
  await using kimai = serveDemo();
  await using home = await createFolder();
  const homes = { HOME: home.path, USERPROFILE: home.path, APPDATA: home.path };
  const env = { ...homes, XDG_CONFIG_HOME: `${home.path}/settings`, DENO_DIR: await denoFolder() };
  const given = [`--kimai-url=${kimai.url}`, "--toolsets=time"];
  const { mcpServers } = JSON.parse(await printed(["claude-desktop", ...given], env));
  const launch = clientOf("claude-desktop")!.launchOf(mcpServers.kimai)!;
  const file = launch.env.KIMAI_API_TOKEN_FILE;
  await Deno.mkdir(file.replace(/[^/\\]+$/, ""), { recursive: true });
  await Deno.writeTextFile(file, demoToken, { mode: 0o600 });
  const start = { command: launch.command, args: [...launch.args], env: { ...launch.env } };
  await using client = await overStdio({ ...start, cwd: home.path }, "auto");
  const { tools } = await client.client.listTools();
  const names = tools.map(({ name }) => name);
  assert(names.includes("timer") && !names.includes("absence"), names.join());
  const status = await client.call("status");
  assert.match(status.text, /^Kimai 2\.\d+/);
});

Deno.test("the registry's entry takes the checksums of a release", async () => {
  await using folder = await createFolder();
  const sums = `${folder.path}/SHA256SUMS`;
  await Deno.writeTextFile(sums, `${"ab".repeat(32)}  kimai-mcp-linux-x64.mcpb\n`);
  const own = ["--repository=https://github.com/acme/kimai-mcp", `--checksums=${sums}`];
  const { name, packages } = JSON.parse(await printed(["server-json", ...own]));
  assert.equal(name, "io.github.acme/kimai-mcp");
  assert.deepEqual(packages.map(({ fileSha256 }: { fileSha256: string }) => fileSha256), [
    "ab".repeat(32),
  ]);
});

Deno.test("the manifest names the tools that are offered", async () => {
  const { tools } = JSON.parse(await printed(["mcpb-manifest"]));
  assert.deepEqual(tools.map(({ name }: { name: string }) => name).sort(), toolNames);
});
